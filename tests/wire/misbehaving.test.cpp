// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/numbered.hpp"
#include "support/raw_server.hpp"
#include "support/tls_fixture.hpp"
#include "unit/net/streamed_body.hpp"
#include "wire/caller.hpp"
#include "wire/stopping.hpp"

#include <string>
#include <thread>
#include <vector>

using namespace latch;
using namespace latch::test;
using base::ErrorKind;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
const std::string refusal = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\ntoo";

enum class On { new_connection, used_connection };
enum class By { close, reset };

/// A connection that stops at that point of its first or second answer.
Script stopping(const Stop& stop, On on, By by) {
    Script script;
    if (on == On::used_connection) {
        script.request().send(whole_answer());
    }
    script.request().send(stop.said);
    return by == By::close ? script.close() : script.reset();
}

/// The next answer comes whole, over a connection of its own.
void check_next_is_fresh(Caller& caller, const std::string& url) {
    const Said next = caller.get(url);
    INFO(next.in_words());
    REQUIRE(next.finished);
    CHECK(next.body == "ok");
    CHECK_FALSE(next.hop->carrier.reused);
}

RawOptions speaking_tls(const TlsFixture& fixture) {
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    return options;
}

http::Policy trusting(const TlsFixture& fixture) {
    http::Policy policy;
    policy.tls.ca = {fixture.ca()};
    return policy;
}

/// More than the sockets of both sides hold.
const std::string& much() {
    static const std::string bytes = numbered(base::mebibytes(16).count);
    return bytes;
}

} // namespace

TEST_CASE(
    "misbehaving: wherever an answer stops, it is an error and its connection gone", "[wire]"
) {
    for (const Stop& stop : stops()) {
        for (const On on : {On::new_connection, On::used_connection}) {
            for (const By by : {By::close, By::reset}) {
                INFO(stop.why << (by == By::close ? ", closed" : ", reset"));
                RawServer server({stopping(stop, on, by), one_answer()});
                Caller caller;
                if (on == On::used_connection) {
                    REQUIRE(caller.get(server.url()).finished);
                }
                const Said said = caller.get(server.url());
                INFO(said.in_words());
                REQUIRE(said.failure);
                CHECK(said.failure->error.kind() == ErrorKind::protocol);
                CHECK_FALSE(said.finished);
                check_next_is_fresh(caller, server.url());
            }
        }
    }
}

TEST_CASE(
    "misbehaving: a body that a reset ends is cut off, though a close would end it", "[wire]"
) {
    RawServer server({Script().request().send(ok + "\r\nhalf").stall().reset(), one_answer()});
    Caller caller;
    std::thread resetting([&] {
        server.wait_for_stalls();
        server.release();
    });
    const Said said = caller.get(server.url());
    resetting.join();
    INFO(said.in_words());
    CHECK(said.failure);
    CHECK_FALSE(said.finished);
    check_next_is_fresh(caller, server.url());
}

TEST_CASE("misbehaving: what comes behind an answer is never the next one", "[wire][pitfall]") {
    struct Case {
        std::string why, method, answer, garbage;
    };

    const std::string forged = ok + "Content-Length: 6\r\n\r\nforged";
    const std::vector<Case> cases{
        {"another answer", "GET", whole_answer(), forged},
        {"an interim answer", "GET", whole_answer(), "HTTP/1.1 100 Continue\r\n\r\n"},
        {"a time-out", "GET", whole_answer(), "HTTP/1.1 408 Request Timeout\r\n\r\n"},
        {"an empty line", "GET", whole_answer(), "\r\n"},
        {"one byte", "GET", whole_answer(), "x"},
        {"more than the length says", "GET", ok + "Content-Length: 2\r\n\r\nok", "ay"},
        {"behind chunks", "GET", chunked + "2\r\nok\r\n0\r\n\r\n", forged},
        {"a body for HEAD", "HEAD", ok + "Content-Length: 6\r\n\r\n", "forged"},
        {"a body of 204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", forged},
        {"a body of 304",
         "GET",
         "HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\n",
         "forged"},
    };
    const TlsFixture fixture;
    for (const Case& c : cases) {
        for (const RawOptions& options : {RawOptions{}, speaking_tls(fixture)}) {
            for (const bool at_once : {true, false}) {
                INFO(c.why << (at_once ? ", at once" : ", later"));
                Script first = Script().request().send(at_once ? c.answer + c.garbage : c.answer);
                first.stall().send(at_once ? "" : c.garbage).stall();
                RawServer server({first, one_answer()}, options);
                Caller caller(trusting(fixture));
                REQUIRE(caller.ask(wire_request(c.method, server.url())).finished);
                server.release();
                server.wait_for_stalls(2);
                check_next_is_fresh(caller, server.url());
                server.release();
            }
        }
    }
}

