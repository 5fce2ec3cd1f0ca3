// SPDX-License-Identifier: MIT
#include "cli/static_address.hpp"

#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

#include <algorithm>
#include <string>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// The host of a URL that consists of nothing else; nothing if `text` is no host.
std::optional<http::Url> url_of_host(const std::string& text) {
    if (text.empty() || text.find_first_of("/?#@\\") != std::string::npos) {
        return std::nullopt;
    }
    const auto parsed = http::parse_url("http://" + text);
    return parsed ? std::optional(parsed->url) : std::nullopt;
}

/// The address in its canonical form, without brackets; nothing if `text` is none.
std::optional<std::string> address(std::string_view text) {
    const bool is_ipv6 = text.find(':') != std::string_view::npos;
    const bool has_brackets = text.starts_with('[') && text.ends_with(']');
    if (has_brackets && !is_ipv6) {
        return std::nullopt;
    }
    // A URL's host may have fewer numbers, but "443" is more likely to be a port here.
    constexpr auto dots = 3;
    if (!is_ipv6 && std::ranges::count(text, '.') != dots) {
        return std::nullopt;
    }
    // Without brackets the last group of an IPv6 address would be the port of the URL.
    const auto url = url_of_host(has_brackets ? std::string(text) : http::bracketed(text));
    const http::HostKind wanted = is_ipv6 ? http::HostKind::ipv6 : http::HostKind::ipv4;
    if (!url || url->host_kind != wanted) {
        return std::nullopt;
    }
    return url->host;
}

struct PortAndAddress {
    std::uint16_t port;
    std::string address;
};

/// "443:ADDRESS" taken apart; nothing if the text is not of that form.
std::optional<PortAndAddress> port_and_address(std::string_view text) {
    const auto halves = base::split_once(text, ':');
    if (!halves) {
        return std::nullopt;
    }
    const auto port = base::parse_decimal(halves->first);
    auto behind = address(halves->second);
    if (!port || *port == 0 || *port > 65535 || !behind) {
        return std::nullopt;
    }
    return PortAndAddress{.port = static_cast<std::uint16_t>(*port), .address = *std::move(behind)};
}

Error unreadable(std::string_view text, std::string_view reason) {
    return Error(ErrorKind::usage, "'" + std::string(text) + "' is not HOST[:PORT]:ADDRESS")
        .because(std::string(reason));
}

} // namespace

Result<http::StaticAddress> parse_static_address(std::string_view text) {
    const auto halves = base::split_once(text, ':');
    if (!halves) {
        return unreadable(text, "there is no colon in it");
    }
    const auto host = url_of_host(std::string(halves->first));
    if (!host || host->host_kind != http::HostKind::name) {
        return unreadable(text, "it does not begin with a host name");
    }
    auto without_port = address(halves->second);
    auto with_port = port_and_address(halves->second);
    if (without_port && with_port) {
        return unreadable(text, "the first group of the address could be a port")
            .hinting("put the address in brackets: HOST:[2001:db8::1]");
    }
    if (with_port) {
        return http::StaticAddress{host->host, with_port->port, std::move(with_port->address)};
    }
    if (without_port) {
        return http::StaticAddress{host->host, std::nullopt, *std::move(without_port)};
    }
    return unreadable(text, "it does not end in an IPv4 or IPv6 address");
}

} // namespace latch::cli
