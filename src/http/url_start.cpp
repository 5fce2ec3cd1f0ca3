// SPDX-License-Identifier: MIT
#include "latch/http/url_start.hpp"

#include "latch/base/byte_set.hpp"

#include <algorithm>

namespace latch::http {

namespace {

constexpr base::ByteSet visible_ascii([](char c) { return c > ' ' && c < 0x7f; });

/// "http://a.test:8080" of "http://a.test:8080/x"; empty if there is no such thing.
std::string_view start(std::string_view url) noexcept {
    constexpr std::string_view after_scheme = "://";
    const auto slashes = url.find(after_scheme);
    if (slashes == std::string_view::npos || !visible_ascii.covers(url)) {
        return {};
    }
    const auto end = url.find_first_of("/?#", slashes + after_scheme.size());
    // A password may hold what seems to end the authority.
    const bool is_clear = url.find('@') == std::string_view::npos;
    return is_clear ? url.substr(0, std::min(end, url.size())) : std::string_view();
}

} // namespace

bool start_alike(std::string_view one, std::string_view other) noexcept {
    const std::string_view first = start(one);
    return !first.empty() && first == start(other);
}

} // namespace latch::http
