// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "wire/caller.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";

} // namespace

TEST_CASE("wire: an answer is read by its framing, in one piece or byte by byte", "[wire]") {
    struct Case {
        std::string why, answer, body;
        bool closes;
    };

    const std::vector<Case> cases{
        {"a length", ok + "Content-Length: 5\r\n\r\nhello", "hello", false},
        {"a length of nothing", ok + "Content-Length: 0\r\n\r\n", "", false},
        {"chunks",
         ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
         "hello",
         false},
        {"chunks with trailers",
         ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
         "hello",
         false},
        {"the end of the connection", ok + "\r\nhello", "hello", true},
        {"no content", "HTTP/1.1 204 No Content\r\n\r\n", "", false},
        {"not modified, with the length of what was not sent",
         "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
         "",
         false},
        {"Tomcat's empty reason phrase",
         "HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nhello",
         "hello",
         false},
        {"gzip announced, and nothing sent",
         ok + "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
         "",
         false},
    };
    for (const Case& c : cases) {
        for (const bool drips : {false, true}) {
            INFO(c.why << (drips ? ", byte by byte" : ""));
            Script script = Script().request();
            drips ? script.drip(c.answer) : script.send(c.answer);
            if (!c.closes) {
                script.until_peer_leaves();
            }
            RawServer server({script});
            Caller caller;
            const Said said = caller.get(server.url());
            INFO(said.in_words());
            REQUIRE(said.finished);
            CHECK(said.body == c.body);
            CHECK(said.hop->body_on_wire.count == c.body.size());
            CHECK_FALSE(said.failure);
        }
    }
}

TEST_CASE("wire: the request arrives as it was prepared", "[wire]") {
    RawServer server({Script()
                          .request()
                          .expect("hello")
                          .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                          .until_peer_leaves()});
    {
        Caller caller;
        http::PreparedRequest request =
            wire_request("PUT", server.url("/a?b=c"), http::BytesBody{"hello"});
        request.headers.add("X-Case", "KePt");
        CHECK(caller.ask(request).finished);
    }
    server.verify();
    const std::string host = "127.0.0.1:" + std::to_string(server.port());
    CHECK(
        server.received(0).bytes == "PUT /a?b=c HTTP/1.1\r\nHost: " + host +
                                        "\r\nContent-Length: 5\r\nX-Case: KePt\r\n\r\nhello"
    );
}

TEST_CASE("wire: the answer to HEAD has no body, however long it says it is", "[wire]") {
    RawServer server({Script()
                          .request()
                          .send(ok + "Content-Length: 5\r\nContent-Encoding: gzip\r\n\r\n")
                          .request()
                          .send(ok + "Content-Length: 2\r\n\r\nok")
                          .until_peer_leaves()});
    Caller caller;
    const Said head = caller.ask(wire_request("HEAD", server.url()));
    INFO(head.in_words());
    REQUIRE(head.finished);
    CHECK(head.body.empty());
    CHECK(head.hop->response.headers.find("Content-Length") == "5");
    CHECK(caller.get(server.url()).body == "ok"); // over the same connection
}

TEST_CASE("wire: interim answers are passed over, to a limit", "[wire]") {
    const std::string early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    const auto with_interim = [&](unsigned count) {
        std::string answer;
        for (unsigned i = 0; i < count; ++i) {
            answer += early;
        }
        return Script()
            .request()
            .send(answer + ok + "Content-Length: 2\r\n\r\nok")
            .until_peer_leaves();
    };
    {
        RawServer server({with_interim(32)});
        Caller caller;
        const Said said = caller.get(server.url());
        CHECK(said.body == "ok");
        CHECK_FALSE(said.hop->response.headers.contains("Link"));
    }
    RawServer server({with_interim(33)});
    Caller caller;
    const Said said = caller.get(server.url());
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == base::ErrorKind::protocol);
    CHECK(said.failure->error.cause() == "more than 32 interim responses came before it");
    CHECK(said.failure->answer_begun);
}

TEST_CASE("wire: the parts of an interim and a final answer may arrive in any pieces", "[wire]") {
    RawServer server(
        {Script()
             .request()
             .drip("HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok")
             .until_peer_leaves()}
    );
    Caller caller;
    CHECK(caller.get(server.url()).body == "ok");
}

TEST_CASE("wire: a content coding is undone on the way to the sink", "[wire]") {
    // printf hello | gzip -n
    const std::string gzipped(
        "\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\x07\0\x86\xa6\x10\x36\x05\0\0\0", 25
    );
    const std::string head = ok + "Content-Encoding: gzip\r\nContent-Length: 25\r\n\r\n";
    RawServer server({Script().request().send(head + gzipped).until_peer_leaves()});
    Caller caller;
    const Said said = caller.get(server.url());
    INFO(said.in_words());
    CHECK(said.finished);
    CHECK(said.body == "hello");
    CHECK(said.hop->body_on_wire.count == 25);
}

TEST_CASE("wire: a hop tells when things happened and who carried it", "[wire]") {
    RawServer server(
        {Script().request().send(ok + "Content-Length: 2\r\n\r\nok").until_peer_leaves()}
    );
    Caller caller;
    const auto before = base::Clock::now();
    const Said said = caller.get(server.url());
    REQUIRE(said.finished);
    const http::Hop& hop = *said.hop;
    CHECK(hop.received >= before);
    CHECK(hop.received <= base::Clock::now());
    CHECK(hop.timings.connect.count() > 0);
    CHECK(hop.timings.tls.count() == 0);
    CHECK(hop.timings.first_byte.count() > 0);
    CHECK(hop.timings.transfer.count() > 0);
    CHECK(hop.timings.total > hop.timings.first_byte);
    CHECK(hop.carrier.remote_address == "127.0.0.1:" + std::to_string(server.port()));
    CHECK(hop.carrier.tls.empty());
    CHECK_FALSE(hop.carrier.reused);
}
