// SPDX-License-Identifier: MIT
#include "client/visits.hpp"

#include "client/csrf_tokens.hpp"

#include <utility>

namespace latch::client {

net::Task<base::Result<Heard>> answer_to_login(const http::Request& request, Line& line) {
    CsrfTokens tokens(line, line.surroundings());
    base::Result<Heard> heard = co_await tokens.sign_in(request);
    line.learn(std::move(tokens).outcome().learned);
    co_return heard;
}

} // namespace latch::client
