// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/secrets.hpp"
#include "app/sessions/commands.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"
#include "latch/base/text.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/interchange.hpp"
#include "latch/session/store.hpp"

#include <filesystem>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace latch::app::sessions {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
namespace interchange = session::interchange;

/// A HAR with the bodies of an afternoon takes a hundred.
constexpr base::Bytes largest_file = base::mebibytes(256);

Result<std::string>
text_of(const cli::ImportSessions& command, const base::Environment& environment) {
    return command.file == "-"
               ? base::read_to_end(STDIN_FILENO, largest_file.count, "standard input")
               : base::read_whole(environment.resolve(command.file), largest_file.count);
}

/// The place of a session that is not there yet.
Result<session::Store> vacant(const std::string& name, const base::Environment& environment) {
    auto store = session::Store::locate(name, environment);
    if (store && store->exists()) {
        return Error(ErrorKind::file, "cannot import the session " + name)
            .because(store->file().string() + " exists")
            .hinting("give another name, or remove it: latch session remove " + name);
    }
    return store;
}

/// As bundles are, whole or broken.
bool is_an_object(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    return first != std::string_view::npos && text[first] == '{';
}

/// Stores every session of the bundle, none if one of the names is taken.
Ended import_bundle(
    const std::string& text,
    const cli::ImportSessions& command,
    const base::Environment& environment,
    Report& report
) {
    const auto bundle = session::decode_bundle(text, command.file);
    if (!bundle) {
        return bundle.error();
    }
    if (!command.name.empty()) {
        return Error(ErrorKind::usage, "the sessions of a bundle have names")
            .hinting("usage: latch session import FILE");
    }
    std::vector<std::pair<session::Store, session::Session>> sessions;
    for (const auto& [name, session] : *bundle) {
        learn_stored(session, report.secrets());
        auto store = vacant(name, environment);
        if (!store) {
            return store.error();
        }
        sessions.emplace_back(*std::move(store), session);
    }
    const std::size_t count = sessions.size();
    if (auto stored = session::Store::create_all(std::move(sessions)); !stored) {
        return stored.error();
    }
    if (!command.is_quiet) {
        report.remark("imported " + base::counted(count, "session"));
    }
    return done;
}

/// What was typed, else what the file is called.
Result<std::string> name_for(const cli::ImportSessions& command) {
    const std::string name =
        command.name.empty() ? std::filesystem::path(command.file).stem().string() : command.name;
    if (command.name.empty() && !session::is_session_name(name)) {
        return Error(ErrorKind::usage, "the session needs a name")
            .hinting("usage: latch session import FILE NAME");
    }
    return name;
}

/// What another program has written.
struct ForeignText {
    const std::string& text;
    interchange::Format format;
};

/// Stores another program's file as one session.
Ended import_foreign(
    const ForeignText& foreign,
    const cli::ImportSessions& command,
    const base::Environment& environment,
    Report& report
) {
    const auto name = name_for(command);
    if (!name) {
        return name.error();
    }
    const auto store = vacant(*name, environment);
    if (!store) {
        return store.error();
    }
    const auto imported = interchange::import_session(
        foreign.text,
        foreign.format,
        {.name = command.file, .now = environment.now(), .home = command.home}
    );
    if (!imported) {
        return imported.error();
    }
    learn_stored(imported->session, report.secrets());
    if (auto stored = store->create(imported->session); !stored) {
        return stored.error();
    }
    if (command.is_quiet) {
        return done;
    }
    const std::size_t count = imported->session.cookies.size();
    report.remark("imported the session " + *name + ", " + base::counted(count, "cookie"));
    report.list_left_behind(imported->left_behind);
    return done;
}

} // namespace

Ended import_sessions(
    const cli::ImportSessions& command, const base::Environment& environment, Report& report
) {
    const auto text = text_of(command, environment);
    if (!text) {
        return text.error();
    }
    const auto format = command.format ? command.format : interchange::recognise(*text);
    if (format) {
        return import_foreign({.text = *text, .format = *format}, command, environment, report);
    }
    if (!is_an_object(*text)) {
        return Error(ErrorKind::bad_session, "cannot import " + command.file)
            .because("it is like no format that latch knows")
            .hinting("say which it is with --format; latch help sessions lists them");
    }
    return import_bundle(*text, command, environment, report);
}

} // namespace latch::app::sessions
