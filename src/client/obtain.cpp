// SPDX-License-Identifier: MIT
#include "client/obtain.hpp"

#include "client/visits.hpp"

#include "latch/access/authorize_talk.hpp"
#include "latch/base/random.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace latch::client {

namespace {

using access::Grant;
using access::GrantRequest;
using access::LoginVerdict;
using base::Error;
using base::ErrorKind;
using base::Result;
using net::Task;

constexpr std::string_view done_page = "<!doctype html><meta charset=utf-8><title>latch</title>"
                                       "<p>latch has got its answer. This window can be closed.";

constexpr std::string_view callback_path = "/callback";

Obtained failure(const Error& error) {
    Obtained obtained;
    obtained.error = error;
    return obtained;
}

/// One order on its way. It lives in the frame of the coroutine that carries it out.
class Obtaining {
public:
    Obtaining(const TokenOrder& order, const http::Request& like, Line& line)
        : order_(order), client_(order.client), like_(like), line_(line) {}

    Task<Obtained> go() {
        const bool wants_person = client_.grant == Grant::device_code ||
                                  (client_.grant == Grant::authorization_code && !order_.person);
        if (wants_person && order_.attendant == nullptr) {
            co_return failure(Error(ErrorKind::not_signed_in, "somebody has to let the client in")
                                  .hinting("run latch login @SESSION where somebody is"));
        }
        if (order_.discovery) {
            const Result<void> found = co_await discover();
            if (!found) {
                co_return failure(found.error());
            }
        }
        Obtained obtained;
        switch (client_.grant) {
        case Grant::client_credentials:
            obtained = co_await by_itself();
            break;
        case Grant::authorization_code:
            obtained = co_await by_code();
            break;
        case Grant::device_code:
            obtained = co_await by_device();
            break;
        }
        obtained.server = client_.server;
        co_return obtained;
    }

    Task<Obtained> by_itself() {
        Result<GrantRequest> request = access::client_request(client_, order_.secret);
        Obtained obtained = co_await ask(std::move(request));
        co_return obtained;
    }

    /// One request for a token.
    Task<Obtained> ask(Result<GrantRequest> request) {
        code_.clear();
        if (!request) {
            co_return failure(request.error());
        }
        access::GrantTalk talk(*std::move(request));
        const Result<void> visited = co_await visit(talk, like_, line_);
        if (!visited) {
            co_return failure(visited.error());
        }
        code_ = talk.code();
        Obtained obtained;
        obtained.refused = code_ == "invalid_client" ? Refused::client : Refused::nobody;
        obtained.verdict = talk.verdict();
        obtained.error = talk.error();
        obtained.token = talk.token();
        co_return obtained;
    }

private:
    Task<Result<void>> discover() {
        access::DiscoveryTalk talk(*order_.discovery);
        const Result<void> visited = co_await visit(talk, like_, line_);
        if (!visited) {
            co_return visited;
        }
        if (!talk.server()) {
            co_return talk.error();
        }
        client_.server = *talk.server();
        co_return Result<void>{};
    }

    /// The code of a page that sends the browser back to us (RFC 6749, 4.1; RFC 8252, 7.3).
    Task<Obtained> by_code() {
        Result<net::Loopback> loopback = line_.transport().open_loopback();
        if (!loopback) {
            co_return failure(loopback.error());
        }
        const std::string redirect_uri =
            "http://127.0.0.1:" + std::to_string(loopback->port()) + std::string(callback_path);
        const std::string state = base::random_hex(16);
        const access::ProofKey key = access::proof_key(base::random_octets(32));
        const Result<http::Url> page = access::authorization_url(client_, redirect_uri, state, key);
        if (!page) {
            co_return failure(page.error());
        }
        Result<http::Url> callback(http::Url{});
        if (order_.person) {
            Obtained let_in = co_await let_in_by_form(*page, redirect_uri);
            if (let_in.verdict != LoginVerdict::signed_in) {
                co_return let_in;
            }
            callback = callback_;
        } else {
            callback = co_await let_in_by_person(*page, state, *loopback);
        }
        if (!callback) {
            co_return failure(callback.error());
        }
        const Result<base::Secret> code = access::code_in(*callback, state, client_.server.issuer);
        if (!code) {
            co_return failure(code.error());
        }
        Result<GrantRequest> request = access::code_request(
            client_,
            order_.secret,
            {.code = *code, .redirect_uri = redirect_uri, .verifier = key.verifier}
        );
        Obtained obtained = co_await ask(std::move(request));
        co_return obtained;
    }

