// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "wire/caller.hpp"
#include "wire/meanwhile.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string answer = ok + "Content-Length: 2\r\n\r\nok";

Script one_answer() {
    return Script().request().send(answer).until_peer_leaves();
}

/// So many chunks of one byte each, and a hundred more on the wire.
std::string padded_chunks(int count) {
    std::string chunks;
    for (int i = 0; i < count; ++i) {
        chunks += "1;" + std::string(100, 'x') + "\r\ny\r\n";
    }
    return chunks;
}

/// Two requests; whether the second went over the connection of the first.
bool reused(Caller& caller, const RawServer& server, Hearing hearing = Hearing::read) {
    const Said first = caller.ask(wire_request("GET", server.url()), hearing);
    INFO(first.in_words());
    REQUIRE(first.hop);
    const Said second = caller.get(server.url());
    INFO(second.in_words());
    REQUIRE(second.finished);
    CHECK(second.body == "ok");
    return second.hop->carrier.reused;
}

} // namespace

TEST_CASE("pool: requests to one origin share a connection", "[wire]") {
    RawServer server({Script().request().send(answer).request().send(answer).until_peer_leaves()});
    Caller caller;
    CHECK(reused(caller, server));
    CHECK(server.connections() == 1);
}

TEST_CASE("pool: a connection that cannot carry another request is not kept", "[wire][pitfall]") {
    struct Case {
        std::string why, first;
    };

    const std::vector<Case> cases{
        {"the server closes", ok + "Connection: close\r\nContent-Length: 2\r\n\r\nok"},
        {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"},
        {"no more requests", ok + "Keep-Alive: max=0\r\nContent-Length: 2\r\n\r\nok"},
        {"bytes behind the answer, which would be read as the next one",
         ok + "Content-Length: 2\r\n\r\nok" + answer},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({Script().request().send(c.first).until_peer_leaves(), one_answer()});
        Caller caller;
        CHECK_FALSE(reused(caller, server));
    }
}

TEST_CASE("pool: HTTP/1.0 with keep-alive is kept", "[wire]") {
    RawServer server(
        {Script()
             .request()
             .send("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok")
             .request()
             .send(answer)
             .until_peer_leaves()}
    );
    Caller caller;
    CHECK(reused(caller, server));
}

TEST_CASE("pool: a request that asks to close is not followed by another", "[wire]") {
    RawServer server({one_answer(), one_answer()});
    Caller caller;
    http::PreparedRequest request = wire_request("GET", server.url());
    request.headers.add("Connection", "close");
    CHECK(caller.ask(request).finished);
    CHECK_FALSE(caller.get(server.url()).hop->carrier.reused);
}

TEST_CASE("pool: an idle connection that has something to tell is dropped", "[wire]") {
    struct Case {
        std::string why;
        Script first;
    };

    const std::vector<Case> cases{
        {"its end", Script().request().send(answer).close()},
        {"a 408 that nobody asked for",
         Script().request().send(answer).stall().send("HTTP/1.1 408 Request Timeout\r\n\r\n")},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.first});
        const std::string url = server.url();
        http::Policy policy;
        policy.timeouts.idle = std::chrono::milliseconds(50);
        Caller caller(policy);
        REQUIRE(caller.get(url).finished);
        server.release();
        CHECK(server.finish().empty()); // everything has been sent; nobody answers any more
        const Said second = caller.get(url);
        REQUIRE(second.failure);
        CHECK_FALSE(second.failure->on_reused_connection);
    }
}

TEST_CASE("pool: a connection that dies under a request says that it was a reused one", "[wire]") {
    struct Case {
        std::string why;
        Script first;
        bool answer_begun;
    };

    const std::vector<Case> cases{
        {"closed", Script().request().send(answer).request().close(), false},
        {"reset", Script().request().send(answer).request().reset(), false},
        {"closed in the middle of a head",
         Script().request().send(answer).request().send("HTTP/1.1 ").close(),
         true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.first, one_answer()});
        Caller caller;
        REQUIRE(caller.get(server.url()).finished);
        const Said stale = caller.get(server.url());
        REQUIRE(stale.failure);
        CHECK(stale.failure->on_reused_connection);
        CHECK(stale.failure->answer_begun == c.answer_begun);
        CHECK(caller.get_afresh(server.url()).body == "ok");
    }
}

TEST_CASE("pool: who asks for a fresh connection gets one", "[wire]") {
    RawServer server({one_answer(), one_answer()});
    Caller caller;
    REQUIRE(caller.get(server.url()).finished);
    CHECK_FALSE(caller.get_afresh(server.url()).hop->carrier.reused);
}

