// SPDX-License-Identifier: MIT
#include "app/flows/scope.hpp"

#include <algorithm>
#include <utility>

namespace latch::app {

using base::Result;

Result<session::Session>
Shelf::take(const std::optional<cli::SessionChoice>& choice, const base::Environment& environment) {
    const std::string name = choice ? choice->value : std::string();
    auto held = sessions_.find(name);
    if (held == sessions_.end()) {
        auto loaded = load_session(choice, environment);
        if (!loaded) {
            return loaded.error();
        }
        held = sessions_.emplace(name, *std::move(loaded)).first;
    }
    return held->second.session;
}

void Shelf::apply(Change change, base::Clock::time_point now) {
    LoadedSession& held = sessions_[change.session];
    change.delta.epoch = held.session.epoch;
    session::apply(change.delta, held.session, now);
    changes_.push_back(std::move(change));
}

void Shelf::take_over(const Shelf& copy, base::Clock::time_point now) {
    for (const auto& [name, session] : copy.sessions_) {
        sessions_.try_emplace(name, session); // with what was changed: that is the same twice
    }
    for (Change change : copy.changes_) {
        // A session goes by the time of answers; the order of the file is another.
        for (session::ReceivedCookie& cookie : change.delta.cookies) {
            latest_ = std::max(latest_, cookie.received);
            cookie.received = latest_;
        }
        session::apply(change.delta, sessions_[change.session].session, now);
        changes_.push_back(std::move(change));
    }
}

Shelf Shelf::copy() const {
    Shelf other;
    other.sessions_ = sessions_;
    return other;
}

Result<void> Shelf::save(base::Clock::time_point now) {
    for (const Change& change : changes_) {
        const auto held = sessions_.find(change.session);
        if (held == sessions_.end() || !held->second.store) {
            continue;
        }
        const auto saved = held->second.store->update(change.delta, now);
        if (!saved) {
            return saved.error();
        }
    }
    changes_.clear();
    return {};
}

void bind(Scope& scope, const std::string& name, flow::Value value) {
    scope.variables.set(name, std::move(value));
    scope.bound.push_back(name);
}

flow::Case case_at(const SourceFile& file, const flow::Position& position) {
    return {
        .name = {},
        .place = {.file = file.name, .line = position.line, .column = position.column},
    };
}

} // namespace latch::app
