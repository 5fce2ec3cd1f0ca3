// SPDX-License-Identifier: MIT
#include "cli/run_command.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::string_view usage_line = "usage: latch run [OPTIONS] FILE...";

/// Those of the run itself.
bool is_of_run(const Option& option) noexcept {
    constexpr std::array<std::string_view, 4> names{"report", "github", "quiet", "config"};
    return option.group == Group::flows ||
           std::ranges::find(names, long_name(option)) != names.end();
}

/// Whether all requests of a run may have it: what may stand in a configuration may.
bool is_of_requests(const Option& option) noexcept {
    constexpr std::array<std::string_view, 3> others{"curl", "offline", "continue"};
    return option.setter != Setter::nobody && option.group != Group::login &&
           option.group != Group::several &&
           std::ranges::find(others, long_name(option)) == others.end();
}

Error no_option(const Occurrence& occurrence) {
    const bool is_check = occurrence.option->group == Group::checks;
    return Error(ErrorKind::usage, "run has no option " + name_of(occurrence))
        .hinting(
            is_check ? "@defaults in the file gives it to all requests"
                     : "a request of the file may have it"
        );
}

/// The value with the caller's working directory in it, where it is a path: requests look for files
/// from the folder of their flow.
std::string anchored(const Occurrence& occurrence, const base::Environment& environment) {
    const Value& value = occurrence.option->value;
    const auto words = base::split(value.words, ' ');
    const bool is_word = std::ranges::find(words, occurrence.text) != words.end();
    const bool is_file = value.completes == Completes::files && !is_word && occurrence.text != "-";
    const bool is_session =
        value.completes == Completes::sessions && occurrence.text.find('/') != std::string::npos;
    return is_file || is_session ? environment.resolve(occurrence.text).string() : occurrence.text;
}

std::string word_of(const Occurrence& occurrence, const base::Environment& environment) {
    const bool has_value =
        occurrence.form == Occurrence::Form::plain && !is_flag(*occurrence.option);
    return name_of(occurrence) + (has_value ? '=' + anchored(occurrence, environment) : "");
}

/// The one standard output is for one report.
Result<void> check_reports(const std::vector<ReportWish>& reports) {
    const auto is_shown = [](const ReportWish& wish) { return wish.file.empty(); };
    if (std::ranges::count_if(reports, is_shown) > 1) {
        return Error(ErrorKind::usage, "two reports on standard output")
            .hinting("write --report KIND=FILE");
    }
    return {};
}

/// Whether it has a meaning for one request as well.
bool is_of_variables(const Option& option) noexcept {
    constexpr std::array<std::string_view, 3> names{"var", "vars", "secret"};
    return std::ranges::find(names, long_name(option)) != names.end();
}

} // namespace

Result<void> refuse_options_of_run(const CommandLine& line) {
    for (const Occurrence& occurrence : line.occurrences) {
        const Option& option = *occurrence.option;
        if (option.group == Group::flows && !is_of_variables(option)) {
            return Error(ErrorKind::usage, name_of(occurrence) + " is for latch run");
        }
    }
    return {};
}

Result<Invocation>
run_of(Draft draft, const CommandLine& line, const base::Environment& environment) {
    RunFlows run = std::move(draft.run);
    if (line.positionals.empty()) {
        return Error(ErrorKind::usage, "there is no file").hinting(std::string(usage_line));
    }
    for (const Occurrence& occurrence : line.occurrences) {
        if (is_of_run(*occurrence.option)) {
            continue;
        }
        if (!is_of_requests(*occurrence.option)) {
            return no_option(occurrence);
        }
        run.options.push_back(word_of(occurrence, environment));
    }
    if (auto checked = check_reports(draft.send.reports); !checked) {
        return checked.error();
    }
    run.files = line.positionals;
    run.reports = std::move(draft.send.reports);
    run.quiet = draft.send.output.quiet;
    run.is_configured = draft.is_configured;
    return Invocation(std::move(run));
}

} // namespace latch::cli
