// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/value.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::cli {

namespace {

using Done = base::Result<void>;
using Text = std::string_view;

Done extract(Draft& draft, Text text) {
    if (base::trim(text).empty()) {
        return base::Error(base::ErrorKind::usage, "there is no filter");
    }
    // What begins like the name of a value is none here: --jq is about the body.
    const std::string filter =
        query::is_jq(text) ? std::string(text) : '(' + std::string(text) + ')';
    return take(query::Query::parse(filter), [&](query::Query query) {
        draft.send.questions.extract = std::move(query);
    });
}

/// KIND or KIND=FILE, where "-" is standard output.
base::Result<ReportWish> parse_report(Text text) {
    constexpr auto kinds = std::to_array<Choice<ReportWish::Kind>>(
        {{"junit", ReportWish::Kind::junit},
         {"tap", ReportWish::Kind::tap},
         {"json", ReportWish::Kind::json},
         {"html", ReportWish::Kind::html},
         {"github", ReportWish::Kind::github}}
    );
    const auto parts = base::split_once(text, '=');
    const Text kind = parts ? parts->first : text;
    const Text file = parts ? parts->second : "-";
    const auto* const found = std::ranges::find(kinds, kind, &Choice<ReportWish::Kind>::word);
    if (found == kinds.end()) {
        return none_of(kind, "junit tap json html github");
    }
    const bool is_github = found->meaning == ReportWish::Kind::github;
    if (file.empty() || (is_github && file != "-")) {
        return base::Error(
            base::ErrorKind::usage,
            is_github ? "a report for GitHub has no file" : "there is no file behind the ="
        );
    }
    return ReportWish{.kind = found->meaning, .file = file == "-" ? "" : std::string(file)};
}

/// The options of Group::checks; named here and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--expect",
        .value = {.name = "EXPRESSION"},
        .group = Group::checks,
        .summary = "exit with 8 unless the answer fulfils it",
        .details = "May be given several times; all are looked at, and all that fail are told. It "
                   "takes the place of the status, which then decides nothing by itself.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(query::Expectation::parse(text), [&](query::Expectation expectation) {
                draft.send.questions.expectations.push_back(std::move(expectation));
            });
        },
        .setter = Setter::nobody,
        .hides = Hides::no_item,
        .fills = Fills::expectation,
    },
    {
        .names = "--capture",
        .value = {.name = "NAME=QUERY"},
        .group = Group::checks,
        .summary = "print NAME=value instead of the body",
        .details = "Quoted for a shell, so that eval \"$(latch ...)\" sets variables. NAME!=QUERY "
                   "says that the value is a secret. May be given several times. Exits with 9 if "
                   "there is no such value, unless // DEFAULT follows.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(query::parse_capture(text), [&](query::Capture capture) {
                draft.send.questions.captures.push_back(std::move(capture));
            });
        },
        .setter = Setter::nobody,
        .hides = Hides::no_item,
        .fills = Fills::capture,
    },
    {
        .names = "--jq",
        .value = {.name = "FILTER"},
        .group = Group::checks,
        .summary = "print what a jq filter makes of the body",
        .details = "A line for each output, strings without quotes. Exits with 9 if there is none, "
                   "or if the body is no JSON. Paths are read by latch itself; anything more needs "
                   "libjq, which is looked for then.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.send.questions.extracts_json = false;
            return extract(draft, text);
        },
        .setter = Setter::nobody,
        .hides = Hides::no_item,
        .fills = Fills::filter,
    },
    {
        .names = "--jq-json",
        .value = {.name = "FILTER"},
        .group = Group::checks,
        .summary = "the same, with strings in quotes",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.send.questions.extracts_json = true;
            return extract(draft, text);
        },
        .setter = Setter::nobody,
        .hides = Hides::no_item,
        .fills = Fills::filter,
    },
    {
        .names = "--report",
        .value = {.name = "KIND[=FILE]", .words = "junit tap json html github"},
        .group = Group::checks,
        .summary = "a report of what came of the requests",
        .details =
            "junit is XML for GitLab and Jenkins, tap is for prove, html one page; each goes to "
            "FILE, or to standard output, which then has nothing else. github writes annotations "
            "for GitHub Actions there, and a summary where GITHUB_STEP_SUMMARY says. May be "
            "given several times. It is written even if a signal or a deadline ends the run.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_report(text), [&](ReportWish wish) {
                draft.send.reports.push_back(std::move(wish));
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--github",
        .group = Group::checks,
        .summary = "the same as --report=github",
        .apply = [](Draft& draft, Text /*text*/) -> Done {
            draft.send.reports.push_back({.kind = ReportWish::Kind::github});
            return {};
        },
        .setter = Setter::nobody,
    },
});

} // namespace

std::span<const Option> check_options() noexcept {
    return table;
}

} // namespace latch::cli
