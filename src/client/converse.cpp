// SPDX-License-Identifier: MIT
#include "client/memory.hpp"
#include "client/talk.hpp"

#include <chrono>
#include <utility>

namespace latch::client {

net::Task<Outcome> hold(
    http::Request request,
    session::Session& session,
    Audience& audience,
    const Surroundings& surroundings
) {
    Memory memory(session);
    Talk talk(std::move(request), memory, audience, surroundings);
    const auto limit = surroundings.policy.timeouts.total;
    base::Result<void> result;
    if (limit > std::chrono::milliseconds::zero()) {
        result = co_await surroundings.transport.within(limit, talk.go());
    } else {
        result = co_await talk.go();
    }
    co_return talk.end(result);
}

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
