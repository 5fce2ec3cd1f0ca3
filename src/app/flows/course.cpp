// SPDX-License-Identifier: MIT
#include "app/flows/course.hpp"

#include "app/assemble.hpp"
#include "app/exit_code.hpp"
#include "app/flows/performance.hpp"
#include "app/flows/telling.hpp"
#include "app/flows/values.hpp"
#include "app/flows/wording.hpp"
#include "app/testcase.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Error;
using base::Result;

/// How much of @parallel goes on at once where it does not say.
constexpr std::size_t usual_width = 8;

flow::Case at(const SourceFile& file, const flow::Position& position) {
    return {
        .name = {},
        .place = {.file = file.name, .line = position.line, .column = position.column},
    };
}

/// Sets names for the time of a block; what they were before comes back with its end.
class LoopNames {
public:
    LoopNames(Scope& scope, const std::vector<std::string>& names) : scope_(scope), names_(names) {
        names_.emplace_back("index");
        for (const std::string& name : names_) {
            const flow::Value* const value = scope.variables.find(name);
            before_.push_back(value == nullptr ? std::nullopt : std::optional(*value));
        }
    }

    LoopNames(const LoopNames&) = delete;
    LoopNames& operator=(const LoopNames&) = delete;
    LoopNames(LoopNames&&) = delete;
    LoopNames& operator=(LoopNames&&) = delete;

    ~LoopNames() {
        for (std::size_t number = 0; number < names_.size(); ++number) {
            if (before_[number]) {
                scope_.variables.set(names_[number], *std::move(before_[number]));
            } else {
                scope_.variables.unset(names_[number]);
            }
        }
    }

private:
    Scope& scope_;
    std::vector<std::string> names_;
    std::vector<std::optional<flow::Value>> before_;
};

/// Makes a turn's row known. Errors: those of `bind_row`.
Result<void>
begin_turn(Scope& scope, const flow::For& loop, std::size_t number, const flow::Row& row) {
    scope.variables.set("index", {.json = query::Json::number(std::to_string(number))});
    return bind_row(scope.variables, loop.names, row);
}

} // namespace

Course::Course(const Stage& stage, const SourceFile& file, const Report& report, output::Lane* lane)
    : stage_(stage), file_(file), picker_(stage.run.selection),
      scope_{.variables = stage.given, .shelf = {}, .report = report, .lane = lane} {}

net::Task<Then> Course::run() {
    const Then then = co_await steps(file_.script.steps, file_, scope_);
    co_await finish();
    const bool ends_all = scope_.code != done && after_failure() == Then::stop_all;
    co_return then == Then::stop_all || ends_all ? Then::stop_all : Then::go_on;
}

net::Task<void> Course::finish() {
    while (last_begun_ < last_.size()) {
        const Last last = last_[last_begun_++];
        co_await block(last.block->body, *last.file, scope_);
    }
}

net::Task<Then> Course::steps(const flow::Steps& steps, const SourceFile& file, Scope& scope) {
    for (const flow::Step& step : steps) {
        if (const auto* const block = std::get_if<flow::Finally>(&step.what)) {
            last_.push_back({&file, block});
        }
    }
    for (std::size_t number = 0; number < steps.size(); ++number) {
        const Then then = co_await step(steps[number], file, scope);
        if (then != Then::go_on) {
            note_skipped(steps, number + 1, file, scope);
            co_return then;
        }
    }
    co_return Then::go_on;
}

net::Task<Then> Course::step(const flow::Step& step, const SourceFile& file, Scope& scope) {
    Then then = Then::go_on;
    if (const auto* const request = std::get_if<flow::Request>(&step.what)) {
        then = co_await this->request(*request, file, scope);
    } else if (const auto* const assignment = std::get_if<flow::Default>(&step.what)) {
        assign(*assignment, file, scope);
    } else if (const auto* const computed = std::get_if<flow::Computed>(&step.what)) {
        then = compute(*computed, file, scope);
    } else if (const auto* const defaults = std::get_if<flow::Defaults>(&step.what)) {
        scope.defaults.push_back(&defaults->phrase);
    } else if (const auto* const include = std::get_if<flow::Include>(&step.what)) {
        then = co_await this->include(*include, file, scope);
    } else if (const auto* const loop = std::get_if<flow::For>(&step.what)) {
        then = co_await this->loop(*loop, file, scope);
    } else if (const auto* const condition = std::get_if<flow::If>(&step.what)) {
        then = co_await this->condition(*condition, file, scope);
    } else if (const auto* const block = std::get_if<flow::Parallel>(&step.what)) {
        then = co_await parallel(*block, file, scope);
    }
    co_return then;
}

