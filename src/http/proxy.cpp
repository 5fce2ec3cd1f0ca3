// SPDX-License-Identifier: MIT
#include "latch/http/proxy.hpp"

#include "http/authority.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::http {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

struct Protocol {
    std::string_view scheme;
    Proxy::Kind kind;
    std::uint16_t port;
};

/// The first of a kind is its name.
constexpr std::array<Protocol, 7> protocols{{
    {"http", Proxy::Kind::http, 80},
    {"https", Proxy::Kind::https, 443},
    {"socks4", Proxy::Kind::socks4, 1080},
    {"socks4a", Proxy::Kind::socks4a, 1080},
    {"socks5", Proxy::Kind::socks5, 1080},
    {"socks5h", Proxy::Kind::socks5h, 1080},
    {"socks", Proxy::Kind::socks5h, 1080}, // what desktops put into all_proxy
}};

constexpr std::string_view after_scheme = "://";

Error unusable(std::string cause) {
    return Error(ErrorKind::usage, "cannot use the proxy")
        .because(std::move(cause))
        .hinting("write it like http://user:password@proxy.example:3128 or socks5h://proxy.example"
        );
}

Result<Protocol> protocol_of(std::string_view scheme) {
    const auto* const found = std::ranges::find_if(protocols, [&](const Protocol& protocol) {
        return base::iequals(protocol.scheme, scheme);
    });
    if (found == protocols.end()) {
        return unusable("the scheme " + std::string(scheme) + " is not one of a proxy");
    }
    return *found;
}

/// The last rule of those that are for the scheme, else the last of those for all.
template <class Rule>
const Rule* matching(const std::vector<Rule>& rules, Scheme scheme) {
    for (const std::optional<Scheme> wanted : {std::optional(scheme), std::optional<Scheme>()}) {
        const auto found = std::find_if(rules.rbegin(), rules.rend(), [&](const Rule& rule) {
            return rule.scheme == wanted;
        });
        if (found != rules.rend()) {
            return &*found;
        }
    }
    return nullptr;
}

} // namespace

std::string_view to_string(Proxy::Kind kind) noexcept {
    return std::ranges::find(protocols, kind, &Protocol::kind)->scheme;
}

bool speaks_http(Proxy::Kind kind) noexcept {
    return kind == Proxy::Kind::http || kind == Proxy::Kind::https;
}

bool resolves_names(Proxy::Kind kind) noexcept {
    return kind != Proxy::Kind::socks4 && kind != Proxy::Kind::socks5;
}

Result<Proxy> parse_proxy(std::string_view text) {
    text = base::trim(text);
    std::string_view rest = text;
    Protocol protocol = protocols.front();
    if (const auto end = text.find(after_scheme); end != std::string_view::npos) {
        const auto named = protocol_of(text.substr(0, end));
        if (!named) {
            return named.error();
        }
        protocol = *named;
        rest = text.substr(end + after_scheme.size());
    }
    auto authority = parse_authority(rest.substr(0, rest.find_first_of("/?#")));
    if (!authority) {
        return unusable(authority.error().what());
    }
    return Proxy{
        .kind = protocol.kind,
        .peer =
            {.host = std::move(authority->host.text),
             .host_kind = authority->host.kind,
             .port = authority->port.value_or(protocol.port)},
        .credentials = std::move(authority->user_info)};
}

std::optional<base::Secret> proxy_authorization(const Proxy& proxy) {
    if (!proxy.credentials) {
        return std::nullopt;
    }
    std::string pair = proxy.credentials->user + ':';
    if (proxy.credentials->password) {
        pair += proxy.credentials->password->reveal();
    }
    const base::Secret plain(std::move(pair));
    return base::Secret("Basic " + base::base64_encode(plain.reveal()));
}

Result<std::optional<Proxy>> proxy_for(const ProxyPolicy& policy, const Url& url) {
    const std::optional<Proxy> none;
    if (url.host_kind == HostKind::unix_socket) {
        return none;
    }
    if (const ProxyRule* const typed = matching(policy.typed, url.scheme)) {
        return typed->proxy;
    }
    const AmbientProxy* const ambient = matching(policy.environment, url.scheme);
    if (ambient == nullptr || is_excepted(policy.exceptions, url)) {
        return none;
    }
    if (!ambient->proxy) {
        return ambient->proxy.error();
    }
    return std::optional(*ambient->proxy);
}

} // namespace latch::http
