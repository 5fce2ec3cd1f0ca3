// SPDX-License-Identifier: MIT
#include "latch/client/conversation.hpp"

#include "client/csrf_tokens.hpp"
#include "client/later_sink.hpp"
#include "client/line.hpp"
#include "client/memory.hpp"
#include "client/renewal.hpp"
#include "client/resumption.hpp"
#include "client/retry.hpp"
#include "client/talk.hpp"
#include "client/telling.hpp"

#include "latch/client/next_step.hpp"
#include "latch/client/watched_body.hpp"
#include "latch/http/redirect.hpp"
#include "latch/http/route.hpp"

#include <utility>
#include <variant>

namespace latch::client {

namespace {

using base::Result;
using net::Task;

/// An answer, or why there is none.
using Reply = boost::system::result<net::Answer, net::Failure>;

/// Something went wrong before the request itself: with what it needs, or with who is told of it.
net::Failure unsent(base::Error error) {
    return {.error = std::move(error), .answer_begun = true};
}

/// Whether an answer broke off, and not who hears it.
bool is_of_network(const base::Error& error) {
    return error.kind() == base::ErrorKind::protocol || error.kind() == base::ErrorKind::timed_out;
}

} // namespace

class Talk::Conversation {
public:
    Conversation(
        http::Request request, Memory& memory, Audience& audience, const Surroundings& surroundings
    )
        : request_(std::move(request)), audience_(audience), surroundings_(surroundings),
          line_(memory, surroundings), tokens_(line_, surroundings),
          renewal_(line_, surroundings.renewer),
          retries_(surroundings.policy, std::chrono::steady_clock::now()) {
        line_.observe({
            .upload = [this](base::Bytes sent) { audience_.uploading(sent); },
            .download = [this](base::Bytes received) { audience_.downloading(received); },
        });
    }

    Outcome end(const Result<void>& result) {
        Outcome outcome;
        if (!result) {
            outcome.error = result.error();
        }
        CsrfOutcome csrf = std::move(tokens_).outcome();
        line_.learn(std::exchange(csrf.learned, {}));
        outcome.csrf = std::move(csrf);
        line_.hang_up(outcome);
        outcome.renewal = std::move(renewal_).outcome();
        return outcome;
    }

    Task<Result<void>> talk() {
        tokens_.begin(request_);
        for (;;) {
            co_await renewal_.renew_ahead(request_);
            Reply answer = co_await ask();
            const Result<bool> retrying = co_await wait_to_retry(answer);
            if (!retrying) {
                co_return retrying.error();
            }
            if (*retrying) {
                continue;
            }
            if (!answer) {
                co_return answer.error().error;
            }
            const std::size_t number = line_.remember(answer->hop(), retries_.tries_made());
            const Result<bool> again = co_await go_on_or_repeat(*answer, number);
            if (!again) {
                co_return again.error();
            }
            if (!*again && !turn_page()) {
                co_return Result<void>{};
            }
        }
    }

private:
    /// Waits, if what happened is of the moment, until it is time to send the request again:
    /// whether it is.
    Task<Result<bool>> wait_to_retry(Reply& reply) {
        const auto now = std::chrono::steady_clock::now();
        const unsigned tries = retries_.tries_made();
        const std::optional<Retry> retry = reply ? retries_.after(request_, reply->hop(), now)
                                                 : retries_.after(request_, reply.error(), now);
        if (!retry) {
            co_return false;
        }
        if (reply) {
            const std::size_t number = line_.remember(reply->hop(), tries);
            line_.set_aside(number);
            const Result<void> heard =
                co_await hear(*reply, audience_.answered_aside(reply->hop()), number);
            if (!heard && !is_of_network(heard.error())) {
                co_return heard.error();
            }
        }
        co_await pause(*retry);
        co_return true;
    }

    Task<void> pause(Retry retry) {
        audience_.retrying(retry);
        co_await line_.transport().pause(retry.delay);
        tokens_.begin(request_);
    }

    /// Obeys what follows from an answer, or waits until it is time to ask for it again because its
    /// body broke off: whether there is something to send.
    Task<Result<bool>> go_on_or_repeat(net::Answer& answer, std::size_t number) {
        Result<bool> again = co_await go_on(answer, number);
        if (again || !answer.has_broken_off()) {
            co_return again;
        }
        const BrokenOff broken{again.error(), true, audience_.can_take_back()};
        const auto retry = retries_.after(request_, broken, std::chrono::steady_clock::now());
        if (!retry) {
            co_return again;
        }
        line_.set_aside(number);
        const Result<Kept> kept = audience_.take_back();
        if (!kept) {
            co_return kept.error();
        }
        resumption_.ask(request_, *kept);
        co_await pause(*retry);
        co_return true;
    }

