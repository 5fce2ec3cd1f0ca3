// SPDX-License-Identifier: MIT
#include "access/csrf_cookies.hpp"

#include "latch/base/hash.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace latch::access {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

std::vector<Pair> sent_cookies(const http::Headers& request) {
    std::vector<Pair> cookies;
    for (const std::string_view line : request.all("Cookie")) {
        for (const std::string_view pair : base::split(line, ';')) {
            if (const auto cookie = base::split_once(base::trim(pair), '=')) {
                cookies.push_back(*cookie);
            }
        }
    }
    return cookies;
}

} // namespace

std::optional<std::string_view> sent_cookie(const http::Headers& request, std::string_view name) {
    for (const auto& [known, value] : sent_cookies(request)) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

bool is_session_cookie(std::string_view name) {
    const std::string lower = base::to_ascii_lower(name);
    return lower.find("sess") != std::string::npos || lower.ends_with("sid");
}

std::size_t longest_session_cookie(const http::Headers& request) {
    std::size_t longest = 0;
    for (const auto& [name, value] : sent_cookies(request)) {
        longest = is_session_cookie(name) ? std::max(longest, value.size()) : longest;
    }
    return longest;
}

std::string session_fingerprint(const http::Headers& request) {
    std::string all;
    for (const auto& [name, value] : sent_cookies(request)) {
        if (is_session_cookie(name)) {
            all.append(name).append("=").append(value).append(";");
        }
    }
    return all.empty() ? "" : base::hash_hex(base::HashFunction::sha256, all);
}

} // namespace latch::access
