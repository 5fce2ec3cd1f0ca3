// SPDX-License-Identifier: MIT
#include "latch/access/csrf.hpp"

#include "access/csrf_convention.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace latch::access {

namespace {

/// Whether one of the pairs of a query or a form has the name of a token's field.
bool holds_csrf_field(std::string_view pairs) {
    const auto each = base::split(pairs, '&');
    return std::ranges::any_of(each, [](std::string_view pair) {
        const auto parts = base::split_once(pair, '=');
        return parts && !parts->first.empty() &&
               std::ranges::find(csrf_conventions, parts->first, &CsrfConvention::field) !=
                   csrf_conventions.end();
    });
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

bool carries_csrf_field(std::string_view query, const http::Body& body) {
    const auto* const bytes = std::get_if<http::BytesBody>(&body);
    return holds_csrf_field(query) || (bytes != nullptr && holds_csrf_field(bytes->bytes));
}

bool is_csrf_header(std::string_view name) {
    constexpr std::array<std::string_view, 3> telling{"csrf", "xsrf", "crumb"};
    const std::string lower = base::to_ascii_lower(name);
    const bool tells = std::ranges::any_of(telling, [&lower](std::string_view part) {
        return lower.find(part) != std::string::npos;
    });
    return tells || std::ranges::any_of(csrf_conventions, [name](const CsrfConvention& known) {
               return base::iequals(known.header, name);
           });
}

bool carries_csrf_header(const http::Headers& headers) {
    return std::ranges::any_of(headers, [](const http::Header& header) {
        return is_csrf_header(header.name);
    });
}

bool is_exempt_from_csrf(const http::PreparedRequest& request) {
    const auto authorization = request.headers.find("Authorization");
    return http::is_safe(request.method) ||
           (authorization && base::istarts_with(*authorization, "Bearer "));
}

} // namespace latch::access
