// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/value.hpp"

#include <array>
#include <string>

namespace latch::cli {

namespace {

using Done = base::Result<void>;
using Text = std::string_view;

Done add_source(Draft& draft, UrlSource::Kind kind, Text text) {
    return take(parse_nonempty(text), [&](std::string source) {
        draft.several.sources.push_back({.kind = kind, .text = std::move(source)});
    });
}

/// The options of Group::several; named here and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--url",
        .value = {.name = "URL", .completes = Completes::origins},
        .group = Group::several,
        .summary = "one of several URLs; may be given again",
        .details = "Takes the place of the URL among the words, which are then a method and "
                   "items. All options and items count for each request.",
        .apply = [](Draft& draft, Text text) -> Done {
            return add_source(draft, UrlSource::Kind::url, text);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--url-file",
        .value = {.name = "FILE", .completes = Completes::files},
        .group = Group::several,
        .summary = "URLs from FILE or standard input, one a line",
        .details = "- is standard input. Blank lines and those that begin with # are left out. All "
                   "are checked before "
                   "the first request is sent.",
        .apply = [](Draft& draft, Text text) -> Done {
            return add_source(draft, UrlSource::Kind::file, text);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--parallel",
        .value = {.name = "N", .implied = "8"},
        .group = Group::several,
        .summary = "up to N requests at once (8)",
        .details = "Without it they follow one another. Answers are shown in the order of the "
                   "URLs, each as a whole.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_positive(text), [&](unsigned number) {
                draft.several.pacing.parallel = number;
            });
        },
    },
    {
        .names = "--per-origin",
        .value = {.name = "N"},
        .group = Group::several,
        .summary = "up to N of them to one origin (6)",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_positive(text), [&](unsigned number) {
                draft.several.pacing.per_origin = number;
            });
        },
    },
    {
        .names = "--rate",
        .value = {.name = "N/s"},
        .group = Group::several,
        .summary = "begin at most N requests a second",
        .details = "Or N/m, a minute, or N/h, an hour. They are spread evenly.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_frequency(text), [&](std::chrono::nanoseconds interval) {
                draft.several.pacing.interval = interval;
            });
        },
    },
    {
        .names = "--unordered",
        .group = Group::several,
        .summary = "show answers as they come",
        .apply = [](Draft& draft, Text) -> Done {
            draft.several.pacing.order = http::Pacing::Order::as_ended;
            return {};
        },
    },
    {
        .names = "--fail-early",
        .group = Group::several,
        .summary = "stop at the first failure",
        .details = "Requests that are under way are cut off, and no other begins. A status that "
                   "is an error counts as a failure, too.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.several.fails_early = true;
            return {};
        },
    },
});

} // namespace

std::span<const Option> several_options() noexcept {
    return table;
}

} // namespace latch::cli
