// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/redactor.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/exchange.hpp"
#include "latch/output/plan.hpp"
#include "latch/query/answer.hpp"
#include "latch/query/capture.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::app {

/// What was taken out of an answer: lines to print, and why there are no more, or none.
struct Extract {
    std::vector<std::string> lines{};
    std::optional<base::Error> problem{};
};

/// A value that was captured, for whoever goes on with it.
struct Captured {
    std::string name;
    query::Taken taken;
    bool is_secret = false;
};

/// What is asked about one answer: keeps its body while that is shown to others, as far as a
/// question is about it, and has the questions answered in the end.
class Inquiry final : public http::BodySink {
public:
    /// Nobody asks about larger ones by accident, and they have to fit into memory.
    static constexpr base::Bytes largest = base::mebibytes(256);

    /// Keeps that much of a body which no question is about. Both must outlive the object.
    Inquiry(
        const cli::Questions& questions, const output::OutputPlan& plan, base::Bytes excerpt = {}
    );

    /// Begins anew with an answer whose body goes to `shown`; null if nobody else wants it.
    http::BodySink* onto(http::BodySink* shown);

    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

    /// The exchange is over: its body is read as the head of its last answer says. One question may
    /// take `patience`. The exchange must outlive what is asked from now on.
    void conclude(
        const http::Exchange& exchange, std::chrono::milliseconds patience = query::longest_thought
    );

    /// The body of the last answer, as much as was kept.
    const query::Body& body() const noexcept { return body_; }

    /// What became of each expectation.
    std::vector<query::Verdict> verdicts();

    /// Makes known what --capture calls a secret, before anything of the answer is told.
    void learn_secrets(base::Redactor& secrets);

    /// What --jq prints, or --capture.
    Extract lines();

    /// What --capture takes out: all of it or nothing. Errors: `protocol`.
    base::Result<std::vector<Captured>> captures();

private:
    Extract extracted();
    Extract captured();

    const cli::Questions& questions_;
    const output::OutputPlan& plan_;
    bool needs_body_;
    base::Bytes most_kept_;
    http::BodySink* shown_ = nullptr;
    query::Body body_;
    std::optional<query::Answer> answer_; ///< one for all questions: it reads its JSON once
};

/// Reads the files that expectations of a command compare with, before anything is sent. Errors:
/// `file`.
base::Result<void> provide_files(cli::Send& command, const base::Environment& environment);

/// The words for expectations that did not hold; empty if all did.
struct Complaint {
    std::string what; ///< "1 of 2 expectations failed"
    std::string list; ///< what was found and expected, some lines each
};

Complaint complaint_about(const std::vector<query::Verdict>& verdicts);

} // namespace latch::app