    Task<Obtained> let_in_by_form(http::Url page, std::string redirect_uri) {
        access::LoginSituation person = *order_.person;
        person.page = std::move(page);
        access::AuthorizeTalk talk(std::move(person), std::move(redirect_uri));
        const Result<void> visited = co_await visit(talk, like_, line_);
        if (!visited) {
            co_return failure(visited.error());
        }
        callback_ = talk.callback();
        Obtained obtained;
        obtained.refused =
            talk.verdict() == LoginVerdict::refused ? Refused::person : Refused::nobody;
        obtained.verdict = talk.verdict();
        obtained.error = talk.error();
        co_return obtained;
    }

    Task<Result<http::Url>>
    let_in_by_person(http::Url page, std::string state, net::Loopback& loopback) {
        constexpr std::chrono::minutes patience(5);
        const Result<void> opened = order_.attendant->open(page);
        if (!opened) {
            co_return opened.error();
        }
        std::string target;
        net::Callback callback{
            .path = std::string(callback_path),
            .parameter = "state=" + state,
            .page = std::string(done_page)};
        Task<Result<void>> hearing = loopback.hear(std::move(callback), target);
        const Result<void> heard = co_await line_.transport().within(patience, std::move(hearing));
        if (!heard) {
            co_return Error(ErrorKind::not_signed_in, "nobody let the client in")
                .because(heard.error().what());
        }
        co_return http::resolve_reference(page, "http://127.0.0.1" + target);
    }

    /// RFC 8628: a person types a code elsewhere, and we ask now and then whether that is done.
    Task<Obtained> by_device() {
        Result<GrantRequest> request = access::device_request(client_, order_.secret);
        if (!request) {
            co_return failure(request.error());
        }
        Result<access::DeviceCode> code = co_await device_code(*std::move(request));
        if (!code) {
            co_return failure(code.error());
        }
        const Result<void> shown = order_.attendant->show(*code);
        if (!shown) {
            co_return failure(shown.error());
        }
        Obtained obtained = co_await wait_for(*code);
        co_return obtained;
    }

    Task<Result<access::DeviceCode>> device_code(GrantRequest request) {
        access::GrantTalk talk(request);
        http::Request asked = visiting(talk.begin({}), like_);
        Result<Heard> heard = co_await line_.fetch(std::move(asked), access::page_limit);
        if (!heard) {
            co_return heard.error();
        }
        co_return access::read_device_code(heard->hop, heard->body, request);
    }

    Task<Obtained> wait_for(access::DeviceCode code) {
        constexpr std::chrono::seconds more(5);
        const auto end = std::chrono::steady_clock::now() + code.lifetime;
        for (auto now = std::chrono::steady_clock::now(); now < end;
             now = std::chrono::steady_clock::now()) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - now);
            co_await line_.transport().pause(
                std::min<std::chrono::milliseconds>(code.interval, left)
            );
            Result<GrantRequest> request =
                access::device_token_request(client_, order_.secret, code.device_code);
            Obtained obtained = co_await ask(std::move(request));
            if (code_ == "slow_down") {
                code.interval += more;
            } else if (code_ != "authorization_pending") {
                co_return obtained;
            }
        }
        co_return failure(Error(ErrorKind::not_signed_in, "nobody let the client in")
                              .because("the code has expired")
                              .hinting("latch login begins anew"));
    }

    const TokenOrder& order_;
    access::OAuthClient client_; ///< with the endpoints that were found
    const http::Request& like_;
    Line& line_;
    std::string code_; ///< of the last refusal
    http::Url callback_;
};

} // namespace

Task<Obtained> obtain(const TokenOrder& order, const http::Request& like, Line& line) {
    Obtaining obtaining(order, like, line);
    Obtained obtained = co_await obtaining.go();
    co_return obtained;
}

Task<Obtained> refresh(
    const TokenOrder& order, const base::Secret& refresh, const http::Request& like, Line& line
) {
    Obtaining obtaining(order, like, line);
    Result<GrantRequest> request = access::refresh_request(order.client, order.secret, refresh);
    Obtained obtained = co_await obtaining.ask(std::move(request));
    obtained.server = order.client.server;
    co_return obtained;
}

} // namespace latch::client
