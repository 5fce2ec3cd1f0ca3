// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"
#include "latch/client/conversation.hpp"
#include "latch/client/token_order.hpp"

namespace latch::client {

/// Makes the visits that a talk asks for, until it asks for no more: what was answered, and what
/// went wrong on the way. How it ended, the talk knows: an `access::LoginTalk`, `TokenTalk`,
/// `AccountTalk` (which tries the credentials of `surroundings`), `LogoutTalk` or `RevocationTalk`.
///
/// `like` gives the headers of each request. `session` is read and its jar is kept up to date;
/// nothing is written to disk. Everything referred to must outlive the call.
template <class Talk>
Outcome hold(
    Talk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// What came of an order, and of the visits that it took.
struct GotToken {
    Outcome outcome;
    Obtained obtained;
};

/// The same for a token of OAuth 2, which is more than one talk.
GotToken get_token(
    const TokenOrder& order,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// The request of a visit, with the headers of `like`; it asks for a page.
http::Request visiting(const access::Visit& visit, const http::Request& like);

} // namespace latch::client
