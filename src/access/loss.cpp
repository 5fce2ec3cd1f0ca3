// SPDX-License-Identifier: MIT
#include "latch/access/loss.hpp"

#include "access/csrf_cookies.hpp"
#include "access/login_place.hpp"

#include "latch/access/lost.hpp"
#include "latch/access/lost_body.hpp"

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

Loss loss_in_body(const Hop& hop, const Url& asked) {
    switch (clue_in(hop, asked)) {
    case BodyClue::expired_sentence:
        return Loss::suspected;
    case BodyClue::login_form:
    case BodyClue::password_form:
        return http::is_safe(hop.request.method) ? Loss::suspected : Loss::none;
    case BodyClue::none:
    case BodyClue::error:
        break;
    }
    return Loss::none;
}

} // namespace

Loss loss_in(const Hop& hop, const Url& asked, const LoginRecipe& recipe) {
    const auto page = http::resolve_reference(hop.request.url, recipe.page);
    const std::string_view path = bare_path(hop.request.url);
    if (!page || path == bare_path(*page) || path.ends_with("/logout")) {
        return Loss::none;
    }
    if (hop.response.status == 401) {
        return hop.request.headers.contains("Authorization") ? Loss::none : Loss::certain;
    }
    if (is_sent_to_login(hop) || leads_to(hop, *page)) {
        return Loss::certain;
    }
    return loss_in_body(hop, asked);
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
