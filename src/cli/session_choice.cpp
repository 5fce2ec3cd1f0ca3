// SPDX-License-Identifier: MIT
#include "cli/session_choice.hpp"

#include <utility>
#include <vector>

namespace latch::cli {

using base::Result;

Result<std::optional<SessionChoice>>
session_choice(const Draft& draft, const std::optional<std::string>& positional) {
    using Access = SessionChoice::Access;
    std::vector<SessionChoice> choices;
    if (positional) {
        choices.push_back({.value = *positional, .access = Access::read_write});
    }
    if (draft.session) {
        choices.push_back({.value = *draft.session, .access = Access::read_write});
    }
    if (draft.session_read_only) {
        choices.push_back({.value = *draft.session_read_only, .access = Access::read_only});
    }
    if (choices.size() > 1) {
        return base::Error(base::ErrorKind::usage, "more than one session")
            .because("only one of @NAME, --session and --session-read-only can be had");
    }
    return choices.empty() ? draft.default_session : std::optional(std::move(choices.front()));
}

} // namespace latch::cli
