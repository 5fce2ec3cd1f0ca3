// SPDX-License-Identifier: MIT
#include "latch/client/sign_in.hpp"

#include "client/line.hpp"

#include <utility>

namespace latch::client {

namespace {

using base::Result;
using net::Task;

/// Goes where a talk says. It outlives its coroutine, because the transport runs that to its end.
template <class Talk>
class Visitor {
public:
    Visitor(
        Talk& talk,
        const http::Request& like,
        session::Session& session,
        const Surroundings& surroundings
    )
        : talk_(talk), like_(like), line_(session, surroundings) {}

    Outcome go() {
        Outcome outcome;
        const Result<void> result = line_.transport().run(visits());
        if (!result) {
            outcome.error = result.error();
        }
        line_.hang_up(outcome);
        return outcome;
    }

private:
    Task<Result<void>> visits() {
        std::optional<access::Visit> next = talk_.begin(cookies_for(like_.url));
        while (next) {
            http::Request request = visiting(*next, like_);
            Result<Heard> heard = co_await line_.fetch(std::move(request), access::page_limit);
            if (!heard) {
                co_return heard.error();
            }
            next = talk_.answered(heard->hop, heard->body, cookies_for(heard->hop.request.url));
        }
        co_return Result<void>{};
    }

    std::string cookies_for(const http::Url& url) const {
        return line_.session().cookies.header_for(url, line_.now());
    }

    Talk& talk_;
    const http::Request& like_;
    Line line_;
};

} // namespace

http::Request visiting(const access::Visit& visit, const http::Request& like) {
    http::Request request = like;
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
            "Content-Type", is_page ? "application/x-www-form-urlencoded" : "application/json"
        );
        request.body = http::BytesBody{*visit.form};
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
    return Visitor(talk, like, session, surroundings).go();
}

Outcome sign_in(
    access::TokenTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return Visitor(talk, like, session, surroundings).go();
}

Outcome sign_in(
    access::AccountTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return Visitor(talk, like, session, surroundings).go();
}

Outcome sign_out(
    access::LogoutTalk& talk,
    const http::Request& like,
    session::Session& session,
    const Surroundings& surroundings
) {
    return Visitor(talk, like, session, surroundings).go();
}

} // namespace latch::client
