// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

/// How the network's numbers read in an error.
namespace latch::net {

/// The error as errors want it: lowercase, no full stop.
std::string words(const std::error_code& error);

/// "30 s", "1.5 s", "250 ms".
std::string words(std::chrono::milliseconds duration);

/// "1 byte", "20 bytes".
std::string byte_count(std::uint64_t count);

} // namespace latch::net