/// Steps whose @defaults end with them.
net::Task<Then> Course::block(const flow::Steps& steps, const SourceFile& file, Scope& scope) {
    const std::size_t defaults = scope.defaults.size();
    const Then then = co_await this->steps(steps, file, scope);
    scope.defaults.resize(defaults);
    co_return then;
}

net::Task<Then>
Course::request(const flow::Request& request, const SourceFile& file, Scope& scope) {
    if (!picker_.picks(request)) {
        co_return Then::go_on;
    }
    Performance performance({.stage = stage_, .file = file, .request = request, .scope = scope});
    const bool has_failed = co_await performance.go();
    co_return has_failed ? after_failure() : Then::go_on;
}

net::Task<Then>
Course::include(const flow::Include& include, const SourceFile& file, Scope& scope) {
    const SourceFile& included = *stage_.sources.included(file, include);
    for (const auto& [name, value] : include.values) {
        const auto text = text_of(value, scope.variables, file);
        if (!text) {
            co_return broken(
                text.error(), "@include " + include.file.text, at(file, include.at), scope
            );
        }
        scope.variables.set(name, {.json = query::Json::string(*text), .is_untyped = true});
    }
    const Then then = co_await block(included.script.steps, included, scope);
    co_return then;
}

net::Task<Then> Course::loop(const flow::For& loop, const SourceFile& file, Scope& scope) {
    const auto rows = rows_of(loop.source, scope.variables, file);
    if (!rows) {
        co_return broken(rows.error(), "@for " + loop.names.front(), at(file, loop.at), scope);
    }
    const LoopNames names(scope, loop.names);
    Then then = Then::go_on;
    for (std::size_t number = 0; number < rows->size() && then == Then::go_on; ++number) {
        const flow::Row& row = (*rows)[number];
        if (const auto begun = begin_turn(scope, loop, number + 1, row); !begun) {
            co_return broken(begun.error(), "@for " + loop.names.front(), at(file, loop.at), scope);
        }
        scope.rows.push_back(label_of(number + 1, row));
        then = co_await block(loop.body, file, scope);
        scope.rows.pop_back();
    }
    co_return then;
}

net::Task<Then> Course::condition(const flow::If& condition, const SourceFile& file, Scope& scope) {
    const auto is_so = holds(condition.condition, scope.variables, file);
    if (!is_so) {
        co_return broken(
            is_so.error(), "@if " + as_written(condition.condition), at(file, condition.at), scope
        );
    }
    Then then = Then::go_on;
    if (*is_so) {
        then = co_await block(condition.body, file, scope);
    }
    co_return then;
}

net::Task<Then>
Course::parallel(const flow::Parallel& block, const SourceFile& file, Scope& scope) {
    const std::size_t defaults = scope.defaults.size();
    scope.lanes = std::make_unique<output::Lanes>(output::Lanes::Terms{
        .out = stage_.environment.out,
        .into = scope.lane,
        .folder = temporary_folder(stage_.environment),
    });
    std::vector<Strand> strands = strands_of(block, file, scope);
    const std::size_t width = block.limit.value_or(usual_width);
    net::TaskGroup group = stage_.wires->task_group();
    std::size_t begun = 0;
    const auto stops = [](const Strand& strand) { return strand.then != Then::go_on; };
    for (;;) {
        const auto ended =
            static_cast<std::size_t>(std::ranges::count_if(strands, &Strand::has_ended));
        const bool is_stopped = std::ranges::any_of(strands, stops);
        while (!is_stopped && begun < strands.size() && begun - ended < width) {
            group.start(strand(strands[begun], begun, scope));
            ++begun;
        }
        if (begun == ended) {
            break;
        }
        co_await group.wait(std::nullopt);
    }
    Then then = Then::go_on;
    for (const Strand& strand : strands) {
        then = std::max(then, strand.then);
    }
    join(scope, strands);
    scope.defaults.resize(defaults);
    co_return then;
}

