// SPDX-License-Identifier: MIT
#include "flow/account.hpp"
#include "flow/escape.hpp"
#include "flow/html_style.hpp"
#include "flow/time_text.hpp"
#include "flow/visible.hpp"
#include "flow/waterfall.hpp"

#include "latch/flow/report.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace latch::flow {

namespace {

/// Even if something could get in that is no text, it could not load or run anything.
constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
)";

std::string span(std::string_view style, std::string_view text) {
    return "<span class=\"" + std::string(style) + "\">" + for_element(text) + "</span>";
}

std::string section(std::string_view title, std::string_view text) {
    if (text.empty()) {
        return {};
    }
    // A line end right behind the tag is not part of the text.
    return "<h3>" + for_element(title) + "</h3>\n<pre>\n" + for_element(text) + "</pre>\n";
}

bool is_timed(const Case& request) noexcept {
    return request.times && !std::holds_alternative<Skipped>(request.outcome);
}

std::string summary(const Entry& entry, std::chrono::nanoseconds whole) {
    const Case& request = *entry.request;
    const std::string word(word_for(request.outcome));
    return "<summary>" + span("outcome " + word, word) + span("name", entry.name) +
           span("answer", in_one_line(request.status_line)) +
           (is_timed(request) ? waterfall(*request.times, whole) : "<span></span>") +
           span("time", is_timed(request) ? in_words(request.times->duration) : "") +
           "</summary>\n";
}

std::string about(const Case& request) {
    std::string text = in_words(request.place);
    const auto add = [&text](const std::string& more) {
        text += (text.empty() || more.empty() ? "" : "; ") + more;
    };
    add(request.tries > 1 ? std::to_string(request.tries) + " tries" : "");
    add(is_timed(request) ? phases_in_words(*request.times) : "");
    return text.empty() ? text : "<p>" + for_element(text) + "</p>\n";
}

std::string details(const Entry& entry, std::chrono::nanoseconds whole) {
    const Case& request = *entry.request;
    const bool is_skipped = std::holds_alternative<Skipped>(request.outcome);
    return std::string(is_wrong(request) ? "<details open>\n" : "<details>\n") +
           summary(entry, whole) + "<div class=\"inside\">\n" + about(request) +
           section("what was wrong", story_of(request)) +
           section("skipped", is_skipped ? message_of(request) : "") +
           section("sent", excerpt(request.sent)) + section("received", excerpt(request.received)) +
           "</div>\n</details>\n";
}

std::string legend() {
    std::string out = "<ul class=\"legend\">\n";
    for (const Phase& phase : phases) {
        out += R"(<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect class=")" +
               std::string(phase.style) + R"(" width="1" height="1"/></svg>)" +
               std::string(phase.title) + "</li>\n";
    }
    return out + "</ul>\n";
}

/// How long the run was, as far as drawings need it.
std::chrono::nanoseconds length_of(const Record& record) {
    std::chrono::nanoseconds length = record.duration.value_or(std::chrono::nanoseconds());
    for (const Suite& suite : record.suites) {
        for (const Case& each : suite.cases) {
            if (each.times) {
                length = std::max(length, each.times->started + each.times->duration);
            }
        }
    }
    return length;
}

std::string opening(const Record& record) {
    const std::string name = for_element(in_one_line(record.name));
    std::string counts = in_words(tally_of(record));
    counts += record.duration ? " in " + in_words(*record.duration) : "";
    std::string out = std::string(head) + "<title>" + name + "</title>\n<style>" +
                      std::string(html_style) + "</style>\n</head>\n<body>\n<h1>" + name +
                      "</h1>\n<p>" + for_element(counts) + "</p>\n";
    out += record.began ? "<p>" + iso_time(*record.began) + " UTC</p>\n" : "";
    const std::string percentiles = percentiles_in_words(record);
    return percentiles.empty() ? out : out + "<p>" + percentiles + "</p>\n" + legend();
}

} // namespace

std::string html_report(const Record& record) {
    std::string out = opening(record);
    const auto whole = length_of(record);
    const auto entries = entries_of(record);
    auto entry = entries.begin();
    for (const Suite& suite : record.suites) {
        out += "<section>\n<h2>" + for_element(name_of(suite)) + "</h2>\n<p>" +
               for_element(in_words(tally_of(suite))) + "</p>\n";
        for (; entry != entries.end() && entry->suite == &suite; ++entry) {
            out += details(*entry, whole);
        }
        out += "</section>\n";
    }
    return out + "</body>\n</html>\n";
}

} // namespace latch::flow
