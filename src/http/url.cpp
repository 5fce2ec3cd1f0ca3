// SPDX-License-Identifier: MIT
#include "latch/http/url.hpp"

#include "latch/base/text.hpp"

namespace latch::http {

namespace {

/// Without the port that the scheme implies.
std::string shortest_authority(const Origin& origin) {
    return origin.port == default_port(origin.scheme) ? bracketed(origin.host)
                                                      : host_and_port(origin.host, origin.port);
}

} // namespace

std::string_view to_string(Scheme scheme) noexcept {
    return scheme == Scheme::https ? "https" : "http";
}

std::uint16_t default_port(Scheme scheme) noexcept {
    return scheme == Scheme::https ? 443 : 80;
}

std::string bracketed(std::string_view host) {
    const bool is_ipv6 = host.find(':') != std::string_view::npos;
    return is_ipv6 ? '[' + std::string(host) + ']' : std::string(host);
}

std::string host_and_port(std::string_view host, std::uint16_t port) {
    return bracketed(host) + ':' + std::to_string(port);
}

std::string to_string(const Origin& origin) {
    if (origin.host.starts_with('/')) {
        // Form encoding differs for blanks only, which become a plus.
        std::string path = form_encode(origin.host);
        for (auto plus = path.find('+'); plus != std::string::npos; plus = path.find('+', plus)) {
            path.replace(plus, 1, "%20");
        }
        return std::string(to_string(origin.scheme)) + "+unix://" + path;
    }
    return std::string(to_string(origin.scheme)) + "://" + shortest_authority(origin);
}

std::string target(const Url& url) {
    return url.has_query ? url.path + '?' + url.query : url.path;
}

std::string authority(const Url& url) {
    return url.host_kind == HostKind::unix_socket ? "localhost" : shortest_authority(origin(url));
}

Origin origin(const Url& url) {
    return {.scheme = url.scheme, .host = url.host, .port = url.port};
}

Peer peer(const Url& url) {
    return {.host = url.host, .host_kind = url.host_kind, .port = url.port};
}

std::string to_string(const Url& url) {
    return to_string(origin(url)) + target(url);
}

bool is_loopback(std::string_view host, HostKind kind) noexcept {
    switch (kind) {
    case HostKind::ipv4:
        return host.starts_with("127.");
    case HostKind::ipv6:
        return host == "::1";
    case HostKind::unix_socket:
        return true;
    case HostKind::name:
        return host == "localhost" || host.ends_with(".localhost");
    }
    return false;
}

Url without_query(Url url) {
    url.query.clear();
    url.has_query = false;
    return url;
}

void append_query(Url& url, std::string_view name, std::string_view value) {
    if (!url.query.empty() && !url.query.ends_with('&')) {
        url.query += '&';
    }
    url.query += form_encode(name) + '=' + form_encode(value);
    url.has_query = true;
}

} // namespace latch::http
