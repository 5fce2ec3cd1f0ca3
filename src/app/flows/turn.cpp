// SPDX-License-Identifier: MIT
#include "app/flows/turn.hpp"

#include "app/flows/values.hpp"

#include <utility>

namespace latch::app {

KeptNames::KeptNames(Scope& scope, std::vector<std::string> names)
    : scope_(scope), names_(std::move(names)) {
    for (const std::string& name : names_) {
        const flow::Value* const value = scope.variables.find(name);
        before_.push_back(value == nullptr ? std::nullopt : std::optional(*value));
    }
}

KeptNames::~KeptNames() {
    for (std::size_t number = 0; number < names_.size(); ++number) {
        if (before_[number]) {
            scope_.variables.set(names_[number], *std::move(before_[number]));
        } else {
            scope_.variables.unset(names_[number]);
        }
    }
}

std::vector<std::string> with_index(std::vector<std::string> names) {
    names.emplace_back("index");
    return names;
}

base::Result<void>
begin_turn(Scope& scope, const flow::For& loop, std::size_t number, const flow::Row& row) {
    scope.variables.set("index", {.json = query::Json::number(std::to_string(number))});
    return bind_row(scope.variables, loop.names, row);
}

} // namespace latch::app
