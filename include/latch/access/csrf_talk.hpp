// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/csrf_learned.hpp"
#include "latch/access/csrf_offer.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/headers.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latch::access {

/// What the user says about CSRF tokens.
struct CsrfWish {
    bool is_automatic = true; ///< false: no token is added and none is fetched
    base::Secret token{};     ///< to be sent instead of any other; empty: not said
    std::string source{};     ///< path and query of the URL that has tokens; empty: not said

    bool operator==(const CsrfWish&) const = default;
};

/// Nothing more is to be done about the token: the answer counts.
struct CsrfDone {};

/// Send the request with `CsrfTalk::proof`.
struct CsrfSend {};

/// GET this path and query of the request's own origin, as a page.
struct CsrfFetch {
    std::string target;
    bool asks_for_token = false; ///< with "X-CSRF-Token: Fetch"

    bool operator==(const CsrfFetch&) const = default;
};

using CsrfStep = std::variant<CsrfDone, CsrfSend, CsrfFetch>;

/// How the token of a request fared.
enum class CsrfVerdict {
    not_in_play, ///< nothing was refused that a token could have helped, or nothing was tried
    accepted,
    forbidden,     ///< refused with a token that the server has just given: it is no CSRF matter
    not_satisfied, ///< refused for want of a right token, and the server gave none
    no_token,      ///< refused for whatever reason, and no token was found
    cannot_repeat, ///< refused, and the body cannot be sent again
};

/// What a talk starts from.
struct CsrfSituation {
    CsrfWish wish{};
    std::optional<LearnedCsrf> learned{}; ///< for the path of the request
    std::string application = "/";        ///< a cookie path: where it has its login page
    std::string login_page{};             ///< path and query of the form that signed in, if one did
    unsigned fetches = 3;                 ///< how many GETs it may cost
    /// The request is a login: nothing but the refusals of CSRF protection itself is answered, for
    /// the others are about the password, which is not to be tried again.
    bool is_login = false;
    /// So many random bytes, for masks.
    std::function<std::string(std::size_t)> noise{};
};

/// How one request gets its CSRF token accepted, without I/O: what to send, what to fetch, when to
/// stop (spring.md 2.7).
///
/// At most `fetches` GETs, and two more tries of the request, or one where something was learned
/// before. The request is tried again only after a refusal that comes before the application's code
/// runs, and only with another token than before, or another form of it.
class CsrfTalk {
public:
    explicit CsrfTalk(CsrfSituation situation);

    /// Before the first try: CsrfSend, or what to fetch first because the body can be sent only
    /// once, is larger than 1 MiB, or the token of the learned source is missing. `request` is
    /// prepared without a token.
    CsrfStep begin(const http::PreparedRequest& request);

    /// Whether an answer may change what is done: else `answered` is CsrfDone, whatever it gets.
    bool is_active() const noexcept { return is_active_; }

    /// After a try; `fresh` is the request prepared anew, with the cookies of now.
    CsrfStep answered(const http::Hop& hop, const http::PreparedRequest& fresh);

    /// After a fetch and the redirects of its own that were not followed.
    CsrfStep
    fetched(const http::Hop& hop, std::string_view body, const http::PreparedRequest& fresh);

    /// After a fetch that brought no answer: the next place.
    CsrfStep fetch_failed() { return next_place(); }

    /// The fields that the next try is sent with; empty without a token.
    http::Headers proof(const http::PreparedRequest& request) const;

    CsrfVerdict verdict() const noexcept { return verdict_; }

    /// What to remember: the way of the token that was accepted, that none is wanted, or what was
    /// known without a token that was refused. Nothing if nothing is new.
    std::optional<LearnedCsrf> learned() const;

    /// "token refreshed from /login, header X-CSRF-TOKEN"; empty if no token was sent or looked
    /// for.
    std::string summary() const;

    /// The places where a token was looked for: "/login, /csrf".
    std::string places_tried() const;

    unsigned fetches_left() const noexcept { return fetches_left_; }

private:
    /// A token and where it comes from.
    struct Candidate {
        LearnedCsrf way;    ///< its `token` is what is sent
        bool is_new = true; ///< had during this talk, and not from what was known before
        CsrfReach reach = CsrfReach::application;
    };

    bool applies(const http::PreparedRequest& request) const;
    bool learned_from_answers() const noexcept;
    bool learned_off() const noexcept;
    std::optional<Candidate> known(const http::PreparedRequest& request) const;
    std::optional<Candidate> as_given() const;
    std::optional<Candidate> remembered(const http::PreparedRequest& request) const;
    std::optional<Candidate> in_cookie(const http::PreparedRequest& request) const;
    std::optional<Candidate> of_cookie(LearnedCsrf way, const http::PreparedRequest& request) const;
    std::optional<Candidate> other_form(const http::PreparedRequest& request) const;
    bool was_sent(const Candidate& candidate) const;
    bool is_settled() const;
    CsrfStep refused(const http::Hop& hop, const http::PreparedRequest& fresh);
    CsrfStep try_again(Candidate candidate);
    CsrfStep fetch_next(const http::PreparedRequest& request, const http::Hop* refusal);
    CsrfStep next_place();
    CsrfStep
    take_offer(const http::Hop& hop, std::string_view body, const http::PreparedRequest& fresh);
    bool is_guess() const noexcept;
    CsrfStep give_up();

    CsrfSituation situation_;
    unsigned fetches_left_;
    unsigned tries_left_;
    bool is_active_ = false; ///< a refusal is answered
    std::optional<Candidate> candidate_;
    std::optional<Candidate> last_resort_; ///< a token of another form, should there be no better
    std::vector<CsrfFetch> plan_;          ///< what to fetch, the next one last
    std::vector<std::string> tried_;

    /// Of the last refusal.
    struct Refusal {
        bool is_plain = false;      ///< for want of a token, it says
        bool is_login_page = false; ///< the way to the login page
        std::string fingerprint;    ///< of the session that was refused
    };

    std::optional<Refusal> refusal_;
    std::optional<LearnedCsrf> accepted_;
    bool looked_in_vain_ = false; ///< a page was read, and there was no token
    bool is_off_ = false;         ///< and the request was accepted without one
    CsrfVerdict verdict_ = CsrfVerdict::not_in_play;
};

} // namespace latch::access
