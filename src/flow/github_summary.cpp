// SPDX-License-Identifier: MIT
#include "flow/account.hpp"
#include "flow/escape.hpp"
#include "flow/time_text.hpp"
#include "flow/visible.hpp"

#include "latch/base/text.hpp"
#include "latch/flow/report.hpp"

#include <string_view>
#include <vector>

namespace latch::flow {

namespace {

/// Of what was sent, and of what was received, with a request that went wrong.
constexpr std::size_t body_limit = 4096;

constexpr std::size_t longest_name = 200;

/// What is left for the sentences about what does not fit.
constexpr std::size_t reserve = 512;

/// As preformatted text, which goes on over blank lines until "</pre>".
std::string preformatted(std::string_view text) {
    return "<pre>\n" + for_element(text) + "</pre>\n";
}

std::string details(const Entry& entry) {
    const Case& request = *entry.request;
    const std::string place = in_words(request.place);
    std::string text = story_of(request);
    if (!request.sent.empty()) {
        text += "\nsent\n" + excerpt(request.sent, body_limit) + '\n';
    }
    if (!request.status_line.empty() || !request.received.empty()) {
        text += "\nreceived  " + beginning(request.status_line, longest_name) + '\n' +
                excerpt(request.received, body_limit) + '\n';
    }
    return "#### " + for_markdown(beginning(entry.name, longest_name)) +
           (place.empty() ? "" : " \xc2\xb7 " + for_markdown(place)) + "\n\n" + preformatted(text) +
           '\n';
}

std::string row(const Entry& entry) {
    const Case& request = *entry.request;
    const auto cell = [](std::string_view text) {
        return "| " + for_markdown(beginning(text, longest_name)) + ' ';
    };
    return cell(word_for(request.outcome)) + cell(name_of(*entry.suite)) + cell(entry.name) +
           cell(request.status_line) +
           cell(request.times ? in_words(request.times->duration) : "") + "|\n";
}

/// Adds the pieces that fit; how many did not.
std::size_t append_fitting(const std::vector<std::string>& pieces, std::string& out) {
    std::size_t left = pieces.size();
    for (const std::string& piece : pieces) {
        if (out.size() + piece.size() + reserve > largest_summary) {
            break;
        }
        out += piece;
        --left;
    }
    return left;
}

std::string left_out(std::size_t count, std::string_view what) {
    return count == 0 ? ""
                      : '\n' + std::to_string(count) + " more " + std::string(what) +
                            " left out, as a summary ends at 1 MiB\n\n";
}

} // namespace

std::string github_summary(const Record& record) {
    std::vector<std::string> wrong;
    std::vector<std::string> rows;
    for (const Entry& entry : entries_of(record)) {
        rows.push_back(row(entry));
        if (is_wrong(*entry.request)) {
            wrong.push_back(details(entry));
        }
    }
    std::string out = "### " + for_markdown(beginning(record.name, longest_name)) + "\n\n" +
                      in_words(tally_of(record));
    out += record.duration ? " in " + in_words(*record.duration) : "";
    const std::string percentiles = percentiles_in_words(record);
    out += percentiles.empty() ? "\n\n" : "; " + percentiles + "\n\n";
    out += left_out(append_fitting(wrong, out), "requests that went wrong are");
    if (rows.empty()) {
        return out;
    }
    out += "| outcome | file | request | answer | time |\n|---|---|---|---|---|\n";
    out += left_out(append_fitting(rows, out), "requests are");
    return out;
}

} // namespace latch::flow
