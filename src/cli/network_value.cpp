// SPDX-License-Identifier: MIT
#include "cli/network_value.hpp"

#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

struct Prefix {
    std::string_view text;
    std::optional<http::Scheme> scheme;
};

constexpr std::array<Prefix, 3> prefixes{{
    {"http:", http::Scheme::http},
    {"https:", http::Scheme::https},
    {"all:", std::nullopt},
}};

/// Takes one part off the front, and the colon behind it; brackets protect the colons of IPv6.
std::string_view next_part(std::string_view& rest) {
    const auto closing = rest.starts_with('[') ? rest.find(']') : 0;
    const auto colon = closing == std::string_view::npos ? closing : rest.find(':', closing);
    const std::string_view part = rest.substr(0, colon);
    rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
    return part;
}

Error no_detour(std::string_view text, std::string_view reason) {
    return Error(ErrorKind::usage, "'" + std::string(text) + "' is not HOST1:PORT1:HOST2:PORT2")
        .because(std::string(reason))
        .hinting("each part may be empty; IPv6 addresses stand in brackets");
}

/// Nothing for an empty part, which is no error.
Result<std::optional<http::Peer>> host_of(std::string_view part) {
    if (part.empty()) {
        return std::optional<http::Peer>();
    }
    const auto parsed = http::parse_url("http://" + std::string(part));
    if (!parsed || part.find_first_of("/?#@\\") != std::string_view::npos) {
        return Error(ErrorKind::usage, "'" + std::string(part) + "' is no host");
    }
    return std::optional(http::peer(parsed->url));
}

Result<std::optional<std::uint16_t>> port_of(std::string_view part) {
    if (part.empty()) {
        return std::optional<std::uint16_t>();
    }
    const auto number = base::parse_decimal(part);
    if (!number || *number == 0 || *number > std::numeric_limits<std::uint16_t>::max()) {
        return Error(ErrorKind::usage, "'" + std::string(part) + "' is no port");
    }
    return std::optional(static_cast<std::uint16_t>(*number));
}

int digit_of(char c) noexcept {
    const char lower = base::to_ascii_lower(c);
    if (base::is_ascii_digit(c)) {
        return c - '0';
    }
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> hex_decode(std::string digits) {
    std::erase(digits, ':');
    if (digits.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = digit_of(digits[i]);
        const int low = digit_of(digits[i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes += static_cast<char>(static_cast<unsigned char>(high * 16 + low));
    }
    return bytes;
}

Result<std::string> parse_pin(std::string_view text) {
    constexpr std::string_view prefix = "sha256//";
    constexpr std::size_t digest_size = 32;
    std::string_view bare = base::trim(text);
    const bool is_prefixed = bare.starts_with(prefix);
    bare.remove_prefix(is_prefixed ? prefix.size() : 0);
    for (const auto& digest :
         {is_prefixed ? std::nullopt : hex_decode(std::string(bare)), base::base64_decode(bare)}) {
        if (digest && digest->size() == digest_size) {
            return *digest;
        }
    }
    return Error(ErrorKind::usage, "'" + std::string(text) + "' is no SHA-256 digest")
        .hinting("write it like sha256//BASE64, or as 64 hexadecimal digits");
}

} // namespace

Result<http::ProxyRule> parse_proxy_rule(std::string_view text) {
    http::ProxyRule rule;
    for (const Prefix& prefix : prefixes) {
        // "http://proxy" is a URL and no scheme with one.
        if (text.starts_with(prefix.text) && !text.substr(prefix.text.size()).starts_with("//")) {
            rule.scheme = prefix.scheme;
            text.remove_prefix(prefix.text.size());
            break;
        }
    }
    if (text.empty()) {
        return rule;
    }
    auto proxy = http::parse_proxy(text);
    if (!proxy) {
        return proxy.error();
    }
    rule.proxy = *std::move(proxy);
    return rule;
}

Result<http::Detour> parse_detour(std::string_view text) {
    if (std::ranges::count(text, ':') < 3) {
        return no_detour(text, "it has too few colons");
    }
    std::string_view rest = text;
    const auto from_host = host_of(next_part(rest));
    const auto from_port = port_of(next_part(rest));
    const auto to_host = host_of(next_part(rest));
    const auto to_port = port_of(rest);
    for (const Error& error :
         {from_host.error(), from_port.error(), to_host.error(), to_port.error()}) {
        if (!error.what().empty()) {
            return no_detour(text, error.what());
        }
    }
    http::Detour detour{.from_port = *from_port, .to_port = *to_port};
    if (*from_host) {
        detour.from_host = (*from_host)->host;
    }
    if (*to_host) {
        detour.to_host = (*to_host)->host;
        detour.to_host_kind = (*to_host)->host_kind;
    }
    return detour;
}

Result<std::vector<std::string>> parse_pins(std::string_view text) {
    std::vector<std::string> pins;
    for (const std::string_view part : base::split(text, ';')) {
        auto pin = parse_pin(part);
        if (!pin) {
            return pin.error();
        }
        pins.push_back(*std::move(pin));
    }
    return pins;
}

} // namespace latch::cli
