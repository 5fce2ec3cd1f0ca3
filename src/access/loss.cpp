// SPDX-License-Identifier: MIT
#include "latch/access/loss.hpp"

#include "access/csrf_cookies.hpp"
#include "access/login_place.hpp"

#include "latch/access/lost.hpp"

#include <optional>
#include <string>

namespace latch::access {

namespace {

using http::Hop;
using http::Url;

bool leads_to(const Hop& hop, const Url& page) {
    const auto target = redirect_target(hop);
    return target && http::origin(*target) == http::origin(page) &&
           bare_path(*target) == bare_path(page) && !query_has(*target, "logout") &&
           !tells_of_failed_login(*target);
}

bool is_page(BodyClue clue) noexcept {
    return clue == BodyClue::login_form || clue == BodyClue::password_form;
}

bool is_of(const Hop& hop, const LoginRecipe& recipe) {
    const auto page = http::resolve_reference(hop.request.url, recipe.page);
    return page && bare_path(hop.request.url) == bare_path(*page);
}

} // namespace

Loss loss_in(const Hop& hop, const Url& asked, const LoginRecipe& recipe) {
    const auto page = http::resolve_reference(hop.request.url, recipe.page);
    if (!page || bare_path(hop.request.url).ends_with("/logout")) {
        return Loss::none;
    }
    const BodyClue clue = clue_of_loss(hop, asked, recipe);
    if (is_of(hop, recipe)) {
        return clue == BodyClue::container_form ? Loss::suspected : Loss::none;
    }
    if (hop.response.status == 401) {
        return hop.request.headers.contains("Authorization") ? Loss::none : Loss::certain;
    }
    if (is_sent_to_login(hop) || leads_to(hop, *page)) {
        return Loss::certain;
    }
    const bool tells = clue != BodyClue::none && clue != BodyClue::error;
    return tells ? Loss::suspected : Loss::none;
}

BodyClue clue_of_loss(const Hop& hop, const Url& asked, const LoginRecipe& recipe) {
    const BodyClue clue = clue_in(hop, asked);
    const bool is_narrow = !http::is_safe(hop.request.method) || is_of(hop, recipe);
    return is_page(clue) && is_narrow ? BodyClue::container_form : clue;
}

bool is_same_session(const http::PreparedRequest& a, const http::PreparedRequest& b) {
    const std::string of_a = session_fingerprint(a.headers);
    const std::string of_b = session_fingerprint(b.headers);
    if (of_a.empty() && of_b.empty()) {
        return a.headers.find("Cookie") == b.headers.find("Cookie");
    }
    return of_a == of_b;
}

} // namespace latch::access
