// SPDX-License-Identifier: MIT
#include "latch/client/conversation.hpp"

#include "latch/client/next_step.hpp"
#include "latch/client/prepare.hpp"
#include "latch/http/route.hpp"

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
          surroundings_(surroundings), sign_on_(surroundings.identity, surroundings.secrets),
          transport_(surroundings.policy) {
        transport_.observe_uploads([this](base::Bytes sent) { audience_.uploading(sent); });
        transport_.observe_downloads([this](base::Bytes received) {
            audience_.downloading(received);
        });
    }

    Outcome hold() {
        const Result<void> result = transport_.run(talk());
        if (!result) {
            outcome_.error = result.error();
        }
        outcome_.nonces = sign_on_.nonces();
        return std::move(outcome_);
    }

private:
    Task<Result<void>> talk() {
        for (;;) {
            Result<net::Answer> answer = co_await ask();
            if (!answer) {
                co_return answer.error();
            }
            remember(answer->hop());
            Step step = step_after(answer->hop());
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
            take(std::move(step));
        }
    }

    Step step_after(const http::Hop& hop) const {
        if (auto repeat = without_expectation(request_, hop)) {
            return *std::move(repeat);
        }
        return next_step(request_, hop.response, surroundings_.policy.redirects, progress());
    }

    /// Sends the request as it stands; once more on a fresh connection if a pooled one was stale.
    Task<Result<net::Answer>> ask() {
        const auto authorization = sign_on_.sign(request_, session_);
        if (!authorization) {
            co_return authorization.error();
        }
        Result<http::PreparedRequest> prepared =
            prepare(request_, session_, *authorization, surroundings_.now());
        if (!prepared) {
            co_return prepared.error();
        }
        const Result<void> suited = http::suit_to_route(*prepared, surroundings_.policy);
        if (!suited) {
            co_return suited.error();
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

    Progress progress() const {
        return {
            .redirects = redirects_,
            .hops = outcome_.exchange.hops,
            .proof = sign_on_.proof(),
            .stale_nonces = stale_nonces_,
            .hsts = hsts(),
        };
    }

    http::HstsView hsts() const {
        return {
            .hosts = surroundings_.hsts ? &*surroundings_.hsts : nullptr,
            .now = surroundings_.now(),
        };
    }

    /// Makes ready what the step wants to be sent next.
    void take(Step step) {
        if (auto* const follow = std::get_if<Follow>(&step)) {
            request_ = std::move(follow->next);
            stale_nonces_ = 0;
            ++redirects_;
        }
        if (auto* const repeat = std::get_if<Repeat>(&step)) {
            request_ = std::move(repeat->next);
        }
        if (auto* const authenticate = std::get_if<Authenticate>(&step)) {
            stale_nonces_ += sign_on_.proof() == DigestProof::fresh_nonce ? 1U : 0U;
            sign_on_.learn(http::origin(request_.url), std::move(authenticate->challenge));
        }
    }

    void remember(const http::Hop& hop) {
        for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
            session_.cookies.store(line, hop.request.url, hop.received);
        }
        if (auto news = http::hsts_news(hop, surroundings_.policy.tls)) {
            if (surroundings_.hsts) {
                surroundings_.hsts->learn(*news);
            }
            outcome_.hsts_news.push_back(*std::move(news));
        }
        if (hop.response.status != 401) {
            sign_on_.accepted(http::origin(hop.request.url), hop.response.headers);
        }
    }

    static http::Place place_before(const Step& step) {
        const bool goes_on = std::holds_alternative<Follow>(step) ||
                             std::holds_alternative<Repeat>(step) ||
                             std::holds_alternative<Authenticate>(step);
        return goes_on ? http::Place::intermediate : http::Place::final;
    }

    http::Request request_;
    session::Session& session_;
    Audience& audience_;
    const Surroundings& surroundings_;
    SignOn sign_on_;
    net::Transport transport_;
    unsigned redirects_ = 0;
    unsigned stale_nonces_ = 0; ///< of the request as it stands
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
