// SPDX-License-Identifier: MIT
#include "latch/access/loss.hpp"

#include "access/login_place.hpp"

#include "latch/access/lost.hpp"
#include "latch/access/lost_body.hpp"
#include "latch/http/redirect.hpp"

#include <optional>

namespace latch::access {

namespace {

using http::Hop;
using http::Url;

bool leads_to(const Hop& hop, const Url& page) {
    const auto location = hop.response.headers.find("Location");
    if (!location || !http::is_redirect(hop.response)) {
        return false;
    }
    const auto target = http::resolve_reference(hop.request.url, *location);
    return target && http::origin(*target) == http::origin(page) &&
           bare_path(*target) == bare_path(page) && !query_has(*target, "logout") &&
           !tells_of_failed_login(*target);
}

Loss loss_in_body(const Hop& hop, const Url& asked) {
    switch (clue_in(hop, asked)) {
    case BodyClue::expired_sentence:
    case BodyClue::login_form:
    case BodyClue::password_form:
        return Loss::suspected;
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

} // namespace latch::access
