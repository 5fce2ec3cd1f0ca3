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
    if (needs_body_ && body_.size > largest) {
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

void Inquiry::conclude(const http::Exchange& exchange) {
    exchange_ = &exchange;
    if (!body_.bytes.empty()) {
        const http::Headers& headers = exchange.hops.back().response.headers;
        body_.text = output::text_in_utf8(headers, body_.bytes, plan_);
    }
}

std::vector<query::Verdict> Inquiry::verdicts() const {
    query::Answer answer(exchange_->hops, body_);
    std::vector<query::Verdict> verdicts;
    for (const query::Expectation& expectation : questions_.expectations) {
        verdicts.push_back(expectation.check(answer));
    }
    return verdicts;
}

Result<std::vector<std::string>> Inquiry::lines(base::Redactor& secrets) const {
    query::Answer answer(exchange_->hops, body_);
    return questions_.extract ? extracted(answer) : captured(answer, secrets);
}

Result<std::vector<std::string>> Inquiry::extracted(query::Answer& answer) const {
    const query::Found found = questions_.extract->ask(answer);
    std::vector<std::string> lines;
    for (const query::Json& value : found.values) {
        lines.push_back(questions_.extracts_json ? to_text(value) : to_plain_text(value));
    }
    if (!found.problem.empty()) {
        return Error(ErrorKind::protocol, "nothing to print").because(found.problem);
    }
    if (lines.empty()) {
        return Error(ErrorKind::protocol, "nothing to print")
            .because(questions_.extract->text() + " has no output");
    }
    return lines;
}

Result<std::vector<std::string>>
Inquiry::captured(query::Answer& answer, base::Redactor& secrets) const {
    std::vector<std::string> lines;
    for (const query::Capture& capture : questions_.captures) {
        auto value = take(capture, answer);
        if (!value) {
            return value.error();
        }
        lines.push_back(capture.name + '=' + base::shell_word(*value));
        if (capture.is_secret) {
            secrets.learn(base::Secret(*std::move(value)));
        }
    }
    return lines;
}

std::vector<query::Verdict> verdicts_on(
    const cli::Questions& questions,
    const http::Exchange& exchange,
    std::string_view body,
    const output::OutputPlan& plan
) {
    Inquiry inquiry(questions, plan);
    inquiry.onto(nullptr);
    static_cast<void>(inquiry.write(body)); // it goes nowhere
    inquiry.conclude(exchange);
    return inquiry.verdicts();
}

Result<void>
provide_files(std::vector<query::Expectation>& expectations, const base::Environment& environment) {
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

Complaint complaint_about(const std::vector<query::Verdict>& verdicts) {
    Complaint complaint;
    std::size_t failures = 0;
    for (const query::Verdict& verdict : verdicts) {
        if (verdict.holds) {
            continue;
        }
        ++failures;
        complaint.list += complaint.list.empty() ? "" : "\n";
        complaint.list += verdict.expression + "\n  actual    " + verdict.actual +
                          "\n  expected  " + verdict.expected;
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
