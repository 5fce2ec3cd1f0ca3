// SPDX-License-Identifier: MIT
#include "app/flows/checker.hpp"

#include "app/flows/values.hpp"
#include "app/setup.hpp"

#include "latch/base/file.hpp"
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
flow::Position place_of(const flow::Phrase& phrase, base::Fillings fillings, const Error& error) {
    const std::string told = error.what() + ' ' + error.cause();
    std::size_t longest = 0;
    flow::Position place = phrase.places.front();
    for (std::size_t number = 0; number < phrase.words.size(); ++number) {
        const std::string word = base::with_names(phrase.words[number], fillings);
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

} // namespace

bool Checker::is_misread(const SourceFile& file, std::size_t first, std::size_t last) {
    return std::ranges::any_of(file.script.mistakes, [&](const flow::Mistake& mistake) {
        return mistake.at.line >= first && mistake.at.line <= last;
    });
}

std::vector<Blunder> Checker::check() {
    blunders_.clear();
    picked_ = 0;
    for (const SourceFile* const file : stage_.sources.files()) {
        picker_.emplace(stage_.run.selection);
        based_.clear();
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

bool Checker::comes_later(const flow::Template& wanted, const Knowledge& known) {
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
        if constexpr (std::is_same_v<What, flow::Finally>) {
            check_block(what.body, file, known);
        } else {
            check(what, file, known);
        }
    };
    std::visit(look, step.what);
}

/// Options are looked at where they stand, not at each request that has them.
void Checker::check(const flow::Defaults& defaults, const SourceFile& file, Knowledge& known) {
    const Filled filled = fill(defaults.phrase.templates, file, known);
    flow::Wording wording;
    wording.append(defaults.phrase);
    wording.words.emplace_back("http://localhost/");
    const auto command = understood(wording, filled.fillings, file);
    const bool has_items = command && command->request.url != "http://localhost/";
    if (!command || has_items) {
        const Error error =
            command ? Error(ErrorKind::usage, "@defaults takes options alone") : command.error();
        return note(file, place_of(defaults.phrase, filled.fillings, error), error);
    }
    known.defaults.push_back(&defaults.phrase);
}

void Checker::check(const flow::Request& request, const SourceFile& file, Knowledge& known) {
    picked_ += picker_->picks(request) ? 1U : 0U;
    fill(request.title.templates, file, known);
    const flow::Wording wording = wording_of(known.defaults, request);
    const Filled filled = fill(wording.templates, file, known);
    const auto& places = request.phrase.places;
    if (is_misread(file, places.front().line, places.back().line)) {
        return;
    }
    const auto command = understood(wording, filled.fillings, file);
    if (!command) {
        // The holes of its own words are numbered behind those of @defaults.
        const std::size_t defaults = wording.templates.size() - request.phrase.templates.size();
        const base::Fillings own = std::span(filled.fillings).subspan(defaults);
        return note(file, place_of(request.phrase, own, command.error()), command.error());
    }
    for (const query::Capture& capture : command->questions.captures) {
        known.later.insert(capture.name);
        known.captured.push_back(capture.name);
    }
    const std::string session = command->session ? command->session->value : "";
    if (filled.is_whole) {
        check_files(certain_of(*command, wording, filled, file), request.phrase, file, known);
    }
    based_.insert(session);
    known.may_write_any = known.may_write_any || command->output.download != output::Download::none;
    if (command->output.file) {
        known.written.insert(file.environment.resolve(*command->output.file).string());
    }
}

Result<cli::Send> Checker::understood(
    const flow::Wording& wording, base::Fillings fillings, const SourceFile& file
) const {
    return request_of(
        {.arguments = wording.words, .fillings = fillings},
        stage_.run,
        stage_.configuration,
        file.environment
    );
}

/// The request without what depends on values that come later: that is what differs with others.
cli::Send Checker::certain_of(
    cli::Send command, const flow::Wording& wording, const Filled& filled, const SourceFile& file
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
    certain.request.url = command.request.url == other->request.url ? command.request.url : "/";
    certain.session = command.session == other->session ? command.session : std::nullopt;
    for (std::size_t number = 0; number < command.request.items.size(); ++number) {
        if (command.request.items[number] == other->request.items[number]) {
            certain.request.items.push_back(command.request.items[number]);
        }
    }
    return certain;
}

/// The session and the URL, and files that are sent or compared with.
void Checker::check_files(
    const cli::Send& command,
    const flow::Phrase& phrase,
    const SourceFile& file,
    const Knowledge& known
) {
    const auto tell = [&](const Result<void>& checked) {
        if (!checked) {
            note(file, place_of(phrase, {}, checked.error()), checked.error());
        }
    };
    tell(check_place(command, file));
    for (const request::Item& item : command.request.items) {
        if (item.from == request::Item::From::file) {
            tell(check_readable(item.value, file, known));
        }
    }
    for (const query::Expectation& expectation : command.questions.expectations) {
        tell(check_readable(std::string(expectation.file()), file, known));
    }
}

Result<void> Checker::check_place(const cli::Send& command, const SourceFile& file) const {
    const auto session = load_session(command.session, file.environment);
    if (!session) {
        return session.error();
    }
    const std::string& url = command.request.url;
    const std::string name = command.session ? command.session->value : "";
    const bool is_of_session = url.starts_with('/') && (url.size() == 1 || based_.contains(name));
    const auto address = request::address_of(url, command.request.url_rules, session->session);
    return is_of_session || address ? Result<void>() : address.error();
}

/// Errors: `file`, unless an earlier request may write it. No name is no file.
Result<void>
Checker::check_readable(const std::string& name, const SourceFile& file, const Knowledge& known) {
    const std::string path = file.environment.resolve(name).string();
    if (name.empty() || name == "-" || known.may_write_any || known.written.contains(path)) {
        return {};
    }
    const auto opened = base::open_for_reading(path);
    return opened ? Result<void>() : opened.error();
}

} // namespace latch::app
