// SPDX-License-Identifier: MIT
#include "flow/account.hpp"
#include "flow/escape.hpp"
#include "flow/time_text.hpp"
#include "flow/visible.hpp"

#include "latch/flow/report.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace latch::flow {

namespace {

/// Of a value in the block of YAML.
constexpr std::size_t value_limit = 4096;

/// A description ends where a directive begins.
std::string escaped(std::string_view line) {
    std::string out;
    for (const char character : line) {
        out += character == '\\' || character == '#' ? "\\" : "";
        out += character;
    }
    return out;
}

/// A string in the double quotes of JSON is one of YAML. "##[" would be a command, see `escape`.
std::string in_quotes(std::string_view visible_text) {
    return with_replaced(nlohmann::json(visible_text).dump(), "##[", R"(#\x23[)");
}

std::string place_lines(const Place& place) {
    if (place.file.empty()) {
        return {};
    }
    std::string out = "  at:\n    file: " + in_quotes(in_one_line(place.file)) + '\n';
    return place.line == 0 ? out : out + "    line: " + std::to_string(place.line) + '\n';
}

/// What was wrong: with several expectations all are in the message, and the first is the data.
std::string complaint(const Case& request) {
    if (!is_wrong(request)) {
        return {};
    }
    std::string out = "  message: " + in_quotes(message_of(request)) + '\n';
    const auto* failed = std::get_if<Failed>(&request.outcome);
    out += failed != nullptr ? "  severity: fail\n" : "  severity: error\n";
    if (failed == nullptr || failed->expectations.empty()) {
        return out + place_lines(request.place);
    }
    const Expectation& first = failed->expectations.front();
    out += "  data:\n    got: " + in_quotes(excerpt(first.actual, value_limit)) +
           "\n    expect: " + in_quotes(excerpt(first.expected, value_limit)) + '\n';
    return out + place_lines(first.place.file.empty() ? request.place : first.place);
}

std::string block(const Case& request) {
    std::string lines = complaint(request);
    if (request.times && !std::holds_alternative<Skipped>(request.outcome)) {
        lines += "  duration_ms: " + in_milliseconds(request.times->duration) + '\n';
    }
    return lines.empty() ? lines : "  ---\n" + lines + "  ...\n";
}

std::string point(const Entry& entry, std::size_t number) {
    const Case& request = *entry.request;
    std::string out = is_wrong(request) ? "not ok " : "ok ";
    out += std::to_string(number) + " - " + escaped(name_of(*entry.suite) + ": " + entry.name);
    if (std::holds_alternative<Skipped>(request.outcome)) {
        out += " # SKIP " + escaped(message_of(request));
    }
    return out + '\n' + block(request);
}

} // namespace

std::string tap(const Record& record) {
    const auto entries = entries_of(record);
    std::string out = "TAP version 13\n1.." + std::to_string(entries.size());
    out += entries.empty() ? " # SKIP no requests\n" : "\n";
    std::size_t number = 0;
    for (const Entry& entry : entries) {
        out += point(entry, ++number);
    }
    return out;
}

} // namespace latch::flow
