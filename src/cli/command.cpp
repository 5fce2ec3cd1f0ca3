// SPDX-License-Identifier: MIT
#include "cli/command.hpp"

#include "cli/command_line.hpp"
#include "cli/login_command.hpp"
#include "cli/run_command.hpp"
#include "cli/session_command.hpp"
#include "cli/suggestion.hpp"
#include "cli/token_command.hpp"
#include "cli/topic.hpp"
#include "cli/value.hpp"
#include "cli/wait_command.hpp"

#include <algorithm>
#include <array>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using Document = Generate::Document;
using Words = std::span<const std::string>;

constexpr auto documents = std::to_array<Choice<Document>>({
    {"man", Document::man},
    {"bash", Document::bash},
    {"zsh", Document::zsh},
    {"fish", Document::fish},
});

Error wrong_words(const Command& command) {
    std::string usage = "latch " + std::string(command.name);
    if (!command.words.empty()) {
        usage += ' ' + std::string(command.words);
    }
    return Error(ErrorKind::usage, std::string(command.name) + " is used wrongly")
        .hinting("usage: " + usage);
}

Result<Invocation> parse_generate(Words words, const base::Environment& /*environment*/) {
    if (words.size() != 1) {
        return wrong_words(*find_command("generate"));
    }
    const auto document = choose<Document>(words.front(), documents);
    if (!document) {
        return document.error();
    }
    return Invocation(Generate{*document});
}

Result<Invocation> parse_import(Words words, const base::Environment& /*environment*/) {
    if (words.size() != 1) {
        return wrong_words(*find_command("import"));
    }
    return Invocation(ImportFlow{words.front()});
}

Result<Invocation> parse_help(Words words, const base::Environment& /*environment*/) {
    if (words.empty()) {
        return Invocation(Help{});
    }
    const std::string& topic = words.front();
    if (words.size() > 1) {
        return wrong_words(*find_command("help"));
    }
    if (find_topic(topic) != nullptr || find_option(topic) != nullptr) {
        return Invocation(Help{topic});
    }
    if (topic.starts_with("--")) {
        return no_option(topic);
    }
    std::string meant = did_you_mean(similar_topics(topic));
    return Error(ErrorKind::usage, "there is no help on '" + topic + "'")
        .hinting(meant.empty() ? "topics are " + listed_topics() + ", and all options" : meant);
}

constexpr auto table = std::to_array<Command>({
    {
        .name = "generate",
        .words = "man|bash|zsh|fish",
        .summary = "write the manual page or a completion script",
        .parse = parse_generate,
    },
    {
        .name = "help",
        .words = "[TOPIC|--OPTION]",
        .summary = "show the options, or what is known of one",
        .parse = parse_help,
        .takes = Command::Takes::all_words,
    },
    {
        .name = "session",
        .words = "COMMAND ...",
        .summary = "list, show and change sessions",
        .parse = parse_session,
        .takes = Command::Takes::all_words,
    },
    {
        .name = "login",
        .words = "@SESSION [URL] [USER] [FIELD...]",
        .summary = "sign in by a form, by JSON or by a header",
        .request = login_of,
        .topic = "login",
    },
    {
        .name = "logout",
        .words = "@SESSION [URL]",
        .summary = "sign out, on the server and in the session",
        .request = logout_of,
        .topic = "login",
    },
    {
        .name = "token",
        .words = "@SESSION [URL] [--decode]",
        .summary = "show the token of a session, or what it says",
        .request = token_of,
        .topic = "login",
    },
    {
        .name = "wait",
        .words = "[@SESSION] URL [ITEM...]",
        .summary = "wait until a service is up",
        .request = wait_of,
        .topic = "wait",
    },
    {
        .name = "run",
        .words = "FILE...",
        .summary = "send the requests of flow files",
        .request = run_of,
        .topic = "flows",
    },
    {
        .name = "import",
        .words = "FILE",
        .summary = "make a flow of .http, .hurl, HAR, curl, Postman",
        .parse = parse_import,
        .topic = "flows",
    },
});

} // namespace

std::span<const Command> all_commands() noexcept {
    return table;
}

const Command* find_command(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(table, name, &Command::name);
    return found == table.end() ? nullptr : found;
}

Result<Invocation>
parse_command(const Command& command, Words words, const base::Environment& environment) {
    return command.parse(words, environment);
}

} // namespace latch::cli
