// SPDX-License-Identifier: MIT
#include "latch/client/sign_in.hpp"

#include "client/obtain.hpp"
#include "client/visits.hpp"

#include <utility>

namespace latch::client {

namespace {

/// The visits of a talk outlive their coroutine, because the transport runs that to its end.
template <class Talk>
Outcome
go(Talk& talk,
   const http::Request& like,
   session::Session& session,
   const Surroundings& surroundings) {
    Line line(session, surroundings);
    Outcome outcome;
    const base::Result<void> result = line.transport().run(visit(talk, like, line));
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

Outcome sign_in(
    access::LoginTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return go(talk, like, session, surroundings);
}

Outcome sign_in(
    access::TokenTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return go(talk, like, session, surroundings);
}

Outcome sign_in(
    access::AccountTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return go(talk, like, session, surroundings);
}

GotToken get_token(
    const TokenOrder& order,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    Line line(session, surroundings);
    GotToken got;
    const base::Result<void> result = line.transport().run([&]() -> net::Task<base::Result<void>> {
        got.obtained = co_await obtain(order, like, line);
        co_return base::Result<void>{};
    }());
    if (!result) {
        got.outcome.error = result.error();
    }
    line.hang_up(got.outcome);
    return got;
}

Outcome sign_out(
    access::RevocationTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return go(talk, like, session, surroundings);
}

Outcome sign_out(
    access::LogoutTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return go(talk, like, session, surroundings);
}

} // namespace latch::client
