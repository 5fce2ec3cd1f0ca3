// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"
#include "latch/net/task.hpp"
#include "latch/net/transport.hpp"

#include <limits>
#include <string>

namespace latch::client {

/// An answer that is held in memory.
struct Heard {
    http::Hop hop;
    std::string body;
};

/// All of a body, however long.
constexpr base::Bytes whole{std::numeric_limits<std::uint64_t>::max()};

/// Reads the body of an answer, `most` of it: the rest is left where it is, with its connection.
/// Takes the hop out of the answer.
/// Errors: those of `net::Answer::read_body`.
net::Task<base::Result<Heard>> listen(net::Answer& answer, base::Bytes most);

} // namespace latch::client
