// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/proxy.hpp"
#include "latch/http/request.hpp"
#include "latch/http/url.hpp"

#include <optional>
#include <string>

namespace latch::http {

/// How the server of a URL is reached.
struct Route {
    std::string unix_socket;    ///< its path, in the place of everything else; empty: none
    std::optional<Proxy> proxy; ///< nothing: directly
    Peer peer;                  ///< who is connected to in the end: the URL's, or --connect-to's
    bool is_forwarded = false;  ///< the proxy is given the request itself, not asked for a tunnel

    bool operator==(const Route&) const = default;
};

/// The route to `url`. Who the URL is about, and with it the Host field and the name on the
/// certificate, never depends on it. Errors: `usage` for one through a proxy that the environment
/// names and that cannot be used.
base::Result<Route> route_for(const Policy& policy, const Url& url);

/// Gives a prepared request the form that its route and the policy want: the version; for a proxy
/// that forwards it the absolute-form target (RFC 9112, 3.2.2) and the credentials, which no other
/// request carries. Errors: `usage` for a body that HTTP/1.0 has no framing for; those of
/// `route_for`.
base::Result<void> suit_to_route(PreparedRequest& request, const Policy& policy);

} // namespace latch::http