    /// Makes ready the request for the page that the audience wants behind the last answer: whether
    /// there is one.
    bool turn_page() {
        std::optional<http::Url> page = audience_.next_page();
        if (!page) {
            return false;
        }
        request_ = http::led_on(request_, *std::move(page), line_.hops().back().response);
        line_.settle();
        renewal_.turn_page();
        retries_.begin();
        resumption_.begin();
        redirects_ = 0;
        begin_request();
        tokens_.begin(request_);
        return true;
    }

    /// What was counted of the request before is over.
    void begin_request() {
        stale_nonces_ = 0;
        retries_.lead_on();
        line_.begin_request();
    }

    /// Obeys what follows from an answer: whether there is something to send because of it.
    Task<Result<bool>> go_on(net::Answer& answer, std::size_t number) {
        Step step = step_after(answer.hop());
        const bool leads_to_login = std::holds_alternative<Follow>(step) &&
                                    renewal_.loss(request_, answer.hop()) == access::Loss::certain;
        if (std::holds_alternative<Finish>(step) || leads_to_login) {
            Result<bool> again = co_await finish(answer, number);
            co_return again;
        }
        const Result<void> heard =
            co_await hear(answer, audience_.answered(answer.hop(), place_before(step)), number);
        if (!heard) {
            co_return heard.error();
        }
        if (const auto* const stop = std::get_if<GiveUp>(&step)) {
            co_return stop->error;
        }
        take(std::move(step));
        co_return true;
    }

    Step step_after(const http::Hop& hop) const {
        if (auto repeat = without_expectation(request_, hop)) {
            return *std::move(repeat);
        }
        return next_step(request_, hop.response, surroundings_.policy.redirects, progress());
    }

    /// Lets the audience have the last answer, unless the request is to be tried again with another
    /// CSRF token: whether it is. A refusal waits in memory until that is known.
    Task<Result<bool>> finish(net::Answer& answer, std::size_t number) {
        access::CsrfStep next = tokens_.answered(answer.hop(), request_);
        if (std::holds_alternative<access::CsrfDone>(next)) {
            Result<bool> again = co_await conclude(answer, number);
            co_return again;
        }
        Result<Heard> refusal = co_await listen(answer, whole);
        if (!refusal) {
            co_return refusal.error();
        }
        line_.complete(number, refusal->hop);
        std::vector<Heard> pages;
        next = co_await tokens_.fetched(std::move(next), request_, pages);
        if (std::holds_alternative<access::CsrfDone>(next)) {
            Result<bool> again = co_await conclude_refusal(*refusal, number);
            co_return again;
        }
        line_.set_aside(number);
        const Result<void> told = tell_aside(audience_, *refusal, pages);
        co_return told ? Result<bool>(true) : Result<bool>(told.error());
    }

    /// Lets the audience have the last answer, unless it tells that the session is lost and that
    /// can be mended: whether the request is to be sent again.
    Task<Result<bool>> conclude(net::Answer& answer, std::size_t number) {
        const access::Loss loss = renewal_.loss(request_, answer.hop());
        if (loss == access::Loss::suspected) {
            Result<bool> again = co_await conclude_suspect(answer, number);
            co_return again;
        }
        if (loss == access::Loss::none) {
            const Result<void> heard =
                co_await hear(answer, audience_.answered(answer.hop(), http::Place::final), number);
            co_return heard ? Result<bool>(false) : Result<bool>(heard.error());
        }
        Result<Heard> heard = co_await listen(answer, whole);
        if (!heard) {
            co_return heard.error();
        }
        line_.complete(number, heard->hop);
        Result<bool> again = co_await mend(*heard, number);
        co_return again;
    }

    Task<Result<bool>> conclude_refusal(const Heard& refusal, std::size_t number) {
        if (renewal_.loss(request_, refusal.hop) == access::Loss::certain) {
            Result<bool> again = co_await mend(refusal, number);
            co_return again;
        }
        const Result<void> told =
            tell(audience_, refusal, audience_.answered(refusal.hop, http::Place::final));
        co_return told ? Result<bool>(false) : Result<bool>(told.error());
    }

