// SPDX-License-Identifier: MIT
#include "app/sessions/existing.hpp"

#include <algorithm>

namespace latch::app::sessions {

using base::Result;
using session::Store;

Result<Store> existing(std::string_view value, const base::Environment& environment) {
    auto store = Store::locate(value, environment);
    if (store && !store->exists()) {
        return base::Error(base::ErrorKind::file, "there is no session " + std::string(value))
            .hinting("latch session list shows those that there are");
    }
    return store;
}

Result<std::vector<Store>>
all_existing(std::span<const std::string> values, const base::Environment& environment) {
    std::vector<Store> stores;
    for (const std::string& value : values) {
        auto store = existing(value, environment);
        if (!store) {
            return store.error();
        }
        if (std::ranges::count(stores, store->file(), &Store::file) == 0) {
            stores.push_back(*std::move(store));
        }
    }
    return stores;
}

} // namespace latch::app::sessions
