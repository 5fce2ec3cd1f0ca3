// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/proxy.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Values of the options about the network, made from their texts.
namespace latch::cli {

/// --proxy: "http:URL", "https:URL" or "all:URL" for the URLs of one scheme or of all, as HTTPie
/// and xh have it, or a URL alone for all. Without a URL they are reached directly.
base::Result<http::ProxyRule> parse_proxy_rule(std::string_view text);

/// --connect-to: curl's HOST1:PORT1:HOST2:PORT2, of which each may be empty. IPv6 in brackets.
base::Result<http::Detour> parse_detour(std::string_view text);

/// --pin: SHA-256 digests of public keys as curl has them ("sha256//BASE64", several between
/// semicolons), or bare in base64 or in hexadecimal with or without colons. Each is 32 bytes.
base::Result<std::vector<std::string>> parse_pins(std::string_view text);

} // namespace latch::cli
