// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"
#include "latch/access/token_answer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace latch::access {

/// The JSON object that a login sends: user and password under their names, then the fields.
/// Errors: `usage` for what is no UTF-8, which JSON has no other bytes for, and for a field that is
/// called as the password, which would stand in the session in clear.
base::Result<std::string> login_json(const LoginRecipe& recipe, const base::Secret& password);

/// Whether an answer refuses a login for its credentials and nothing else, so that no CSRF token
/// helps and the password is not to be sent again.
bool refuses_credentials(const http::Hop& hop, std::string_view body);

/// How to sign in by JSON, without I/O: one POST, and whether its answer means success (spring.md
/// 3.1).
///
/// A token is success, and so is a session cookie that is another one than before, in an answer of
/// success that says so, or says nothing at all (`read_greeting`). What is no page for JSON logins
/// has not looked at the credentials; nor, it may be, has a refusal that begins a session or sets a
/// cookie, as Spring's CSRF protection does it (spring.md 1.4).
class TokenTalk {
public:
    /// `body` is the `login_json` of `user`.
    TokenTalk(http::Url url, std::string body, std::string user)
        : url_(std::move(url)), body_(std::move(body)), user_(std::move(user)) {}

    /// The only visit.
    Visit begin(std::string_view cookies) const;

    /// Judges the answer; there is never another visit.
    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    LoginVerdict verdict() const noexcept { return verdict_; }

    /// Why it is not `signed_in`.
    const base::Error& error() const noexcept { return error_; }

    /// What was handed out; empty unless it is `signed_in`. Where a session cookie signs in there
    /// is no token in it: the cookie goes along by itself.
    const ReceivedToken& token() const noexcept { return token_; }

private:
    void take_token(const http::Hop& hop, std::string_view body, std::string_view cookies);
    bool takes_session(const http::Hop& hop, std::string_view cookies);
    void judge_redirect(const http::Hop& hop);
    void judge_refusal(const http::Hop& hop, std::string_view body);
    void fail(std::string what, std::string cause, std::string hint);

    http::Url url_;
    std::string body_;
    std::string user_;
    LoginVerdict verdict_ = LoginVerdict::open;
    base::Error error_;
    ReceivedToken token_;
};

} // namespace latch::access
