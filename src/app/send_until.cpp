// SPDX-License-Identifier: MIT
#include "app/send_until.hpp"

#include "app/exit_code.hpp"
#include "app/inquiry.hpp"
#include "app/recording.hpp"
#include "app/standing.hpp"
#include "app/time_left.hpp"

#include "latch/base/duration.hpp"
#include "latch/base/signals.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::chrono::milliseconds;

} // namespace

/// Each try is a conversation of its own, with the session as it was at first.
class Waiting::Tries {
public:
    Tries(Means& means, const Errand& errand, Delivery& delivery, net::Transport& transport)
        : means_(means), errand_(errand), delivery_(delivery), transport_(transport),
          waiting_(*means.command().waiting), patience_(waiting_.patience),
          longest_try_(means.setup().policy.timeouts.total) {}

    const client::Outcome& outcome() const noexcept { return outcome_; }

    int conclude(const Result<void>& ended) {
        return ended ? concluded(standing_) : broken_off(ended.error());
    }

    flow::Case testcase() const {
        flow::Case testcase = delivery_.testcase(outcome_);
        testcase.tries = tries_;
        if (trouble_ && std::holds_alternative<flow::Passed>(testcase.outcome)) {
            testcase.outcome = broken_case({}, *trouble_, means_.report().secrets()).outcome;
        }
        return testcase;
    }

    net::Task<Result<void>> wait() {
        const TimeLeft time(patience_.limit);
        unsigned in_a_row = 0;
        for (;;) {
            const Standing standing = co_await send(time);
            in_a_row = standing == Standing::reached ? in_a_row + 1 : 0;
            if (in_a_row == patience_.times || is_final(standing)) {
                standing_ = standing;
                break;
            }
            if (time.is_over()) {
                break;
            }
            tell_of_change();
            co_await transport_.pause(time.within(patience_.pause));
            if (time.is_over()) {
                break;
            }
        }
        co_return Result<void>{};
    }

private:
    static bool is_final(Standing standing) {
        return standing == Standing::given_up || standing == Standing::hopeless;
    }

    net::Task<Standing> send(const TimeLeft& time) {
        milliseconds& limit = means_.setup().policy.timeouts.total;
        const milliseconds wish =
            longest_try_ == milliseconds::zero() ? milliseconds::max() : longest_try_;
        // None left is no limit to the policy, and neither is more than there is.
        limit = std::max(time.within(wish), milliseconds(1));
        limit = limit == milliseconds::max() ? milliseconds::zero() : limit;
        auto recording = std::make_unique<Recording>();
        session::Session session = means_.setup().session;
        std::optional<Renewing> renewing;
        const client::Surroundings surroundings =
            means_.surroundings(errand_, transport_, renewing);
        client::Outcome outcome =
            co_await client::hold(errand_.composed.request, session, *recording, surroundings);
        Try found = examined(outcome, *recording, time);
        const bool is_cut =
            found.error && found.error->kind() == ErrorKind::timed_out && time.is_over();
        ++tries_;
        // Of a try that the end of the time has cut off nothing is known.
        if (is_cut && tries_ > 1) {
            co_return Standing::not_yet;
        }
        outcome_ = std::move(outcome);
        recording_ = std::move(recording);
        last_ = std::move(found);
        co_return standing_of(last_);
    }

    Try examined(const client::Outcome& outcome, const Recording& recording, const TimeLeft& time)
        const {
        if (outcome.error || outcome.exchange.hops.empty()) {
            return {.error = outcome.error};
        }
        const auto verdicts = [&](std::vector<query::Expectation> expectations) {
            const cli::Questions questions{.expectations = std::move(expectations)};
            Inquiry inquiry(questions, delivery_.plan());
            inquiry.onto(nullptr);
            static_cast<void>(inquiry.write(recording.last_body())); // it goes nowhere
            inquiry.conclude(outcome.exchange, time.within(query::longest_thought));
            return inquiry.verdicts();
        };
        const std::vector<query::Expectation>& expected = means_.command().questions.expectations;
        return {
            .status = outcome.exchange.hops.back().response.status,
            .is_good =
                judge(outcome.exchange, means_.setup().policy.redirects, outcome.csrf).exit_code ==
                done,
            .goal = verdicts(waiting_.until.empty() ? expected : waiting_.until),
            .surrender = verdicts(waiting_.fail_if),
        };
    }

