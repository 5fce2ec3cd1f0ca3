// SPDX-License-Identifier: MIT
#include "app/flows/checker.hpp"
#include "app/flows/values.hpp"

#include "latch/base/text.hpp"
#include "latch/query/filling.hpp"
#include "latch/query/filter.hpp"
#include "latch/query/jq.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;

/// The name in `var.NAME`, which a condition begins with; nothing if it begins otherwise.
std::optional<std::string> variable_asked(std::string_view text) {
    constexpr std::string_view negation = "not ";
    constexpr std::string_view subject = "var.";
    text = base::trim(text);
    text = base::trim(text.starts_with(negation) ? text.substr(negation.size()) : text);
    if (!text.starts_with(subject)) {
        return std::nullopt;
    }
    text.remove_prefix(subject.size());
    const auto* const end = std::ranges::find_if_not(text, [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_';
    });
    return std::string(text.begin(), end);
}

bool asks_for_existence(std::string_view text) {
    return base::trim(text).ends_with(" exists");
}

std::vector<flow::Template> templates_of(const flow::Source& source) {
    if (const auto* const file = std::get_if<flow::RowsOfFile>(&source)) {
        return file->file.templates;
    }
    if (const auto* const words = std::get_if<flow::RowsOfWords>(&source)) {
        return words->phrase.templates;
    }
    const auto* const range = std::get_if<flow::RowsOfRange>(&source);
    std::vector<flow::Template> both =
        range == nullptr ? std::vector<flow::Template>() : range->from.templates;
    if (range != nullptr) {
        both.insert(both.end(), range->to.templates.begin(), range->to.templates.end());
    }
    return both;
}

/// Where a step stands that can capture something.
flow::Position beginning_of(const flow::Step& step) {
    if (const auto* const request = std::get_if<flow::Request>(&step.what)) {
        return request->phrase.places.front();
    }
    if (const auto* const include = std::get_if<flow::Include>(&step.what)) {
        return include->at;
    }
    const auto* const condition = std::get_if<flow::If>(&step.what);
    return condition == nullptr ? flow::Position() : condition->at;
}

} // namespace

/// Looks at the body with each row, as far as rows are known.
void Checker::check(const flow::For& loop, const SourceFile& file, Knowledge& known) {
    const auto rows = known_rows(loop, file, known);
    Knowledge within = known;
    within.set_here.clear();
    within.later.insert("index");
    if (!rows || rows->empty()) {
        within.later.insert(loop.names.begin(), loop.names.end());
        check_block(loop.body, file, within);
    } else {
        check_rows(loop, *rows, file, within);
    }
    std::vector<std::string> own = loop.names;
    own.emplace_back("index");
    learn_from(within, own, known);
}

/// What a block that may be done or not leaves behind: values that come later.
void Checker::learn_from(
    const Knowledge& within, const std::vector<std::string>& own, Knowledge& known
) {
    const auto is_own = [&](const std::string& name) { return std::ranges::count(own, name) > 0; };
    for (const std::string& name : within.captured) {
        known.later.insert(name);
    }
    for (const std::string& name : within.set_here) {
        if (!is_own(name)) {
            known.later.insert(name);
            known.set_here.push_back(name);
        }
    }
    known.captured = within.captured;
    known.written = within.written;
    known.may_write_any = within.may_write_any;
}

void Checker::check_rows(
    const flow::For& loop,
    const std::vector<flow::Row>& rows,
    const SourceFile& file,
    Knowledge& within
) {
    constexpr std::size_t most = 1000;
    constexpr std::chrono::seconds longest{1}; // jq may have to compile a program for each row
    const auto begun = std::chrono::steady_clock::now();
    const std::size_t picked = picked_;
    const std::size_t before = blunders_.size();
    for (const std::string& name : loop.names) {
        within.later.erase(name);
    }
    for (std::size_t number = 0; number < std::min(rows.size(), most); ++number) {
        if (const auto bound = bind_row(within.variables, loop.names, rows[number]); !bound) {
            return note(file, loop.at, bound.error());
        }
        picked_ = picked;
        check_block(loop.body, file, within);
        const bool is_told = blunders_.size() > before; // the other rows would say it again
        if (is_told || std::chrono::steady_clock::now() - begun > longest) {
            return;
        }
    }
}

/// Nothing where rows come later; errors are told.
std::optional<std::vector<flow::Row>>
Checker::known_rows(const flow::For& loop, const SourceFile& file, const Knowledge& known) {
    if (is_misread(file, loop.at.line, loop.at.line)) {
        return std::nullopt;
    }
    if (const auto* const program = std::get_if<flow::RowsOfProgram>(&loop.source)) {
        check_program(program->program, file, known);
        return std::nullopt;
    }
    const Filled filled = fill(templates_of(loop.source), file, known);
    if (!filled.is_certain || !filled.is_whole) {
        return std::nullopt;
    }
    if (const auto* const in_file = std::get_if<flow::RowsOfFile>(&loop.source)) {
        const auto name = text_of(in_file->file, known.variables, file);
        if (name && (known.may_write_any ||
                     known.written.contains(file.environment.resolve(*name).string()))) {
            return std::nullopt;
        }
    }
    auto rows = rows_of(loop.source, known.variables, file);
    if (!rows) {
        note(file, loop.at, rows.error());
        return std::nullopt;
    }
    return *std::move(rows);
}

