// SPDX-License-Identifier: MIT
#include "app/flows/checker.hpp"

#include "app/flows/values.hpp"
#include "app/flows/wording.hpp"
#include "app/inquiry.hpp"
#include "app/setup.hpp"

#include "latch/base/text.hpp"
#include "latch/request/body_source.hpp"
#include "latch/request/compose.hpp"
#include "latch/request/url_text.hpp"

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
    return {.name = wanted.words.front(), .text = "1", .json = "1"};
}

/// Behind a host, where no number can be, a value that comes later stands for a path.
void stand_for_paths(
    const Wording& wording, std::vector<base::Filling>& fillings, std::span<const std::size_t> later
) {
    for (const std::string& word : wording.words) {
        if (word.starts_with('-')) {
            continue;
        }
        std::string before;
        const auto pieces = base::pieces_of(word);
        for (std::size_t at = 0; at < pieces.size(); ++at) {
            const auto hole = pieces[at].hole;
            const std::string_view behind = at + 1 < pieces.size() ? pieces[at + 1].text : "";
            if (hole && std::ranges::count(later, *hole) > 0 &&
                request::follows_host(before, behind)) {
                fillings[*hole].text = "/";
            }
            before += hole ? std::string_view(fillings[*hole].text) : pieces[at].text;
        }
    }
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

/// Whether these lines do not say what was meant, which has been told.
bool is_misread(const SourceFile& file, std::size_t first, std::size_t last) {
    return std::ranges::any_of(file.script.mistakes, [&](const flow::Mistake& mistake) {
        return mistake.at.line >= first && mistake.at.line <= last;
    });
}

bool is_misread(const flow::Request& request, const SourceFile& file) {
    const auto& places = request.phrase.places;
    return is_misread(file, places.front().line, places.back().line);
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
            filled.later.push_back(filled.fillings.size());
            filled.fillings.push_back(stand_in(wanted));
            continue;
        }
        auto filling = flow::evaluate(wanted, known.variables, context_of(file));
        const bool may_come =
            !filling && filling.error().kind() == ErrorKind::file && known.writes_files;
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
    Filled filled = fill(wording.templates, file, known);
    stand_for_paths(wording, filled.fillings, filled.later);
    if (is_misread(request, file)) {
        return;
    }
    const auto command = request_of(
        {.arguments = wording.words, .fillings = filled.fillings},
        stage_.run,
        stage_.configuration,
        file.environment
    );
    if (!command) {
        return note(
            file,
            place_of(request.phrase, command.error()),
            with_names(command.error(), filled.fillings)
        );
    }
    if (filled.is_certain && filled.is_whole && !known.writes_files) {
        check_files(*command, request.phrase, file);
    }
    learn_captures(*command, known);
    known.writes_files = known.writes_files || command->output.file.has_value() ||
                         command->output.download != output::Download::none;
}

/// Files that are sent or compared with, the session, and the URL.
void Checker::check_files(
    const cli::Send& command, const flow::Phrase& phrase, const SourceFile& file
) {
    const auto tell = [&](const Error& error) { note(file, place_of(phrase, error), error); };
    const auto session = load_session(command.session, file.environment);
    if (!session) {
        return tell(session.error());
    }
    const std::string& url = command.request.url;
    if (!url.starts_with('/')) {
        const auto address = request::address_of(url, command.request.url_rules, session->session);
        if (!address) {
            tell(address.error());
        }
    }
    const auto wish = request::with_values_read(command.request, file.environment);
    if (!wish) {
        return tell(wish.error());
    }
    if (const auto files = request::open_files(*wish, file.environment); !files) {
        tell(files.error());
    }
    cli::Send compared;
    compared.questions = command.questions;
    compared.waiting = command.waiting;
    if (const auto provided = provide_files(compared, file.environment); !provided) {
        tell(provided.error());
    }
}

void Checker::learn_captures(const cli::Send& command, Knowledge& known) {
    for (const query::Capture& capture : command.questions.captures) {
        known.later.insert(capture.name);
    }
}

