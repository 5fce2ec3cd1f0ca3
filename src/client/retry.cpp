// SPDX-License-Identifier: MIT
#include "client/retry.hpp"

#include "latch/base/random.hpp"
#include "latch/http/retry_after.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace latch::client {

namespace {

using std::chrono::milliseconds;

bool is_of_the_moment(unsigned status) {
    constexpr std::array statuses = {408U, 429U, 502U, 503U, 504U};
    return std::ranges::find(statuses, status) != statuses.end();
}

/// Whether sending it twice is no more than sending it once.
bool may_repeat(const http::Request& request, const http::RetryPolicy& policy) {
    return policy.is_unsafe || http::is_idempotent(request.method);
}

bool is_left(const http::Request& request, const Tries& tries) {
    return tries.retries < tries.policy.limit && http::is_replayable(request.body);
}

milliseconds back_off(const Tries& tries) {
    constexpr milliseconds first{200};
    constexpr milliseconds most{5000};
    constexpr unsigned doublings = 5; // are more than enough to get there
    const milliseconds longest = std::min(most, first * (1U << std::min(tries.retries, doublings)));
    return std::chrono::duration_cast<milliseconds>(longest * tries.dice);
}

std::optional<milliseconds> in_time(milliseconds delay, const Tries& tries) {
    return tries.left && delay >= *tries.left ? std::nullopt : std::optional(delay);
}

std::string words(const http::Hop& hop) {
    const std::string& reason = hop.response.reason;
    return "HTTP " + std::to_string(hop.response.status) + (reason.empty() ? "" : " " + reason);
}

std::string words(const base::Error& error) {
    return error.what() + (error.cause().empty() ? "" : ": " + error.cause());
}

std::string words(const net::Failure& failure) {
    return words(failure.error);
}

std::string words(const BrokenOff& answer) {
    return words(answer.error);
}

bool is_of_the_moment(const net::Failure& failure) {
    const base::ErrorKind kind = failure.error.kind();
    return kind == base::ErrorKind::resolve || kind == base::ErrorKind::connect ||
           kind == base::ErrorKind::timed_out ||
           (kind == base::ErrorKind::protocol && !failure.answer_begun);
}

/// What TLS finds fault with is no accident.
bool is_of_the_moment(const BrokenOff& answer) {
    const base::ErrorKind kind = answer.error.kind();
    return answer.by_network &&
           (kind == base::ErrorKind::protocol || kind == base::ErrorKind::timed_out);
}

} // namespace

std::optional<milliseconds>
retry_delay(const http::Request& request, const http::Hop& hop, const Tries& tries) {
    if (!is_of_the_moment(hop.response.status) || !is_left(request, tries) ||
        !may_repeat(request, tries.policy)) {
        return std::nullopt;
    }
    constexpr std::chrono::hours longest{1};
    const auto wished = http::parse_retry_after(hop.response.headers, hop.received);
    if (wished && *wished > longest) {
        return std::nullopt;
    }
    return in_time(wished ? milliseconds(*wished) : back_off(tries), tries);
}

std::optional<milliseconds>
retry_delay(const http::Request& request, const net::Failure& failure, const Tries& tries) {
    const bool is_safe = !failure.request_begun || may_repeat(request, tries.policy);
    return is_of_the_moment(failure) && is_left(request, tries) && is_safe
               ? in_time(back_off(tries), tries)
               : std::nullopt;
}

std::optional<milliseconds>
retry_delay(const http::Request& request, const BrokenOff& answer, const Tries& tries) {
    const bool is_due = is_of_the_moment(answer) && answer.can_be_taken_back;
    return is_due && is_left(request, tries) && may_repeat(request, tries.policy)
               ? in_time(back_off(tries), tries)
               : std::nullopt;
}

Tries Retries::tries(Time now) const {
    Tries tries{
        .policy = policy_.retries, .retries = made_, .left = {}, .dice = base::random_fraction()};
    if (policy_.timeouts.total > milliseconds::zero()) {
        tries.left =
            policy_.timeouts.total - std::chrono::duration_cast<milliseconds>(now - begun_);
    }
    return tries;
}

template <class Outcome>
std::optional<Retry>
Retries::after(const http::Request& request, const Outcome& outcome, Time now) {
    if (policy_.retries.limit == 0) {
        return std::nullopt;
    }
    const auto delay = retry_delay(request, outcome, tries(now));
    if (!delay) {
        return std::nullopt;
    }
    return Retry{
        .why = words(outcome),
        .delay = *delay,
        .number = ++made_,
        .limit = policy_.retries.limit,
    };
}

template std::optional<Retry> Retries::after(const http::Request&, const http::Hop&, Retries::Time);
template std::optional<Retry>
Retries::after(const http::Request&, const net::Failure&, Retries::Time);

template std::optional<Retry> Retries::after(const http::Request&, const BrokenOff&, Retries::Time);

} // namespace latch::client
