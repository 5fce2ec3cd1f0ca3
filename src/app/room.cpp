// SPDX-License-Identifier: MIT
#include "app/room.hpp"

#include <algorithm>

namespace latch::app {

namespace {

/// Standard streams, the event loop, the session and its locks, a body that was kept, the store of
/// answers that wait for their turn, and what libraries open for a moment.
constexpr std::size_t reserve = 24;

/// A socket, a file that is sent or saved, and two for what is there only for a while: a rival in
/// the race for the connection, the resolver's socket, a pipe.
constexpr std::size_t for_each = 4;

} // namespace

std::size_t descriptors_for(const http::Pacing& pacing) {
    return reserve + for_each * pacing.parallel;
}

http::ConnectionLimits fit(http::Pacing& pacing, std::size_t descriptors) {
    const std::size_t left = descriptors > reserve ? descriptors - reserve : 0;
    const std::size_t total = std::max<std::size_t>(left / for_each, 1);
    pacing.parallel = std::min(pacing.parallel, total);
    return {.per_origin = pacing.per_origin, .total = total};
}

} // namespace latch::app
