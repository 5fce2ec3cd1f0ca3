// SPDX-License-Identifier: MIT
#include "app/send_until.hpp"

#include "app/exit_code.hpp"
#include "app/inquiry.hpp"
#include "app/recording.hpp"
#include "app/standing.hpp"
#include "app/time_left.hpp"

#include "latch/base/duration.hpp"
#include "latch/base/signals.hpp"
#include "latch/client/pause.hpp"

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

/// A request from its first try to its exit code. Each try is a conversation of its own, over
/// connections of its own and with the session as it was at first.
class Waiting {
public:
    Waiting(Means& means, const Errand& errand, Delivery& delivery)
        : means_(means), errand_(errand), delivery_(delivery), waiting_(*means.command().waiting),
          patience_(waiting_.patience), longest_try_(means.setup().policy.timeouts.total) {}

    int run() {
        std::optional<base::SignalsHeld> until_saved(std::in_place);
        const Result<Standing> standing = wait();
        // What the server handed out with the answer that counts.
        means_.keeping().add(errand_.composed.typed, outcome_);
        const Result<session::Updated> kept = means_.save();
        until_saved.reset();
        const int code = standing ? concluded(*standing) : broken_off(standing.error());
        means_.keeping().tell(kept, means_.report());
        return code == done && !kept ? exit_code_for(kept.error().kind()) : code;
    }

    flow::Case testcase() const {
        flow::Case testcase = delivery_.testcase(outcome_);
        testcase.tries = tries_;
        if (trouble_ && std::holds_alternative<flow::Passed>(testcase.outcome)) {
            testcase.outcome = broken_case({}, *trouble_, means_.report().secrets()).outcome;
        }
        return testcase;
    }

private:
    /// Errors: `interrupted`, `terminated`.
    Result<Standing> wait() {
        const TimeLeft time(patience_.limit);
        unsigned in_a_row = 0;
        for (;;) {
            const Standing standing = send(time);
            in_a_row = standing == Standing::reached ? in_a_row + 1 : 0;
            if (in_a_row == patience_.times || is_final(standing)) {
                return standing;
            }
            if (time.is_over()) {
                return Standing::not_yet;
            }
            tell_of_change();
            if (auto paused = client::pause(time.within(patience_.pause)); !paused) {
                return paused.error();
            }
            if (time.is_over()) {
                return Standing::not_yet;
            }
        }
    }

    static bool is_final(Standing standing) {
        return standing == Standing::given_up || standing == Standing::hopeless;
    }

    Standing send(const TimeLeft& time) {
        milliseconds& limit = means_.setup().policy.timeouts.total;
        const milliseconds wish =
            longest_try_ == milliseconds::zero() ? milliseconds::max() : longest_try_;
        // None left is no limit to the policy, and neither is more than there is.
        limit = std::max(time.within(wish), milliseconds(1));
        limit = limit == milliseconds::max() ? milliseconds::zero() : limit;
        auto recording = std::make_unique<Recording>();
        client::Outcome outcome = converse(*recording);
        Try found = examined(outcome, *recording, time);
        const bool is_cut =
            found.error && found.error->kind() == ErrorKind::timed_out && time.is_over();
        ++tries_;
        // Of a try that the end of the time has cut off nothing is known.
        if (is_cut && tries_ > 1) {
            return Standing::not_yet;
        }
        outcome_ = std::move(outcome);
        recording_ = std::move(recording);
        last_ = std::move(found);
        return standing_of(last_);
    }

    client::Outcome converse(client::Audience& audience) {
        session::Session session = means_.setup().session;
        net::Transport transport(means_.setup().policy, &means_.tickets().tickets());
        std::optional<Renewing> renewing;
        return client::converse(
            errand_.composed.request,
            session,
            audience,
            means_.surroundings(errand_, transport, renewing)
        );
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
    const cli::Waiting& waiting_;
    const cli::Patience& patience_;
    milliseconds longest_try_; ///< zero: no limit
    unsigned tries_ = 0;
    // Of the last try that came to an end.
    client::Outcome outcome_;
    std::unique_ptr<Recording> recording_;
    Try last_;
    std::optional<Error> trouble_; ///< why that is not what was waited for
    std::string told_;             ///< the words that were shown last
};

} // namespace

int send_until(Means& means, const Errand& errand, Delivery& delivery, Reporting& reporting) {
    Waiting waiting(means, errand, delivery);
    const int code = waiting.run();
    if (reporting.is_wanted()) {
        reporting.put(0, waiting.testcase());
    }
    return code;
}

} // namespace latch::app
