// SPDX-License-Identifier: MIT
#include "access/login_place.hpp"

#include "latch/base/text.hpp"
#include "latch/http/redirect.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace latch::access {

namespace {

bool has_any(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) {
        return text.find(word) != std::string::npos;
    });
}

} // namespace

std::string_view bare_path(const http::Url& url) noexcept {
    std::string_view path = url.path;
    path = path.substr(0, path.find(';', path.rfind('/')));
    if (path.size() > 1 && path.ends_with('/')) {
        path.remove_suffix(1);
    }
    return path;
}

bool is_login_place(const http::Url& url) noexcept {
    const std::string_view path = bare_path(url);
    return path.ends_with("/login") ||
           path.find("/oauth2/authorization/") != std::string_view::npos ||
           path.find("/saml2/authenticate/") != std::string_view::npos;
}

bool is_container_action(std::string_view action) noexcept {
    constexpr std::string_view name = "j_security_check";
    const std::string_view path = action.substr(0, action.find_first_of("?#;"));
    return path.substr(path.rfind('/') + 1) == name;
}

std::string place_of(const http::Url& url) {
    return http::to_string(http::origin(url)) + std::string(bare_path(url));
}

std::optional<http::Url> redirect_target(const http::Hop& hop) {
    const auto location = hop.response.headers.find("Location");
    if (!location || !http::is_redirect(hop.response)) {
        return std::nullopt;
    }
    auto target = http::resolve_reference(hop.request.url, *location);
    return target ? std::optional(*std::move(target)) : std::nullopt;
}

bool query_has(const http::Url& url, std::string_view name) {
    const auto pairs = base::split(url.query, '&');
    return std::ranges::any_of(pairs, [&](std::string_view pair) {
        return pair.substr(0, pair.find('=')) == name;
    });
}

bool tells_of_failed_login(const http::Url& url) {
    for (const std::string_view pair : base::split(url.query, '&')) {
        const std::string name = base::to_ascii_lower(pair.substr(0, pair.find('=')));
        if (has_any(name, {"error", "fail", "denied"})) {
            return true;
        }
    }
    const std::string path = base::to_ascii_lower(bare_path(url));
    return has_any(path, {"login", "signin", "sign-in"}) && has_any(path, {"error", "fail"});
}

} // namespace latch::access
