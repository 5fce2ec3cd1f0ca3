// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <string>
#include <vector>

struct x509_store_st;

namespace latch::net {

/// Lets the store find CA certificates in these PEM files and hashed folders, or in the system's if
/// none are named.
///
/// Nothing is decoded here but looked up when a server shows its own certificate: decoding the 150
/// of a system takes 20 to 30 ms. Errors: `file` for a place that is missing, and for a file that
/// holds no certificate that can be read.
base::Result<void> trust(x509_store_st& store, const std::vector<std::string>& places);

/// What changes with the certificates that `trust` finds in these places, without reading them:
/// which files they are, and when each was changed last.
///
/// Of the system's folder only its own facts count, and those of the bundle: to look at each of its
/// 150 links takes a quarter of a millisecond, and whatever installs or removes a certificate there
/// changes the folder and writes the bundle anew.
std::string trust_identity(const std::vector<std::string>& places);

} // namespace latch::net
