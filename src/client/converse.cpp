// SPDX-License-Identifier: MIT
#include "client/memory.hpp"
#include "client/talk.hpp"

#include <utility>

namespace latch::client {

Outcome converse(
    http::Request request,
    session::Session& session,
    Audience& audience,
    const Surroundings& surroundings
) {
    Memory memory(session);
    Talk talk(std::move(request), memory, audience, surroundings);
    const base::Result<void> result = surroundings.transport.run(talk.go());
    return talk.end(result);
}

} // namespace latch::client
