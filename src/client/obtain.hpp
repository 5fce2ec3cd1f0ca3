// SPDX-License-Identifier: MIT
#pragma once

#include "client/line.hpp"

#include "latch/client/token_order.hpp"

namespace latch::client {

/// Gets a token as it was ordered (spring.md 3.3). Each request has the headers of `like`.
/// Everything referred to must outlive the task.
net::Task<Obtained> obtain(const TokenOrder& order, const http::Request& like, Line& line);

/// Gets the next token by a refresh token; `refused` if the server does not take it.
net::Task<Obtained> refresh(
    const TokenOrder& order, const base::Secret& refresh, const http::Request& like, Line& line
);

} // namespace latch::client
