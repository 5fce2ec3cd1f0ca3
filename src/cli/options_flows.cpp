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

using base::Error;
using base::ErrorKind;
using base::Result;
using Done = Result<void>;
using Text = std::string_view;
using OnFailure = RunFlows::OnFailure;

/// A name that `{{NAME}}` can have.
Result<std::string> variable_name(Text text) {
    const auto is_part = [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_';
    };
    if (text.empty() || base::is_ascii_digit(text.front()) || !std::ranges::all_of(text, is_part)) {
        return Error(ErrorKind::usage, '\'' + std::string(text) + "' is no name of a variable")
            .hinting("letters, digits and _, no digit first");
    }
    return std::string(text);
}

Done set_variable(Draft& draft, Text text) {
    const auto parts = base::split_once(text, '=');
    if (!parts) {
        return Error(ErrorKind::usage, "there is no = in it").hinting("write NAME=VALUE");
    }
    return take(variable_name(parts->first), [&](std::string name) {
        draft.run.variables.typed.push_back({std::move(name), std::string(parts->second)});
    });
}

/// Its value is not repeated by any error.
Done set_secret(Draft& draft, Text text) {
    const auto parts = base::split_once(text, '=');
    return take(variable_name(parts ? parts->first : text), [&](std::string name) {
        TypedSecret secret{.name = std::move(name), .value = {}};
        if (parts) {
            secret.value = std::string(parts->second);
        }
        draft.run.variables.secrets.push_back(std::move(secret));
    });
}

/// "p95=300ms", "max=1s".
Result<Ceiling> parse_ceiling(Text text) {
    const auto parts = base::split_once(text, '=');
    const Text what = parts ? parts->first : "";
    const auto percent = what.starts_with('p') ? base::parse_decimal(what.substr(1)) : std::nullopt;
    const bool is_percent = percent && *percent > 0 && *percent <= 100;
    if (!is_percent && what != "max") {
        return Error(ErrorKind::usage, '\'' + std::string(text) + "' is no limit of times")
            .hinting("as in p95=300ms or max=1s");
    }
    const auto limit = parse_duration(parts->second);
    if (!limit) {
        return limit.error();
    }
    return Ceiling{.percent = is_percent ? static_cast<unsigned>(*percent) : 100U, .limit = *limit};
}

/// The options of Group::flows; named here and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--var",
        .value = {.name = "NAME=VALUE"},
        .group = Group::flows,
        .summary = "the value of {{NAME}}",
        .details = "Comes before all other values of that name. May be given several times. With "
                   "it {{NAME}} has a meaning in the words of one request as well.",
        .apply = set_variable,
        .setter = Setter::nobody,
    },
    {
        .names = "--vars",
        .value = {.name = "FILE", .completes = Completes::files},
        .group = Group::flows,
        .summary = "values of variables, from a file",
        .details = "A JSON object, or lines of NAME=VALUE. Of several files the later wins.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string file) {
                draft.run.variables.files.push_back(std::move(file));
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--secret",
        .value = {.name = "NAME[=VALUE]"},
        .group = Group::flows,
        .summary = "a variable that errors and reports hide",
        .details = "Without a value that of the environment variable LATCH_VAR_NAME or NAME; if "
                   "there is none it is asked for.",
        .apply = set_secret,
        .setter = Setter::nobody,
        .hides = Hides::value,
    },
    {
        .names = "--only",
        .value = {.name = "LINE|TITLE"},
        .group = Group::flows,
        .summary = "send that request of the flow alone",
        .details = "May be given several times.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string which) {
                draft.run.selection.only.push_back(std::move(which));
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--from",
        .value = {.name = "LINE|TITLE"},
        .group = Group::flows,
        .summary = "begin with that request of the flow",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string which) {
                draft.run.selection.from = std::move(which);
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--tag",
        .value = {.name = "TAG"},
        .group = Group::flows,
        .summary = "send the requests that have that tag",
        .details = "A title has it as a word: ### create order #smoke. May be given several times.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string tag) {
                draft.run.selection.tags.push_back(
                    tag.starts_with('#') ? tag.substr(1) : std::move(tag)
                );
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--bail",
        .group = Group::flows,
        .summary = "end all at the first failure",
        .details = "Without it the rest of the file is left out, and the next one is run.",
        .apply = [](Draft& draft, Text /*text*/) -> Done {
            draft.run.on_failure = OnFailure::stop;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--keep-going",
        .group = Group::flows,
        .summary = "go on behind a failure",
        .apply = [](Draft& draft, Text /*text*/) -> Done {
            draft.run.on_failure = OnFailure::go_on;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--check",
        .group = Group::flows,
        .summary = "look for mistakes, and send nothing",
        .apply = [](Draft& draft, Text /*text*/) -> Done {
            draft.run.only_checks = true;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--as-shell",
        .group = Group::flows,
        .summary = "write a flow as a script for sh, send nothing",
        .details = "What a script cannot say is listed, and the exit code is 9 then.",
        .apply = [](Draft& draft, Text /*text*/) -> Done {
            draft.run.as_shell = true;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--max",
        .value = {.name = "pNN=DURATION"},
        .group = Group::flows,
        .summary = "exit with 8 if requests take longer",
        .details =
            "p95=300ms: 95 of 100 have to be done within that time (nearest rank); max=1s is "
            "p100=1s. May be given several times.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_ceiling(text), [&](Ceiling ceiling) {
                draft.run.ceilings.push_back(ceiling);
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--timeout-total",
        .value = {.name = "DURATION"},
        .group = Group::flows,
        .summary = "end the run of flows after that time",
        .details = "What @finally holds is done then, and reports are written. 0 is no limit.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_duration(text), [&](std::chrono::milliseconds time) {
                draft.run.time_limit = time;
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--jobs",
        .value = {.name = "N"},
        .group = Group::flows,
        .summary = "run so many flow files at once (1)",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_positive(text), [&](unsigned jobs) { draft.run.jobs = jobs; });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--save-session",
        .group = Group::flows,
        .summary = "store what a flow changes in sessions",
        .details = "Without it sessions are read, and forgotten when the file has been run.",
        .apply = [](Draft& draft, Text /*text*/) -> Done {
            draft.run.saves_sessions = true;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--timings",
        .group = Group::flows,
        .summary = "tell how long requests of a flow took",
        .details = "The default.",
        .apply = [](Draft& draft, Text /*text*/) -> Done {
            draft.run.tells_times = true;
            return {};
        },
        .denial =
            {.summary = "the same text each time a flow is run",
             .apply = [](Draft& draft) { draft.run.tells_times = false; }},
        .setter = Setter::nobody,
    },
});

} // namespace

std::span<const Option> flow_options() noexcept {
    return table;
}

} // namespace latch::cli
