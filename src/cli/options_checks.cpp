// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/value.hpp"

#include <array>
#include <utility>

namespace latch::cli {

namespace {

using Done = base::Result<void>;
using Text = std::string_view;

Done extract(Draft& draft, Text text) {
    // What begins like the name of a value is none here: --jq is about the body.
    const std::string filter =
        query::is_jq(text) ? std::string(text) : '(' + std::string(text) + ')';
    return take(query::Query::parse(filter), [&](query::Query query) {
        draft.send.questions.extract = std::move(query);
    });
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
    },
});

} // namespace

std::span<const Option> check_options() noexcept {
    return table;
}

} // namespace latch::cli
