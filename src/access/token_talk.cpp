// SPDX-License-Identifier: MIT
#include "latch/access/token_talk.hpp"

#include "access/csrf_cookies.hpp"
#include "access/error_body.hpp"
#include "access/greeting.hpp"
#include "access/login_place.hpp"

#include "latch/access/csrf.hpp"
#include "latch/base/text.hpp"
#include "latch/http/cookie.hpp"
#include "latch/http/redirect.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using http::Hop;

/// A URL without its query, which may hold more than a terminal should show.
std::string place(const http::Url& url) {
    return http::to_string(http::origin(url)) + std::string(bare_path(url));
}

bool is_text(const LoginRecipe& recipe, const base::Secret& password) {
    const bool are_names = base::is_utf8(recipe.names.user) && base::is_utf8(recipe.names.password);
    return are_names && base::is_utf8(recipe.user) && base::is_utf8(password.reveal()) &&
           std::ranges::all_of(recipe.fields, [](const FormField& field) {
               return base::is_utf8(field.first) && base::is_utf8(field.second);
           });
}

std::string in_json(std::string_view text) {
    return nlohmann::json(text).dump();
}

/// Sets a member of an object whose values are JSON already: numbers keep their digits.
void put(std::vector<FormField>& members, const std::string& name, std::string value) {
    const auto known = std::ranges::find(members, name, &FormField::first);
    if (known == members.end()) {
        members.emplace_back(name, std::move(value));
    } else {
        known->second = std::move(value);
    }
}

/// "the server answers 401: Bad credentials".
std::string what_it_says(const Hop& hop, std::string_view body) {
    const std::string words =
        read_error(hop.response.headers, {.bytes = body, .is_whole = true}).words;
    return "the server answers " + std::to_string(hop.response.status) +
           (words.empty() ? "" : ": " + words);
}

/// The name of the first session cookie that an answer sets; empty if it sets none.
std::string session_set_by(const Hop& hop) {
    for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
        const auto cookie = http::parse_set_cookie(line, hop.received);
        const bool is_living = cookie && !cookie->value.empty() &&
                               (!cookie->expires || *cookie->expires > hop.received);
        if (is_living && is_session_cookie(cookie->name)) {
            return cookie->name;
        }
    }
    return {};
}

bool is_password_page(std::string_view body) {
    return asks_for_password(read_page(body));
}

std::string hint_for(unsigned status) {
    if (status == 404 || status == 405) {
        return "give the URL that takes the POST of a login";
    }
    if (status == 415) {
        return "leave --json away if that is a login page";
    }
    if (status == 400 || status == 422) {
        return "fields may be called otherwise: email= behind the user says what the name is "
               "called, and a second one what the password is";
    }
    return {};
}

} // namespace

base::Result<std::string> login_json(const LoginRecipe& recipe, const base::Secret& password) {
    if (!is_text(recipe, password)) {
        return Error(ErrorKind::usage, "user, password or a field is no UTF-8")
            .because("JSON has no other text");
    }
    const auto is_password = [&](const FormField& field) {
        return field.first == recipe.names.password;
    };
    if (std::ranges::any_of(recipe.fields, is_password) ||
        std::ranges::any_of(recipe.literals, is_password)) {
        return Error(ErrorKind::usage, recipe.names.password + " is what the password is called")
            .hinting("--auth-from says where the password is");
    }
    std::vector<FormField> members;
    put(members, recipe.names.user, in_json(recipe.user));
    put(members, recipe.names.password, in_json(password.reveal()));
    for (const auto& [name, value] : recipe.fields) {
        put(members, name, in_json(value));
    }
    for (const auto& [name, value] : recipe.literals) {
        if (!base::is_utf8(name) || !nlohmann::json::accept(value)) {
            return Error(ErrorKind::usage, "the value of " + name + " is no JSON");
        }
        put(members, name, value);
    }
    std::string text;
    for (const auto& [name, value] : members) {
        text.append(text.empty() ? "{" : ",").append(in_json(name)).append(":").append(value);
    }
    return text + "}";
}

bool refuses_credentials(const Hop& hop, std::string_view body) {
    return hop.response.status == 403 && speaks_of_credentials(body);
}

