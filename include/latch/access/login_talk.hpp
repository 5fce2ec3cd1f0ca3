// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_form.hpp"
#include "latch/access/page.hpp"
#include "latch/access/recipe.hpp"
#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::access {

/// What a visit is about.
enum class VisitKind : std::uint8_t {
    page,  ///< as a person at a browser asks for it, or sends its form
    data,  ///< as a program asks for JSON, or sends it
    grant, ///< as a client asks for a token: a form out, JSON back
};

/// What a person at a browser would do next: look at a page, or send a form. Or a program.
struct Visit {
    http::Url url;
    std::optional<std::string> form{}; ///< the body of a POST; nothing: a GET
    std::string referer{};             ///< the page that the form is of, where servers ask for it
    VisitKind kind = VisitKind::page;
    std::optional<base::Secret> authorization{}; ///< of a client that has credentials of its own
};

/// What a login starts from.
struct LoginSituation {
    http::Url page; ///< the login page, or one that leads to it
    std::string user;
    base::Secret password;
    std::vector<FormField> fields{}; ///< sent as well, or in the place of the form's
};

/// How a login ended.
enum class LoginVerdict {
    open, ///< it has not
    signed_in,
    refused, ///< the server has looked at the credentials and does not take them
    failed,  ///< for another reason
};

/// How to sign in by the form of a page, without I/O: which page to get, what to send, and whether
/// the answer means success (spring.md 1.2 to 1.4).
///
/// The password is sent once, to the origin of the page. Redirects to the login page are followed
/// within that origin. An answer that leads away from the login page is success if the session
/// cookie is another one afterwards; if it is not, or is one that holds the session itself and so
/// changes with each answer, the page it leads to is looked at to make sure.
class LoginTalk {
public:
    explicit LoginTalk(LoginSituation situation) : situation_(std::move(situation)) {}

    /// The first visit. `cookies` is the Cookie header that goes with it.
    Visit begin(std::string_view cookies);

    /// What to do after an answer; nothing: it is over. `cookies` is the Cookie header for the
    /// same URL after the answer.
    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    LoginVerdict verdict() const noexcept { return verdict_; }

    /// Where the form was, once it has been sent.
    const http::Url& page() const noexcept { return page_; }

    /// Why it is not `signed_in`.
    const base::Error& error() const noexcept { return error_; }

private:
    enum class Phase { finding, sent, checking };

    std::optional<Visit> found(const http::Hop& hop, std::string_view body);
    std::optional<Visit> follow(const http::Hop& hop);
    std::optional<Visit> no_form(const http::Hop& hop, const base::Error& error);
    std::optional<Visit> send(const LoginForm& form, const http::Hop& hop);
    std::optional<Visit> judge(const http::Hop& hop, std::string_view body);
    std::optional<Visit> judge_redirect(const http::Hop& hop);
    std::optional<Visit> judge_page(const http::Hop& hop, std::string_view body);
    std::optional<Visit> make_sure(http::Url url);
    std::optional<Visit> checked(const http::Hop& hop, std::string_view body);
    std::optional<Visit> succeed();
    std::optional<Visit> refuse(const std::string& cause);
    std::optional<Visit> fail(base::Error error);

    /// Whether there is another session than before the form was sent, which proves a login.
    bool is_new_session() const {
        return !session_.empty() && session_ != session_before_ && !holds_state_;
    }

    LoginSituation situation_;
    Phase phase_ = Phase::finding;
    http::Url page_; ///< where the form is
    unsigned redirects_left_ = 5;
    bool begun_anew_ = false;
    bool is_judged_ = false;     ///< the credentials were looked at: nothing else kept them away
    std::string session_;        ///< a fingerprint
    std::string session_before_; ///< what was answered last
    bool holds_state_ = false;   ///< a cookie that is another one after each answer
    LoginVerdict verdict_ = LoginVerdict::open;
    base::Error error_;
};

} // namespace latch::access
