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

/// The options of Group::waiting; named here and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--wait",
        .value = {.name = "DURATION"},
        .group = Group::waiting,
        .summary = "send again until it holds, that long at most",
        .details =
            "Until --until or what is expected of the answer holds, or without either until "
            "the status is below 400; for latch wait until the service is up (60). Seconds, or "
            "a number with ms, s, m or h behind it: 90, 500ms, 2m. Covers everything: names, "
            "connections, TLS, answers and pauses. 0 is no limit.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.waits = true;
            return take(parse_duration(text), [&](std::chrono::milliseconds time) {
                draft.waiting.patience.limit = time;
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--every",
        .value = {.name = "DURATION"},
        .group = Group::waiting,
        .summary = "the pause before the next try (0.5)",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.for_waiting = "--every";
            auto pause = parse_duration(text);
            if (pause && *pause == std::chrono::milliseconds::zero()) {
                return base::Error(base::ErrorKind::usage, "a server is not asked without a pause");
            }
            return take(std::move(pause), [&](std::chrono::milliseconds time) {
                draft.waiting.patience.pause = time;
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--times",
        .value = {.name = "N"},
        .group = Group::waiting,
        .summary = "until it holds N times in a row (1)",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.for_waiting = "--times";
            return take(parse_positive(text), [&](unsigned times) {
                draft.waiting.patience.times = times;
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--until",
        .value = {.name = "EXPRESSION"},
        .group = Group::waiting,
        .summary = "what --wait waits for, if not --expect",
        .details = "As for --expect, which then judges the last answer.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.for_waiting = "--until";
            return take(query::Expectation::parse(text), [&](query::Expectation expectation) {
                draft.waiting.until.push_back(std::move(expectation));
            });
        },
        .setter = Setter::nobody,
        .hides = Hides::no_item,
        .fills = Fills::expectation,
    },
    {
        .names = "--fail-if",
        .value = {.name = "EXPRESSION"},
        .group = Group::waiting,
        .summary = "what ends --wait at once, with 8",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.for_waiting = "--fail-if";
            return take(query::Expectation::parse(text), [&](query::Expectation expectation) {
                draft.waiting.fail_if.push_back(std::move(expectation));
            });
        },
        .setter = Setter::nobody,
        .hides = Hides::no_item,
        .fills = Fills::expectation,
    },
});

} // namespace

std::span<const Option> wait_options() noexcept {
    return table;
}

} // namespace latch::cli
