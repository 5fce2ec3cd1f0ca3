// SPDX-License-Identifier: MIT
#include "app/testcase.hpp"

#include "latch/output/redact.hpp"

#include <utility>
#include <variant>

namespace latch::app {

namespace {

/// As much of a body as a reader of a report looks at.
constexpr std::size_t longest_excerpt = 4096;

std::string excerpt(std::string_view body) {
    if (body.size() <= longest_excerpt) {
        return std::string(body);
    }
    return std::string(body.substr(0, longest_excerpt)) + "\n[...]";
}

std::string lines_of(const http::Headers& headers) {
    std::string text;
    for (const http::Header& header : headers) {
        text += header.name + ": " + output::redacted(header) + '\n';
    }
    return text;
}

std::string status_line(const http::ResponseHead& response) {
    return std::string(response.version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ") +
           std::to_string(response.status) + (response.reason.empty() ? "" : ' ' + response.reason);
}

std::string sent(const http::PreparedRequest& request) {
    std::string text = request.method + ' ' + http::to_string(request.url) + '\n';
    text += lines_of(request.headers);
    const auto* const body = std::get_if<http::BytesBody>(&request.body);
    return body == nullptr ? text : text + '\n' + excerpt(body->bytes);
}

std::string received(const http::ResponseHead& response, const query::Body& body) {
    const std::string& text = body.text.empty() ? body.bytes : body.text;
    return lines_of(response.headers) + '\n' + excerpt(text);
}

flow::Broken broken_by(const base::Error& error) {
    return {error.what() + (error.cause().empty() ? "" : ": " + error.cause())};
}

flow::Outcome outcome_of(const Facts& facts) {
    if (facts.error) {
        return broken_by(*facts.error);
    }
    flow::Failed failed;
    for (const query::Verdict& verdict : facts.verdicts) {
        if (!verdict.holds) {
            failed.expectations.push_back(
                {.expression = verdict.expression,
                 .actual = verdict.actual,
                 .expected = verdict.expected,
                 .place = {}}
            );
        }
    }
    if (facts.verdicts.empty() && !facts.refusal.empty()) {
        failed.expectations.push_back(
            {.expression = "success",
             .actual = facts.refusal,
             .expected = "an answer that is one",
             .place = {}}
        );
    }
    return failed.expectations.empty() ? flow::Outcome(flow::Passed{}) : std::move(failed);
}

void hide(flow::Case& testcase, const base::Redactor& hidden) {
    testcase.sent = hidden.redact(testcase.sent);
    testcase.received = hidden.redact(testcase.received);
    testcase.name = hidden.redact(testcase.name);
    if (auto* const broken = std::get_if<flow::Broken>(&testcase.outcome)) {
        broken->message = hidden.redact(broken->message);
    } else if (auto* const failed = std::get_if<flow::Failed>(&testcase.outcome)) {
        for (flow::Expectation& expectation : failed->expectations) {
            expectation.expression = hidden.redact(expectation.expression);
            expectation.actual = hidden.redact(expectation.actual);
            expectation.expected = hidden.redact(expectation.expected);
        }
    }
}

} // namespace

std::string case_name(const http::Request& request) {
    return request.method + ' ' + request.url.path;
}

flow::Case broken_case(std::string name, const base::Error& error, const base::Redactor& hidden) {
    flow::Case testcase{.name = std::move(name), .outcome = broken_by(error)};
    hide(testcase, hidden);
    return testcase;
}

flow::Case case_of(std::string name, const Facts& facts, const base::Redactor& hidden) {
    flow::Case testcase{.name = std::move(name), .outcome = outcome_of(facts)};
    const auto& hops = facts.outcome.exchange.hops;
    if (!hops.empty()) {
        const http::Hop& last = hops.back();
        testcase.status_line = status_line(last.response);
        testcase.tries = last.tries;
        testcase.sent = sent(last.request);
        testcase.received = received(last.response, facts.body);
        flow::Times times{.started = {}, .duration = {}, .phases = last.timings};
        for (const http::Hop& hop : hops) {
            times.duration += hop.timings.total;
        }
        testcase.times = times;
    }
    hide(testcase, hidden);
    return testcase;
}

} // namespace latch::app
