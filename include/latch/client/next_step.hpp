// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/request.hpp"
#include "latch/http/response.hpp"

#include <variant>

/// What to do after an exchange: pure decisions that the conversation obeys.
namespace latch::client {

/// This was the last hop; show it.
struct Finish {};

/// Send this instead.
struct Follow {
    http::Request next;
};

/// Stop with an error; the hop is shown all the same.
struct GiveUp {
    base::Error error;
};

using Step = std::variant<Finish, Follow, GiveUp>;

/// After an answer. `redirects` is how many were followed before this one.
Step next_step(
    const http::Request& request,
    const http::ResponseHead& response,
    const http::RedirectPolicy& policy,
    unsigned redirects
);

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
