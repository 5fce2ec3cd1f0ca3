// SPDX-License-Identifier: MIT
#include "app/assemble.hpp"
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/flows/ceilings.hpp"
#include "app/flows/checker.hpp"
#include "app/flows/course.hpp"
#include "app/flows/given.hpp"
#include "app/flows/telling.hpp"
#include "app/reporting.hpp"

#include "latch/base/signals.hpp"
#include "latch/base/text.hpp"
#include "latch/flow/as_shell.hpp"
#include "latch/output/lanes.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using Steady = std::chrono::steady_clock;

/// What @finally holds may take after an interrupt or the end of the time.
constexpr std::chrono::seconds last_time{10};

/// All files of a run, one after the other or some at once.
class Program {
public:
    Program(Stage& stage, Report& report) : stage_(stage), report_(report), width_(stage.run.jobs) {
        if (width_ > 1) {
            lanes_.emplace(output::Lanes::Terms{
                .out = stage.environment.out, .folder = temporary_folder(stage.environment)});
        }
        const auto& files = stage.sources.files();
        words_.resize(files.size());
        for (std::size_t number = 0; number < files.size(); ++number) {
            output::Lane* const lane = lanes_ ? &lanes_->begin(number) : nullptr;
            const Report its = lanes_ ? report.kept_in(words_[number]) : report;
            courses_.push_back(std::make_unique<Course>(stage, *files[number], its, lane));
        }
    }

    /// To the end of all files. What ended it early is told, and what @finally holds is done
    /// nevertheless.
    void run() {
        Wires wires(stage_.run.time_limit);
        stage_.wires = &wires;
        const Result<void> ended = wires.run(all());
        if (!ended) {
            code_ = report_.fail(
                ended.error().kind() == ErrorKind::timed_out ? out_of_time() : ended.error()
            );
            for (const auto& course : courses_) {
                course->cut_off();
            }
            finish();
            for (const auto& course : courses_) {
                course->note_unsent();
            }
        }
        pass_on_rest();
    }

    /// Writes what was changed in sessions, if that is wanted.
    void save_sessions() {
        if (!stage_.run.saves_sessions) {
            return;
        }
        for (const auto& course : courses_) {
            const auto saved = course->scope().shelf.save(stage_.environment.now());
            if (!saved) {
                code_ = worse_of(code_, report_.fail(saved.error()));
            }
        }
    }

    flow::Record record() {
        flow::Record record{.name = "latch", .began = {}, .duration = {}, .suites = {}};
        for (const auto& course : courses_) {
            record.suites.push_back(
                {.file = course->file().name, .cases = std::move(course->scope().cases)}
            );
        }
        return record;
    }

    int code() const {
        int code = code_;
        for (const auto& course : courses_) {
            code = worse_of(code, course->scope().code);
        }
        return code;
    }

private:
    net::Task<Result<void>> all() {
        net::TaskGroup group = stage_.wires->task_group();
        std::size_t begun = 0;
        for (;;) {
            while (!is_stopped_ && begun < courses_.size() && begun - ended_ < width_) {
                group.start(one(begun++));
            }
            if (begun == ended_) {
                break;
            }
            co_await group.wait(std::nullopt);
        }
        co_return Result<void>{};
    }

    net::Task<void> one(std::size_t number) {
        const Then then = co_await courses_[number]->run();
        is_stopped_ = is_stopped_ || then == Then::stop_all;
        if (lanes_) {
            static_cast<void>(lanes_->end(number)); // whose reader has gone wants no more
        }
        has_ended_.push_back(number);
        pass_on_words();
        ++ended_;
    }

    /// What the files say on standard error, in their order.
    void pass_on_words() {
        while (std::ranges::count(has_ended_, told_) > 0) {
            report_.pass_on(std::exchange(words_[told_++], {}));
        }
    }

    Error out_of_time() const {
        return Error(
                   ErrorKind::timed_out,
                   "the run is not done within " + in_words(stage_.run.time_limit)
        )
            .hinting("--timeout-total gives it more time");
    }

    void pass_on_rest() {
        for (std::string& words : words_) {
            report_.pass_on(std::exchange(words, {}));
        }
        for (std::size_t number = 0; lanes_ && number < courses_.size(); ++number) {
            if (std::ranges::count(has_ended_, number) == 0) {
                static_cast<void>(lanes_->end(number)); // of a file that was cut off
            }
        }
        if (lanes_) {
            static_cast<void>(lanes_->close());
        }
    }

    void finish() {
        Wires wires(last_time);
        stage_.wires = &wires;
        const Result<void> ended = wires.run(last());
        if (!ended) {
            code_ = worse_of(code_, report_.fail(ended.error()));
            for (const auto& course : courses_) {
                course->cut_off();
            }
        }
    }

    net::Task<Result<void>> last() {
        for (const auto& course : courses_) {
            co_await course->finish();
        }
        co_return Result<void>{};
    }

