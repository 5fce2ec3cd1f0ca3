// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/exchange.hpp"
#include "latch/session/received_cookies.hpp"
#include "latch/session/session.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace latch::client {

/// The session as a run goes on, and the cookies that came since it was read: what conversations
/// that are held at the same time share.
class Memory {
public:
    using Request = session::ReceivedCookies::Request;

    /// `session` must outlive the object.
    explicit Memory(session::Session& session) : session_(session) {}

    session::Session& session() noexcept { return session_; }

    const session::Session& session() const noexcept { return session_; }

    /// A number by which the answers to a request are known.
    Request begin_request() noexcept { return ++requests_; }

    /// Keeps the cookies of an answer.
    void receive(const http::Hop& hop, Request request) {
        for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
            session_.cookies.store(line, hop.request.url, hop.received);
            received_.add({hop.request.url, std::string(line), hop.received}, request);
        }
    }

    /// What came with the answers to a request does not count from the next `take_over` on.
    void give_up(Request request) { received_.drop(request); }

    /// Goes on with what is stored by now, and with the cookies that came.
    void take_over(session::Session stored) {
        session_ = std::move(stored);
        for (const session::ReceivedCookie& cookie : received_.in_order()) {
            session_.cookies.store(cookie.line, cookie.source, cookie.received);
        }
    }

private:
    session::Session& session_;
    session::ReceivedCookies received_;
    Request requests_ = 0;
};

} // namespace latch::client
