// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/http/response.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latch::http {

/// Separate deadlines; zero means none.
struct Timeouts {
    std::chrono::milliseconds connect{std::chrono::seconds(30)}; ///< resolving to the end of TLS
    std::chrono::milliseconds idle{
        0}; ///< without a byte in either direction; starts again with each
};

/// Which certificates are believed.
struct TlsPolicy {
    bool verify = true;
    std::string ca; ///< a bundle file or a hashed folder; empty: the system's
};

/// `--resolve HOST[:PORT]:ADDRESS`: an answer that makes the resolver unnecessary.
struct StaticAddress {
    std::string host;                  ///< as in `Url::host`
    std::optional<std::uint16_t> port; ///< nothing: every port
    std::string address;               ///< an IPv4 or IPv6 literal without brackets
};

struct RedirectPolicy {
    bool follow = false;
    unsigned limit = 30; ///< follows exactly so many
};

/// How to talk to servers: limits and choices as data, for a whole run.
struct Policy {
    Timeouts timeouts;
    TlsPolicy tls;
    RedirectPolicy redirects;
    ResponseLimits limits;
    std::vector<StaticAddress> addresses;
};

} // namespace latch::http
