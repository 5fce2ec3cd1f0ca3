// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/value.hpp"

#include <array>

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
        .summary = "how long latch wait waits (60)",
        .details = "Seconds, or a number with ms, s, m or h behind it: 90, 500ms, 2m. Covers "
                   "everything: names, connections, TLS, answers and pauses. 0 is no limit.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.for_wait_only = "--wait";
            return take(parse_duration(text), [&](std::chrono::milliseconds time) {
                draft.patience.limit = time;
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
            draft.for_wait_only = "--every";
            auto pause = parse_duration(text);
            if (pause && *pause == std::chrono::milliseconds::zero()) {
                return base::Error(base::ErrorKind::usage, "a server is not asked without a pause");
            }
            return take(std::move(pause), [&](std::chrono::milliseconds time) {
                draft.patience.pause = time;
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--times",
        .value = {.name = "N"},
        .group = Group::waiting,
        .summary = "until it is up N times in a row (1)",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.for_wait_only = "--times";
            return take(parse_positive(text), [&](unsigned times) {
                draft.patience.times = times;
            });
        },
        .setter = Setter::nobody,
    },
});

} // namespace

std::span<const Option> wait_options() noexcept {
    return table;
}

} // namespace latch::cli
