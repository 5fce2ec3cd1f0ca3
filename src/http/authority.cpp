// SPDX-License-Identifier: MIT
#include "http/authority.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

// By hand and not with Boost.URL, whose 1.81 takes "http://127.0.0.1.evil.test/" for the host
// 127.0.0.1 and the path ".evil.test/".

namespace latch::http {

namespace {

base::Error wrong(std::string what) {
    return {base::ErrorKind::usage, std::move(what)};
}

std::optional<UserInfo> decode_user_info(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    if (const auto halves = base::split_once(text, ':')) {
        return UserInfo{
            .user = percent_decode(halves->first),
            .password = base::Secret(percent_decode(halves->second))};
    }
    return UserInfo{.user = percent_decode(text), .password = std::nullopt};
}

/// How much of "host:port" is host: up to the closing bracket, or to the first colon.
std::size_t host_length(std::string_view text) noexcept {
    if (!text.starts_with('[')) {
        return std::min(text.find(':'), text.size());
    }
    const auto closing = text.find(']');
    return closing == std::string_view::npos ? text.size() : closing + 1;
}

/// The port that follows a host, ":8080"; nothing for "" and ":", which mean the scheme's own.
base::Result<std::optional<std::uint16_t>> parse_port(std::string_view text) {
    if (text.empty() || text == ":") {
        return std::nullopt;
    }
    const auto number = text.front() == ':' ? base::parse_decimal(text.substr(1)) : std::nullopt;
    if (!number || *number == 0 || *number > 65535) {
        return wrong("the port is not a number from 1 to 65535");
    }
    return std::optional(static_cast<std::uint16_t>(*number));
}

} // namespace

base::Result<Authority> parse_authority(std::string_view text) {
    // Browsers end the authority at a backslash, RFC 3986 does not: such a URL has two meanings.
    if (text.find('\\') != std::string_view::npos) {
        return wrong("there is a backslash before the path").hinting("write %5C if it is meant");
    }
    // The last '@' ends the user info, as in browsers and curl: passwords with an '@' are typed so.
    const auto at = text.rfind('@');
    const bool has_user_info = at != std::string_view::npos;
    const std::string_view host_and_port = has_user_info ? text.substr(at + 1) : text;
    const std::size_t host_end = host_length(host_and_port);
    if (std::ranges::count(host_and_port.substr(host_end), ':') > 1) {
        return wrong("the host has several colons")
            .hinting("write an IPv6 address in brackets, like [::1]:8080");
    }
    auto host = canonical_host(host_and_port.substr(0, host_end));
    if (!host) {
        return host.error();
    }
    const auto port = parse_port(host_and_port.substr(host_end));
    if (!port) {
        return port.error();
    }
    return Authority{
        .user_info = has_user_info ? decode_user_info(text.substr(0, at)) : std::nullopt,
        .host = *std::move(host),
        .port = *port};
}

} // namespace latch::http
