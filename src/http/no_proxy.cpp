// SPDX-License-Identifier: MIT
#include "http/host.hpp"

#include "latch/base/text.hpp"
#include "latch/http/proxy.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latch::http {

namespace {

/// The bytes of an IPv4 (4) or IPv6 (16) address in network order.
using Address = std::vector<unsigned char>;

constexpr std::size_t ipv4_size = 4;
constexpr std::size_t ipv6_size = 16;

/// "::ffff:10.0.0.1" is 10.0.0.1: it leads to the same machine, so it must not lead past or into a
/// proxy where the other does not.
Address without_mapping(Address address) {
    constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (address.size() == ipv6_size && std::equal(mapped.begin(), mapped.end(), address.begin())) {
        address.erase(address.begin(), address.begin() + mapped.size());
    }
    return address;
}

/// The address as written; nothing if it is none.
std::optional<Address> address_of(std::string_view text) {
    const std::string terminated(text);
    Address address(ipv6_size);
    if (inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) {
        return address;
    }
    address.resize(ipv4_size);
    if (inet_pton(AF_INET, terminated.c_str(), address.data()) == 1) {
        return address;
    }
    return std::nullopt;
}

bool share_prefix(const Address& a, const Address& b, std::size_t bits) {
    const std::size_t whole = bits / 8;
    if (a.size() != b.size() || bits > 8 * a.size() ||
        !std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) {
        return false;
    }
    const std::size_t rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

/// Whether the literal `host` lies in "network/bits".
bool is_in_network(std::string_view network, std::string_view bits, std::string_view host) {
    const auto length = base::parse_decimal(bits);
    auto base = address_of(network);
    auto literal = address_of(host);
    if (!length || !base || !literal || *length > 8 * base->size()) {
        return false;
    }
    if (base->size() == ipv4_size) {
        literal = without_mapping(*literal);
    }
    return share_prefix(*base, *literal, static_cast<std::size_t>(*length));
}

bool is_same_address(std::string_view entry, std::string_view host) {
    auto a = address_of(entry);
    auto b = address_of(host);
    return a && b && without_mapping(*std::move(a)) == without_mapping(*std::move(b));
}

/// Whether the name `host` is the entry's or one below it, compared label by label.
bool is_below(std::string_view entry, std::string_view host) {
    entry.remove_prefix(entry.starts_with("*.") ? 2 : entry.starts_with('.') ? 1 : 0);
    const auto canonical = canonical_host(entry);
    if (!canonical || canonical->kind != HostKind::name) {
        return false;
    }
    const std::string& name = canonical->text;
    return host == name || (host.ends_with(name) && host.size() > name.size() &&
                            host[host.size() - name.size() - 1] == '.');
}

struct Entry {
    std::string_view host;
    std::optional<std::string_view> port{};
    std::optional<std::string_view> bits{}; ///< of a network
};

/// Takes off the port or the bits, where there are some, and the brackets.
Entry taken_apart(std::string_view entry) {
    const auto closing = entry.find(']');
    if (entry.starts_with('[') && closing != std::string_view::npos) {
        const std::string_view behind = entry.substr(closing + 1);
        const std::string_view inside = entry.substr(1, closing - 1);
        if (behind.starts_with('/')) {
            return {.host = inside, .bits = behind.substr(1)};
        }
        return behind.starts_with(':') ? Entry{.host = inside, .port = behind.substr(1)}
                                       : Entry{.host = inside};
    }
    if (const auto network = base::split_once(entry, '/')) {
        return {.host = network->first, .bits = network->second};
    }
    // Several colons are an IPv6 address without brackets.
    const auto colon = entry.find(':');
    if (colon != std::string_view::npos && colon == entry.rfind(':')) {
        return {.host = entry.substr(0, colon), .port = entry.substr(colon + 1)};
    }
    return {.host = entry};
}

bool names(std::string_view text, const Url& url) {
    if (text == "*") {
        return true;
    }
    const Entry entry = taken_apart(text);
    if (entry.port && base::parse_decimal(*entry.port) != url.port) {
        return false;
    }
    if (url.host_kind == HostKind::name) {
        return !entry.bits && is_below(entry.host, url.host);
    }
    return entry.bits ? is_in_network(entry.host, *entry.bits, url.host)
                      : is_same_address(entry.host, url.host);
}

} // namespace

bool is_excepted(std::string_view exceptions, const Url& url) {
    constexpr std::string_view separators = ", \t";
    while (!exceptions.empty()) {
        const auto end = std::min(exceptions.find_first_of(separators), exceptions.size());
        const std::string_view entry = exceptions.substr(0, end);
        if (!entry.empty() && names(entry, url)) {
            return true;
        }
        exceptions.remove_prefix(std::min(end + 1, exceptions.size()));
    }
    return false;
}

} // namespace latch::http
