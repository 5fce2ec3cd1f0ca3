// SPDX-License-Identifier: MIT
#pragma once

#include "client/heard.hpp"
#include "client/memory.hpp"

#include "latch/client/conversation.hpp"
#include "latch/net/transport.hpp"
#include "latch/session/held_token.hpp"
#include "latch/session/learned_login.hpp"

#include <utility>

namespace latch::client {

/// The line of one conversation to the servers that it reaches: signs and sends single requests,
/// and keeps what each answer leaves behind, its cookies in the session's jar. What to send after
/// an answer is the matter of whoever owns it.
class Line {
public:
    /// Both must outlive the object.
    Line(Memory& memory, const Surroundings& surroundings)
        : memory_(memory), surroundings_(surroundings),
          sign_on_(surroundings.identity, surroundings.secrets) {}

    net::Transport& transport() noexcept { return surroundings_.transport; }

    /// Who hears of the bodies from now on.
    void observe(net::Observers observers) { observers_ = std::move(observers); }

    SignOn& sign_on() noexcept { return sign_on_; }

    const SignOn& sign_on() const noexcept { return sign_on_; }

    const session::Session& session() const noexcept { return memory_.session(); }

    base::Clock::time_point now() const { return surroundings_.now(); }

    http::HstsView hsts() const;

    /// The Cookie header that goes with a request for `url` now.
    std::string cookies_for(const http::Url& url) const {
        return session().cookies.header_for(url, now());
    }

    /// Goes on with what is stored by now, and with the cookies of all hops but those whose session
    /// is given up.
    void take_over(session::Session stored) { memory_.take_over(std::move(stored)); }

    /// Takes note of a login or a refresh.
    void learn(const session::LearnedLogin& learned) { session::learn(learned, memory_.session()); }

    /// Whether the bearer token that the session holds for its origin goes with the request.
    bool carries_token(const http::Request& request) const;

    /// Whether a token that the session holds goes with the request in another way: in a header of
    /// its own, or as a cookie.
    bool carries_own_token(const http::Request& request) const;

    /// From now on that token does not go along.
    void leave_token_out(const http::Url& url) { without_token_ = http::origin(url); }

    /// Of the token that the session holds for an origin, wherever it goes.
    access::TokenLife life_of_token(const http::Url& url) const;

    /// Whether a request was sent with that token, as it is now.
    bool is_signed_by_token(const http::PreparedRequest& sent) const;

    /// The request as it would be sent now, but for who signs it and a CSRF token.
    http::PreparedRequest unsigned_form(const http::Request& request) const;

    base::Result<http::PreparedRequest> signed_and_prepared(const http::Request& request);

    /// Sends what `request` became; once more on a fresh connection if a pooled one was stale.
    net::Task<boost::system::result<net::Answer, net::Failure>>
    send(http::PreparedRequest prepared, const http::Request& request);

    /// Another request begins: the hops from here on are its own.
    void begin_request() noexcept {
        begun_ = hops_.size();
        request_ = memory_.begin_request();
    }

    /// Records a hop, which was answered after so many tries, and what it tells for the next; its
    /// number.
    std::size_t remember(const http::Hop& hop, unsigned tries = 1);

    /// What is known of a hop once its body is through.
    void complete(std::size_t number, http::Hop hop);

    /// The hop decides nothing: its request is sent again.
    void set_aside(std::size_t number) { hops_[number].is_aside = true; }

    /// Gives up the session that the hops of this request went with.
    void give_up_session();

    /// A page is turned: strips the hops so far, which are aside now, of all but what still counts:
    /// the first, and cookies of the others that the next did not set anew. Numbers of hops end
    /// here.
    void settle();

    /// Sends a request and reads `most` of what comes, all in memory; the hop is recorded, aside.
    net::Task<base::Result<Heard>> fetch(http::Request request, base::Bytes most);

    /// The same for what `request`, which must outlive the task, has become.
    net::Task<base::Result<Heard>>
    fetch_as(http::PreparedRequest prepared, const http::Request& request, base::Bytes most);

    /// Ways of CSRF tokens that were learned on the side, for the outcome.
    void learn(std::vector<session::LearnedWay> ways);

    const Surroundings& surroundings() const noexcept { return surroundings_; }

    /// Those that were answered, in order.
    std::span<const http::Hop> hops() const noexcept { return hops_; }

    /// Those of this page, where there are several.
    std::span<const http::Hop> hops_of_page() const noexcept { return hops().subspan(settled_); }

    /// Gives what was recorded to the outcome; the last call.
    void hang_up(Outcome& outcome);

private:
    Memory& memory_;
    const Surroundings& surroundings_;
    std::optional<http::Origin> without_token_; ///< whose token has ended
    SignOn sign_on_;
    net::Observers observers_;
    std::vector<http::Hop> hops_;
    std::size_t settled_ = 0; ///< the hops of earlier pages, stripped
    std::size_t begun_ = 0;   ///< the hops of requests before this one
    Memory::Request request_ = memory_.begin_request();
    std::vector<http::HstsNews> hsts_news_;
    std::vector<session::LearnedWay> ways_;
};

} // namespace latch::client
