// SPDX-License-Identifier: MIT
#include "latch/access/csrf.hpp"

#include "access/csrf_convention.hpp"
#include "access/csrf_cookies.hpp"

#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

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

std::string application_path(const std::vector<const http::Cookie*>& cookies) {
    const auto found = std::ranges::find_if(cookies, [](const http::Cookie* cookie) {
        const bool holds_token =
            std::ranges::find(csrf_conventions, cookie->name, &CsrfConvention::cookie) !=
            csrf_conventions.end();
        return !cookie->name.empty() && (holds_token || is_session_cookie(cookie->name));
    });
    std::string path = found == cookies.end() ? "/" : (*found)->path;
    if (path.size() > 1 && path.ends_with('/')) {
        path.pop_back();
    }
    return path;
}

bool is_exempt_from_csrf(const http::PreparedRequest& request) {
    const auto authorization = request.headers.find("Authorization");
    return http::is_safe(request.method) ||
           (authorization && base::istarts_with(*authorization, "Bearer "));
}

bool wants_first_party(const http::Headers& request) {
    constexpr std::string_view encrypted = "eyJpdiI6"; // {"iv": in base64
    const auto value = sent_cookie(request, "XSRF-TOKEN");
    return value && http::percent_decode(*value).starts_with(encrypted);
}

} // namespace latch::access
