// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/sessions/commands.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"
#include "latch/base/text.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/store.hpp"

#include <string>

namespace latch::app::sessions {

namespace {

using base::Result;

constexpr base::Bytes largest_bundle = base::mebibytes(16);

/// Stores every session of the bundle, none if one of the names is taken.
Result<std::size_t> store_all(const std::string& path, const base::Environment& environment) {
    const auto json = base::read_whole(environment.resolve(path), largest_bundle.count);
    if (!json) {
        return json.error();
    }
    const auto bundle = session::decode_bundle(*json, path);
    if (!bundle) {
        return bundle.error();
    }
    std::vector<session::Store> stores;
    for (const auto& [name, session] : *bundle) {
        const auto store = session::Store::locate(name, environment);
        if (!store) {
            return store.error();
        }
        if (store->exists()) {
            return base::Error(base::ErrorKind::file, "cannot import the session " + name)
                .because(store->file().string() + " exists");
        }
        stores.push_back(*store);
    }
    for (std::size_t at = 0; at < stores.size(); ++at) {
        if (auto stored = stores[at].create((*bundle)[at].second); !stored) {
            return stored.error();
        }
    }
    return stores.size();
}

} // namespace

Ended import_bundle(const cli::ImportSessions& command, const base::Environment& environment) {
    const auto imported = store_all(command.file, environment);
    if (!imported) {
        return imported.error();
    }
    remark("imported " + base::counted(*imported, "session"), "", environment);
    return done;
}

} // namespace latch::app::sessions