Visit TokenTalk::begin(std::string_view /*cookies*/) const {
    return {.url = url_, .form = body_, .referer = {}, .kind = VisitKind::data};
}

std::optional<Visit>
TokenTalk::answered(const Hop& hop, std::string_view body, std::string_view cookies) {
    const unsigned status = hop.response.status;
    if (http::is_success(status)) {
        take_token(hop, body, cookies);
    } else if (http::is_redirect(hop.response)) {
        judge_redirect(hop);
    } else {
        judge_refusal(hop, body);
    }
    return std::nullopt;
}

/// Whether there is a session cookie that this answer has set, and another one than went there.
bool TokenTalk::takes_session(const Hop& hop, std::string_view cookies) {
    const std::string name = session_set_by(hop);
    const std::string session = session_fingerprint({{"Cookie", std::string(cookies)}});
    if (name.empty() || session.empty() || session == session_fingerprint(hop.request.headers)) {
        return false;
    }
    verdict_ = LoginVerdict::signed_in;
    token_ = {.token = {}, .carrier = TokenCarrier::cookie, .place = "the cookie " + name};
    return true;
}

void TokenTalk::take_token(const Hop& hop, std::string_view body, std::string_view cookies) {
    auto received = token_in(hop, body);
    if (received) {
        verdict_ = LoginVerdict::signed_in;
        token_ = *std::move(received);
        return;
    }
    const std::string what = "there is no token in the answer of " + place(url_);
    if (is_password_page(body)) {
        fail(what, "it is a login page", "leave --json away to sign in by its form");
        return;
    }
    const Greeting greeting = read_greeting(body, user_);
    if (greeting.sense == Greeting::Sense::denial) {
        const std::string words =
            read_error(hop.response.headers, {.bytes = body, .is_whole = true}).words;
        fail(
            what,
            words.empty() ? greeting.words : "it says: " + words,
            "look at user name and password"
        );
        verdict_ = LoginVerdict::refused;
        return;
    }
    const bool is_welcome = greeting.sense == Greeting::Sense::welcome;
    if (is_welcome && takes_session(hop, cookies)) {
        return;
    }
    if (!session_set_by(hop).empty() && is_welcome) {
        fail(
            what,
            "and its session is the one that was there before",
            "take another session for it: latch login @NAME"
        );
        return;
    }
    fail(
        what,
        greeting.words.empty() ? received.error().cause() : greeting.words,
        "nor does it say that a session has begun: give the URL that answers a login"
    );
}

void TokenTalk::judge_redirect(const Hop& hop) {
    fail(
        "the login at " + place(url_) + " takes no JSON",
        "the server answers " + std::to_string(hop.response.status) + ", as login forms do",
        "leave --json away to sign in by the form of its page"
    );
}

void TokenTalk::judge_refusal(const Hop& hop, std::string_view body) {
    constexpr unsigned locked = 423;
    const unsigned status = hop.response.status;
    const std::string cause = what_it_says(hop, body);
    if (status != 401 && status != 403 && status != locked) {
        fail("the login at " + place(url_) + " failed", cause, hint_for(status));
        return;
    }
    const std::string what = "login refused at " + place(url_);
    const bool had_token = carries_csrf_header(hop.request.headers);
    const bool may_be_csrf = hop.response.headers.contains("Set-Cookie") &&
                             !speaks_of_credentials(body) && (status == 403 || !had_token);
    std::string hint = "look at user name and password";
    if (may_be_csrf) {
        hint += "; it set a cookie, so that the reason may be CSRF protection, ";
        hint += had_token ? "which does not take the token that was sent"
                          : "for which no token was found";
    }
    fail(what, cause, std::move(hint));
    // What may have looked at a password does not get it again by itself.
    const bool was_looked_at = !may_be_csrf || had_token || status != 403;
    verdict_ = was_looked_at ? LoginVerdict::refused : LoginVerdict::failed;
}

void TokenTalk::fail(std::string what, std::string cause, std::string hint) {
    verdict_ = LoginVerdict::failed;
    error_ = Error(ErrorKind::not_signed_in, std::move(what))
                 .because(std::move(cause))
                 .hinting(std::move(hint));
}

} // namespace latch::access
