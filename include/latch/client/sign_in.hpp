// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/account_talk.hpp"
#include "latch/access/login_talk.hpp"
#include "latch/access/logout_talk.hpp"
#include "latch/access/token_talk.hpp"
#include "latch/client/conversation.hpp"
#include "latch/client/token_order.hpp"

namespace latch::client {

/// Makes the visits that a talk asks for, until it asks for no more: what was answered, and what
/// went wrong on the way. How the login ended, the talk knows.
///
/// `like` gives the headers of each request. `session` is read and its jar is kept up to date;
/// nothing is written to disk. Everything referred to must outlive the call.
Outcome sign_in(
    access::LoginTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// The same for a token; nothing that the session holds signs the request for it.
Outcome sign_in(
    access::TokenTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// The same to try credentials that each request is signed with: those of `surroundings`.
Outcome sign_in(
    access::AccountTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// What came of an order, and of the visits that it took.
struct GotToken {
    Outcome outcome;
    Obtained obtained;
};

/// The same for a token of OAuth 2.
GotToken get_token(
    const TokenOrder& order,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// The same to have a token declared worthless (RFC 7009).
Outcome sign_out(
    access::RevocationTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// The same for a logout.
Outcome sign_out(
    access::LogoutTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
);

/// The request of a visit, with the headers of `like`; it asks for a page.
http::Request visiting(const access::Visit& visit, const http::Request& like);

} // namespace latch::client
