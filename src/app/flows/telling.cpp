// SPDX-License-Identifier: MIT
#include "app/flows/telling.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <string_view>
#include <variant>

namespace latch::app {

namespace {

std::string_view mark_of(const flow::Outcome& outcome) {
    if (std::holds_alternative<flow::Passed>(outcome)) {
        return "✓";
    }
    return std::holds_alternative<flow::Skipped>(outcome) ? "-" : "✗";
}

/// "302" of "HTTP/1.1 302 Found".
std::string status_in(const std::string& line) {
    const auto parts = base::split(line, ' ');
    return parts.size() > 1 ? std::string(parts[1]) : "";
}

std::string_view body_of(std::string_view received) {
    constexpr std::string_view blank = "\n\n";
    const auto end = received.find(blank);
    return end == std::string_view::npos ? std::string_view() : received.substr(end + blank.size());
}

} // namespace

std::string in_words(std::chrono::nanoseconds duration) {
    using std::chrono::milliseconds;
    const auto whole = std::chrono::duration_cast<milliseconds>(duration);
    if (whole < std::chrono::seconds(1)) {
        return std::to_string(whole.count()) + " ms";
    }
    const auto hundredths = whole.count() / 10;
    const std::string rest = std::to_string(100 + hundredths % 100);
    return std::to_string(hundredths / 100) + '.' + rest.substr(1) + " s";
}

std::string line_for(const flow::Case& testcase, Tells tells) {
    std::string line(mark_of(testcase.outcome));
    line += ' ' + testcase.place.file + ':' + std::to_string(testcase.place.line) + "  " +
            testcase.name;
    if (!testcase.status_line.empty()) {
        line += "  " + status_in(testcase.status_line);
    }
    if (tells == Tells::times && testcase.times) {
        line += "  " + in_words(testcase.times->duration);
    }
    if (testcase.tries > 1) {
        line += "  " + std::to_string(testcase.tries) + " tries";
    }
    return line;
}

std::string evidence_for(const flow::Case& testcase) {
    constexpr std::size_t longest = 1024;
    std::string text;
    if (const std::string_view body = body_of(testcase.received); !body.empty()) {
        text = "  received";
        const std::string_view shown = body.substr(0, longest);
        for (const std::string_view line : base::split(shown, '\n')) {
            text += "\n    ";
            text += line;
        }
        text += body.size() > longest ? "\n    ...\n" : "\n";
    }
    return text + "  to repeat it: latch run " + testcase.place.file + " --only " +
           std::to_string(testcase.place.line);
}

std::string summary_of(const flow::Tally& tally, std::optional<std::chrono::nanoseconds> duration) {
    std::string text = base::counted(tally.all(), "request") + ':';
    const auto add = [&](std::size_t count, std::string_view what) {
        if (count > 0) {
            text += (text.ends_with(':') ? " " : ", ") + std::to_string(count) + ' ';
            text += what;
        }
    };
    add(tally.passed, "passed");
    add(tally.failed, "failed");
    add(tally.broken, "could not be made");
    add(tally.skipped, "not sent");
    if (tally.all() == 0) {
        text.pop_back();
    }
    return duration ? text + "  " + in_words(*duration) : text;
}

} // namespace latch::app
