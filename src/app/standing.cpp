// SPDX-License-Identifier: MIT
#include "app/standing.hpp"

#include "app/readiness.hpp"

#include <algorithm>

namespace latch::app {

Standing standing_of(const Try& what) noexcept {
    if (what.error) {
        return may_pass(what.error->kind()) ? Standing::not_yet : Standing::hopeless;
    }
    if (std::ranges::any_of(what.surrender, &query::Verdict::holds)) {
        return Standing::given_up;
    }
    const bool holds =
        what.goal.empty() ? what.is_good : std::ranges::all_of(what.goal, &query::Verdict::holds);
    return holds ? Standing::reached : Standing::not_yet;
}

std::string words_of(const Try& what) {
    return words_of(Look{.error = what.error, .status = what.status});
}

} // namespace latch::app