net::Task<void> Course::strand(Strand& strand, std::size_t number, Scope& around) {
    Scope& scope = *around.strands[number];
    Then then = Then::go_on;
    if (strand.request != nullptr) {
        then = co_await request(*strand.request, *strand.file, scope);
    } else {
        then = co_await block(*strand.steps, *strand.file, scope);
    }
    static_cast<void>(around.lanes->end(number)); // whose reader has gone wants no more
    strand.then = then;
    strand.has_ended = true;
}

/// A scope for a strand, with what is known around it.
Scope& Course::new_strand(Scope& around) {
    output::Lane& lane = around.lanes->begin(around.strands.size());
    auto words = std::make_unique<std::string>();
    const Report report = around.report.kept_in(*words);
    return *around.strands.emplace_back(std::make_unique<Scope>(Scope{
        .variables = around.variables,
        .defaults = around.defaults,
        .rows = around.rows,
        .shelf = around.shelf.copy(),
        .report = report,
        .lane = &lane,
        .words = std::move(words),
    }));
}

std::vector<Course::Strand>
Course::strands_of(const flow::Parallel& block, const SourceFile& file, Scope& scope) {
    std::vector<Strand> strands;
    for (const flow::Step& step : block.body) {
        if (const auto* const request = std::get_if<flow::Request>(&step.what)) {
            new_strand(scope);
            strands.push_back({.request = request, .file = &file});
        } else if (const auto* const loop = std::get_if<flow::For>(&step.what)) {
            add_turns(strands, *loop, file, scope);
        } else if (const auto* const condition = std::get_if<flow::If>(&step.what)) {
            const auto is_so = holds(condition->condition, scope.variables, file);
            if (!is_so) {
                broken(
                    is_so.error(),
                    "@if " + as_written(condition->condition),
                    at(file, condition->at),
                    scope
                );
            } else if (*is_so) {
                new_strand(scope);
                strands.push_back({.steps = &condition->body, .file = &file});
            }
        } else if (const auto* const include = std::get_if<flow::Include>(&step.what)) {
            const SourceFile* const included = stage_.sources.included(file, *include);
            new_strand(scope);
            strands.push_back({.steps = &included->script.steps, .file = included});
        } else if (const auto* const assignment = std::get_if<flow::Default>(&step.what)) {
            assign(*assignment, file, scope);
        } else if (const auto* const computed = std::get_if<flow::Computed>(&step.what)) {
            compute(*computed, file, scope);
        } else if (const auto* const defaults = std::get_if<flow::Defaults>(&step.what)) {
            scope.defaults.push_back(&defaults->phrase);
        }
    }
    return strands;
}

/// Each turn of a loop is a strand.
void Course::add_turns(
    std::vector<Strand>& strands, const flow::For& loop, const SourceFile& file, Scope& around
) {
    const auto rows = rows_of(loop.source, around.variables, file);
    if (!rows) {
        broken(rows.error(), "@for " + loop.names.front(), at(file, loop.at), around);
        return;
    }
    for (std::size_t number = 0; number < rows->size(); ++number) {
        const flow::Row& row = (*rows)[number];
        Scope& scope = new_strand(around);
        scope.rows.push_back(label_of(number + 1, row));
        strands.push_back({.steps = &loop.body, .file = &file});
        if (const auto begun = begin_turn(scope, loop, number + 1, row); !begun) {
            broken(begun.error(), "@for " + loop.names.front(), at(file, loop.at), around);
            return;
        }
    }
}

