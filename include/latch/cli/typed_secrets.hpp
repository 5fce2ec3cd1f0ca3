// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/secret.hpp"

#include <span>
#include <string>
#include <vector>

namespace latch::cli {

/// What of a command line is secret, whether or not it can be understood: the values of options and
/// settings that hold credentials, the passwords of URLs, and header items and settings by their
/// names. It is the words that are looked at, so one too many may be taken for secret.
std::vector<base::Secret> typed_secrets(std::span<const std::string> arguments);

} // namespace latch::cli