    void tell_of_change() {
        const std::string words = words_of(last_);
        if (words != told_ && means_.command().output.verbosity > 0 &&
            means_.command().output.quiet < 2) {
            means_.report().remark(words + "; waiting");
            told_ = words;
        }
    }

    /// Shows what the last try was answered, and says what came of it all.
    int concluded(Standing standing) {
        if (recording_ == nullptr) {
            return timed_out();
        }
        if (standing != Standing::reached) {
            delivery_.refuse();
        }
        const Result<void> shown = recording_->replay(delivery_.open());
        delivery_.close();
        if (!shown && !outcome_.error) {
            outcome_.error = shown.error();
        }
        if (outcome_.error && standing == Standing::not_yet) {
            static_cast<void>(delivery_.finish());
            return timed_out();
        }
        const int code = delivery_.complete(outcome_);
        if (code != done) {
            return code;
        }
        if (standing == Standing::not_yet) {
            return timed_out();
        }
        return standing == Standing::given_up ? given_up() : delivery_.verdict(outcome_);
    }

    int broken_off(const Error& error) {
        trouble_ = error;
        return means_.report().fail(error);
    }

    int timed_out() {
        const Complaint complaint = complaint_about(last_.goal);
        const std::string what = complaint.what.empty() ? "" : ", " + complaint.what;
        report(Error(
                   ErrorKind::timed_out,
                   "not what is waited for after " + base::decimal_seconds(patience_.limit) + " s"
        )
                   .because(
                       "last state: " + words_of(last_) + what + " (" +
                       (tries_ == 1 ? "1 try" : std::to_string(tries_) + " tries") + ')'
                   )
                   .hinting(complaint.list));
        return not_up;
    }

    int given_up() {
        const auto reason = std::ranges::find_if(last_.surrender, &query::Verdict::holds);
        report(Error(ErrorKind::timed_out, "waiting is pointless")
                   .because(reason->expression)
                   .hinting("actual    " + reason->actual));
        return expectation_failed;
    }

    void report(const Error& error) {
        trouble_ = error;
        if (means_.command().output.quiet < 2) {
            means_.report().error(error);
        }
    }

    Means& means_;
    const Errand& errand_;
    Delivery& delivery_;
    net::Transport& transport_;
    const cli::Waiting& waiting_;
    const cli::Patience& patience_;
    milliseconds longest_try_; ///< zero: no limit
    unsigned tries_ = 0;
    Standing standing_ = Standing::not_yet;
    // Of the last try that came to an end.
    client::Outcome outcome_;
    std::unique_ptr<Recording> recording_;
    Try last_;
    std::optional<Error> trouble_; ///< why that is not what was waited for
    std::string told_;             ///< the words that were shown last
};

Waiting::Waiting(Means& means, const Errand& errand, Delivery& delivery, net::Transport& transport)
    : tries_(std::make_unique<Tries>(means, errand, delivery, transport)) {}

Waiting::~Waiting() = default;

net::Task<Result<void>> Waiting::wait() {
    return tries_->wait();
}

const client::Outcome& Waiting::outcome() const noexcept {
    return tries_->outcome();
}

int Waiting::conclude(const Result<void>& ended) {
    return tries_->conclude(ended);
}

flow::Case Waiting::testcase() const {
    return tries_->testcase();
}

Result<void> check_waiting(const cli::Send& command, const Errand& errand) {
    const http::StreamBody* const once = http::unrepeatable_part(errand.composed.request.body);
    if (!command.waiting || once == nullptr) {
        return {};
    }
    return base::Error(base::ErrorKind::usage, "--wait cannot send " + once->name + " again")
        .hinting("give the body as a file");
}

int send_until(Means& means, const Errand& errand, Delivery& delivery, Reporting& reporting) {
    http::Policy policy = means.setup().policy;
    policy.timeouts.total = milliseconds::zero(); // each try has that time
    net::Transport transport(policy, &means.tickets().tickets());
    Waiting waiting(means, errand, delivery, transport);
    std::optional<base::SignalsHeld> until_saved(std::in_place);
    const Result<void> ended = transport.run(waiting.wait());
    // What the server handed out with the answer that counts.
    means.keeping().add(errand.composed.typed, waiting.outcome());
    const Result<session::Updated> kept = means.save();
    until_saved.reset();
    const int code = waiting.conclude(ended);
    means.keeping().tell(kept, means.report());
    if (reporting.is_wanted()) {
        reporting.put(0, waiting.testcase());
    }
    return code == done && !kept ? exit_code_for(kept.error().kind()) : code;
}

} // namespace latch::app
