// SPDX-License-Identifier: MIT
#include "flow/account.hpp"
#include "flow/visible.hpp"

#include "latch/base/text.hpp"
#include "latch/flow/report.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::flow {

namespace {

/// The rest is in the log and in other reports.
constexpr std::size_t longest_message = 4096;

std::string escaped(std::string_view text, std::string_view special) {
    constexpr std::array<std::pair<char, std::string_view>, 5> codes{
        {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}}};
    std::string out;
    for (const char character : text) {
        const auto* const code =
            std::ranges::find(codes, character, &std::pair<char, std::string_view>::first);
        if (special.find(character) == std::string_view::npos || code == codes.end()) {
            out += character;
        } else {
            out += code->second;
        }
    }
    return out;
}

std::string as_data(std::string_view text) {
    return escaped(text, "%\r\n");
}

std::string as_property(std::string_view text) {
    return escaped(text, "%\r\n:,");
}

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

/// The place of the first expectation that was false, or of the request.
std::string where(const Case& request) {
    const auto* failed = std::get_if<Failed>(&request.outcome);
    const bool is_known = failed != nullptr && !failed->expectations.empty() &&
                          !failed->expectations.front().place.file.empty();
    const Place& place = is_known ? failed->expectations.front().place : request.place;
    if (place.file.empty()) {
        return {};
    }
    std::string out = "file=" + as_property(in_one_line(place.file)) + ',';
    if (place.line == 0) {
        return out;
    }
    out += "line=" + std::to_string(place.line) + ',';
    if (place.column == 0) {
        return out;
    }
    out += "col=" + std::to_string(place.column) + ',';
    if (is_known) {
        const auto width = characters_in(failed->expectations.front().expression);
        out += "endColumn=" + std::to_string(place.column + width) + ',';
    }
    return out;
}

std::string annotation(const Entry& entry) {
    std::string message = excerpt(story_of(*entry.request), longest_message);
    while (message.ends_with('\n')) {
        message.pop_back();
    }
    if (message.empty()) {
        message = message_of(*entry.request);
    }
    return "::error " + where(*entry.request) + "title=" + as_property(entry.name) +
           "::" + as_data(message) + '\n';
}

} // namespace

std::string github_annotations(const Record& record) {
    std::vector<Entry> wrong;
    for (Entry& entry : entries_of(record)) {
        if (is_wrong(*entry.request)) {
            wrong.push_back(std::move(entry));
        }
    }
    const std::size_t shown = wrong.size() > most_annotations ? most_annotations - 1 : wrong.size();
    std::string out;
    for (std::size_t at = 0; at < shown; ++at) {
        out += annotation(wrong[at]);
    }
    if (shown < wrong.size()) {
        out += "::error title=latch::" + std::to_string(wrong.size() - shown) +
               " more requests went wrong\n";
    }
    return out;
}

} // namespace latch::flow
