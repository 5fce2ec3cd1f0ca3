// SPDX-License-Identifier: MIT
#include "latch/client/conversation.hpp"

#include "latch/client/next_step.hpp"

#include <utility>
#include <variant>

namespace latch::client {

namespace {

using base::Result;
using net::Task;

/// One conversation on its way. It outlives the coroutines that refer to it, because `converse`
/// keeps it in its frame until the transport has run them to their end.
class Conversation {
public:
    Conversation(
        http::Request request,
        session::Session& session,
        Audience& audience,
        const Surroundings& surroundings
    )
        : request_(std::move(request)), session_(session), audience_(audience),
          surroundings_(surroundings), transport_(surroundings.policy) {}

    Outcome hold() {
        const Result<void> result = transport_.run(talk());
        if (!result) {
            outcome_.error = result.error();
        }
        return std::move(outcome_);
    }

private:
    Task<Result<void>> talk() {
        for (;;) {
            Result<net::Answer> answer = co_await ask();
            if (!answer) {
                co_return answer.error();
            }
            remember_cookies(answer->hop());
            Step step = next_step(
                request_, answer->hop().response, surroundings_.policy.redirects, redirects_
            );
            Result<void> heard = co_await hear(*answer, place_before(step));
            if (!heard) {
                co_return heard.error();
            }
            if (const auto* const stop = std::get_if<GiveUp>(&step)) {
                co_return stop->error;
            }
            if (std::holds_alternative<Finish>(step)) {
                co_return Result<void>{};
            }
            request_ = std::move(std::get<Follow>(step).next);
            ++redirects_;
        }
    }

    /// Sends the request as it stands; once more on a fresh connection if a pooled one was stale.
    Task<Result<net::Answer>> ask() {
        Result<http::PreparedRequest> prepared =
            prepare(request_, session_, surroundings_.secrets, surroundings_.now());
        if (!prepared) {
            co_return prepared.error();
        }
        Result<void> announced = audience_.sending(*prepared);
        if (!announced) {
            co_return announced.error();
        }
        Attempt attempt;
        auto connection = net::Transport::Connection::pooled_or_fresh;
        for (;;) {
            auto answer = co_await transport_.send(*prepared, connection);
            if (answer) {
                co_return std::move(*answer);
            }
            const net::Failure failure = answer.error();
            attempt.on_reused_connection = failure.on_reused_connection;
            attempt.answer_begun = failure.answer_begun;
            attempt.timed_out = failure.error.kind() == base::ErrorKind::timed_out;
            if (!retry_on_fresh_connection(request_, attempt)) {
                co_return failure.error;
            }
            ++attempt.stale_retries;
            connection = net::Transport::Connection::fresh;
        }
    }

    /// Records the hop, then lets the audience have its body. The hop is recorded first because
    /// its cookies count even if the body breaks off.
    Task<Result<void>> hear(net::Answer& answer, http::Place place) {
        outcome_.exchange.hops.push_back(answer.hop());
        Result<http::BodySink*> sink = audience_.answered(answer.hop(), place);
        if (!sink) {
            co_return sink.error();
        }
        // Not a conditional expression: GCC 12 then frees a temporary that it never made.
        Result<http::Hop> whole = answer.hop();
        if (*sink == nullptr) {
            whole = co_await answer.discard_body();
        } else {
            whole = co_await answer.read_body(**sink);
        }
        if (!whole) {
            co_return whole.error();
        }
        outcome_.exchange.hops.back() = *std::move(whole);
        co_return audience_.ended(outcome_.exchange.hops.back());
    }

    void remember_cookies(const http::Hop& hop) {
        for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
            session_.cookies.store(line, hop.request.url, hop.received);
        }
    }

    static http::Place place_before(const Step& step) {
        return std::holds_alternative<Follow>(step) ? http::Place::intermediate
                                                    : http::Place::final;
    }

    http::Request request_;
    session::Session& session_;
    Audience& audience_;
    const Surroundings& surroundings_;
    net::Transport transport_;
    unsigned redirects_ = 0;
    Outcome outcome_;
};

} // namespace

Outcome converse(
    http::Request request,
    session::Session& session,
    Audience& audience,
    const Surroundings& surroundings
) {
    return Conversation(std::move(request), session, audience, surroundings).hold();
}

} // namespace latch::client
