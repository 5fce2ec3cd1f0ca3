// SPDX-License-Identifier: MIT
#include "flow/account.hpp"
#include "flow/escape.hpp"
#include "flow/time_text.hpp"
#include "flow/visible.hpp"

#include "latch/flow/report.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace latch::flow {

namespace {

/// GitLab takes files of 30 MB; behind this size the conversations are left out.
constexpr std::size_t room_for_conversations = std::size_t{24} << 20;

std::string attribute(std::string_view name, std::string_view value) {
    return ' ' + std::string(name) + "=\"" + for_attribute(value) + '"';
}

std::string attribute(std::string_view name, std::size_t number) {
    return attribute(name, std::to_string(number));
}

std::string counts(const Tally& tally) {
    return attribute("tests", tally.all()) + attribute("failures", tally.failed) +
           attribute("errors", tally.broken) + attribute("skipped", tally.skipped);
}

std::string element(std::string_view name, const std::string& attributes, std::string_view text) {
    std::string out = "      <" + std::string(name) + attributes;
    if (text.empty()) {
        return out + "/>\n";
    }
    return out + '>' + for_element(text) + "</" + std::string(name) + ">\n";
}

std::string outcome(const Case& request) {
    const std::string message = attribute("message", message_of(request));
    if (std::holds_alternative<Failed>(request.outcome)) {
        return element("failure", message + attribute("type", "expect"), story_of(request));
    }
    if (std::holds_alternative<Broken>(request.outcome)) {
        return element("error", message + attribute("type", "error"), story_of(request));
    }
    return std::holds_alternative<Skipped>(request.outcome) ? element("skipped", message, {}) : "";
}

std::string conversation(const Case& request) {
    std::string text;
    if (!request.sent.empty()) {
        text += "sent\n" + excerpt(request.sent) + '\n';
    }
    if (!request.received.empty() || !request.status_line.empty()) {
        text += "received  " + in_one_line(request.status_line) + '\n' + excerpt(request.received) +
                '\n';
    }
    return text.empty() ? "" : element("system-out", {}, text);
}

/// The conversation is part of it if it fits into `room`.
std::string testcase(const Entry& entry, std::size_t room) {
    const Case& request = *entry.request;
    std::string out = "    <testcase" + attribute("classname", class_of(*entry.suite)) +
                      attribute("name", entry.name);
    if (!request.place.file.empty()) {
        out += attribute("file", in_one_line(request.place.file));
        out += request.place.line == 0 ? "" : attribute("line", request.place.line);
    }
    if (request.times) {
        out += attribute("time", in_seconds(request.times->duration));
    }
    out += ">\n";
    if (request.tries > 1) {
        out += "      <properties><property name=\"tries\"" + attribute("value", request.tries) +
               "/></properties>\n";
    }
    const std::string text = conversation(request);
    return out + outcome(request) + (text.size() > room ? "" : text) + "    </testcase>\n";
}

/// Of the requests of a suite: when the first began, and how long they took together.
std::string times_of(const Suite& suite, const Record& record) {
    std::chrono::nanoseconds sum{};
    std::optional<std::chrono::nanoseconds> first;
    for (const Case& each : suite.cases) {
        if (each.times) {
            sum += each.times->duration;
            first = first ? first : each.times->started;
        }
    }
    if (!first) {
        return {};
    }
    std::string out;
    if (record.began) {
        const auto start =
            *record.began + std::chrono::duration_cast<base::Clock::duration>(*first);
        out += attribute("timestamp", iso_time(start));
    }
    return out + attribute("time", in_seconds(sum));
}

std::string suite_start(const Suite& suite, const Record& record) {
    std::string out = "  <testsuite" + attribute("name", name_of(suite));
    out += suite.file.empty() ? "" : attribute("file", in_one_line(suite.file));
    return out + counts(tally_of(suite)) + times_of(suite, record) + ">\n";
}

} // namespace

std::string junit(const Record& record) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                      attribute("name", in_one_line(record.name)) + counts(tally_of(record));
    if (record.duration) {
        out += attribute("time", in_seconds(*record.duration));
    }
    out += ">\n";
    const auto entries = entries_of(record);
    auto entry = entries.begin();
    for (const Suite& suite : record.suites) {
        out += suite_start(suite, record);
        for (; entry != entries.end() && entry->suite == &suite; ++entry) {
            out += testcase(
                *entry, room_for_conversations - std::min(out.size(), room_for_conversations)
            );
        }
        out += "  </testsuite>\n";
    }
    return out + "</testsuites>\n";
}

} // namespace latch::flow
