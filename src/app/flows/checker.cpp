// SPDX-License-Identifier: MIT
#include "app/flows/checker.hpp"

#include "app/flows/values.hpp"
#include "app/setup.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"
#include "latch/query/filling.hpp"
#include "latch/query/filter.hpp"
#include "latch/query/jq.hpp"
#include "latch/request/compose.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// A value that is a text, a number, JSON, and a part of a URL.
base::Filling stand_in(const flow::Template& wanted) {
    return {.name = wanted.words.front(), .text = "1", .json = "1", .is_unknown = true};
}

/// The place of the word that an error is about, as far as its words tell.
flow::Position place_of(const flow::Phrase& phrase, const Error& error) {
    const std::string told = error.what() + ' ' + error.cause();
    std::size_t longest = 0;
    flow::Position place = phrase.places.front();
    for (std::size_t number = 0; number < phrase.words.size(); ++number) {
        const std::string& word = phrase.words[number];
        const std::string name = word.starts_with("--") ? word.substr(0, word.find('='))
                                                        : word.substr(word.rfind('@') + 1);
        constexpr std::size_t telling = 3;
        if (name.size() > std::max(longest, telling - 1) && told.find(name) != std::string::npos) {
            longest = name.size();
            place = phrase.places[number];
        }
    }
    return place;
}

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

/// Whether these lines do not say what was meant, which has been told.
bool is_misread(const SourceFile& file, std::size_t first, std::size_t last) {
    return std::ranges::any_of(file.script.mistakes, [&](const flow::Mistake& mistake) {
        return mistake.at.line >= first && mistake.at.line <= last;
    });
}

} // namespace

std::vector<Blunder> Checker::check() {
    blunders_.clear();
    picked_ = 0;
    for (const SourceFile* const file : stage_.sources.files()) {
        Picker picker(stage_.run.selection);
        picker_ = &picker;
        Knowledge known{.variables = stage_.given};
        check(file->script.steps, *file, known);
    }
    return std::move(blunders_);
}

void Checker::note(const SourceFile& file, flow::Position at, const Error& error) {
    std::string what = error.what();
    what += error.cause().empty() ? "" : ": " + error.cause();
    Blunder blunder{&file, {at, std::move(what), error.hint()}};
    const auto is_same = [&](const Blunder& other) {
        return other.file == blunder.file && other.mistake == blunder.mistake;
    };
    if (!std::ranges::any_of(blunders_, is_same)) {
        blunders_.push_back(std::move(blunder));
    }
}

bool Checker::comes_later(const flow::Template& wanted, const Knowledge& known) const {
    return std::ranges::any_of(flow::names_used(wanted), [&](const std::string& name) {
        return known.later.contains(name);
    });
}

Checker::Filled Checker::fill(
    std::span<const flow::Template> templates, const SourceFile& file, const Knowledge& known
) {
    Filled filled;
    for (const flow::Template& wanted : templates) {
        if (comes_later(wanted, known)) {
            filled.is_certain = false;
            filled.fillings.push_back(stand_in(wanted));
            continue;
        }
        auto filling = flow::evaluate(wanted, known.variables, context_of(file.environment));
        const bool may_come = !filling && filling.error().kind() == ErrorKind::file &&
                              (known.may_write_any || !known.written.empty());
        if (!filling && !may_come) {
            note(file, wanted.at, filling.error());
            filled.is_whole = false;
        }
        filled.is_certain = filled.is_certain && filling;
        filled.fillings.push_back(filling ? *std::move(filling) : stand_in(wanted));
    }
    return filled;
}

void Checker::check(const flow::Steps& steps, const SourceFile& file, Knowledge& known) {
    for (const flow::Step& step : steps) {
        check(step, file, known);
    }
}

void Checker::check_block(const flow::Steps& steps, const SourceFile& file, Knowledge& known) {
    const std::size_t defaults = known.defaults.size();
    check(steps, file, known);
    known.defaults.resize(defaults);
}

void Checker::check(const flow::Step& step, const SourceFile& file, Knowledge& known) {
    const auto look = [&](const auto& what) {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, flow::Defaults>) {
            known.defaults.push_back(&what.phrase);
        } else if constexpr (std::is_same_v<What, flow::Finally>) {
            check_block(what.body, file, known);
        } else {
            check(what, file, known);
        }
    };
    std::visit(look, step.what);
}

