// SPDX-License-Identifier: MIT
#include "latch/http/redirect.hpp"

#include "http/percent.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace latch::http {

namespace {

/// Whether a redirect with this status wants a GET without a body (fetch, HTTP-redirect fetch). A
/// GET that had one loses it after 303, which says that something else is to be looked at.
bool becomes_get(std::string_view method, unsigned status) noexcept {
    if (status == 301 || status == 302) {
        return method == "POST";
    }
    return status == 303 && method != "HEAD";
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) noexcept {
    return std::ranges::any_of(names, [name](std::string_view n) {
        return base::iequals(n, name);
    });
}

/// Whether a field makes no sense without the body: wider than `travels_with_body`, since one
/// that is dropped needlessly does less harm than "Content-Length: 5" on a GET.
bool describes_body(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 5> others{
        "Transfer-Encoding", "Expect", "Trailer", "Digest", "Repr-Digest"};
    return base::istarts_with(name, "Content-") || is_one_of(others, name);
}

/// The describing fields that are known to hold no secret.
bool travels_with_body(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 9> names{
        "Content-Type",
        "Content-Encoding",
        "Content-Language",
        "Content-Location",
        "Content-Length",
        "Content-Digest",
        "Repr-Digest",
        "Transfer-Encoding",
        "Expect"};
    return is_one_of(names, name);
}

bool may_cross_origins(std::string_view name) noexcept {
    return base::iequals(name, "Accept") || base::istarts_with(name, "Accept-") ||
           base::iequals(name, "User-Agent") || base::iequals(name, "Range") ||
           base::iequals(name, "If-Range") || travels_with_body(name);
}

template <class Keep>
Headers only(const Headers& headers, Keep keep) {
    Headers kept;
    for (const Header& line : headers) {
        if (keep(line.name)) {
            kept.add(line.name, line.value);
        }
    }
    return kept;
}

template <class Keep>
void keep_only(Request& request, Keep keep) {
    request.typed = only(request.typed, keep);
    request.defaults = only(request.defaults, keep);
}

void drop_body(Request& request) {
    request.body = NoBody{};
    keep_only(request, [](std::string_view name) { return !describes_body(name); });
}

/// Whether a Set-Cookie of the response is about the cookie of this name, be it to remove it.
bool sets_cookie(std::string_view name, const Headers& response) {
    return std::ranges::any_of(response.all("Set-Cookie"), [name](std::string_view line) {
        const auto pair = base::split_once(line.substr(0, line.find(';')), '=');
        return pair && base::trim(pair->first) == name;
    });
}

/// A Cookie item without the pairs that the response has just set anew: they come from the jar.
std::string without_set_cookies(std::string_view item, const Headers& response) {
    std::string kept;
    for (const std::string_view pair : base::split(item, ';')) {
        const std::string_view name = pair.substr(0, pair.find('='));
        if (!sets_cookie(base::trim(name), response)) {
            kept += kept.empty() ? "" : "; ";
            kept += base::trim(pair);
        }
    }
    return kept;
}

/// What the server sets on the way wins over what was typed for the first request.
void give_way_to_set_cookies(Headers& typed, const Headers& response) {
    if (!typed.contains("Cookie") || !response.contains("Set-Cookie")) {
        return;
    }
    Headers kept;
    for (const Header& line : typed) {
        const bool is_cookie = base::iequals(line.name, "Cookie");
        std::string value = is_cookie ? without_set_cookies(line.value, response) : line.value;
        if (!is_cookie || !value.empty()) {
            kept.add(line.name, std::move(value));
        }
    }
    typed = std::move(kept);
}

bool sets_cookie_to(std::string_view value, const Headers& response) {
    return std::ranges::any_of(response.all("Set-Cookie"), [value](std::string_view line) {
        const auto pair = base::split_once(line.substr(0, line.find(';')), '=');
        return pair && base::trim(pair->second) == value;
    });
}

/// Takes ";jsessionid=ID" out of a path if a cookie of that value comes with it.
///
/// A servlet container writes it into the first Location because it cannot know yet that cookies
/// come back, and Spring Security's firewall then refuses the ';' with 400 (spring.md 1.9). What is
/// left of "/.;jsessionid=ID" is a dot segment like any other.
void remove_session_id(std::string& path, const Headers& response) {
    constexpr std::string_view marker = ";jsessionid=";
    const auto start = path.find(marker);
    if (start == std::string::npos) {
        return;
    }
    const auto value = start + marker.size();
    const auto end = std::min(path.find_first_of(";/", value), path.size());
    if (sets_cookie_to(std::string_view(path).substr(value, end - value), response)) {
        path.erase(start, end - start);
        path = remove_dot_segments(path);
    }
}

base::Error cannot_repeat(const StreamBody& body, const Url& target) {
    return base::Error(
               base::ErrorKind::protocol, "cannot follow the redirect to " + to_string(target)
    )
        .because("the body came from " + body.name + " and cannot be sent a second time")
        .hinting("give the body as a file");
}

} // namespace

bool is_redirect(const ResponseHead& response) {
    return is_redirect_status(response.status) && response.headers.contains("Location");
}

Request led_on(const Request& request, Url url, const ResponseHead& response) {
    Request next = request;
    if (origin(url) != origin(request.url)) {
        keep_only(next, may_cross_origins);
    }
    give_way_to_set_cookies(next.typed, response.headers);
    next.url = std::move(url);
    return next;
}

base::Result<Request>
redirected(const Request& request, const ResponseHead& response, const HstsView& hsts) {
    auto url = resolve_reference(request.url, response.headers.find("Location").value_or(""));
    if (!url) {
        return url.error();
    }
    secure_url(*url, hsts);
    remove_session_id(url->path, response.headers);
    Request next = request;
    if (becomes_get(request.method, response.status)) {
        next.method = "GET";
        drop_body(next);
    } else if (const StreamBody* const part = unrepeatable_part(request.body)) {
        return cannot_repeat(*part, *url);
    }
    return led_on(next, *std::move(url), response);
}

} // namespace latch::http
