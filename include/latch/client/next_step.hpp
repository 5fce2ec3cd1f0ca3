// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/digest.hpp"
#include "latch/base/error.hpp"
#include "latch/client/sign_on.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/request.hpp"
#include "latch/http/response.hpp"

#include <optional>
#include <span>
#include <variant>

/// What to do after an exchange: pure decisions that the conversation obeys.
namespace latch::client {

/// This was the last hop; show it.
struct Finish {};

/// Send this instead.
struct Follow {
    http::Request next;
};

/// Send this instead: the server did not want the way in which it was asked.
struct Repeat {
    http::Request next;
};

/// Stop with an error; the hop is shown all the same.
struct GiveUp {
    base::Error error;
};

/// Send the same request again, signed as the challenge wants it.
struct Authenticate {
    access::DigestChallenge challenge;
};

using Step = std::variant<Finish, Follow, Repeat, Authenticate, GiveUp>;

/// How far a conversation has come when an answer arrives.
struct Progress {
    unsigned redirects = 0;                       ///< followed before this answer
    std::span<const http::Hop> hops{};            ///< that were answered before
    DigestProof proof = DigestProof::not_in_play; ///< of the request that was answered
    unsigned stale_nonces = 0; ///< how often a fresh nonce of this request was already too old
    http::HstsView hsts{};
};

/// After an answer: the redirect if it is followed; the challenge if the account is there to answer
/// it and this answer was not refused already. A nonce from before may have died, and one that the
/// server calls stale is given one more try.
Step next_step(
    const http::Request& request,
    const http::ResponseHead& response,
    const http::RedirectPolicy& policy,
    const Progress& progress
);

/// The place of an answer from which that follows.
http::Place place_before(const Step& step) noexcept;

/// After 417: the same request without "Expect", once, if its body can still be sent
/// (RFC 9110, 10.1.1). Nothing for every other answer.
std::optional<Repeat> without_expectation(const http::Request& request, const http::Hop& hop);

/// What is known about a request that brought no answer.
struct Attempt {
    bool on_reused_connection = false;
    bool answer_begun = false;
    bool timed_out = false;
    unsigned stale_retries = 0; ///< how often this request has been sent again already
};

/// Whether to send again on a fresh connection because the pooled one was stale: it was reused, no
/// byte of an answer came, it was no time-out, the method is idempotent and the body can be sent
/// again, and it is the first time (RFC 9110, 9.2.2; cookies-and-transport.md 7.2).
bool retry_on_fresh_connection(const http::Request& request, const Attempt& attempt) noexcept;

} // namespace latch::client
