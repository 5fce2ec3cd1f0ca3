// SPDX-License-Identifier: MIT
#include "latch/access/lost.hpp"

#include "access/login_place.hpp"

#include "latch/access/csrf.hpp"
#include "latch/base/text.hpp"
#include "latch/http/redirect.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using http::Hop;
using http::Url;

/// A page that tells of the end of a session, by a name as people give to Spring's expiredUrl and
/// invalidSessionUrl: "/session-expired", "/invalidSession", "/session/timeout".
bool is_expiry_place(const Url& url) {
    std::string name;
    for (const char c : bare_path(url)) {
        if (base::is_ascii_alpha(c)) {
            name += base::to_ascii_lower(c);
        }
    }
    constexpr std::array<std::string_view, 6> names{
        "sessionexpired",
        "expiredsession",
        "sessioninvalid",
        "invalidsession",
        "sessiontimeout",
        "sessiontimedout"};
    return std::ranges::any_of(names, [&name](std::string_view known) {
        return name.ends_with(known);
    });
}

/// Whether a redirect from one address to the same goes on with the same request instead of
/// judging it: a safe one looks at the page, 301, 307 and 308 keep the method or tidy the URL, and
/// another origin is the upgrade to https.
bool is_same_request(const Hop& hop, const Url& target) {
    if (bare_path(hop.request.url) != bare_path(target)) {
        return false;
    }
    const bool judged = hop.response.status == 302 || hop.response.status == 303;
    return !judged || http::is_safe(hop.request.method) ||
           http::origin(hop.request.url) != http::origin(target);
}

enum class Demand { none, sign_in, login_refused };

struct Answer {
    Demand demand = Demand::none;
    Url target; ///< where the answer leads, if it demands anything
};

Answer answer_of(const Hop& hop) {
    auto target = redirect_target(hop);
    if (target && is_expiry_place(*target) && bare_path(hop.request.url) != bare_path(*target)) {
        return {Demand::sign_in, *std::move(target)};
    }
    if (!target || !is_login_place(*target) || query_has(*target, "logout")) {
        return {};
    }
    if (query_has(*target, "error")) {
        return {Demand::login_refused, std::move(*target)};
    }
    // The path of a logout that leads to a login page of the application's own has done its work.
    if (is_same_request(hop, *target) || bare_path(hop.request.url).ends_with("/logout")) {
        return {};
    }
    // Back to the page without a word: what a login without a valid CSRF token gets.
    const bool from_login = is_login_place(hop.request.url) && !http::is_safe(hop.request.method);
    return {from_login ? Demand::login_refused : Demand::sign_in, std::move(*target)};
}

/// Whether there was a token in any of the places where Spring looks for one.
bool carries_token(const http::PreparedRequest& request) {
    return carries_csrf_header(request.headers) ||
           carries_csrf_field(request.url.query, request.body);
}

} // namespace

std::optional<Error> sign_in_demanded(const Hop& hop) {
    const Answer answer = answer_of(hop);
    if (answer.demand == Demand::none) {
        return std::nullopt;
    }
    std::string hint = refusal_hint(hop);
    if (answer.demand == Demand::login_refused) {
        if (hint.empty()) {
            hint = "look at user name and password; the account may be locked as well";
        }
        return Error(
                   ErrorKind::not_signed_in,
                   "login refused: the answer leads to " + place_of(answer.target)
        )
            .hinting(std::move(hint));
    }
    if (hint.empty()) {
        hint = "sign in with: latch login @NAME URL USER";
    }
    return Error(
               ErrorKind::not_signed_in,
               "not signed in: the answer leads to " + place_of(answer.target)
    )
        .hinting(std::move(hint));
}

bool is_sent_to_login(const Hop& hop) {
    const Answer answer = answer_of(hop);
    return answer.demand != Demand::none && !query_has(answer.target, "error");
}

bool has_come_back(const http::PreparedRequest& asked, const Hop& last) {
    return http::is_success(last.response.status) && last.request.method == asked.method &&
           http::origin(last.request.url) == http::origin(asked.url) &&
           http::target(last.request.url) == http::target(asked.url);
}

std::string refusal_hint(const Hop& hop) {
    const unsigned status = hop.response.status;
    const bool refused = status == 401 || status == 403 || answer_of(hop).demand != Demand::none;
    if (!refused || is_exempt_from_csrf(hop.request) || carries_token(hop.request)) {
        return {};
    }
    return "a CSRF token may be missing: send the page's field _csrf, or X-CSRF-TOKEN or "
           "X-XSRF-TOKEN as a header; a session that holds an XSRF-TOKEN cookie sends it by itself";
}

} // namespace latch::access
