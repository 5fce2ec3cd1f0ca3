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

} // namespace latch::net