TEST_CASE("pool: a small body that nobody wants is read for the connection's sake", "[wire]") {
    const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
    const std::string lengthy = ok + "Content-Length: 65536\r\n\r\n" + std::string(65536, 'x');
    for (const std::string& first : {answer, chunked, lengthy}) {
        RawServer server({Script().request().send(first).request().send(answer).until_peer_leaves()}
        );
        Caller caller;
        CHECK(reused(caller, server, Hearing::discard));
    }
}

TEST_CASE(
    "pool: a large, slow or endless body that nobody wants ends its connection", "[wire][pitfall]"
) {
    struct Case {
        std::string why;
        Script first;
    };

    const std::string much(65'537, 'x');
    const std::vector<Case> cases{
        {"large by its length",
         Script().request().send(ok + "Content-Length: 65537\r\n\r\n").until_peer_leaves()},
        {"large in chunks",
         Script()
             .request()
             .send(ok + "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + much)
             .until_peer_leaves()},
        {"slow", Script().request().send(ok + "Content-Length: 2\r\n\r\no").until_peer_leaves()},
        {"until the connection is closed",
         Script().request().send(ok + "\r\nx").until_peer_leaves()},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.first, one_answer()});
        Caller caller;
        CHECK_FALSE(reused(caller, server, Hearing::discard));
    }
}

TEST_CASE("pool: what frames a body counts when it is dropped", "[wire][pitfall]") {
    RawServer server(
        {Script()
             .request()
             .send(ok + "Transfer-Encoding: chunked\r\n\r\n" + padded_chunks(2000))
             .send("0\r\n\r\n")
             .request()
             .send(answer)
             .until_peer_leaves(),
         one_answer()}
    );
    Caller caller;
    CHECK_FALSE(reused(caller, server, Hearing::discard));
    static_cast<void>(server.finish()); // it was left in the middle
}

TEST_CASE("pool: what drips for ever holds nobody up", "[wire][pitfall]") {
    Script first = Script().request().send(ok + "Content-Length: 60000\r\n\r\n");
    constexpr unsigned drops = 1000;
    for (unsigned i = 0; i < drops; ++i) {
        first.stall().send("x");
    }
    RawServer server({first.until_peer_leaves(), one_answer()});
    Caller caller;
    {
        const Meanwhile dripping([&] {
            for (unsigned i = 0; i < drops; ++i) {
                server.release();
                let_pass(std::chrono::milliseconds(1));
            }
        });
        CHECK_FALSE(reused(caller, server, Hearing::discard));
    }
    const std::vector<std::string> complaints = server.finish();
    REQUIRE_FALSE(complaints.empty());
    CHECK(complaints.front().starts_with("connection 0, send: the peer left"));
}

TEST_CASE(
    "pool: an answer that comes before the request is written, and does not end, is left then",
    "[wire][pitfall]"
) {
    // More than both sockets hold.
    const std::string much(base::mebibytes(32).count, 'x');
    RawServer server(
        {Script()
             .request()
             .send(ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
             .expect_bytes(much.size())
             .until_peer_leaves(),
         one_answer()}
    );
    Caller caller;
    const Said said =
        caller.ask(wire_request("PUT", server.url(), http::BytesBody{much}), Hearing::discard);
    INFO(said.in_words());
    CHECK_FALSE(said.failure);
    CHECK_FALSE(caller.get(server.url()).hop->carrier.reused);
}

TEST_CASE("pool: an answer that is dropped takes its connection along", "[wire]") {
    RawServer server({one_answer(), one_answer()});
    Caller caller;
    CHECK_FALSE(reused(caller, server, Hearing::drop));
}

TEST_CASE("pool: origins do not share, even at one address", "[wire]") {
    RawServer server({one_answer(), one_answer()});
    Caller caller;
    REQUIRE(caller.get(server.url()).finished);
    const Said other = caller.get("http://localhost:" + std::to_string(server.port()) + "/");
    CHECK_FALSE(other.hop->carrier.reused);
}

TEST_CASE("pool: many answers in a row come over one connection", "[wire]") {
    Script script;
    constexpr int count = 200;
    for (int i = 0; i < count; ++i) {
        script.request().send(answer);
    }
    RawServer server({script.until_peer_leaves()});
    Caller caller;
    for (int i = 0; i < count; ++i) {
        REQUIRE(caller.get(server.url()).body == "ok");
    }
    CHECK(server.connections() == 1);
}
