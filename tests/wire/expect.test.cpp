// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "unit/net/streamed_body.hpp"
#include "wire/caller.hpp"

#include <chrono>
#include <string>
#include <utility>

using namespace latch;
using namespace latch::test;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

http::PreparedRequest expecting(const std::string& url, http::Body body) {
    http::PreparedRequest request = wire_request("PUT", url, std::move(body));
    request.headers.add("Expect", "100-continue");
    return request;
}

/// The bodies that are written in different ways.
std::vector<std::string> bodies() {
    return {"small", std::string(300'000, 'x')};
}

std::string behind_head(const RawServer& server) {
    const std::string bytes = server.received(0).bytes;
    return bytes.substr(bytes.find("\r\n\r\n") + 4);
}

} // namespace

TEST_CASE("expect: the body waits for 100", "[wire]") {
    for (const std::string& bytes : bodies()) {
        RawServer server({Script()
                              .request()
                              .send("HTTP/1.1 100 Continue\r\n\r\n")
                              .expect_bytes(bytes.size())
                              .send(ok)
                              .until_peer_leaves()});
        Caller caller;
        const Said said = caller.ask(expecting(server.url(), http::BytesBody{bytes}));
        INFO(said.in_words());
        CHECK(said.body == "ok");
        CHECK(said.hop->body_sent == base::Bytes{bytes.size()});
    }
}

TEST_CASE("expect: so does one that is streamed, in chunks", "[wire]") {
    PipedBody pipe;
    pipe.write("hello");
    pipe.input.close();
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 100 Continue\r\n\r\n")
                          .expect("5\r\nhello\r\n0\r\n\r\n")
                          .send(ok)
                          .until_peer_leaves()});
    Caller caller;
    CHECK(caller.ask(expecting(server.url(), pipe.body)).body == "ok");
}

TEST_CASE("expect: a refusal comes before a single byte of the body", "[wire]") {
    for (const std::string& bytes : bodies()) {
        RawServer server({Script()
                              .request()
                              .send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
                              .until_peer_leaves()});
        Caller caller;
        const Said said = caller.ask(expecting(server.url(), http::BytesBody{bytes}));
        INFO(said.in_words());
        REQUIRE(said.hop);
        CHECK(said.hop->response.status == 413);
        CHECK(said.hop->body_sent == base::Bytes{0});
        server.verify();
        CHECK(behind_head(server).empty());
    }
}

TEST_CASE("expect: a server that says nothing gets the body after a second", "[wire]") {
    const auto begun = std::chrono::steady_clock::now();
    RawServer server({Script().request().expect_bytes(5).send(ok).until_peer_leaves()});
    Caller caller;
    CHECK(caller.ask(expecting(server.url(), http::BytesBody{"small"})).body == "ok");
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::seconds(1));
}

TEST_CASE("expect: another interim answer is no consent, a success is", "[wire]") {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 103 Early Hints\r\n\r\n" + ok)
                          .expect_bytes(5)
                          .until_peer_leaves()});
    Caller caller;
    CHECK(caller.ask(expecting(server.url(), http::BytesBody{"small"})).body == "ok");
}