TEST_CASE(
    "misbehaving: TLS that ends without a farewell cuts off what only an end delimits", "[wire]"
) {
    struct Case {
        std::string why, answer;
        bool is_whole;
    };

    const std::vector<Case> cases{
        {"a length", whole_answer(), true},
        {"chunks", chunked + "2\r\nok\r\n0\r\n\r\n", true},
        {"until the end", ok + "\r\nok", false},
        {"in a head", ok, false},
    };
    const TlsFixture fixture;
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(
            {Script().request().send(c.answer).cut(), one_answer()}, speaking_tls(fixture)
        );
        Caller caller(trusting(fixture));
        const Said said = caller.get(server.url());
        INFO(said.in_words());
        CHECK(said.finished == c.is_whole);
        CHECK(said.failure.has_value() != c.is_whole);
        CHECK(caller.get_afresh(server.url()).body == "ok");
    }
    RawServer server({Script().request().send(ok + "\r\nok").close()}, speaking_tls(fixture));
    CHECK(Caller(trusting(fixture)).get(server.url()).body == "ok");
}

TEST_CASE("misbehaving: trailers that are none are an error, and so are endless ones", "[wire]") {
    const std::string body = chunked + "2\r\nok\r\n0\r\n";
    std::string endless;
    for (int i = 0; i < 40; ++i) {
        endless += "X: " + std::string(10'000, 'x') + "\r\n";
    }
    const std::vector<Stop> cases{
        {"no field", body + "junk\r\n\r\n"},
        {"no name", body + ": x\r\n\r\n"},
        {"an answer in their place", body + whole_answer()},
        {"a control character", body + "X: \x01\r\n\r\n"},
        {"endless", body + endless},
    };
    for (const Stop& c : cases) {
        INFO(c.why);
        RawServer server({Script().request().send(c.said).until_peer_leaves(), one_answer()});
        Caller caller;
        caller.timeouts().idle = std::chrono::seconds(5);
        const Said said = caller.get(server.url());
        INFO(said.in_words());
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::protocol);
        CHECK_FALSE(said.finished);
        check_next_is_fresh(caller, server.url());
    }
}

TEST_CASE(
    "misbehaving: an early refusal is heard under TLS and on a used connection, too", "[wire]"
) {
    const TlsFixture fixture;
    for (const RawOptions& options : {RawOptions{}, speaking_tls(fixture)}) {
        for (const bool stays : {true, false}) {
            INFO((options.listener.tls ? "TLS" : "plain") << (stays ? ", stays" : ", closes"));
            Script script = Script().request().send(whole_answer()).request().send(refusal);
            stays ? script.stall() : script.cut();
            RawServer server({script, one_answer()}, options);
            Caller caller(trusting(fixture));
            REQUIRE(caller.get(server.url()).finished);
            const Said said =
                caller.ask(wire_request("POST", server.url(), http::BytesBody{much()}));
            INFO(said.in_words());
            REQUIRE(said.finished);
            CHECK(said.hop->carrier.reused);
            CHECK(said.hop->response.status == 413);
            CHECK(said.body == "too");
            check_next_is_fresh(caller, server.url());
            server.release();
        }
    }
}

TEST_CASE("misbehaving: an early refusal does not wait for a pipe that says nothing", "[wire]") {
    PipedBody pipe;
    RawServer server({Script().request().send(refusal).until_peer_leaves(), one_answer()});
    Caller caller;
    const Said said = caller.ask(wire_request("POST", server.url(), pipe.body));
    INFO(said.in_words());
    REQUIRE(said.finished);
    CHECK(said.hop->response.status == 413);
    check_next_is_fresh(caller, server.url());
}

TEST_CASE(
    "misbehaving: an early answer costs no connection if the request is written whole", "[wire]"
) {
    struct Case {
        std::string why, answer, body;
    };

    const std::vector<Case> cases{
        {"a refusal of little", refusal, "hello"},
        {"a consent to much", whole_answer(), much()},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({Script()
                              .request()
                              .send(c.answer)
                              .stall()
                              .expect_bytes(c.body.size())
                              .request()
                              .send(whole_answer())
                              .until_peer_leaves()});
        std::thread releasing([&] {
            server.wait_for_stalls();
            server.release();
        });
        Caller caller;
        const Said said = caller.ask(wire_request("POST", server.url(), http::BytesBody{c.body}));
        releasing.join();
        INFO(said.in_words());
        REQUIRE(said.finished);
        const Said next = caller.get(server.url());
        REQUIRE(next.finished);
        CHECK(next.hop->carrier.reused);
    }
}
