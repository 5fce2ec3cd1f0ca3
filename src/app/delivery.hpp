// SPDX-License-Identifier: MIT
#pragma once

#include "app/inquiry.hpp"
#include "app/judge.hpp"
#include "app/report.hpp"
#include "app/screen.hpp"
#include "app/setup.hpp"
#include "app/testcase.hpp"

#include "latch/cli/invocation.hpp"
#include "latch/client/conversation.hpp"
#include "latch/output/lanes.hpp"
#include "latch/output/show.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace latch::app {

/// One request's answer on its way to the user: it is shown while it comes, and judged in the end.
class Delivery {
public:
    /// Everything but the plan must outlive the object.
    struct Terms {
        const cli::Send& command;
        const Setup& setup; ///< its policy, and the hosts that want TLS as the run goes on
        const base::Environment& environment;
        Report& report;
        output::OutputPlan plan;
        output::Lane* lane = nullptr; ///< where it is shown; null: on standard output
        /// Hears how much of a body has come; empty: nobody.
        std::function<void(base::Bytes)> receiving{};
        std::string name{};          ///< in reports; empty: that of the request
        bool keeps_captures = false; ///< for `captures`, instead of printing them
    };

    /// `errand` must outlive the object.
    Delivery(const Errand& errand, Terms terms);

    output::Show& show() noexcept { return show_; }

    const output::OutputPlan& plan() const noexcept { return terms_.plan; }

    /// Who hears of the answer. Its progress line is on the terminal until `close`.
    client::Audience& open();

    /// The conversation is over.
    void close();

    /// The answer is not the one that was wanted: nothing is taken out of it.
    void refuse() noexcept { is_refused_ = true; }

    /// Completes the output, where it is somebody else who tells what went wrong.
    base::Result<void> finish() { return show_.finish(); }

    /// Completes the output, whatever happened, and reports what went wrong first: the exit code.
    int complete(const std::optional<base::Error>& error);

    /// The same of an exchange, whose answer is asked first what there is to ask.
    int complete(const client::Outcome& outcome);

    /// What a whole answer means, said where it does not stand on a terminal: the exit code.
    int verdict(const client::Outcome& outcome);

    /// What was captured, if that was to be kept; after `complete`.
    const std::vector<Captured>& captures() const noexcept { return captures_; }

    /// What came of it, for a report; after `complete` and `verdict`.
    flow::Case testcase(const client::Outcome& outcome) const;

private:
    std::optional<query::PagingRules> paging() const;
    void inquire(const client::Outcome& outcome);
    void keep_captures();
    bool goes_by_status() const noexcept;
    bool is_refused(const client::Outcome& outcome) const;
    int judged(const client::Outcome& outcome) const;
    int told_of_questions() const;
    std::string refusal_in(const client::Outcome& outcome) const;
    bool broke_off() const noexcept;
    int listed(const client::Outcome& outcome) const;
    std::optional<base::Error> explained(const client::Outcome& outcome) const;
    void tell_of_means(const client::Outcome& outcome) const;
    base::Error advised(const base::Error& error) const;
    int checked(const client::Outcome& outcome) const;
    Judgement judgement(const client::Outcome& outcome) const;
    bool shows_body() const;
    http::RedirectPolicy counted_redirects() const;

    const Errand& errand_;
    std::string name_; ///< in reports: the request may be gone by then
    Terms terms_;
    output::Show show_;
    std::optional<Inquiry> inquiry_;
    std::optional<Screen> screen_;
    bool is_refused_ = false;
    std::vector<query::Verdict> verdicts_; ///< on what was expected
    std::vector<Captured> captures_;
    std::optional<base::Error> without_extract_; ///< why nothing was taken out of the answer
    std::string body_start_;                     ///< of the last answer, where it tells anything
    bool body_is_whole_ = false;

    /// How far a list has come.
    struct {
        unsigned pages = 0;
        bool is_over = false;
        bool is_cut = false;
    } list_;
};

/// What is shown, and what is not: the report has to outlive the plan.
output::OutputPlan
plan_for(const cli::Send& command, const Report& report, const base::Environment& environment);

} // namespace latch::app
