// SPDX-License-Identifier: MIT
#pragma once

#include "app/flows/scope.hpp"

#include "latch/base/error.hpp"
#include "latch/flow/rows.hpp"
#include "latch/flow/script.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace latch::app {

/// The names of a loop in a scope: what they were before comes back with the object's end.
class LoopNames {
public:
    LoopNames(Scope& scope, std::vector<std::string> names);
    LoopNames(const LoopNames&) = delete;
    LoopNames& operator=(const LoopNames&) = delete;
    LoopNames(LoopNames&&) = delete;
    LoopNames& operator=(LoopNames&&) = delete;
    ~LoopNames();

private:
    Scope& scope_;
    std::vector<std::string> names_;
    std::vector<std::optional<flow::Value>> before_;
};

/// Makes the row of a loop's turn known, and its number. Errors: those of `bind_row`.
base::Result<void>
begin_turn(Scope& scope, const flow::For& loop, std::size_t number, const flow::Row& row);

} // namespace latch::app