/// What strands did counts in the order of the file.
void Course::join(Scope& around, const std::vector<Strand>& strands) {
    const flow::Variables before = around.variables;
    for (std::size_t number = 0; number < around.strands.size(); ++number) {
        Scope& scope = *around.strands[number];
        std::ranges::move(scope.cases, std::back_inserter(around.cases));
        around.code = worse_of(around.code, scope.code);
        around.report.pass_on(*scope.words);
        around.shelf.take_over(scope.shelf, stage_.environment.now());
        if (number >= strands.size() || strands[number].request == nullptr) {
            continue;
        }
        for (const std::string& name : scope.variables.names()) {
            const flow::Value& value = *scope.variables.find(name);
            const flow::Value* const old = before.find(name);
            if (old == nullptr || *old != value) {
                around.variables.set(name, value);
            }
        }
    }
    around.strands.clear();
    static_cast<void>(around.lanes->close());
    around.lanes.reset();
}

void Course::cut_off() {
    cut_off(scope_);
}

void Course::cut_off(Scope& scope) {
    if (scope.under_way) {
        scope.cases.push_back(*std::exchange(scope.under_way, std::nullopt));
        scope.report.say(line_for(scope.cases.back(), Tells::no_times));
    }
    for (const std::unique_ptr<Scope>& strand : scope.strands) {
        cut_off(*strand);
    }
    if (scope.lanes) {
        join(scope, {});
    }
}

void Course::assign(const flow::Default& assignment, const SourceFile& file, Scope& scope) {
    if (stage_.given.find(assignment.name) != nullptr) {
        return;
    }
    const auto text = text_of(assignment.value, scope.variables, file);
    if (text) {
        scope.variables.set(
            assignment.name, {.json = query::Json::string(*text), .is_untyped = true}
        );
    } else {
        broken(text.error(), '@' + assignment.name, at(file, assignment.at), scope);
    }
}

Then Course::compute(const flow::Computed& computed, const SourceFile& file, Scope& scope) {
    auto value = value_of(computed.program, scope.variables, file);
    if (!value) {
        return broken(value.error(), '@' + computed.name, at(file, computed.at), scope);
    }
    scope.variables.set(computed.name, *std::move(value));
    return Then::go_on;
}

/// Something that is no request cannot be done.
Then Course::broken(const Error& error, std::string name, const flow::Case& where, Scope& scope) {
    const std::string place = where.place.file + ':' + std::to_string(where.place.line);
    if (stage_.run.quiet < 2) {
        scope.report.about(place).error(error);
    }
    flow::Case testcase = broken_case(std::move(name), error, scope.report.secrets());
    testcase.place = where.place;
    scope.cases.push_back(std::move(testcase));
    const bool is_missing =
        error.kind() == base::ErrorKind::usage || error.kind() == base::ErrorKind::protocol;
    scope.code =
        worse_of(scope.code, is_missing ? int{nothing_to_extract} : exit_code_for(error.kind()));
    return after_failure();
}

Then Course::after_failure() const noexcept {
    switch (stage_.run.on_failure) {
    case cli::RunFlows::OnFailure::next_file:
        return Then::stop_file;
    case cli::RunFlows::OnFailure::stop:
        return Then::stop_all;
    case cli::RunFlows::OnFailure::go_on:
        break;
    }
    return Then::go_on;
}

/// The requests of steps that are not done any more.
void Course::note_skipped(
    const flow::Steps& steps, std::size_t from, const SourceFile& file, Scope& scope
) {
    for (std::size_t number = from; number < steps.size(); ++number) {
        const flow::Step& step = steps[number];
        if (std::holds_alternative<flow::Finally>(step.what)) {
            continue; // it is done nevertheless
        }
        if (const auto* const include = std::get_if<flow::Include>(&step.what)) {
            const SourceFile& included = *stage_.sources.included(file, *include);
            note_skipped(included.script.steps, 0, included, scope);
        }
        note_skipped(steps_within(step), 0, file, scope);
        const auto* const request = std::get_if<flow::Request>(&step.what);
        if (request == nullptr || !picker_.picks(*request)) {
            continue;
        }
        flow::Case testcase = at(file, request->phrase.places.front());
        testcase.name = as_written(request->title);
        if (testcase.name.empty()) {
            testcase.name = "request of line " + std::to_string(testcase.place.line);
        }
        testcase.outcome = flow::Skipped{"a request before it has failed"};
        scope.cases.push_back(std::move(testcase));
    }
}

} // namespace latch::app