    Stage& stage_;
    Report& report_;
    std::size_t width_;
    std::optional<output::Lanes> lanes_;
    std::vector<std::string> words_; ///< of each file, for standard error, if several run at once
    std::vector<std::unique_ptr<Course>> courses_;
    std::vector<std::size_t> has_ended_;
    std::size_t told_ = 0; ///< how many files' words were passed on
    std::size_t ended_ = 0;
    bool is_stopped_ = false;
    int code_ = 0;
};

/// Both lists, each file's mistakes in the order of its lines.
std::vector<Blunder> in_order(std::vector<Blunder> one, std::vector<Blunder> other) {
    std::ranges::move(other, std::back_inserter(one));
    std::vector<const SourceFile*> files;
    files.reserve(one.size());
    for (const Blunder& blunder : one) {
        files.push_back(blunder.file);
    }
    std::ranges::stable_sort(one, [&](const Blunder& a, const Blunder& b) {
        const auto key = [&](const Blunder& blunder) {
            const auto& at = blunder.mistake.at;
            return std::tuple(
                std::ranges::find(files, blunder.file) - files.begin(), at.line, at.column
            );
        };
        return key(a) < key(b);
    });
    return one;
}

/// Errors: `usage` if nothing would be sent.
Result<void> check_picked(const Checker& checker, const cli::RunFlows& command) {
    if (checker.picked() > 0) {
        return {};
    }
    return command.selection.any()
               ? Error(ErrorKind::usage, "no request is called that")
                     .hinting("--only and --from name a line or a title, --tag a tag")
               : Error(ErrorKind::usage, "there is no request in " + command.files.front());
}

/// What came of a run: its reports, its summary, its exit code.
int conclude(Program& program, const Stage& stage, Reporting& reporting, Report& report) {
    const cli::RunFlows& run = stage.run;
    flow::Record record = program.record();
    const auto duration = Steady::now() - stage.began;
    int code = program.code();
    const std::vector<std::string> passed = ceilings_passed(run.ceilings, record);
    for (const std::string& line : passed) {
        report.remark("--max: " + line);
        code = worse_of(code, expectation_failed);
    }
    if (run.quiet == 0) {
        report.say(summary_of(
            flow::tally_of(record),
            run.tells_times ? std::optional<std::chrono::nanoseconds>(duration) : std::nullopt
        ));
    }
    record.began =
        stage.environment.now() - std::chrono::duration_cast<base::Clock::duration>(duration);
    record.duration = duration;
    reporting.replace(run.tells_times ? std::move(record) : flow::without_times(std::move(record)));
    return worse_of(code, reporting.finish(report));
}

/// `--as-shell`: the exit code.
int write_as_shell(const Sources& sources, const Report& report) {
    int code = done;
    for (const SourceFile* const file : sources.files()) {
        const flow::ShellScript script = flow::as_shell(file->script);
        code = worse_of(code, report.print(script.text));
        report.about(file->name).list_left_behind(script.dropped);
        code = worse_of(code, script.dropped.empty() ? int{done} : int{nothing_to_extract});
    }
    return code;
}

int run_checked(Stage& stage, Report& report) {
    auto reporting = Reporting::begin(stage.run.reports, {}, stage.environment);
    if (!reporting) {
        return report.fail(reporting.error());
    }
    const base::SignalsHeld until_told;
    Program program(stage, report);
    program.run();
    program.save_sessions();
    return conclude(program, stage, *reporting, report);
}

} // namespace

int run_flows(const cli::RunFlows& command, const base::Environment& environment, Report& report) {
    const auto given = given_variables(command.variables, environment, report.secrets());
    if (!given) {
        return report.fail(given.error());
    }
    const Sources sources = Sources::read(command.files, environment);
    for (const Error& error : sources.unreadable()) {
        report.error(error);
    }
    const auto configuration = command.is_configured ? Configuration::read(environment)
                                                     : Result<Configuration>(Configuration());
    if (!configuration) {
        return report.fail(configuration.error());
    }
    Stage stage{
        .run = command,
        .sources = sources,
        .configuration = *configuration,
        .environment = environment,
        .given = *given,
        .wires = nullptr,
    };
    Checker checker(stage);
    const std::vector<Blunder> blunders = in_order(sources.blunders(), checker.check());
    for (const Blunder& blunder : blunders) {
        report.error(error_of(blunder));
    }
    if (!blunders.empty() || !sources.unreadable().empty()) {
        return exit_code_for(ErrorKind::usage);
    }
    if (const auto picked = check_picked(checker, command); !picked) {
        return report.fail(picked.error());
    }
    if (command.as_shell) {
        return write_as_shell(sources, report);
    }
    if (command.only_checks) {
        if (command.quiet == 0) {
            report.say(base::counted(checker.picked(), "request") + ", no mistakes");
        }
        return done;
    }
    return run_checked(stage, report);
}

} // namespace latch::app
