// SPDX-License-Identifier: MIT
#include "latch/access/login_talk.hpp"

#include "access/csrf_cookies.hpp"
#include "access/login_place.hpp"

#include "latch/access/challenge.hpp"
#include "latch/access/csrf.hpp"
#include "latch/base/text.hpp"
#include "latch/http/redirect.hpp"

#include <utility>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using http::Hop;
using http::Url;

std::string fingerprint_of(std::string_view cookies) {
    return session_fingerprint({{"Cookie", std::string(cookies)}});
}

/// Whether a session cookie is so long that it is no identifier: it is the session itself, sealed,
/// and another one after each answer (Laravel, Rails, Flask).
bool holds_state(std::string_view cookies) {
    constexpr std::size_t longest_identifier = 128;
    return longest_session_cookie({{"Cookie", std::string(cookies)}}) > longest_identifier;
}

Error not_signed_in(std::string what) {
    return {ErrorKind::not_signed_in, std::move(what)};
}

bool is_page(const http::ResponseHead& response) {
    const auto type = response.headers.find("Content-Type");
    return !type || base::to_ascii_lower(*type).find("html") != std::string::npos;
}

bool is_password_page(const Hop& hop, std::string_view body) {
    return is_page(hop.response) && asks_for_password(read_page(body));
}

/// Where a redirect leads, as a browser would ask for it.
base::Result<Url> target_of(const Hop& hop) {
    http::Request request;
    request.url = hop.request.url;
    auto next = http::redirected(request, hop.response);
    if (!next) {
        return next.error();
    }
    return std::move(next->url);
}

bool same_origin(const Url& a, const Url& b) {
    return http::origin(a) == http::origin(b);
}

/// A form's address without the session's id, which goes as a cookie (spring.md 1.9).
void drop_session_id(Url& url) {
    const auto at = base::to_ascii_lower(url.path).find(";jsessionid=");
    if (at != std::string::npos) {
        const auto end = url.path.find_first_of("/;", at + 1);
        url.path.erase(at, end == std::string::npos ? end : end - at);
    }
}

/// Django compares it with the host, over https.
bool wants_referer(const Url& url, const std::string& body) {
    return url.scheme == http::Scheme::https &&
           body.find("csrfmiddlewaretoken=") != std::string::npos;
}

/// What to do about an answer that leads to the same host by another scheme, or to another host.
std::string advice_on(const Url& from, const Url& target) {
    if (target.host != from.host || target.scheme == from.scheme) {
        return "log in there, if that is where you have an account";
    }
    return target.scheme == http::Scheme::https
               ? "write " + place_of(target) + ": a login belongs to one scheme, host and port"
               : "the server takes its own address for http: behind a proxy it needs forwarded "
                 "headers (server.forward-headers-strategy)";
}

Error leads_elsewhere(const Hop& hop, const Url& target) {
    return not_signed_in("the login at " + place_of(hop.request.url) + " leads to another server")
        .because("its answer leads to " + place_of(target))
        .hinting(advice_on(hop.request.url, target));
}

/// Tomcat and its like remember which page was asked for, show the form in its place, and lead back
/// there if they take the credentials; if not, any page may come. Without a page to lead back to
/// they answer 400, 408 without a session, and 404 to who is signed in already.
Error no_way_back(const Hop& hop, const Url& page) {
    return not_signed_in("the login at " + place_of(page) + " failed")
        .because("the server answers " + std::to_string(hop.response.status))
        .hinting("give the URL of a page that needs a login, not that of the login page: the "
                 "server leads back to what was asked for");
}

} // namespace

Visit LoginTalk::begin(std::string_view cookies) {
    session_ = fingerprint_of(cookies);
    session_before_ = session_;
    return {.url = situation_.page};
}

std::optional<Visit>
LoginTalk::answered(const Hop& hop, std::string_view body, std::string_view cookies) {
    // What an answer removes is no session.
    session_ = fingerprint_of(cookies);
    holds_state_ = holds_state(cookies);
    switch (phase_) {
    case Phase::finding:
        return found(hop, body);
    case Phase::sent:
        return judge(hop, body);
    case Phase::checking:
        break;
    }
    return checked(hop, body);
}

std::optional<Visit> LoginTalk::found(const Hop& hop, std::string_view body) {
    if (http::is_redirect(hop.response)) {
        return follow(hop);
    }
    const Page page = is_page(hop.response) ? read_page(body) : Page{};
    const auto form = login_form(page, place_of(hop.request.url));
    return form ? send(*form, hop) : no_form(hop, form.error());
}

std::optional<Visit> LoginTalk::follow(const Hop& hop) {
    auto target = target_of(hop);
    if (!target) {
        return fail(target.error());
    }
    if (!same_origin(*target, situation_.page)) {
        return fail(leads_elsewhere(hop, *target));
    }
    if (redirects_left_ == 0) {
        return fail(Error(
            ErrorKind::too_many_redirects,
            "there is no login page at " + place_of(situation_.page) + ", only redirects"
        ));
    }
    --redirects_left_;
    return Visit{.url = *std::move(target)};
}

