// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "wire/caller.hpp"

#include "latch/base/text.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;

namespace {

/// What the server does after the request, and what becomes of it.
struct Fault {
    std::string why;
    Script script;
    std::string what, cause;
    bool answer_begun;
};

const std::string ok = "HTTP/1.1 200 OK\r\n";

void check(const Fault& fault) {
    INFO(fault.why);
    RawServer server({fault.script});
    Caller caller;
    const Said said = caller.get(server.url());
    INFO(said.in_words());
    REQUIRE(said.failure);
    const base::Error& error = said.failure->error;
    const std::string peer = "127.0.0.1:" + std::to_string(server.port());
    CHECK(error.kind() == base::ErrorKind::protocol);
    CHECK(error.what().find(peer) != std::string::npos);
    CHECK(error.what().find(fault.what) != std::string::npos);
    CHECK(error.cause() == fault.cause);
    CHECK(said.failure->answer_begun == fault.answer_begun);
    CHECK_FALSE(said.failure->on_reused_connection);
    CHECK_FALSE(said.finished);
    for (const std::string& text : {error.what(), error.cause(), error.hint()}) {
        CHECK(base::printable(text) == text);
    }
}

} // namespace

TEST_CASE("wire: what is no answer is an error that shows nothing of it raw", "[wire]") {
    const std::vector<Fault> faults{
        {"garbage",
         Script().request().send("\x1b[2Jgarbage\r\n\r\n"),
         "is not valid HTTP",
         "bad version",
         true},
        {"a TLS alert",
         Script().request().send(std::string("\x15\x03\x01\0\x02\x02\x46", 7)),
         "is not valid HTTP",
         "it is TLS",
         true},
        {"an end without a word",
         Script().request().close(),
         "closed the connection without an answer",
         "",
         false},
        {"a reset without a word",
         Script().request().reset(),
         "closed the connection without an answer",
         "connection reset by peer",
         false},
        {"an end in the head",
         Script().request().send("HTTP/1.1 200 OK\r\nConte").close(),
         "was cut off",
         "the head is not complete",
         true},
        {"a switch of protocols",
         Script().request().send("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
         "is not valid HTTP",
         "it switches protocols, and nobody asked it to",
         true},
    };
    for (const Fault& fault : faults) {
        check(fault);
    }
}

TEST_CASE("wire: a body that breaks off says how far it came", "[wire]") {
    const std::string lengthy = ok + "Content-Length: 20\r\n\r\n0123456789";
    const std::string chunky = ok + "Transfer-Encoding: chunked\r\n\r\na\r\n0123";
    const std::vector<Fault> faults{
        {"in a length",
         Script().request().send(lengthy).close(),
         "was cut off",
         "10 of 20 bytes arrived",
         true},
        {"in a chunk",
         Script().request().send(chunky).close(),
         "was cut off",
         "4 bytes arrived, and the end of the chunks did not",
         true},
        {"a size line without an end",
         Script().request().send(
             ok + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(300'000, 'x')
         ),
         "is not valid HTTP",
         "a line of its chunks is too long",
         true},
    };
    for (const Fault& fault : faults) {
        check(fault);
    }
}

TEST_CASE("wire: a reset in a body says so besides how far it came", "[wire]") {
    RawServer server(
        {Script().request().send(ok + "Content-Length: 20\r\n\r\n0123456789").stall().reset()}
    );
    Caller caller;

    // The bytes have to be read before the reset, which may overtake them.
    class Releasing final : public http::BodySink {
    public:
        explicit Releasing(RawServer& releases) : server_(releases) {}

        base::Result<void> write(std::string_view /*bytes*/) override {
            server_.release();
            return {};
        }

        base::Result<void> finish() override { return {}; }

    private:
        RawServer& server_;
    };

    Releasing sink(server);
    const base::Result<void> read = caller.get_into(server.url(), sink);
    REQUIRE_FALSE(read);
    CHECK(read.error().cause() == "10 of 20 bytes arrived: connection reset by peer");
}

TEST_CASE("wire: a head without end stops at the limit", "[wire][pitfall]") {
    http::Policy policy;
    policy.limits.head = base::kibibytes(80);
    policy.limits.fields = 100;

    struct Case {
        std::string why, head, cause;
    };

    std::string many;
    for (int i = 0; i < 102; ++i) {
        many += "X: y\r\n";
    }
    const std::vector<Case> cases{
        {"one line", "X: " + std::string(90'000, 'x'), "its head is larger than 81920 bytes"},
        {"many lines", many, "it has more than 100 fields"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({Script().request().send(ok + c.head).until_peer_leaves()});
        Caller caller(policy);
        const Said said = caller.get(server.url());
        REQUIRE(said.failure);
        CHECK(said.failure->error.cause() == c.cause);
    }
}

TEST_CASE("wire: a head as large as curl takes is taken", "[wire]") {
    const std::string large(299'000, 'x');
    RawServer server({Script()
                          .request()
                          .send(ok + "X: " + large + "\r\nContent-Length: 2\r\n\r\nok")
                          .until_peer_leaves()});
    Caller caller;
    const Said said = caller.get(server.url());
    INFO(said.in_words());
    REQUIRE(said.finished);
    CHECK(said.hop->response.headers.find("X") == large);
    CHECK(said.body == "ok");
}

TEST_CASE("wire: the sink's error ends the transfer", "[wire]") {
    class Full final : public http::BodySink {
    public:
        base::Result<void> write(std::string_view /*bytes*/) override {
            return base::Error(base::ErrorKind::output_closed, "the reader is gone");
        }

        base::Result<void> finish() override { return {}; }
    };

    RawServer server(
        {Script().request().send(ok + "Content-Length: 5\r\n\r\nhello").until_peer_leaves()}
    );
    Caller caller;
    Full sink;
    const base::Result<void> read = caller.get_into(server.url(), sink);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == base::ErrorKind::output_closed);
}

TEST_CASE("wire: a corrupt content coding is an error", "[wire]") {
    for (const std::string coding : {"br", "gzip"}) {
        std::string answer = ok;
        answer += "Content-Encoding: " + coding + "\r\nContent-Length: 5\r\n\r\nhello";
        RawServer server({Script().request().send(answer).until_peer_leaves()});
        Caller caller;
        const Said said = caller.get(server.url());
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == base::ErrorKind::protocol);
    }
}
