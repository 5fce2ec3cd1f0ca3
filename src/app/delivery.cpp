// SPDX-License-Identifier: MIT
#include "app/delivery.hpp"

#include "app/exit_code.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace latch::app {

output::OutputPlan
plan_for(const cli::Send& command, const Report& report, const base::Environment& environment) {
    output::OutputPlan plan = output::plan_output(command.output, environment);
    plan.known = &report.secrets();
    return plan;
}

Delivery::Delivery(const Errand& errand, Terms terms)
    : errand_(errand), terms_(std::move(terms)),
      show_(terms_.plan, terms_.environment, terms_.lane) {
    const bool is_reported = !terms_.command.reports.empty() || !terms_.name.empty();
    if (is_reported || terms_.command.questions.any()) {
        inquiry_.emplace(
            terms_.command.questions, terms_.plan, is_reported ? base::kibibytes(8) : base::Bytes{}
        );
    }
    if (is_reported) {
        name_ = terms_.name.empty() ? case_name(errand.composed.request) : terms_.name;
    }
}

client::Audience& Delivery::open() {
    const cli::Send& command = terms_.command;
    return screen_.emplace(
        show_,
        terms_.report,
        ScreenRules{
            .plan = terms_.plan,
            .environment = terms_.environment,
            .login_pages = goes_by_status() ? LoginPages::withheld : LoginPages::as_planned,
            .tells_retries = command.output.quiet < 2,
            .paging = paging(),
            .hsts = &terms_.setup.hsts,
            .receiving = terms_.receiving,
            .inquiry = inquiry_ ? &*inquiry_ : nullptr,
        }
    );
}

void Delivery::close() {
    body_is_whole_ = screen_->body_start().is_whole;
    body_start_ = screen_->body_start().bytes;
    if (const Pages* const pages = screen_->pages()) {
        list_ = {.pages = pages->count(), .is_over = pages->is_over(), .is_cut = pages->is_cut()};
    }
    screen_.reset();
}

int Delivery::complete(const client::Outcome& outcome) {
    if (inquiry_ && !outcome.error && !outcome.exchange.hops.empty()) {
        inquire(outcome);
    }
    return complete(explained(outcome));
}

/// Has the answer asked, and what is taken out of it shown. A refusal has nothing to take out.
void Delivery::inquire(const client::Outcome& outcome) {
    inquiry_->conclude(outcome.exchange);
    inquiry_->learn_secrets(terms_.report.secrets());
    verdicts_ = inquiry_->verdicts();
    const cli::Questions& questions = terms_.command.questions;
    const bool prints_captures = !questions.captures.empty() && !terms_.keeps_captures;
    if (is_refused(outcome)) {
        return;
    }
    if (terms_.keeps_captures) {
        keep_captures();
    }
    if (!questions.extract && !prints_captures) {
        return;
    }
    const Extract extract = inquiry_->lines();
    without_extract_ = extract.problem;
    if (terms_.plan.body_place == output::BodyPlace::lines) {
        static_cast<void>(show_.lines(extract.lines)); // `finish` tells of what went wrong
        return;
    }
    for (const std::string& line : extract.lines) {
        terms_.report.print(line + '\n');
    }
}

void Delivery::keep_captures() {
    auto captures = inquiry_->captures();
    if (captures) {
        captures_ = *std::move(captures);
    } else {
        without_extract_ = captures.error();
    }
}

/// Whether the status tells if the answer is good: nothing else was said about that.
bool Delivery::goes_by_status() const noexcept {
    const cli::Send& command = terms_.command;
    const bool has_goal = command.waiting && !command.waiting->until.empty();
    return command.check_status && command.questions.expectations.empty() && !has_goal;
}

bool Delivery::is_refused(const client::Outcome& outcome) const {
    return is_refused_ || !std::ranges::all_of(verdicts_, &query::Verdict::holds) ||
           (goes_by_status() && judgement(outcome).exit_code != done);
}

int Delivery::verdict(const client::Outcome& outcome) {
    tell_of_means(outcome);
    const int code = judged(outcome);
    if (code != done) {
        return code;
    }
    const int listing = listed(outcome);
    return listing == done ? told_of_questions() : listing;
}

/// By what was expected, if anything was; else by the status.
int Delivery::judged(const client::Outcome& outcome) const {
    if (verdicts_.empty()) {
        return goes_by_status() ? checked(outcome) : done;
    }
    const Complaint complaint = complaint_about(verdicts_);
    if (complaint.what.empty()) {
        return done;
    }
    if (terms_.command.output.quiet < 2) {
        terms_.report.remark(complaint.what, complaint.list);
    }
    return expectation_failed;
}

/// Why the answer is none that was asked for, where nothing was expected of it.
std::string Delivery::refusal_in(const client::Outcome& outcome) const {
    const bool counts = goes_by_status() && !outcome.error && !outcome.exchange.hops.empty();
    const Judgement verdict = counts ? judgement(outcome) : Judgement{};
    return verdict.exit_code == done ? "" : verdict.what;
}