void Checker::check(const flow::Request& request, const SourceFile& file, Knowledge& known) {
    picked_ += picker_->picks(request) ? 1U : 0U;
    fill(request.title.templates, file, known);
    const Wording wording = wording_of(known.defaults, request);
    const Filled filled = fill(wording.templates, file, known);
    const auto& places = request.phrase.places;
    if (is_misread(file, places.front().line, places.back().line)) {
        return;
    }
    const auto command = understood(wording, filled.fillings, file);
    if (!command) {
        return note(file, place_of(request.phrase, command.error()), command.error());
    }
    for (const query::Capture& capture : command->questions.captures) {
        known.later.insert(capture.name);
        known.captured.push_back(capture.name);
    }
    if (filled.is_whole) {
        check_files(certain_of(*command, wording, filled, file), request.phrase, file, known);
    }
    known.may_write_any = known.may_write_any || command->output.download != output::Download::none;
    if (command->output.file) {
        known.written.insert(file.environment.resolve(*command->output.file).string());
    }
}

Result<cli::Send>
Checker::understood(const Wording& wording, base::Fillings fillings, const SourceFile& file) const {
    return request_of(
        {.arguments = wording.words, .fillings = fillings},
        stage_.run,
        stage_.configuration,
        file.environment
    );
}

/// The request without what depends on values that come later: that is what differs with others.
cli::Send Checker::certain_of(
    cli::Send command, const Wording& wording, const Filled& filled, const SourceFile& file
) const {
    if (filled.is_certain) {
        return command;
    }
    std::vector<base::Filling> others = filled.fillings;
    for (base::Filling& filling : others) {
        if (filling.is_unknown) {
            filling.text = filling.json = "2";
        }
    }
    const auto other = understood(wording, others, file);
    cli::Send certain;
    if (!other) {
        return certain;
    }
    certain.request.url_rules = command.request.url_rules;
    certain.request.url = command.request.url == other->request.url ? command.request.url : "";
    certain.session = command.session == other->session ? command.session : std::nullopt;
    for (std::size_t number = 0; number < command.request.items.size(); ++number) {
        if (command.request.items[number] == other->request.items[number]) {
            certain.request.items.push_back(command.request.items[number]);
        }
    }
    return certain;
}

/// Files that are sent or compared with, the session, and the URL.
void Checker::check_files(
    const cli::Send& command,
    const flow::Phrase& phrase,
    const SourceFile& file,
    const Knowledge& known
) {
    const auto tell = [&](const Error& error) { note(file, place_of(phrase, error), error); };
    const auto session = load_session(command.session, file.environment);
    if (!session) {
        return tell(session.error());
    }
    const std::string& url = command.request.url;
    if (!url.empty() && !url.starts_with('/')) {
        const auto address = request::address_of(url, command.request.url_rules, session->session);
        if (!address) {
            tell(address.error());
        }
    }
    const auto is_readable = [&](const std::string& name) {
        const std::string path = file.environment.resolve(name).string();
        if (known.may_write_any || known.written.contains(path) || name == "-") {
            return Result<void>();
        }
        const auto opened = base::open_for_reading(path);
        return opened ? Result<void>() : Result<void>(opened.error());
    };
    for (const request::Item& item : command.request.items) {
        if (item.from != request::Item::From::file) {
            continue;
        }
        if (const auto readable = is_readable(item.value); !readable) {
            tell(readable.error());
        }
    }
    for (const query::Expectation& expectation : command.questions.expectations) {
        const std::string name(expectation.file());
        if (const auto readable = is_readable(name.empty() ? "-" : name); !readable) {
            tell(readable.error());
        }
    }
}

/// Looks at the body with each row, as far as rows are known.
void Checker::check(const flow::For& loop, const SourceFile& file, Knowledge& known) {
    const auto rows = known_rows(loop, file, known);
    Knowledge within = known;
    within.later.insert("index");
    if (!rows || rows->empty()) {
        within.later.insert(loop.names.begin(), loop.names.end());
        check_block(loop.body, file, within);
    } else {
        check_rows(loop, *rows, file, within);
    }
    for (const std::string& name : within.captured) {
        known.later.insert(name);
    }
    for (const std::string& name : within.later) {
        const bool is_of_loop = name == "index" || std::ranges::count(loop.names, name) > 0;
        if (!is_of_loop) {
            known.later.insert(name);
        }
    }
    known.captured = std::move(within.captured);
    known.written = std::move(within.written);
    known.may_write_any = within.may_write_any;
}

void Checker::check_rows(
    const flow::For& loop,
    const std::vector<flow::Row>& rows,
    const SourceFile& file,
    Knowledge& within
) {
    constexpr std::size_t most = 1000; // more would take longer than to send them
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
        if (blunders_.size() > before) {
            return; // the other rows would say it again
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
    const std::string name(base::trim(*text));
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
    for (const std::string& name : within.captured) {
        known.later.insert(name);
    }
    known.captured = std::move(within.captured);
    known.written = std::move(within.written);
    known.may_write_any = within.may_write_any;
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
                    block.at,
                    Error(ErrorKind::usage, name + " is captured twice in @parallel")
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
