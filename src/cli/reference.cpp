// SPDX-License-Identifier: MIT
#include "latch/cli/reference.hpp"

#include "cli/command.hpp"
#include "cli/document.hpp"
#include "cli/option.hpp"
#include "cli/topic.hpp"

#include <algorithm>

namespace latch::cli {

namespace {

/// Where the summaries begin: behind "      --resolve HOST[:PORT]:ADDR" and two blanks.
constexpr std::size_t summary_column = 35;

constexpr std::string_view introduction = R"(
Send one HTTP request and show the answer. With @SESSION, what the server hands
out and the headers and credentials typed are remembered for the next request.

Items:
  name=text       field of a JSON or form body
  name:=json      field that is a number, true, false, null, a list, an object
  name==text      parameter of the query
  Name:value      header; "Name:" leaves it out, "Name;" sends it empty
)";

constexpr std::string_view closing = R"(
Each long option has a --no- form that takes it back, wherever it stands.
@TOPICS@
The manual page tells more: latch generate man | man -l -
)";

std::string usage_lines() {
    std::string text = "Usage: latch [OPTIONS] [@SESSION] [METHOD] URL [ITEM...]\n";
    for (const Command& command : all_commands()) {
        text += "       latch " + std::string(command.name);
        text += command.words.empty() ? "" : " ";
        text += std::string(command.words) + '\n';
    }
    return text;
}

std::string line(std::string left, std::string_view summary) {
    left.resize(std::max(left.size() + 2, summary_column), ' ');
    return left.append(summary) + '\n';
}

/// "  -F, --follow", "      --timeout SECONDS" and the summary.
std::string lines_of(const Option& option) {
    std::string left =
        letter(option) == '\0' ? "      " : std::string("  -") + letter(option) + ", ";
    left += spelled(option) + value_form(option);
    std::string text = line(std::move(left), option.summary);
    if (has_denial(option)) {
        text += line("      " + spelled_no(option), option.denial.summary);
    }
    return text;
}

std::string option_lines() {
    std::string text;
    std::string_view heading;
    for (const Option& option : all_options()) {
        if (title(option.group) != heading) {
            heading = title(option.group);
            text += '\n' + std::string(heading) + ":\n";
        }
        text += lines_of(option);
    }
    return text;
}

std::string about_topics() {
    std::string text;
    for (const std::string& part : broken(
             "latch help TOPIC tells more of " + listed_topics() +
                 ", and latch help --OPTION of one option.",
             page_width
         )) {
        text += (text.empty() ? "" : "\n") + part;
    }
    return text;
}

} // namespace

std::string help_text() {
    std::string text = usage_lines();
    text += introduction;
    text += option_lines();
    return text + fill(std::string(closing), "@TOPICS@", about_topics());
}

std::string help_on(std::string_view topic) {
    const Option* const option = find_option(topic);
    return option != nullptr ? page_on(*option) : page_on(*find_topic(topic));
}

std::string manual_text() {
    std::string text = help_text();
    for (const Topic& topic : all_topics()) {
        text += '\n' + page_on(topic);
    }
    return text;
}

std::string version_text() {
    return "latch " LATCH_VERSION "\n";
}

std::string generate(Generate::Document document) {
    switch (document) {
    case Generate::Document::man:
        return manual_page();
    case Generate::Document::bash:
        return bash_completion();
    case Generate::Document::zsh:
        return zsh_completion();
    case Generate::Document::fish:
        return fish_completion();
    }
    return {};
}

} // namespace latch::cli
