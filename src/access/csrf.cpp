// SPDX-License-Identifier: MIT
#include "latch/access/csrf.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>

namespace latch::access {

namespace {

/// Spring and Rails; Angular, Axios and Laravel; Django and Flask-WTF; Express; ASP.NET; Jenkins.
constexpr std::array<std::string_view, 6> csrf_headers{
    "X-CSRF-TOKEN",
    "X-XSRF-TOKEN",
    "X-CSRFToken",
    "CSRF-Token",
    "RequestVerificationToken",
    "Jenkins-Crumb",
};

bool holds_csrf_field(std::string_view pairs) noexcept {
    return pairs.starts_with("_csrf=") || pairs.find("&_csrf=") != std::string_view::npos;
}

} // namespace

std::optional<http::Header> csrf_header(
    std::string_view method,
    const std::vector<const http::Cookie*>& cookies,
    const http::Headers& typed
) {
    if (http::is_safe(method) || carries_csrf_header(typed)) {
        return std::nullopt;
    }
    // The first of several is the one with the longest path, so the one that is nearest.
    const auto found = std::ranges::find(cookies, "XSRF-TOKEN", &http::Cookie::name);
    if (found == cookies.end()) {
        return std::nullopt;
    }
    // Laravel escapes its value; a UUID of Spring's has nothing to decode. What a server hid
    // behind escapes must not end the field, so such a value is no token.
    std::string token = http::percent_decode((*found)->value);
    if (token.empty() || !http::is_field_value(token)) {
        return std::nullopt;
    }
    return http::Header{"X-XSRF-TOKEN", std::move(token)};
}

bool carries_csrf_field(std::string_view query, const http::Body& body) noexcept {
    const auto* const bytes = std::get_if<http::BytesBody>(&body);
    return holds_csrf_field(query) || (bytes != nullptr && holds_csrf_field(bytes->bytes));
}

bool carries_csrf_header(const http::Headers& headers) noexcept {
    return std::ranges::any_of(csrf_headers, [&](std::string_view name) {
        return headers.contains(name);
    });
}

} // namespace latch::access
