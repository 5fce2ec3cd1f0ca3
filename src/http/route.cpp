// SPDX-License-Identifier: MIT
#include "latch/http/route.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::http {

namespace {

/// The peer of --connect-to's first line that fits; else the one given.
Peer diverted(const std::vector<Detour>& detours, const Peer& peer) {
    const auto fits = [&](const Detour& detour) {
        return (detour.from_host.empty() || detour.from_host == peer.host) &&
               detour.from_port.value_or(peer.port) == peer.port;
    };
    const auto found = std::ranges::find_if(detours, fits);
    if (found == detours.end()) {
        return peer;
    }
    Peer other = peer;
    if (!found->to_host.empty()) {
        other.host = found->to_host;
        other.host_kind = found->to_host_kind;
    }
    other.port = found->to_port.value_or(peer.port);
    return other;
}

base::Error needs_chunks() {
    return base::Error(base::ErrorKind::usage, "cannot send a body of unknown length as HTTP/1.0")
        .because("only HTTP/1.1 has chunks")
        .hinting("leave --http-version away, or send the body from a file");
}

base::Error goes_to_no_proxy() {
    return base::Error(base::ErrorKind::usage, "Proxy-Authorization would go to the server")
        .because("no proxy is there that could read it")
        .hinting("write the credentials into the URL of --proxy");
}

} // namespace

base::Result<Route> route_for(const Policy& policy, const Url& url) {
    Route route;
    if (url.host_kind == HostKind::unix_socket) {
        route.unix_socket = url.host;
        return route;
    }
    if (!policy.unix_socket.empty()) {
        route.unix_socket = policy.unix_socket;
        return route;
    }
    auto proxy = proxy_for(policy.proxies, url);
    if (!proxy) {
        return proxy.error();
    }
    route.peer = diverted(policy.detours, peer(url));
    route.proxy = *std::move(proxy);
    // The proxy would look the name in an absolute-form target up by itself, so who is diverted
    // needs a tunnel.
    route.is_forwarded = route.proxy && speaks_http(route.proxy->kind) &&
                         url.scheme == Scheme::http && route.peer == peer(url);
    return route;
}

base::Result<void> suit_to_route(PreparedRequest& request, const Policy& policy) {
    request.version = policy.http_version;
    if (request.version == 10) {
        request.headers.remove("Expect"); // nobody answers it (RFC 9110, 10.1.1)
    }
    if (request.version == 10 && request.headers.contains("Transfer-Encoding")) {
        return needs_chunks();
    }
    const auto route = route_for(policy, request.url);
    if (!route) {
        return route.error();
    }
    if (!route->is_forwarded) {
        return request.headers.contains("Proxy-Authorization") ? goes_to_no_proxy()
                                                               : base::Result<void>();
    }
    request.target = to_string(origin(request.url)) + request.target;
    const auto authorization = proxy_authorization(*route->proxy);
    if (authorization && !request.headers.contains("Proxy-Authorization")) {
        request.headers.add("Proxy-Authorization", std::string(authorization->reveal()));
    }
    return {};
}

} // namespace latch::http
