// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/proxy.hpp"
#include "latch/http/response.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latch::http {

/// Separate deadlines; zero means none.
struct Timeouts {
    std::chrono::milliseconds connect{std::chrono::seconds(30)}; ///< resolving to the end of TLS
    std::chrono::milliseconds tls{0};                            ///< each handshake by itself
    std::chrono::milliseconds first_byte{0}; ///< from the end of the request to the answer's begin
    /// Without a byte in either direction; starts again with each.
    std::chrono::milliseconds idle{0};
    std::chrono::milliseconds total{0}; ///< everything, redirects and retries included

    bool operator==(const Timeouts&) const = default;
};

/// How many connections may be open at once, whether they are used, being made, or idle; not 0.
struct ConnectionLimits {
    std::size_t per_origin = 6;
    std::size_t total = 64;

    bool operator==(const ConnectionLimits&) const = default;
};

/// Either what both sides can do best, or exactly one version.
enum class TlsVersion : std::uint8_t { automatic, tls1_0, tls1_1, tls1_2, tls1_3 };

/// Whom to believe, who we are, and how it is kept secret.
struct TlsPolicy {
    bool verify = true;
    std::vector<std::string> ca{}; ///< bundle files and hashed folders; none: the system's
    TlsVersion version = TlsVersion::automatic;
    std::string ciphers{};     ///< in OpenSSL's notation, TLS 1.3's among them; empty: its default
    std::string certificate{}; ///< a PEM file for a client certificate; empty: none
    std::string key{};         ///< a PEM file with its key; empty: in `certificate`
    std::optional<base::Secret> key_password{};
    /// SHA-256 digests of public keys (SPKI), 32 bytes each: the server's must be one of them,
    /// even where `verify` is off. None: any key.
    std::vector<std::string> pins{};
    bool resume = true; ///< TLS sessions, so that the next handshake is shorter

    bool operator==(const TlsPolicy&) const = default;
};

/// The kind of address that is connected to.
enum class AddressFamily : std::uint8_t { any, ipv4, ipv6 };

/// `--resolve HOST[:PORT]:ADDRESS`: an answer that makes the resolver unnecessary.
struct StaticAddress {
    std::string host;                  ///< as in `Url::host`
    std::optional<std::uint16_t> port; ///< nothing: every port
    std::string address;               ///< an IPv4 or IPv6 literal without brackets

    bool operator==(const StaticAddress&) const = default;
};

/// `--connect-to HOST1:PORT1:HOST2:PORT2`: connections for the first pair lead to the second.
struct Detour {
    std::string from_host{};                  ///< empty: every host
    std::optional<std::uint16_t> from_port{}; ///< nothing: every port
    std::string to_host{};                    ///< empty: the same host
    HostKind to_host_kind = HostKind::name;
    std::optional<std::uint16_t> to_port{}; ///< nothing: the same port

    bool operator==(const Detour&) const = default;
};

struct RedirectPolicy {
    bool follow = false;
    unsigned limit = 30; ///< follows exactly so many

    bool operator==(const RedirectPolicy&) const = default;
};

/// `--retry`: what failed for a moment is tried again.
struct RetryPolicy {
    unsigned limit = 0;
    bool is_unsafe = false; ///< even a request that is not idempotent

    bool operator==(const RetryPolicy&) const = default;
};

/// How to talk to servers: limits and choices as data, for a whole run.
struct Policy {
    Timeouts timeouts{};
    ConnectionLimits connections{};
    TlsPolicy tls{};
    RedirectPolicy redirects{};
    RetryPolicy retries{};
    ResponseLimits limits{};
    std::vector<StaticAddress> addresses{};
    std::vector<Detour> detours{};
    ProxyPolicy proxies{};
    std::string unix_socket{}; ///< the path that all connections go to; empty: by URL
    AddressFamily family = AddressFamily::any;
    std::string interface {};   ///< an interface's name or an address to connect from; empty: any
    unsigned http_version = 11; ///< 10 or 11
    base::Bytes rate_limit{};   ///< per second, in each direction; zero: none

    bool operator==(const Policy&) const = default;
};

} // namespace latch::http
