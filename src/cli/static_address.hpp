// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"

#include <string_view>

namespace latch::cli {

/// Reads --resolve's HOST[:PORT]:ADDRESS.
///
/// An IPv6 address needs its brackets only where a decimal first group could as well be a port:
/// "h:2001:db8::1" is refused, because either guess could send a request to the wrong machine.
base::Result<http::StaticAddress> parse_static_address(std::string_view text);

} // namespace latch::cli
