// SPDX-License-Identifier: MIT
#include "latch/access/csrf_token.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::access {

namespace {

std::string exclusive_or(std::string_view a, std::string_view b) {
    std::string result(a);
    for (std::size_t at = 0; at < result.size(); ++at) {
        result[at] = static_cast<char>(result[at] ^ b[at]);
    }
    return result;
}

/// From the one alphabet of RFC 4648 to the other.
std::string translated(std::string text, std::string_view from, std::string_view to) {
    for (char& c : text) {
        const auto at = from.find(c);
        c = at == std::string_view::npos ? c : to[at];
    }
    return text;
}

bool is_visible(char c) noexcept {
    return c > ' ' && c < '\x7f';
}

} // namespace

std::optional<std::string> masked(std::string_view raw, std::string_view noise) {
    if (raw.empty() || raw.size() != noise.size()) {
        return std::nullopt;
    }
    const std::string bytes = std::string(noise) + exclusive_or(raw, noise);
    return translated(base::base64_encode(bytes), "+/", "-_");
}

std::string raw_token(std::string_view token) {
    constexpr std::size_t shortest = 16;
    const auto bytes = base::base64_decode(translated(std::string(token), "-_", "+/"));
    if (!bytes || bytes->size() % 2 != 0 || bytes->size() < 2 * shortest) {
        return std::string(token);
    }
    const auto halves = std::string_view(*bytes);
    const std::size_t half = halves.size() / 2;
    std::string raw = exclusive_or(halves.substr(0, half), halves.substr(half));
    return std::ranges::all_of(raw, is_visible) ? raw : std::string(token);
}

bool is_same_token(std::string_view a, std::string_view b) {
    return raw_token(a) == raw_token(b);
}

} // namespace latch::access
