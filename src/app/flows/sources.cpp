// SPDX-License-Identifier: MIT
#include "app/flows/sources.hpp"

#include "latch/base/file.hpp"
#include "latch/base/holes.hpp"
#include "latch/base/text.hpp"
#include "latch/base/width.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// No flow is typed by hand that is larger.
constexpr std::size_t largest_file = std::size_t{16} << 20U;

std::string_view line_of(const SourceFile& file, std::size_t number) {
    const auto lines = base::split(file.text, '\n');
    std::string_view line = number <= lines.size() ? lines[number - 1] : std::string_view();
    line = line.substr(0, line.find('\r'));
    return line.starts_with("\xEF\xBB\xBF") ? line.substr(3) : line;
}

/// So many characters from the front.
std::string_view characters(std::string_view line, std::size_t count) {
    std::size_t end = 0;
    for (; end < line.size() && count > 0; --count) {
        ++end;
        while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U) {
            ++end;
        }
    }
    return line.substr(0, end);
}

std::string with_spaces(std::string_view text) {
    std::string spaced(text);
    std::ranges::replace(spaced, '\t', ' ');
    return base::printable(spaced);
}

Result<std::string> text_of(const std::string& name, const base::Environment& environment) {
    return name == "-"
               ? base::read_to_end(environment.in.descriptor, largest_file, "standard input")
               : base::read_whole(environment.resolve(name), largest_file);
}

/// From the working directory, if it is in there.
std::string shown_name(const std::filesystem::path& path, const base::Environment& environment) {
    std::string near = path.lexically_proximate(environment.working_directory).string();
    return near.starts_with("..") ? path.string() : near;
}

} // namespace

Error error_of(const Blunder& blunder) {
    const auto& [at, what, hint] = blunder.mistake;
    std::string lines;
    const std::string_view line = line_of(*blunder.file, at.line);
    constexpr std::size_t longest = 200;
    if (!line.empty() && line.size() <= longest) {
        const std::string before = with_spaces(characters(line, at.column - 1));
        lines = with_spaces(line) + '\n' + std::string(base::display_width(before), ' ') + '^';
    }
    if (!hint.empty()) {
        lines += (lines.empty() ? "" : "\n") + hint;
    }
    return Error(
               ErrorKind::usage,
               blunder.file->name + ':' + std::to_string(at.line) + ':' +
                   std::to_string(at.column) + ": " + what
    )
        .hinting(std::move(lines));
}

const flow::Steps& steps_within(const flow::Step& step) {
    static const flow::Steps none;
    if (const auto* const loop = std::get_if<flow::For>(&step.what)) {
        return loop->body;
    }
    if (const auto* const condition = std::get_if<flow::If>(&step.what)) {
        return condition->body;
    }
    if (const auto* const block = std::get_if<flow::Parallel>(&step.what)) {
        return block->body;
    }
    const auto* const last = std::get_if<flow::Finally>(&step.what);
    return last == nullptr ? none : last->body;
}

Sources Sources::read(std::span<const std::string> names, const base::Environment& environment) {
    Sources sources(environment);
    for (const std::string& name : names) {
        const auto file = sources.load(name, environment);
        if (file) {
            sources.files_.push_back(*file);
        } else {
            sources.unreadable_.push_back(file.error());
        }
    }
    return sources;
}

Result<const SourceFile*> Sources::load(const std::string& name, const base::Environment& from) {
    const std::filesystem::path path =
        name == "-" ? std::filesystem::path(name) : from.resolve(name).lexically_normal();
    if (const auto known = loaded_.find(path); known != loaded_.end()) {
        return known->second.get();
    }
    auto text = text_of(name, from);
    if (!text) {
        return text.error();
    }
    auto file = std::make_unique<SourceFile>();
    file->name = name == "-" ? "standard input" : shown_name(path, *environment_);
    file->path = name == "-" ? std::filesystem::path() : path;
    file->text = *std::move(text);
    file->script = flow::parse_script(file->text);
    file->environment = *environment_;
    file->environment.err.is_terminal = false; // there is no room for the progress of one of many
    if (name != "-") {
        file->environment.working_directory = path.parent_path();
    }
    const SourceFile& kept = *loaded_.emplace(path, std::move(file)).first->second;
    for (const flow::Mistake& mistake : kept.script.mistakes) {
        blunders_.push_back({&kept, mistake});
    }
    under_way_.push_back(&kept);
    load_includes(kept, kept.script.steps);
    under_way_.pop_back();
    return &kept;
}

void Sources::load_includes(const SourceFile& file, const flow::Steps& steps) {
    for (const flow::Step& step : steps) {
        if (const auto* const include = std::get_if<flow::Include>(&step.what)) {
            load_include(file, *include);
        }
        load_includes(file, steps_within(step));
    }
}

void Sources::load_include(const SourceFile& file, const flow::Include& include) {
    const auto note = [&](std::string what, std::string hint) {
        blunders_.push_back({&file, {include.at, std::move(what), std::move(hint)}});
    };
    if (base::has_holes(include.file.text)) {
        return note("the name of an included file is fixed", "");
    }
    const auto path = file.environment.resolve(include.file.text).lexically_normal();
    const auto is_it = [&](const SourceFile* each) { return each->path == path; };
    if (std::ranges::any_of(under_way_, is_it)) {
        return note(include.file.text + " includes itself", "");
    }
    if (const auto loaded = load(include.file.text, file.environment); !loaded) {
        note(loaded.error().what(), loaded.error().cause());
    }
}

const SourceFile* Sources::included(const SourceFile& from, const flow::Include& include) const {
    const auto path = from.environment.resolve(include.file.text).lexically_normal();
    const auto found = loaded_.find(path);
    return found == loaded_.end() ? nullptr : found->second.get();
}

} // namespace latch::app
