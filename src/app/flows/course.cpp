// SPDX-License-Identifier: MIT
#include "app/flows/course.hpp"

#include "app/exit_code.hpp"
#include "app/flows/performance.hpp"
#include "app/flows/turn.hpp"
#include "app/flows/values.hpp"
#include "app/flows/wording.hpp"
#include "app/testcase.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace latch::app {

using base::Error;

Course::Course(const Stage& stage, const SourceFile& file, const Report& report, output::Lane* lane)
    : stage_(stage), file_(file), picker_(stage.run.selection),
      scope_{.variables = stage.given, .shelf = {}, .report = report, .lane = lane} {}

net::Task<Then> Course::run() {
    const Then then = co_await steps(file_.script.steps, file_, scope_);
    co_await finish();
    const bool ends_all =
        scope_.code != done && stage_.run.on_failure == cli::RunFlows::OnFailure::stop;
    co_return then == Then::stop_all || ends_all ? Then::stop_all : Then::go_on;
}

net::Task<void> Course::finish() {
    is_last_ = true;
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
        then = assign(*assignment, file, scope);
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
    const BlockBounds bounds(scope);
    const Then then = co_await this->steps(steps, file, scope);
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
    std::vector<std::string> names;
    for (const auto& [name, value] : include.values) {
        names.push_back(name);
    }
    const KeptNames kept(scope, std::move(names)); // they are the included file's
    for (const auto& [name, value] : include.values) {
        if (stage_.given.find(name) != nullptr) {
            continue;
        }
        const auto text = text_of(value, scope.variables, file);
        if (!text) {
            co_return broken(
                text.error(), "@include " + include.file.text, case_at(file, include.at), scope
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
        co_return broken(rows.error(), "@for " + loop.names.front(), case_at(file, loop.at), scope);
    }
    const KeptNames names(scope, with_index(loop.names));
    Then then = Then::go_on;
    for (std::size_t number = 0; number < rows->size() && then == Then::go_on; ++number) {
        const flow::Row& row = (*rows)[number];
        if (const auto begun = begin_turn(scope, loop, number + 1, row); !begun) {
            co_return broken(
                begun.error(), "@for " + loop.names.front(), case_at(file, loop.at), scope
            );
        }
        co_await stage_.wires->yield(); // a turn may send nothing
        const BlockBounds turn(scope);
        scope.rows.push_back(label_of(number + 1, row));
        then = co_await block(loop.body, file, scope);
    }
    co_return then;
}

net::Task<Then> Course::condition(const flow::If& condition, const SourceFile& file, Scope& scope) {
    const auto is_so = holds(condition.condition, scope.variables, file);
    if (!is_so) {
        co_return broken(
            is_so.error(),
            "@if " + as_written(condition.condition),
            case_at(file, condition.at),
            scope
        );
    }
    Then then = Then::go_on;
    if (*is_so) {
        then = co_await block(condition.body, file, scope);
    }
    co_return then;
}

Then Course::assign(const flow::Default& assignment, const SourceFile& file, Scope& scope) {
    if (stage_.given.find(assignment.name) != nullptr) {
        return Then::go_on;
    }
    const auto text = text_of(assignment.value, scope.variables, file);
    if (!text) {
        return broken(text.error(), '@' + assignment.name, case_at(file, assignment.at), scope);
    }
    bind(scope, assignment.name, {.json = query::Json::string(*text), .is_untyped = true});
    return Then::go_on;
}

Then Course::compute(const flow::Computed& computed, const SourceFile& file, Scope& scope) {
    auto value = value_of(computed.program, scope.variables, file);
    if (!value) {
        return broken(value.error(), '@' + computed.name, case_at(file, computed.at), scope);
    }
    bind(scope, computed.name, *std::move(value));
    return Then::go_on;
}

/// Something that is no request cannot be done.
Then Course::broken(const Error& error, std::string name, const flow::Case& where, Scope& scope) {
    if (error.kind() == base::ErrorKind::interrupted) {
        return Then::stop_all; // the loop hears of the signal as well, and which it was
    }
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

/// Of what @finally holds all is tried.
Then Course::after_failure() const noexcept {
    if (is_last_) {
        return Then::go_on;
    }
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
        flow::Case testcase =
            skipped(*request, file, "a request before it has failed", scope.report);
        scope.cases.push_back(std::move(testcase));
    }
}

flow::Case Course::skipped(
    const flow::Request& request, const SourceFile& file, std::string reason, const Report& report
) {
    flow::Case testcase = case_at(file, request.phrase.places.front());
    testcase.name = report.secrets().redact(as_written(request.title));
    if (testcase.name.empty()) {
        testcase.name = "request of line " + std::to_string(testcase.place.line);
    }
    testcase.outcome = flow::Skipped{std::move(reason)};
    return testcase;
}

void Course::note_unsent() {
    note_unsent(file_.script.steps, file_);
}

void Course::note_unsent(const flow::Steps& steps, const SourceFile& file) {
    for (const flow::Step& step : steps) {
        if (const auto* const include = std::get_if<flow::Include>(&step.what)) {
            const SourceFile& included = *stage_.sources.included(file, *include);
            note_unsent(included.script.steps, included);
        }
        note_unsent(steps_within(step), file);
        const auto* const request = std::get_if<flow::Request>(&step.what);
        if (request == nullptr || !picker_.picks(*request)) {
            continue;
        }
        flow::Case testcase = skipped(*request, file, "the run was ended before", scope_.report);
        const auto is_there = [&](const flow::Case& other) {
            return other.place.file == testcase.place.file &&
                   other.place.line == testcase.place.line;
        };
        if (!std::ranges::any_of(scope_.cases, is_there)) {
            scope_.cases.push_back(std::move(testcase));
        }
    }
}

} // namespace latch::app
