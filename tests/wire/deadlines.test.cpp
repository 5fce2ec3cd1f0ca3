// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "unit/net/streamed_body.hpp"
#include "wire/caller.hpp"
#include "wire/meanwhile.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using base::ErrorKind;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

http::Policy with_first_byte(std::chrono::milliseconds limit) {
    http::Policy policy;
    policy.timeouts.first_byte = limit;
    return policy;
}

http::PreparedRequest expecting(const std::string& url) {
    http::PreparedRequest request = wire_request("PUT", url, http::BytesBody{"body"});
    request.headers.add("Expect", "100-continue");
    return request;
}

} // namespace

TEST_CASE("deadlines: an answer has to begin in time once the request is there", "[wire]") {
    struct Case {
        std::string why;
        Script script;
        bool expects;
    };

    const std::string hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    const std::vector<Case> cases{
        {"nothing comes", Script().request().until_peer_leaves(), false},
        {"what announces it is no answer",
         Script().request().send(hints).until_peer_leaves(),
         false},
        {"neither is leave to send the body",
         Script()
             .request()
             .send("HTTP/1.1 100 Continue\r\n\r\n")
             .expect_bytes(4)
             .until_peer_leaves(),
         true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.script});
        Caller caller(with_first_byte(100ms));
        const Said said =
            caller.ask(c.expects ? expecting(server.url()) : wire_request("GET", server.url()));
        INFO(said.in_words());
        REQUIRE(said.failure);
        const std::string peer = "127.0.0.1:" + std::to_string(server.port());
        CHECK(said.failure->error.kind() == ErrorKind::timed_out);
        CHECK(said.failure->error.what() == "no first byte from " + peer + " within 100 ms");
        CHECK(said.failure->error.hint() == "try --first-byte-timeout to wait longer");
    }
}

TEST_CASE("deadlines: the first byte is waited for from the end of the request on", "[wire]") {
    PipedBody pipe;
    RawServer server(
        {Script().expect("\r\n\r\n").stall().expect("0\r\n\r\n").send(ok).until_peer_leaves()}
    );
    Caller caller(with_first_byte(1s));
    const Meanwhile typing([&] {
        server.wait_for_stalls();
        let_pass(1200ms);
        server.release();
        pipe.write("hello");
        pipe.input.close();
    });
    const Said said = caller.ask(wire_request("POST", server.url(), pipe.body));
    INFO(said.in_words());
    CHECK(said.body == "ok");
}

TEST_CASE("deadlines: behind the first byte an answer may take its time", "[wire]") {
    RawServer server(
        {Script().request().send("HTTP/1.1 200").stall().send(ok.substr(12)).until_peer_leaves()}
    );
    Caller caller(with_first_byte(1s));
    const Meanwhile dawdling([&] {
        server.wait_for_stalls();
        let_pass(1200ms);
        server.release();
    });
    const Said said = caller.get(server.url());
    INFO(said.in_words());
    CHECK(said.body == "ok");
}

TEST_CASE("deadlines: silence may end the wait for the first byte earlier", "[wire]") {
    RawServer server({Script().request().until_peer_leaves()});
    http::Policy policy = with_first_byte(20s);
    policy.timeouts.idle = 50ms;
    Caller caller(policy);
    const Said said = caller.get(server.url());
    REQUIRE(said.failure);
    CHECK(said.failure->error.hint() == "try --timeout to wait longer");
}

TEST_CASE("deadlines: a handshake has one of its own", "[wire]") {
    RawServer server({Script().expect_bytes(1).until_peer_leaves()});
    http::Policy policy;
    policy.timeouts.tls = 50ms;
    policy.tls.verify = false;
    Caller caller(policy);
    const std::string peer = "127.0.0.1:" + std::to_string(server.port());
    const Said said = caller.get("https://" + peer + "/");
    REQUIRE(said.failure);
    INFO(said.in_words());
    CHECK(said.failure->error.kind() == ErrorKind::timed_out);
    CHECK(said.failure->error.what() == "cannot connect to " + peer);
    CHECK(said.failure->error.cause() == "the TLS handshake did not end within 50 ms");
    CHECK(said.failure->error.hint() == "try --tls-timeout to wait longer");
}

TEST_CASE("deadlines: the time to the first byte is not that to an interim answer", "[wire]") {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 100 Continue\r\n\r\n")
                          .expect_bytes(4)
                          .stall()
                          .send(ok)
                          .until_peer_leaves()});
    Caller caller;
    const Meanwhile thinking([&] {
        server.wait_for_stalls();
        let_pass(50ms);
        server.release();
    });
    const Said said = caller.ask(expecting(server.url()));
    REQUIRE(said.finished);
    CHECK(said.hop->timings.first_byte >= 40ms);
}
