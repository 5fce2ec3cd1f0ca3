// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"

#include "latch/base/file.hpp"
#include "latch/session/changes.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/store.hpp"

#include <algorithm>
#include <filesystem>
#include <string>

namespace latch::app::sessions {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// Sessions lie under the names of their files, be those given as paths.
Result<session::Bundle>
bundle_of(const cli::ExportSessions& command, const base::Environment& environment) {
    const auto stores = all_existing(command.sessions, environment);
    if (!stores) {
        return stores.error();
    }
    session::Bundle bundle;
    for (const session::Store& store : *stores) {
        auto session = store.load();
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

Result<void> write_new(const std::filesystem::path& file, const std::string& text) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
        return Error(ErrorKind::file, "cannot export to " + file.string())
            .because("it is there already");
    }
    return base::replace_file(file, text, 0600);
}

} // namespace

Ended export_bundle(const cli::ExportSessions& command, const base::Environment& environment) {
    const auto bundle = bundle_of(command, environment);
    if (!bundle) {
        return bundle.error();
    }
    const std::string text = session::encode_bundle(*bundle);
    if (!command.file) {
        return print(text, environment);
    }
    if (auto written = write_new(environment.resolve(*command.file), text); !written) {
        return written.error();
    }
    remark("exported with all secrets to " + *command.file, "", environment);
    return done;
}

} // namespace latch::app::sessions
