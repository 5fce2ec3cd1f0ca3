// SPDX-License-Identifier: MIT
#pragma once

#include "client/line.hpp"

#include "latch/access/page.hpp"
#include "latch/access/token_talk.hpp"
#include "latch/client/sign_in.hpp"

#include <optional>
#include <type_traits>
#include <utility>

namespace latch::client {

/// Sends the credentials of a login by JSON, which CSRF protection may keep away from them.
net::Task<base::Result<Heard>> answer_to_login(const http::Request& request, Line& line);

/// Makes the visits that a talk asks for, until it asks for no more. Each request has the headers
/// of `like`. Everything referred to must outlive the task. Errors: those of the line.
template <class Talk>
net::Task<base::Result<void>> visit(Talk& talk, const http::Request& like, Line& line) {
    std::optional<access::Visit> next = talk.begin(line.cookies_for(like.url));
    while (next) {
        const http::Request request = visiting(*next, like);
        base::Result<Heard> heard = base::Error();
        if constexpr (std::is_same_v<Talk, access::TokenTalk>) {
            heard = co_await answer_to_login(request, line);
        } else {
            heard = co_await line.fetch(request, access::page_limit);
        }
        if (!heard) {
            co_return heard.error();
        }
        next = talk.answered(heard->hop, heard->body, line.cookies_for(heard->hop.request.url));
    }
    co_return base::Result<void>{};
}

} // namespace latch::client
