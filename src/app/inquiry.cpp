// SPDX-License-Identifier: MIT
#include "app/inquiry.hpp"

#include "latch/base/file.hpp"
#include "latch/base/secret.hpp"
#include "latch/base/shell.hpp"
#include "latch/base/text.hpp"
#include "latch/output/in_utf8.hpp"

#include <algorithm>
#include <utility>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

bool needs_body(const cli::Questions& questions) {
    const auto needs = [](const auto& question) { return question.needs_body(); };
    return std::ranges::any_of(questions.expectations, needs) ||
           std::ranges::any_of(
               questions.captures,
               [](const query::Capture& each) { return each.query.needs_body(); }
           ) ||
           questions.extract.has_value();
}

Result<void>
provide(std::vector<query::Expectation>& expectations, const base::Environment& environment) {
    for (query::Expectation& expectation : expectations) {
        if (expectation.file().empty()) {
            continue;
        }
        const auto place = environment.resolve(std::string(expectation.file()));
        auto content = base::read_whole(place, Inquiry::largest.count);
        if (!content) {
            return content.error();
        }
        expectation.provide(*std::move(content));
    }
    return {};
}

} // namespace

Inquiry::Inquiry(
    const cli::Questions& questions, const output::OutputPlan& plan, base::Bytes excerpt
)
    : questions_(questions), plan_(plan), needs_body_(needs_body(questions)),
      most_kept_(needs_body_ ? largest : excerpt) {}

http::BodySink* Inquiry::onto(http::BodySink* shown) {
    shown_ = shown;
    body_ = {};
    return this;
}

Result<void> Inquiry::write(std::string_view bytes) {
    body_.size.count += bytes.size();
    if (needs_body_ && body_.size.count > largest.count) {
        body_.problem = "the body has more than 256 MiB";
        body_.bytes = {};
    } else if (body_.bytes.size() < most_kept_.count) {
        body_.bytes += bytes.substr(0, most_kept_.count - body_.bytes.size());
    }
    if (shown_ == nullptr) {
        return {};
    }
    auto written = shown_->write(bytes);
    if (!written && written.error().kind() == ErrorKind::output_closed) {
        shown_ = nullptr; // the questions are still to be answered
        return {};
    }
    return written;
}

Result<void> Inquiry::finish() {
    return shown_ == nullptr ? Result<void>() : shown_->finish();
}

void Inquiry::conclude(const http::Exchange& exchange, std::chrono::milliseconds patience) {
    if (!body_.bytes.empty()) {
        const http::Headers& headers = exchange.hops.back().response.headers;
        body_.text = output::text_in_utf8(headers, body_.bytes, plan_);
    }
    answer_.emplace(exchange.hops, body_, patience);
}

std::vector<query::Verdict> Inquiry::verdicts() {
    std::vector<query::Verdict> verdicts;
    for (const query::Expectation& expectation : questions_.expectations) {
        verdicts.push_back(expectation.check(*answer_));
    }
    return verdicts;
}

void Inquiry::learn_secrets(base::Redactor& secrets) {
    for (const query::Capture& capture : questions_.captures) {
        auto value = capture.is_secret ? take(capture, *answer_) : std::string();
        if (value) {
            secrets.learn(base::Secret(*std::move(value)));
        }
    }
}

Extract Inquiry::lines() {
    return questions_.extract ? extracted() : captured();
}

Extract Inquiry::extracted() {
    const query::Found found = questions_.extract->ask(*answer_);
    Extract extract;
    for (const query::Json& value : found.values) {
        extract.lines.push_back(questions_.extracts_json ? to_text(value) : to_plain_text(value));
    }
    const std::string what = extract.lines.empty() ? "nothing to print" : "nothing more to print";
    if (!found.problem.empty()) {
        extract.problem = Error(ErrorKind::protocol, what).because(found.problem);
    } else if (extract.lines.empty()) {
        extract.problem =
            Error(ErrorKind::protocol, what).because(questions_.extract->text() + " has no output");
    }
    return extract;
}

/// All of them or none: a script that sets half of its variables is none the wiser.
Extract Inquiry::captured() {
    Extract extract;
    for (const query::Capture& capture : questions_.captures) {
        const auto value = take(capture, *answer_);
        if (!value) {
            return {.lines = {}, .problem = value.error()};
        }
        extract.lines.push_back(capture.name + '=' + base::shell_word(*value));
    }
    return extract;
}

Result<std::vector<Captured>> Inquiry::captures() {
    std::vector<Captured> captures;
    for (const query::Capture& capture : questions_.captures) {
        auto taken = take_value(capture, *answer_);
        if (!taken) {
            return taken.error();
        }
        captures.push_back({capture.name, *std::move(taken), capture.is_secret});
    }
    return captures;
}

Result<void> provide_files(cli::Send& command, const base::Environment& environment) {
    auto provided = provide(command.questions.expectations, environment);
    if (provided && command.waiting) {
        provided = provide(command.waiting->until, environment);
    }
    if (provided && command.waiting) {
        provided = provide(command.waiting->fail_if, environment);
    }
    return provided;
}

Complaint complaint_about(const std::vector<query::Verdict>& verdicts) {
    Complaint complaint;
    std::size_t failures = 0;
    for (const query::Verdict& verdict : verdicts) {
        if (verdict.holds) {
            continue;
        }
        ++failures;
        complaint.list += complaint.list.empty() ? "" : "\n";
        // A value of several lines must not look like another verdict.
        complaint.list += base::printable(verdict.expression) + "\n  actual    " +
                          base::printable(verdict.actual) + "\n  expected  " +
                          base::printable(verdict.expected);
    }
    if (failures > 0) {
        complaint.what = verdicts.size() == 1
                             ? "the expectation failed"
                             : std::to_string(failures) + " of " +
                                   base::counted(verdicts.size(), "expectation") + " failed";
    }
    return complaint;
}

} // namespace latch::app