void Checker::check(const flow::For& loop, const SourceFile& file, Knowledge& known) {
    const Knowledge before = known;
    const auto learn_later = [&] { known.later.insert(loop.names.begin(), loop.names.end()); };
    const auto* const program = std::get_if<flow::RowsOfProgram>(&loop.source);
    const bool is_later_name =
        program != nullptr && known.later.contains(base::trim(program->program.text));
    const bool is_unknown = is_later_name || is_misread(file, loop.at.line, loop.at.line);
    const auto rows = is_unknown ? Result<std::vector<flow::Row>>(std::vector<flow::Row>())
                                 : rows_of(loop.source, known.variables, file);
    known.later.insert("index");
    if (rows && !rows->empty() && (program == nullptr || known.later.size() == 1)) {
        if (const auto bound = bind_row(known.variables, loop.names, rows->front()); !bound) {
            note(file, loop.at, bound.error());
        }
        for (const std::string& name : loop.names) {
            known.later.erase(name);
        }
    } else {
        learn_later();
    }
    const auto* const in_file = std::get_if<flow::RowsOfFile>(&loop.source);
    const bool may_come =
        in_file != nullptr && (before.writes_files || base::has_holes(in_file->file.text));
    if (!rows && program == nullptr && !may_come) {
        note(file, loop.at, rows.error());
    } else if (!rows && program != nullptr && rows.error().kind() == ErrorKind::usage) {
        note(file, program->program.at, rows.error());
    }
    check_block(loop.body, file, known);
    for (const std::string& name : loop.names) {
        if (!before.later.contains(name)) {
            known.later.erase(name);
        }
        if (const flow::Value* const value = before.variables.find(name)) {
            known.variables.set(name, *value);
        } else {
            known.variables.unset(name);
        }
    }
    if (!before.later.contains("index")) { // a loop around has one
        known.later.erase("index");
    }
}

void Checker::check(const flow::If& condition, const SourceFile& file, Knowledge& known) {
    const Filled filled = fill(condition.condition.templates, file, known);
    if (filled.is_whole) {
        flow::Text text = condition.condition;
        const auto is_so = holds_with(text, filled.fillings, known.variables);
        if (!is_so && is_so.error().kind() == ErrorKind::usage) {
            note(file, text.at, is_so.error());
        }
    }
    check_block(condition.body, file, known);
}

void Checker::check(const flow::Include& include, const SourceFile& file, Knowledge& known) {
    for (const auto& [name, value] : include.values) {
        const Filled filled = fill(value.templates, file, known);
        known.variables.set(
            name,
            {.json = query::Json::string(base::filled(value.text, filled.fillings)),
             .is_untyped = true}
        );
        if (!filled.is_certain) {
            known.later.insert(name);
        }
    }
    const SourceFile* const included = stage_.sources.included(file, include);
    if (included == nullptr || std::ranges::count(around_, included) > 0) {
        return; // that has been told
    }
    around_.push_back(&file);
    check_block(included->script.steps, *included, known);
    around_.pop_back();
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
    const Filled filled = fill(computed.program.templates, file, known);
    if (filled.is_whole) {
        const auto value = value_with(computed.program, filled.fillings, known.variables);
        if (!value && value.error().kind() == ErrorKind::usage) {
            note(file, computed.program.at, value.error());
        }
    }
    known.later.insert(computed.name);
}

void Checker::check(const flow::Parallel& block, const SourceFile& file, Knowledge& known) {
    std::set<std::string, std::less<>> captured;
    Knowledge behind = known;
    for (const flow::Step& step : block.body) {
        Knowledge within = known;
        check(step, file, within);
        if (const auto* const request = std::get_if<flow::Request>(&step.what)) {
            for (const std::string& name : within.later) {
                const bool is_new = !known.later.contains(name);
                if (is_new && !captured.insert(name).second) {
                    note(
                        file,
                        request->phrase.places.front(),
                        Error(ErrorKind::usage, name + " is captured twice in one @parallel block")
                    );
                }
                behind.later.insert(name);
            }
        } else if (!std::holds_alternative<flow::For>(step.what) && !std::holds_alternative<flow::If>(step.what) && !std::holds_alternative<flow::Include>(step.what)) {
            known = within; // said of all that follows in the block
            behind.variables = within.variables;
            behind.later.insert(within.later.begin(), within.later.end());
        }
        behind.writes_files = behind.writes_files || within.writes_files;
    }
    const std::size_t defaults = behind.defaults.size();
    known = std::move(behind);
    known.defaults.resize(defaults);
}

} // namespace latch::app
