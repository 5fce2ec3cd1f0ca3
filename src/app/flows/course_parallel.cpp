// SPDX-License-Identifier: MIT
#include "app/assemble.hpp"
#include "app/exit_code.hpp"
#include "app/flows/course.hpp"
#include "app/flows/telling.hpp"
#include "app/flows/turn.hpp"
#include "app/flows/values.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

/// How much goes on at once where @parallel does not say.
constexpr std::size_t usual_width = 8;

} // namespace

net::Task<Then>
Course::parallel(const flow::Parallel& block, const SourceFile& file, Scope& scope) {
    const BlockBounds bounds(scope);
    scope.lanes = std::make_unique<output::Lanes>(output::Lanes::Terms{
        .out = stage_.environment.out,
        .into = scope.lane,
        .folder = temporary_folder(stage_.environment),
    });
    std::vector<Strand> strands;
    Then then = make_strands(block, file, scope, strands);
    const std::size_t width = block.limit.value_or(usual_width);
    net::TaskGroup group = stage_.wires->task_group();
    std::size_t begun = 0;
    const auto stops = [](const Strand& strand) { return strand.then != Then::go_on; };
    for (;;) {
        const auto ended =
            static_cast<std::size_t>(std::ranges::count_if(strands, &Strand::has_ended));
        const bool is_stopped = then != Then::go_on || std::ranges::any_of(strands, stops);
        while (!is_stopped && begun < strands.size() && begun - ended < width) {
            group.start(strand(strands[begun], begun, scope));
            ++begun;
        }
        if (begun == ended) {
            break;
        }
        co_await group.wait(std::nullopt);
    }
    for (const Strand& strand : strands) {
        then = std::max(then, strand.then);
    }
    join(scope, strands);
    co_return then;
}

net::Task<void> Course::strand(Strand& strand, std::size_t number, Scope& around) {
    Scope& scope = *around.strands[number];
    Then then = Then::go_on;
    if (strand.turn != nullptr) {
        then = co_await block(*strand.turn, *strand.file, scope);
    } else {
        then = co_await step(*strand.step, *strand.file, scope);
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

/// What is to be done at once; what only sets something is done here. Whether all of that went
/// well.
Then Course::make_strands(
    const flow::Parallel& block, const SourceFile& file, Scope& scope, std::vector<Strand>& strands
) {
    for (const flow::Step& step : block.body) {
        Then then = Then::go_on;
        if (const auto* const loop = std::get_if<flow::For>(&step.what)) {
            then = add_turns(strands, *loop, file, scope);
        } else if (const auto* const assignment = std::get_if<flow::Default>(&step.what)) {
            then = assign(*assignment, file, scope);
        } else if (const auto* const computed = std::get_if<flow::Computed>(&step.what)) {
            then = compute(*computed, file, scope);
        } else if (const auto* const defaults = std::get_if<flow::Defaults>(&step.what)) {
            scope.defaults.push_back(&defaults->phrase);
        } else {
            new_strand(scope);
            strands.push_back({.step = &step, .file = &file});
        }
        if (then != Then::go_on) {
            return then;
        }
    }
    return Then::go_on;
}

/// Each turn of a loop is a strand.
Then Course::add_turns(
    std::vector<Strand>& strands, const flow::For& loop, const SourceFile& file, Scope& around
) {
    const auto cannot = [&](const base::Error& error) {
        return broken(error, "@for " + loop.names.front(), case_at(file, loop.at), around);
    };
    const auto rows = rows_of(loop.source, around.variables, file);
    if (!rows) {
        return cannot(rows.error());
    }
    for (std::size_t number = 0; number < rows->size(); ++number) {
        const flow::Row& row = (*rows)[number];
        Scope& scope = new_strand(around);
        scope.rows.push_back(label_of(number + 1, row));
        strands.push_back({.turn = &loop.body, .file = &file});
        if (const auto begun = begin_turn(scope, loop, number + 1, row); !begun) {
            return cannot(begun.error());
        }
    }
    return Then::go_on;
}

/// What strands did counts in the order of the file. Turns of a loop set nothing for others.
void Course::join(Scope& around, const std::vector<Strand>& strands) {
    for (std::size_t number = 0; number < around.strands.size(); ++number) {
        Scope& scope = *around.strands[number];
        std::ranges::move(scope.cases, std::back_inserter(around.cases));
        around.code = worse_of(around.code, scope.code);
        around.report.pass_on(*scope.words);
        around.shelf.take_over(scope.shelf, stage_.environment.now());
        static_cast<void>(around.lanes->end(number)); // of one that was cut off, or never begun
        if (number >= strands.size() || strands[number].turn != nullptr) {
            continue;
        }
        for (const std::string& name : scope.bound) {
            bind(around, name, *scope.variables.find(name));
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

} // namespace latch::app
