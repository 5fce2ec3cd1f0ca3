// SPDX-License-Identifier: MIT
#include "http/host.hpp"

#include "http/idna.hpp"

#include "latch/base/byte_set.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <utility>
#include <vector>

namespace latch::http {

namespace {

base::Error wrong(std::string what) {
    return {base::ErrorKind::usage, std::move(what)};
}

constexpr bool is_host_character(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '-' || c == '_' || c == '.';
}

constexpr base::ByteSet host_characters(is_host_character);

bool is_number(std::string_view label) noexcept {
    return !label.empty() && std::ranges::all_of(label, base::is_ascii_digit);
}

base::Result<Host> canonical_ipv6(std::string_view bracketed) {
    if (bracketed.size() < 2 || !bracketed.ends_with(']')) {
        return wrong("the bracket of the IPv6 address is not closed");
    }
    const std::string literal(bracketed.substr(1, bracketed.size() - 2));
    if (literal.find('%') != std::string::npos) {
        return wrong("IPv6 zone identifiers are not supported");
    }
    in6_addr address{};
    std::array<char, INET6_ADDRSTRLEN> text{};
    // Not boost::urls::ipv6_address: 1.81 prints a single zero group as "::" (RFC 5952, 4.2.2).
    if (inet_pton(AF_INET6, literal.c_str(), &address) != 1 ||
        inet_ntop(AF_INET6, &address, text.data(), text.size()) == nullptr) {
        return wrong("the brackets hold no IPv6 address");
    }
    return Host{.text = text.data(), .kind = HostKind::ipv6};
}

/// The name in lowercase A-labels; the error is about the characters.
base::Result<std::string> ascii_name(const std::string& name) {
    if (host_characters.covers(name)) {
        return base::to_ascii_lower(name);
    }
    const auto forbidden = [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && !is_host_character(c);
    };
    if (std::ranges::any_of(name, forbidden)) {
        return wrong("the host name holds a character that host names cannot have");
    }
    const auto converted = to_a_labels(name);
    // UTS 46 maps compatibility characters, so that delimiters can appear: U+2100 is "a/c".
    if (!converted || !std::ranges::all_of(*converted, is_host_character)) {
        return wrong("the host is no valid internationalized name");
    }
    return base::to_ascii_lower(*converted);
}

/// What is wrong with the lengths of a name and its labels (RFC 1035, 2.3.4); empty if nothing.
std::string fault_in_labels(const std::vector<std::string_view>& labels, std::size_t length) {
    constexpr std::size_t longest_name = 253;
    constexpr std::size_t longest_label = 63;
    if (std::ranges::any_of(labels, [](std::string_view label) { return label.empty(); })) {
        return labels.size() == 1 ? "there is no host" : "the host name has an empty label";
    }
    const auto too_long = [](std::string_view label) { return label.size() > longest_label; };
    if (length > longest_name || std::ranges::any_of(labels, too_long)) {
        return "the host name is too long";
    }
    return {};
}

/// Whether the name can only be meant as an address (URL Standard, 3.5: "ends in a number").
bool ends_in_number(const std::vector<std::string_view>& labels) noexcept {
    const std::string_view last = labels.back();
    return is_number(last) || (last.starts_with("0x") &&
                               std::ranges::all_of(last.substr(2), base::is_ascii_hex_digit));
}

/// The address that up to four decimal numbers are: the last one fills all bytes that are left, so
/// that "127.1" is 127.0.0.1, as curl and resolvers read it. Unlike theirs, no number is octal or
/// hexadecimal: about 010 the programs of this world differ.
std::optional<std::uint32_t> ipv4_of(const std::vector<std::string_view>& labels) {
    if (labels.size() > 4) {
        return std::nullopt;
    }
    std::uint32_t address = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool is_last = i + 1 == labels.size();
        const std::size_t bits = is_last ? 8 * (4 - i) : 8;
        const auto number = base::parse_decimal(labels[i]);
        const bool has_zeros = labels[i].size() > 1 && labels[i].starts_with('0');
        if (!number || has_zeros || *number >= std::uint64_t{1} << bits) {
            return std::nullopt;
        }
        address |= static_cast<std::uint32_t>(*number) << (is_last ? 0 : 8 * (3 - i));
    }
    return address;
}

base::Result<Host>
canonical_ipv4(const std::vector<std::string_view>& labels, std::string_view name) {
    const auto number = ipv4_of(labels);
    if (number && labels.size() == 4) {
        return Host{.text = std::string(name), .kind = HostKind::ipv4};
    }
    std::array<char, INET_ADDRSTRLEN> text{};
    const in_addr address{.s_addr = htonl(number.value_or(0))};
    if (!number || inet_ntop(AF_INET, &address, text.data(), text.size()) == nullptr) {
        return wrong("the host is no valid IPv4 address");
    }
    return Host{.text = text.data(), .kind = HostKind::ipv4};
}

base::Result<Host> canonical_name(const std::string& decoded) {
    auto name = ascii_name(decoded);
    if (!name) {
        return name.error();
    }
    if (name->ends_with('.')) {
        name->pop_back();
    }
    const auto labels = base::split(*name, '.');
    if (auto fault = fault_in_labels(labels, name->size()); !fault.empty()) {
        return wrong(std::move(fault));
    }
    if (ends_in_number(labels)) {
        return canonical_ipv4(labels, *name);
    }
    return Host{.text = *std::move(name), .kind = HostKind::name};
}

} // namespace

base::Result<Host> canonical_host(std::string_view encoded) {
    if (encoded.starts_with('[')) {
        return canonical_ipv6(encoded);
    }
    return canonical_name(percent_decode(encoded));
}

} // namespace latch::http
