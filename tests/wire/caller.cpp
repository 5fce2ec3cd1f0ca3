// SPDX-License-Identifier: MIT
#include "wire/caller.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <utility>

namespace latch::test {

using base::Result;
using net::Task;

std::string Said::in_words() const {
    std::string text;
    if (hop) {
        text += std::to_string(hop->response.status) + " " + std::to_string(body.size()) + " bytes";
    }
    if (failure) {
        const base::Error& error = failure->error;
        text += " | " + error.what() + ": " + error.cause() + " (" + error.hint() + ")";
    }
    return text;
}

http::PreparedRequest wire_request(std::string method, std::string_view url, http::Body body) {
    http::PreparedRequest request;
    request.method = std::move(method);
    request.url = a_url(url);
    request.target = http::target(request.url);
    request.headers.add("Host", http::authority(request.url));
    if (const auto length = http::length_of(body)) {
        request.headers.add("Content-Length", std::to_string(length->count));
    } else if (http::has_body(body)) {
        request.headers.add("Transfer-Encoding", "chunked");
    }
    request.body = std::move(body);
    return request;
}

Caller::Caller(http::Policy policy, net::Tickets* tickets)
    : policy_(std::move(policy)), transport_(policy_, tickets) {}

Task<Result<void>> Caller::converse(
    http::PreparedRequest request, Hearing hearing, net::Transport::Connection wish, Said& said
) {
    auto answer = co_await transport_.send(std::move(request), wish);
    if (!answer) {
        said.failure = answer.error();
        co_return Result<void>();
    }
    said.hop = answer->hop();
    if (hearing == Hearing::drop) {
        co_return Result<void>();
    }
    Collected sink;
    Result<void> whole;
    if (hearing == Hearing::discard) {
        whole = co_await answer->discard_body();
    } else {
        whole = co_await answer->read_body(sink);
    }
    said.body = std::move(sink.bytes);
    said.finished = sink.finished;
    if (whole) {
        said.hop = std::move(*answer).hop();
    } else {
        said.failure = net::Failure{.error = whole.error(), .answer_begun = true};
    }
    co_return Result<void>();
}

Task<Result<void>> Caller::pour(http::PreparedRequest request, http::BodySink& sink) {
    auto answer = co_await transport_.send(std::move(request));
    if (!answer) {
        co_return answer.error().error;
    }
    Result<void> whole = co_await answer->read_body(sink);
    co_return whole;
}

Result<void> Caller::get_into(std::string_view url, http::BodySink& sink) {
    return transport_.run(pour(wire_request("GET", url), sink));
}

Said Caller::ask(http::PreparedRequest request, Hearing hearing) {
    Said said;
    const auto wish = net::Transport::Connection::pooled_or_fresh;
    const Result<void> held = transport_.run(converse(std::move(request), hearing, wish, said));
    REQUIRE(held);
    return said;
}

Said Caller::get_afresh(std::string_view url) {
    Said said;
    const auto wish = net::Transport::Connection::fresh;
    REQUIRE(transport_.run(converse(wire_request("GET", url), Hearing::read, wish, said)));
    return said;
}

} // namespace latch::test