std::optional<Visit> LoginTalk::no_form(const Hop& hop, const Error& error) {
    // A session that is over may lead anywhere; the one that began with that is asked once more.
    if (is_new_session() && !begun_anew_) {
        begun_anew_ = true;
        session_before_ = session_;
        return Visit{.url = situation_.page};
    }
    const unsigned status = hop.response.status;
    const std::string where = place_of(hop.request.url);
    if (status == 401) {
        return fail(not_signed_in("there is no login form at " + where)
                        .because("the server asks for credentials in a header (401)")
                        .hinting("send them with each request: latch @SESSION --auth USER URL"));
    }
    if (status >= 400) {
        return fail(not_signed_in("there is no login page at " + where)
                        .because("the server answers " + std::to_string(status))
                        .hinting("give the URL of the login page"));
    }
    if (!is_page(hop.response)) {
        return fail(not_signed_in("there is no login page at " + where)
                        .because("the answer is no HTML")
                        .hinting("give the URL of the login page"));
    }
    return fail(error);
}

std::optional<Visit> LoginTalk::send(const LoginForm& form, const Hop& hop) {
    page_ = hop.request.url;
    auto action = form.action.empty() ? base::Result<Url>(page_)
                                      : http::resolve_reference(page_, form.action);
    if (!action) {
        return fail(action.error());
    }
    if (!same_origin(*action, page_)) {
        return fail(not_signed_in("the login form at " + place_of(page_) + " is not sent")
                        .because("it would go to another server: " + place_of(*action)));
    }
    if (!session_.empty()) {
        drop_session_id(*action);
    }
    std::string body = filled_in(form, situation_.user, situation_.password, situation_.fields);
    is_judged_ = carries_csrf_field(action->query, http::BytesBody{body});
    phase_ = Phase::sent;
    session_before_ = session_;
    std::string referer = wants_referer(*action, body) ? http::to_string(page_) : "";
    return Visit{.url = *std::move(action), .form = std::move(body), .referer = std::move(referer)};
}

std::optional<Visit> LoginTalk::judge(const Hop& hop, std::string_view body) {
    if (http::is_redirect(hop.response)) {
        return judge_redirect(hop);
    }
    const unsigned status = hop.response.status;
    const bool is_container = is_container_action(hop.request.url.path);
    if (is_container && (status == 400 || status == 404 || status == 408)) {
        return fail(no_way_back(hop, page_));
    }
    if (is_container && http::is_success(status)) {
        is_judged_ = true;
        return refuse("the answer is a page, and leads nowhere");
    }
    if (http::is_success(status)) {
        return judge_page(hop, body);
    }
    if (status == 401 || status == 403) {
        is_judged_ = is_judged_ || status == 401;
        return refuse("the server answers " + std::to_string(status));
    }
    if (is_password_page(hop, body)) {
        return refuse("the answer is the login page again");
    }
    return fail(not_signed_in("the login at " + place_of(hop.request.url) + " failed")
                    .because("the server answers " + std::to_string(status)));
}

std::optional<Visit> LoginTalk::judge_redirect(const Hop& hop) {
    auto target = target_of(hop);
    if (!target) {
        return fail(target.error());
    }
    if (tells_of_failed_login(*target)) {
        is_judged_ = true;
        return refuse("bad credentials, or the account is locked");
    }
    const bool leads_back = same_origin(*target, page_) && bare_path(*target) == bare_path(page_);
    if (is_login_place(*target)) {
        return refuse("the answer leads back to the login page");
    }
    if (is_new_session() && !leads_back) {
        return succeed();
    }
    return same_origin(*target, page_) ? make_sure(*std::move(target))
                                       : fail(leads_elsewhere(hop, *target));
}

std::optional<Visit> LoginTalk::judge_page(const Hop& hop, std::string_view body) {
    if (is_password_page(hop, body)) {
        is_judged_ = true;
        return refuse("the answer is the login page again");
    }
    if (is_new_session()) {
        return succeed();
    }
    if (bare_path(situation_.page) != bare_path(page_)) {
        return make_sure(situation_.page);
    }
    return fail(not_signed_in("it cannot be told whether the login worked")
                    .because("the answer neither leads anywhere nor begins a session")
                    .hinting("instead of the login page, give a URL that needs a login"));
}

std::optional<Visit> LoginTalk::make_sure(Url url) {
    phase_ = Phase::checking;
    if (!session_.empty()) {
        drop_session_id(url);
    }
    return Visit{.url = std::move(url)};
}

std::optional<Visit> LoginTalk::checked(const Hop& hop, std::string_view body) {
    if (hop.response.status == 401 || is_password_page(hop, body)) {
        return refuse("a login is asked for afterwards as well");
    }
    if (http::is_redirect(hop.response)) {
        const auto target = target_of(hop);
        const bool leads_back =
            target && (is_login_place(*target) || tells_of_failed_login(*target) ||
                       bare_path(*target) == bare_path(page_));
        return leads_back ? refuse("a login is asked for afterwards as well") : succeed();
    }
    return succeed();
}

std::optional<Visit> LoginTalk::succeed() {
    verdict_ = LoginVerdict::signed_in;
    return std::nullopt;
}

std::optional<Visit> LoginTalk::refuse(const std::string& cause) {
    verdict_ = is_judged_ ? LoginVerdict::refused : LoginVerdict::failed;
    error_ = not_signed_in("login refused at " + place_of(page_))
                 .because(cause)
                 .hinting(
                     is_judged_ ? "look at user name and password"
                                : "look at user name and password; the form had no CSRF token, "
                                  "which may be the reason as well"
                 );
    return std::nullopt;
}

std::optional<Visit> LoginTalk::fail(Error error) {
    verdict_ = LoginVerdict::failed;
    error_ = std::move(error);
    return std::nullopt;
}

} // namespace latch::access