flow::Case Delivery::testcase(const client::Outcome& outcome) const {
    return case_of(
        name_,
        {.outcome = outcome,
         .verdicts = verdicts_,
         .refusal = refusal_in(outcome),
         .error = outcome.error ? outcome.error : without_extract_,
         .body = inquiry_->body()},
        terms_.report.secrets()
    );
}

int Delivery::told_of_questions() const {
    if (!without_extract_) {
        return done;
    }
    if (terms_.command.output.quiet < 2) {
        terms_.report.error(*without_extract_);
    }
    return nothing_to_extract;
}

std::optional<query::PagingRules> Delivery::paging() const {
    if (terms_.command.output.list == output::List::none) {
        return std::nullopt;
    }
    return paging_rules(terms_.command.max_pages, errand_.composed.request, terms_.setup.session);
}

/// In a line each, what was done that nobody typed.
void Delivery::tell_of_means(const client::Outcome& outcome) const {
    if (terms_.command.output.verbosity == 0 || terms_.command.output.quiet > 1) {
        return;
    }
    if (!outcome.renewal.summary.empty()) {
        terms_.report.remark("session: " + outcome.renewal.summary, "");
    }
    if (!outcome.csrf.summary.empty()) {
        terms_.report.remark("csrf: " + outcome.csrf.summary, "");
    }
}

/// Whether the last answer should have been a page, and was none.
bool Delivery::broke_off() const noexcept {
    return list_.pages > 0 && !list_.is_over;
}

/// What became of a list when nothing else went wrong.
int Delivery::listed(const client::Outcome& outcome) const {
    if (list_.is_cut && terms_.command.output.quiet < 2) {
        terms_.report.remark("there are more than " + base::counted(list_.pages, "page"));
    }
    if (!broke_off()) {
        return done;
    }
    const unsigned status = outcome.exchange.hops.back().response.status;
    return terms_.report.fail(
        base::Error(base::ErrorKind::protocol, "no page " + std::to_string(list_.pages + 1))
            .because("HTTP " + std::to_string(status))
    );
}

/// Why there was a connection that nobody typed.
std::optional<base::Error> Delivery::explained(const client::Outcome& outcome) const {
    const auto is = [&](base::ErrorKind kind) {
        return outcome.error && outcome.error->kind() == kind;
    };
    const bool is_of_https =
        is(base::ErrorKind::connect) || is(base::ErrorKind::tls) || is(base::ErrorKind::protocol);
    if (!is_of_https || !errand_.composed.secured || !outcome.exchange.hops.empty()) {
        return outcome.error;
    }
    return base::Error(*outcome.error)
        .hinting("the host asked for https earlier (HSTS); --no-hsts reaches it as typed");
}

/// Completes the output, whatever happened, and reports what went wrong first.
int Delivery::complete(const std::optional<base::Error>& error) {
    const auto finished = show_.finish();
    if (error) {
        return terms_.report.fail(advised(*error));
    }
    return finished ? done : terms_.report.fail(finished.error());
}

/// The error of a download that can be continued says how.
base::Error Delivery::advised(const base::Error& error) const {
    const std::filesystem::path part = show_.left_behind();
    if (part.empty() || !error.hint().empty()) {
        return error;
    }
    const auto name = part.lexically_proximate(terms_.environment.working_directory);
    return base::Error(error).hinting(
        "fetch the rest with --download --continue --output=" + name.string()
    );
}

/// What the status means, said where the response head is not on a terminal to say it.
int Delivery::checked(const client::Outcome& outcome) const {
    if (show_.was_complete()) {
        return done;
    }
    const Judgement verdict = judgement(outcome);
    const bool says_words = !shows_body() && !verdict.words.empty();
    const bool shows_status = terms_.plan.shows_status && !broke_off();
    const bool is_news = !shows_status || says_words || !verdict.hint.empty();
    if (verdict.exit_code != done && is_news && terms_.command.output.quiet < 2) {
        const std::string place =
            broke_off() ? "page " + std::to_string(list_.pages + 1) + ": " : "";
        terms_.report.remark(
            place + verdict.what + (says_words ? ": " + verdict.words : ""), verdict.hint
        );
    }
    return verdict.exit_code;
}

Judgement Delivery::judgement(const client::Outcome& outcome) const {
    return with_renewal(
        judge(outcome.exchange, counted_redirects(), outcome.csrf, {body_start_, body_is_whole_}),
        outcome.renewal
    );
}

/// Whether the body stands where the user reads it anyway.
bool Delivery::shows_body() const {
    return terms_.environment.out.is_terminal && !terms_.plan.file &&
           terms_.plan.parts.response_body && !broke_off();
}

/// Nothing is saved of a redirect that leads nowhere, or of 304, so that it is no success.
http::RedirectPolicy Delivery::counted_redirects() const {
    http::RedirectPolicy policy = terms_.setup.policy.redirects;
    policy.follow = policy.follow && terms_.plan.download == output::Download::none;
    return policy;
}

} // namespace latch::app