/// A name, or what jq can read.
void Checker::check_program(
    const flow::Text& program, const SourceFile& file, const Knowledge& known
) {
    const Filled filled = fill(program.templates, file, known);
    if (!filled.is_whole) {
        return;
    }
    const auto text = query::fill_filter(program.text, filled.fillings);
    if (!text) {
        return note(file, program.at, text.error());
    }
    const std::string path(base::trim(*text));
    const std::string name = path.substr(0, path.find('.'));
    if (known.later.contains(name) || known.variables.find(name) != nullptr) {
        return;
    }
    query::JqVariables variables;
    variables["v"] = "{}";
    if (query::Filter::parse(*text)) {
        return;
    }
    if (const auto compiled = query::JqProgram::compile(*text, variables); !compiled) {
        note(file, program.at, compiled.error());
    }
}

/// A body that is left out is looked at as one whose values nobody knows.
void Checker::check(const flow::If& condition, const SourceFile& file, Knowledge& known) {
    const flow::Text& text = condition.condition;
    const Filled filled = fill(text.templates, file, known);
    Knowledge within = known;
    within.set_here.clear();
    const auto subject = variable_asked(text.text);
    const bool comes_later = subject && known.later.contains(*subject);
    const bool is_unknown = subject && !comes_later && known.variables.find(*subject) == nullptr;
    if (is_unknown && !asks_for_existence(text.text)) {
        note(file, text.at, Error(ErrorKind::usage, "there is no variable " + *subject));
    } else if (filled.is_whole) {
        const auto is_so = holds_with(text, filled.fillings, known.variables);
        if (!is_so && is_so.error().kind() == ErrorKind::usage) {
            note(file, text.at, is_so.error());
        }
        const bool is_certain = subject && !comes_later && filled.is_certain && is_so;
        if (is_certain && !*is_so) {
            for (const std::string& name : known.variables.names()) {
                within.later.insert(name);
            }
        }
    }
    check_block(condition.body, file, within);
    learn_from(within, {}, known);
}

void Checker::check(const flow::Include& include, const SourceFile& file, Knowledge& known) {
    Knowledge within = known;
    for (const auto& [name, value] : include.values) {
        const Filled filled = fill(value.templates, file, known);
        if (stage_.given.find(name) != nullptr) {
            continue;
        }
        within.variables.set(
            name,
            {.json = query::Json::string(base::filled(value.text, filled.fillings)),
             .is_untyped = true}
        );
        within.later.erase(name);
        if (!filled.is_certain) {
            within.later.insert(name);
        }
    }
    const SourceFile* const included = stage_.sources.included(file, include);
    if (included == nullptr || std::ranges::count(around_, included) > 0) {
        return; // that has been told
    }
    around_.push_back(&file);
    check_block(included->script.steps, *included, within);
    around_.pop_back();
    for (const auto& [name, value] : include.values) {
        const flow::Value* const before = known.variables.find(name);
        if (before != nullptr) {
            within.variables.set(name, *before);
        } else {
            within.variables.unset(name);
        }
        within.later.erase(name);
        if (known.later.contains(name)) {
            within.later.insert(name);
        }
    }
    known = std::move(within);
}

void Checker::check(const flow::Default& assignment, const SourceFile& file, Knowledge& known) {
    const Filled filled = fill(assignment.value.templates, file, known);
    if (stage_.given.find(assignment.name) != nullptr) {
        return;
    }
    known.set_here.push_back(assignment.name);
    known.variables.set(
        assignment.name,
        {.json = query::Json::string(base::filled(assignment.value.text, filled.fillings)),
         .is_untyped = true}
    );
    if (filled.is_certain) {
        known.later.erase(assignment.name);
    } else {
        known.later.insert(assignment.name);
    }
}

void Checker::check(const flow::Computed& computed, const SourceFile& file, Knowledge& known) {
    check_program(computed.program, file, known);
    known.later.insert(computed.name);
    known.set_here.push_back(computed.name);
}

void Checker::check(const flow::Parallel& block, const SourceFile& file, Knowledge& known) {
    Knowledge behind = known;
    std::set<std::string, std::less<>> captured;
    for (const flow::Step& step : block.body) {
        Knowledge within = known;
        within.captured.clear();
        check(step, file, within);
        const bool only_sets = std::holds_alternative<flow::Default>(step.what) ||
                               std::holds_alternative<flow::Computed>(step.what) ||
                               std::holds_alternative<flow::Defaults>(step.what);
        behind.may_write_any = behind.may_write_any || within.may_write_any;
        behind.written.insert(within.written.begin(), within.written.end());
        if (only_sets) {
            known = within; // for all that follows in the block
        }
        if (std::holds_alternative<flow::For>(step.what)) {
            continue; // its turns set nothing for others
        }
        for (const std::string& name : within.captured) {
            if (!captured.insert(name).second) {
                note(
                    file,
                    beginning_of(step),
                    Error(ErrorKind::usage, name + " is captured twice in one @parallel block")
                );
            }
            behind.later.insert(name);
        }
        behind.captured.insert(
            behind.captured.end(), within.captured.begin(), within.captured.end()
        );
        if (only_sets) {
            behind.variables = within.variables;
            behind.later = within.later;
        }
    }
    known = std::move(behind);
}

} // namespace latch::app
