// SPDX-License-Identifier: MIT
#include "latch/client/sign_in.hpp"

#include "client/obtain.hpp"
#include "client/visits.hpp"

#include "latch/access/account_talk.hpp"
#include "latch/access/grant_talk.hpp"
#include "latch/access/logout_talk.hpp"
#include "latch/access/token_talk.hpp"

#include <utility>

namespace latch::client {

namespace {

/// Does what `visits` makes of a line, which outlives it because the transport runs it to its end.
template <class Visits>
Outcome run(session::Session& session, const Surroundings& surroundings, Visits visits) {
    Memory memory(session);
    Line line(memory, surroundings);
    Outcome outcome;
    const base::Result<void> result = line.transport().run(visits(line));
    if (!result) {
        outcome.error = result.error();
    }
    line.hang_up(outcome);
    return outcome;
}

} // namespace

http::Request visiting(const access::Visit& visit, const http::Request& like) {
    http::Request request = like;
    if (http::origin(visit.url) != http::origin(like.url)) {
        request.typed = {}; // what was typed is for that server alone
    }
    request.method = visit.form ? "POST" : "GET";
    request.url = visit.url;
    request.body = http::NoBody{};
    const bool is_page = visit.kind == access::VisitKind::page;
    if (!request.typed.contains("Accept")) {
        request.typed.set(
            "Accept",
            is_page ? "text/html, application/json;q=0.9, */*;q=0.8"
                    : "application/json, text/plain;q=0.9, */*;q=0.5"
        );
    }
    if (visit.form) {
        request.typed.set(
            "Content-Type",
            visit.kind == access::VisitKind::data ? "application/json"
                                                  : "application/x-www-form-urlencoded"
        );
        request.body = http::BytesBody{*visit.form};
    }
    if (visit.authorization) {
        request.typed.set("Authorization", std::string(visit.authorization->reveal()));
        std::erase(request.suppressed, "Authorization");
    }
    if (!visit.referer.empty() && !request.typed.contains("Referer")) {
        request.typed.set("Referer", visit.referer);
    }
    return request;
}

template <class Talk>
Outcome hold(
    Talk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return run(session, surroundings, [&](Line& line) { return visit(talk, like, line); });
}

template Outcome
hold(access::AccountTalk&, const http::Request&, session::Session&, const Surroundings&);
template Outcome
hold(access::LoginTalk&, const http::Request&, session::Session&, const Surroundings&);
template Outcome
hold(access::LogoutTalk&, const http::Request&, session::Session&, const Surroundings&);
template Outcome
hold(access::RevocationTalk&, const http::Request&, session::Session&, const Surroundings&);
template Outcome
hold(access::TokenTalk&, const http::Request&, session::Session&, const Surroundings&);

GotToken get_token(
    const TokenOrder& order,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    GotToken got;
    got.outcome = run(session, surroundings, [&](Line& line) -> net::Task<base::Result<void>> {
        got.obtained = co_await obtain(order, like, line);
        co_return base::Result<void>{};
    });
    return got;
}

} // namespace latch::client
