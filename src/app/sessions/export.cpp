// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/secrets.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"

#include "latch/base/new_file.hpp"
#include "latch/base/text.hpp"
#include "latch/session/changes.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/interchange.hpp"
#include "latch/session/store.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace latch::app::sessions {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
namespace interchange = session::interchange;

/// The words of one export, and who hears of what it leaves behind.
struct Export {
    const cli::ExportSessions& command;
    const base::Environment& environment;
    Report& report;

    void list_left_behind(std::span<const std::string> things) const {
        if (!command.is_quiet) {
            report.list_left_behind(things);
        }
    }
};

/// The session of a store; another client's file has to tell whom what it holds is for.
Result<session::Session> load(const session::Store& store, const Export& wanted) {
    auto session = store.load();
    if (session) {
        learn_stored(*session, wanted.report.secrets());
    }
    if (session && session->foreign) {
        interchange::settle(*session, std::nullopt, wanted.environment.now());
        if (!session->foreign->is_settled()) {
            return Error(ErrorKind::file, "cannot export " + store.file().string())
                .because("nothing says whom its headers and credentials are for")
                .hinting("say it with: latch session set NAME base=URL");
        }
        wanted.list_left_behind(session->foreign->left_behind);
    }
    return session;
}

/// Sessions lie under the names of their files, be those given as paths.
Result<session::Bundle> bundle_of(const Export& wanted) {
    const auto stores = all_existing(wanted.command.sessions, wanted.environment);
    if (!stores) {
        return stores.error();
    }
    session::Bundle bundle;
    for (const session::Store& store : *stores) {
        auto session = load(store, wanted);
        if (!session) {
            return session.error();
        }
        std::string name = store.file().stem().string();
        if (!session::is_session_name(name)) {
            return Error(ErrorKind::file, "cannot export " + store.file().string())
                .because("no session can be called " + name);
        }
        if (std::ranges::count(bundle, name, &session::Bundle::value_type::first) != 0) {
            return Error(ErrorKind::file, "cannot export " + store.file().string())
                .because("there are two sessions called " + name);
        }
        bundle.emplace_back(std::move(name), session::copy_of(*std::move(session)));
    }
    return bundle;
}

/// Another program's file, whose left behind things are listed.
Result<std::string> foreign_text(const Export& wanted) {
    const auto store = existing(wanted.command.sessions.front(), wanted.environment);
    if (!store) {
        return store.error();
    }
    const auto session = load(*store, wanted);
    if (!session) {
        return session.error();
    }
    auto exported =
        interchange::export_session(*session, *wanted.command.format, wanted.environment.now());
    wanted.list_left_behind(exported.left_behind);
    return std::move(exported.text);
}

Result<std::string> bundle_text(const Export& wanted) {
    const auto bundle = bundle_of(wanted);
    if (!bundle) {
        return bundle.error();
    }
    return session::encode_bundle(*bundle);
}

/// Nothing but line ends and tabs may steer a terminal.
std::string for_terminal(std::string_view text) {
    std::string shown;
    for (const std::string_view line : base::split(text, '\n')) {
        shown += (shown.empty() ? "" : "\n");
        for (const std::string_view field : base::split(line, '\t')) {
            shown += base::printable(field) + '\t';
        }
        shown.pop_back();
    }
    return shown;
}

} // namespace

Ended export_sessions(
    const cli::ExportSessions& command, const base::Environment& environment, Report& report
) {
    const Export wanted{.command = command, .environment = environment, .report = report};
    const auto text = command.format ? foreign_text(wanted) : bundle_text(wanted);
    if (!text) {
        return text.error();
    }
    if (!command.file) {
        return report.print(environment.out.is_terminal ? for_terminal(*text) : *text);
    }
    if (auto written = base::write_new_file(environment.resolve(*command.file), *text); !written) {
        return Error(ErrorKind::file, "cannot export to " + *command.file)
            .because(written.error().cause());
    }
    if (!command.is_quiet) {
        report.remark("exported with all secrets to " + *command.file);
    }
    return done;
}

} // namespace latch::app::sessions
