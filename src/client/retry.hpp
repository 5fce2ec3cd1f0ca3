// SPDX-License-Identifier: MIT
#pragma once

#include "latch/client/conversation.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/request.hpp"
#include "latch/net/transport.hpp"

#include <chrono>
#include <optional>

namespace latch::client {

/// How far a request has come that may be tried again.
struct Tries {
    http::RetryPolicy policy;
    unsigned retries = 0;                            ///< made so far
    std::optional<std::chrono::milliseconds> left{}; ///< of the time for everything; nothing: any
    double dice = 0;                                 ///< random, from 0 to below 1
};

/// How long to wait before the same request is sent again because of an answer; nothing: it is the
/// last one. 408, 429, 502, 503 and 504 are of the moment (flows.md, 2). The wait is what the
/// server asks for, if that is an hour at most, else random up to 0.2 s, doubled with each retry up
/// to 5 s ("full jitter"). What would not end in time is not begun.
std::optional<std::chrono::milliseconds>
retry_delay(const http::Request& request, const http::Hop& hop, const Tries& tries);

/// The same because there was no answer. A request that is not idempotent is sent again only if it
/// cannot have arrived (RFC 9110, 9.2.2), or if the user says so.
std::optional<std::chrono::milliseconds>
retry_delay(const http::Request& request, const net::Failure& failure, const Tries& tries);

/// An answer whose body did not come to its end.
struct BrokenOff {
    base::Error error;
    bool by_network = false;        ///< its connection closed, broke or fell silent
    bool can_be_taken_back = false; ///< nothing of it was shown, or what was is no more if need be
};

/// The same because of that. What somebody has read already is not sent to them a second time.
std::optional<std::chrono::milliseconds>
retry_delay(const http::Request& request, const BrokenOff& answer, const Tries& tries);

/// Counts the retries of a conversation.
class Retries {
public:
    /// Of the clock that `--max-time` is measured by.
    using Time = std::chrono::steady_clock::time_point;

    /// `policy` must outlive the object.
    Retries(const http::Policy& policy, Time begun) : policy_(policy), begun_(begun) {}

    /// The retry that is due after an answer, or after a failure; it counts as made.
    template <class Outcome>
    std::optional<Retry> after(const http::Request& request, const Outcome& outcome, Time now);

    /// What comes is another request.
    void begin() noexcept { made_ = begun_with_ = 0; }

    /// What comes is where a redirect leads.
    void lead_on() noexcept { begun_with_ = made_; }

    /// How often the request that goes on was sent.
    unsigned tries_made() const noexcept { return made_ - begun_with_ + 1; }

private:
    Tries tries(Time now) const;

    const http::Policy& policy_;
    Time begun_;
    unsigned made_ = 0;
    unsigned begun_with_ = 0; ///< of those, before the last redirect
};

extern template std::optional<Retry>
Retries::after(const http::Request&, const http::Hop&, Retries::Time);
extern template std::optional<Retry>
Retries::after(const http::Request&, const net::Failure&, Retries::Time);

extern template std::optional<Retry>
Retries::after(const http::Request&, const BrokenOff&, Retries::Time);

} // namespace latch::client
