// SPDX-License-Identifier: MIT
#include "latch/session/session.hpp"

#include <algorithm>

namespace latch::session {

const OriginState* Session::find(const http::Origin& origin) const noexcept {
    const auto found = std::ranges::find(origins, origin, &OriginState::origin);
    return found == origins.end() ? nullptr : &*found;
}

OriginState& Session::at(const http::Origin& origin) {
    const auto found = std::ranges::find(origins, origin, &OriginState::origin);
    if (found != origins.end()) {
        return *found;
    }
    OriginState fresh;
    fresh.origin = origin;
    return origins.emplace_back(std::move(fresh));
}

} // namespace latch::session
