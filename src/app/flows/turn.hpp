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

/// Variables that belong to a part of a flow: what they were before comes back with the object's
/// end.
class KeptNames {
public:
    KeptNames(Scope& scope, std::vector<std::string> names);
    KeptNames(const KeptNames&) = delete;
    KeptNames& operator=(const KeptNames&) = delete;
    KeptNames(KeptNames&&) = delete;
    KeptNames& operator=(KeptNames&&) = delete;
    ~KeptNames();

private:
    Scope& scope_;
    std::vector<std::string> names_;
    std::vector<std::optional<flow::Value>> before_;
};

/// The names of a loop, and that of the number of its turn.
std::vector<std::string> with_index(std::vector<std::string> names);

/// Makes the row of a loop's turn known, and its number. Errors: those of `bind_row`.
base::Result<void>
begin_turn(Scope& scope, const flow::For& loop, std::size_t number, const flow::Row& row);

} // namespace latch::app
