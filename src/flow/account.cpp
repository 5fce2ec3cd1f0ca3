// SPDX-License-Identifier: MIT
#include "flow/account.hpp"

#include "flow/unique_names.hpp"
#include "flow/visible.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <utility>

namespace latch::flow {

namespace {

/// In a message; the whole is in the story.
constexpr std::size_t longest_value = 200;

/// Of one value in a story.
constexpr std::size_t value_limit = 4096;

/// Lines after the first are moved in below it.
std::string hanging(std::string_view text, std::size_t indent) {
    std::string out;
    for (const char character : visible(text)) {
        out += character;
        if (character == '\n') {
            out.append(indent, ' ');
        }
    }
    return out;
}

std::string line_about(const Expectation& expectation) {
    return in_one_line(expectation.expression) + ": got " +
           beginning(expectation.actual, longest_value);
}

std::string message_of(const Failed& failed) {
    std::string message;
    for (const Expectation& each : failed.expectations) {
        message += (message.empty() ? "" : "; ") + line_about(each);
    }
    return message.empty() ? "an expectation was false" : message;
}

std::string story_of(const Failed& failed) {
    constexpr std::size_t column = 12;
    std::string story;
    for (const Expectation& each : failed.expectations) {
        const std::string place = in_words(each.place);
        story += "expect  " + hanging(each.expression, 8) +
                 (place.empty() ? "" : "  (" + place + ")") + '\n';
        story += "  actual    " + hanging(excerpt(each.actual, value_limit), column) + '\n';
        story += "  expected  " + hanging(excerpt(each.expected, value_limit), column) + '\n';
    }
    return story;
}

} // namespace

std::string name_of(const Suite& suite) {
    return suite.file.empty() ? "latch" : in_one_line(suite.file);
}

std::string class_of(const Suite& suite) {
    const std::string name = name_of(suite);
    std::string_view path = name;
    const std::size_t dot = path.rfind('.');
    if (dot != std::string_view::npos && path.find('/', dot) == std::string_view::npos) {
        path = path.substr(0, dot);
    }
    std::string out;
    for (const std::string_view part : base::split(path, '/')) {
        if (!part.empty() && part != "." && part != "..") {
            out.append(out.empty() ? "" : ".").append(part);
        }
    }
    return out.empty() ? name : out;
}

std::vector<Entry> entries_of(const Record& record) {
    std::vector<Entry> entries;
    std::vector<std::string> keys;
    std::vector<std::size_t> offsets;
    for (const Suite& suite : record.suites) {
        const std::string before = class_of(suite) + '\n';
        for (const Case& each : suite.cases) {
            entries.push_back({.suite = &suite, .request = &each, .name = {}});
            keys.push_back(before + in_one_line(each.name));
            offsets.push_back(before.size());
        }
    }
    const auto unique = unique_names(keys);
    for (std::size_t at = 0; at < entries.size(); ++at) {
        entries[at].name = unique[at].substr(offsets[at]);
    }
    return entries;
}

std::string in_words(const Place& place) {
    std::string words = in_one_line(place.file);
    for (const std::size_t number : {place.line, place.column}) {
        if (words.empty() || number == 0) {
            break;
        }
        words += ':' + std::to_string(number);
    }
    return words;
}

bool is_wrong(const Case& request) noexcept {
    return std::holds_alternative<Failed>(request.outcome) ||
           std::holds_alternative<Broken>(request.outcome);
}

std::string message_of(const Case& request) {
    if (const auto* failed = std::get_if<Failed>(&request.outcome)) {
        return message_of(*failed);
    }
    if (const auto* broken = std::get_if<Broken>(&request.outcome)) {
        return in_one_line(broken->message);
    }
    if (const auto* skipped = std::get_if<Skipped>(&request.outcome)) {
        return in_one_line(skipped->reason);
    }
    return {};
}

std::string story_of(const Case& request) {
    if (const auto* failed = std::get_if<Failed>(&request.outcome)) {
        return story_of(*failed);
    }
    if (const auto* broken = std::get_if<Broken>(&request.outcome)) {
        return visible(broken->message) + '\n';
    }
    return {};
}

std::string in_words(const Tally& tally) {
    const std::array<std::pair<std::size_t, const char*>, 4> parts{{
        {tally.passed, " passed"},
        {tally.failed, " failed"},
        {tally.broken, " could not be made"},
        {tally.skipped, " skipped"},
    }};
    std::string words = base::counted(tally.all(), "request");
    const char* before = ": ";
    for (const auto& part : parts) {
        if (part.first > 0) {
            words += std::exchange(before, ", ") + std::to_string(part.first) + part.second;
        }
    }
    return words;
}

} // namespace latch::flow
