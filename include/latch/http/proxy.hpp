// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::http {

/// A machine that relays, and how to talk to it.
struct Proxy {
    /// The SOCKS ones with a letter at their end resolve the name of the target themselves.
    enum class Kind : std::uint8_t { http, https, socks4, socks4a, socks5, socks5h };

    Kind kind = Kind::http;
    Peer peer;
    std::optional<UserInfo> credentials;

    bool operator==(const Proxy&) const = default;
};

/// The scheme of its URL: "socks5h".
std::string_view to_string(Proxy::Kind kind) noexcept;

/// Whether it speaks HTTP, over TLS or not.
bool speaks_http(Proxy::Kind kind) noexcept;

/// Whether it is told the name of the target and not an address.
bool resolves_names(Proxy::Kind kind) noexcept;

/// "SCHEME://[USER[:PASSWORD]@]HOST[:PORT]" with http, https, socks4, socks4a, socks5 or socks5h;
/// without a scheme it is http. The port is 80, 443 or 1080 by default. What follows the port is
/// ignored, as curl and requests do. Errors: `usage`; they never hold the credentials.
base::Result<Proxy> parse_proxy(std::string_view text);

/// The value of Proxy-Authorization; nothing without credentials.
std::optional<base::Secret> proxy_authorization(const Proxy& proxy);

/// Which proxy stands before which URLs.
struct ProxyRule {
    std::optional<Scheme> scheme; ///< of the URLs that it is for; nothing: of all
    std::optional<Proxy> proxy;   ///< nothing: they are reached directly

    bool operator==(const ProxyRule&) const = default;
};

/// What the environment says of a scheme's URLs. An unusable proxy is kept as the error that
/// whoever needs it gets: it is in nobody else's way.
struct AmbientProxy {
    std::optional<Scheme> scheme; ///< as in `ProxyRule`
    base::Result<Proxy> proxy;

    bool operator==(const AmbientProxy&) const = default;
};

/// All the rules of a run. A rule for the scheme beats one for all, the later of two alike wins.
struct ProxyPolicy {
    std::vector<ProxyRule> typed{}; ///< these come first, and nothing is excepted from them
    std::vector<AmbientProxy> environment{}; ///< asked where no typed one fits
    std::string exceptions{};                ///< from `environment`, in the form of NO_PROXY

    bool operator==(const ProxyPolicy&) const = default;
};

/// Whether `exceptions`, a value of NO_PROXY, names the host of `url`.
///
/// Entries stand between commas or blanks. "example.com", ".example.com" and "*.example.com" are
/// all the host and its subdomains; "10.0.0.0/8" and "2001:db8::/32" are networks, which only
/// literals belong to, because nothing is resolved for this; "*" is everything. A host or address
/// can have a port ("[::1]:8080"). What cannot be understood names nothing.
bool is_excepted(std::string_view exceptions, const Url& url);

/// The proxy for `url`; nothing if it is reached directly. Errors: that of an unusable one.
base::Result<std::optional<Proxy>> proxy_for(const ProxyPolicy& policy, const Url& url);

} // namespace latch::http