    /// The audience gets nothing of an answer before it is known what it is.
    Task<Result<bool>> conclude_suspect(net::Answer& answer, std::size_t number) {
        const http::Hop head = answer.hop();
        LaterSink shown([&] { return audience_.answered(head, http::Place::final); });
        const access::BodyClue clue = renewal_.clue(head);
        WatchedBody body;
        const Result<void> through =
            co_await answer.read_body(*body.onto(&shown, clue, WatchedBody::Manner::holding));
        line_.complete(number, std::move(answer).hop());
        if (access::signed_out(access::suspicion(clue, body.start()))) {
            const Heard page{.hop = line_.hops()[number], .body = std::string(body.start().bytes)};
            Result<bool> again = co_await mend(page, number);
            co_return again;
        }
        if (!through && !shown.is_unwanted()) {
            co_return through.error();
        }
        const Result<void> ended = audience_.ended(line_.hops()[number]);
        co_return ended ? Result<bool>(false) : Result<bool>(ended.error());
    }

    /// Gets the session back that an answer says is lost; if that fails, it is the last one.
    Task<Result<bool>> mend(const Heard& lost, std::size_t number) {
        const bool again = co_await renewal_.renew(request_);
        if (again) {
            line_.set_aside(number);
            tokens_.begin(request_);
        }
        const Result<void> told = tell(
            audience_,
            lost,
            again ? audience_.answered_aside(lost.hop)
                  : audience_.answered(lost.hop, http::Place::final)
        );
        co_return told ? Result<bool>(again) : Result<bool>(told.error());
    }

    Task<Reply> ask() {
        std::vector<Heard> pages;
        Result<http::PreparedRequest> prepared = co_await tokens_.made_ready(request_, pages);
        const Result<void> told = tell_fetched(audience_, pages);
        if (!told || !prepared) {
            co_return unsent(told ? prepared.error() : told.error());
        }
        const Result<void> suited = http::suit_to_route(*prepared, surroundings_.policy);
        if (!suited) {
            co_return unsent(suited.error());
        }
        Result<void> announced = audience_.sending(*prepared);
        if (!announced) {
            co_return unsent(announced.error());
        }
        Reply answer = co_await line_.send(*std::move(prepared), request_);
        co_return answer;
    }

    /// Lets the audience have the body of a hop that is recorded already, for which it has `sink`:
    /// its cookies count even if the body breaks off.
    Task<Result<void>> hear(net::Answer& answer, Result<http::BodySink*> sink, std::size_t number) {
        if (!sink) {
            co_return sink.error();
        }
        // Not a conditional expression: GCC 12 then frees a temporary that it never made.
        Result<void> through;
        if (*sink == nullptr) {
            through = co_await answer.discard_body();
        } else {
            through = co_await answer.read_body(**sink);
        }
        if (!through) {
            co_return through.error();
        }
        line_.complete(number, std::move(answer).hop());
        co_return audience_.ended(line_.hops()[number]);
    }

    Progress progress() const {
        return {
            .redirects = redirects_,
            .hops = earlier_hops(),
            .proof = line_.sign_on().proof(),
            .stale_nonces = stale_nonces_,
            .hsts = line_.hsts(),
        };
    }

    /// Those of this page but the one that was answered last.
    std::span<const http::Hop> earlier_hops() const {
        const std::span<const http::Hop> hops = line_.hops_of_page();
        return hops.first(hops.empty() ? 0 : hops.size() - 1);
    }

    /// Makes ready what the step wants to be sent next.
    void take(Step step) {
        if (auto* const follow = std::get_if<Follow>(&step)) {
            request_ = std::move(follow->next);
            ++redirects_;
            begin_request();
            tokens_.begin_led_on(request_);
        }
        if (auto* const repeat = std::get_if<Repeat>(&step)) {
            request_ = std::move(repeat->next);
        }
        if (auto* const authenticate = std::get_if<Authenticate>(&step)) {
            stale_nonces_ += line_.sign_on().proof() == DigestProof::fresh_nonce ? 1U : 0U;
            line_.sign_on().learn(http::origin(request_.url), std::move(authenticate->challenge));
        }
    }

    http::Request request_;
    Audience& audience_;
    const Surroundings& surroundings_;
    Line line_;
    CsrfTokens tokens_;
    Renewal renewal_;
    Retries retries_;
    Resumption resumption_;
    unsigned redirects_ = 0;
    unsigned stale_nonces_ = 0; ///< of the request as it stands
};

Talk::Talk(
    http::Request request, Memory& memory, Audience& audience, const Surroundings& surroundings
)
    : conversation_(
          std::make_unique<Conversation>(std::move(request), memory, audience, surroundings)
      ) {}

Talk::~Talk() = default;

Task<Result<void>> Talk::go() {
    return conversation_->talk();
}

Outcome Talk::end(const Result<void>& result) {
    return conversation_->end(result);
}

} // namespace latch::client
