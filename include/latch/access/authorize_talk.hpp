// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace latch::access {

/// How a program lets itself in as a person would at a browser, without I/O: it asks for the
/// authorization page, signs in by the form of the login page, agrees to what a page of consent
/// asks for, and is sent back to `redirect_uri` with a code (RFC 6749, 4.1; spring.md 3.3).
class AuthorizeTalk {
public:
    /// `login.page` is the URL of the authorization page.
    AuthorizeTalk(LoginSituation login, std::string redirect_uri)
        : login_(std::move(login)), redirect_uri_(std::move(redirect_uri)) {}

    Visit begin(std::string_view cookies) const;

    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    /// `signed_in` if the server has sent us back, whatever it says there.
    LoginVerdict verdict() const noexcept { return verdict_; }

    /// Where the server sent us back to.
    const http::Url& callback() const noexcept { return callback_; }

    /// Why it is not `signed_in`.
    const base::Error& error() const noexcept { return error_; }

private:
    enum class Phase { asking, signing_in, asking_again, agreeing };

    bool is_sent_back(const http::Hop& hop);
    std::optional<Visit> sign_in(std::string_view cookies);
    std::optional<Visit>
    after_login(const http::Hop& hop, std::string_view body, std::string_view cookies);
    std::optional<Visit> agree(const http::Hop& hop, std::string_view body);
    std::optional<Visit> fail(std::string cause, std::string hint = {});

    LoginSituation login_;
    std::string redirect_uri_;
    std::optional<LoginTalk> talk_; ///< at the login page
    Phase phase_ = Phase::asking;
    unsigned redirects_left_ = 5; ///< behind the consent
    http::Url callback_;
    LoginVerdict verdict_ = LoginVerdict::open;
    base::Error error_;
};

} // namespace latch::access
