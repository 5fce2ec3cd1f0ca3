// SPDX-License-Identifier: MIT
#include "cli/session_exchange.hpp"

#include "cli/session_setting.hpp"
#include "cli/value.hpp"

#include <array>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using session::interchange::Format;

constexpr auto read_formats = std::to_array<Choice<Format>>({
    {"netscape", Format::netscape},
    {"httpie", Format::httpie},
    {"playwright", Format::playwright},
    {"browser", Format::browser},
    {"har", Format::har},
    {"curl", Format::curl},
});

/// Nothing stands for latch's own.
constexpr auto written_formats = std::to_array<Choice<std::optional<Format>>>({
    {"latch", std::nullopt},
    {"netscape", Format::netscape},
    {"httpie", Format::httpie},
    {"playwright", Format::playwright},
    {"har", Format::har},
    {"curl", Format::curl},
});

template <class Choices>
std::string words_of(const Choices& choices) {
    std::string words;
    for (const auto& choice : choices) {
        words += (words.empty() ? "" : " ") + std::string(choice.word);
    }
    return words;
}

} // namespace

Result<ImportSessions> import_of(const SessionWords& said, const base::Environment& environment) {
    ImportSessions command{.file = said.words[0]};
    command.name = said.words.size() > 1 ? session_name(said.words[1]) : "";
    command.is_quiet = said.has("--quiet");
    if (const auto format = said.value("--format")) {
        const auto chosen = choose<Format>(*format, read_formats);
        if (!chosen) {
            return chosen.error();
        }
        command.format = *chosen;
    }
    if (const auto origin = said.value("--origin")) {
        const auto url = parse_site(*origin, environment);
        if (!url) {
            return url.error();
        }
        command.home = *url;
    }
    return command;
}

Result<ExportSessions> export_of(const SessionWords& said) {
    ExportSessions command{
        .sessions = session_names(said.words),
        .file = said.value("--output"),
        .is_quiet = said.has("--quiet")};
    if (const auto format = said.value("--format")) {
        const auto chosen = choose<std::optional<Format>>(*format, written_formats);
        if (!chosen) {
            return chosen.error();
        }
        command.format = *chosen;
    }
    if (command.format && command.sessions.size() > 1) {
        return Error(
                   ErrorKind::usage, "the format " + *said.value("--format") + " holds one session"
        )
            .hinting("export them one by one, or as a bundle with --format=latch");
    }
    return command;
}

std::string import_formats() {
    return words_of(read_formats);
}

std::string export_formats() {
    return words_of(written_formats);
}

} // namespace latch::cli
