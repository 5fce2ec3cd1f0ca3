// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "support/tls_fixture.hpp"
#include "unit/net/streamed_body.hpp"
#include "wire/caller.hpp"
#include "wire/meanwhile.hpp"

#include "latch/base/signals.hpp"

#include <csignal>
#include <string>
#include <unistd.h>
#include <vector>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using base::ErrorKind;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";

http::Policy impatient(std::chrono::milliseconds idle) {
    http::Policy policy;
    policy.timeouts.idle = idle;
    return policy;
}

} // namespace

TEST_CASE("patience: a server that falls silent is given up after the idle time", "[wire]") {
    struct Case {
        std::string why;
        Script script;
        bool answer_begun;
    };

    const std::vector<Case> cases{
        {"before the head", Script().request().until_peer_leaves(), false},
        {"in the head", Script().request().send("HTTP/1.1 200").until_peer_leaves(), true},
        {"in the body",
         Script().request().send(ok + "Content-Length: 5\r\n\r\nhe").until_peer_leaves(),
         true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.script});
        Caller caller(impatient(50ms));
        const auto begun = std::chrono::steady_clock::now();
        const Said said = caller.get(server.url());
        INFO(said.in_words());
        REQUIRE(said.failure);
        CHECK(std::chrono::steady_clock::now() - begun >= 50ms);
        const std::string peer = "127.0.0.1:" + std::to_string(server.port());
        CHECK(said.failure->error.kind() == ErrorKind::timed_out);
        CHECK(said.failure->error.what() == "nothing from " + peer + " for 50 ms");
        CHECK(said.failure->error.hint() == "try --timeout to wait longer");
        CHECK(said.failure->answer_begun == c.answer_begun);
    }
}

TEST_CASE("patience: a server that takes no more of the request is given up too", "[wire]") {
    RawServer server({Script().request().stall()});
    Caller caller(impatient(50ms));
    // More than both sockets hold; the server reads its head only.
    const std::string much(base::mebibytes(64).count, 'x');
    const Said said = caller.ask(wire_request("PUT", server.url(), http::BytesBody{much}));
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == ErrorKind::timed_out);
    server.release();
}

TEST_CASE("patience: every byte starts the idle time again", "[wire]") {
    constexpr unsigned pauses = 12;
    Script script = Script().request().send(ok + "Content-Length: 12\r\n\r\n");
    for (unsigned i = 0; i < pauses; ++i) {
        script.stall().send("x");
    }
    RawServer server({script});
    Caller caller(impatient(1s));
    const Meanwhile dawdling([&] {
        for (unsigned i = 1; i <= pauses; ++i) {
            server.wait_for_stalls(i);
            let_pass(100ms);
            server.release();
        }
    });
    const Said said = caller.get(server.url());
    INFO(said.in_words());
    CHECK(said.finished);
    CHECK(said.hop->timings.total > 1s);
}

TEST_CASE("patience: a handshake that does not end counts as connecting", "[wire]") {
    RawServer server({Script().expect_bytes(1).until_peer_leaves()});
    http::Policy policy;
    policy.timeouts.connect = 50ms;
    policy.tls.verify = false;
    Caller caller(policy);
    const std::string peer = "127.0.0.1:" + std::to_string(server.port());
    const Said said = caller.get("https://" + peer + "/");
    REQUIRE(said.failure);
    INFO(said.in_words());
    CHECK(said.failure->error.kind() == ErrorKind::timed_out);
    CHECK(said.failure->error.what() == "cannot connect to " + peer);
    CHECK(said.failure->error.cause() == "the TLS handshake did not end in time");
    CHECK(said.failure->error.hint() == "try --connect-timeout to wait longer");
}

TEST_CASE("patience: our own input may take its time", "[wire]") {
    PipedBody pipe;
    RawServer server({Script()
                          .expect("\r\n\r\n")
                          .stall()
                          .expect("0\r\n\r\n")
                          .send(ok + "Content-Length: 2\r\n\r\nok")
                          .until_peer_leaves()});
    Caller caller(impatient(30ms));
    const Meanwhile typing([&] {
        // The head is there before the first byte of the body, and 30 ms are long over then.
        server.wait_for_stalls();
        let_pass(60ms);
        server.release();
        pipe.write("hello");
        pipe.input.close();
    });
    const Said said = caller.ask(wire_request("POST", server.url(), pipe.body));
    INFO(said.in_words());
    CHECK(said.body == "ok");
}

TEST_CASE("patience: SIGINT and SIGTERM end a run where it stands", "[wire]") {
    struct Case {
        int signal;
        ErrorKind kind;
    };

    for (const Case& c : {Case{SIGINT, ErrorKind::interrupted}, {SIGTERM, ErrorKind::terminated}}) {
        RawServer server({
            Script().request().send(ok + "Content-Length: 5\r\n\r\nhe").stall(),
            Script().request().send(ok + "Content-Length: 2\r\n\r\nok").until_peer_leaves(),
        });
        Caller caller;
        Collected sink;
        {
            const Meanwhile interrupting([&] {
                server.wait_for_stalls();
                ::kill(::getpid(), c.signal);
            });
            const base::Result<void> stopped = caller.get_into(server.url(), sink);
            REQUIRE_FALSE(stopped);
            CHECK(stopped.error().kind() == c.kind);
        }
        server.release();
        CHECK_FALSE(sink.finished);
        CHECK(caller.get(server.url()).body == "ok"); // the transport is as good as new
    }
}

TEST_CASE("patience: signals held back outside of a run are heard during it", "[wire]") {
    const base::SignalsHeld held; // by the threads to come as well, which begin with this mask
    RawServer server({Script().request().send(ok + "Content-Length: 5\r\n\r\nhe").stall()});
    Caller caller;
    {
        const Meanwhile interrupting([&] {
            server.wait_for_stalls();
            ::kill(::getpid(), SIGINT);
        });
        Collected sink;
        const base::Result<void> stopped = caller.get_into(server.url(), sink);
        REQUIRE_FALSE(stopped);
        CHECK(stopped.error().kind() == ErrorKind::interrupted);
    }
    server.release();
    // Once it is over they wait again.
    ::kill(::getpid(), SIGINT);
    sigset_t waiting{};
    sigset_t interrupt{};
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    REQUIRE(::sigpending(&waiting) == 0);
    CHECK(sigismember(&waiting, SIGINT) == 1);
    const timespec none{};
    CHECK(::sigtimedwait(&interrupt, nullptr, &none) == SIGINT); // or it would end the tests
}

TEST_CASE("patience: a signal that the parent had ignored stays ignored", "[wire]") {
    using Handler = void (*)(int);
    const Handler before = std::signal(SIGINT, SIG_IGN);
    {
        RawServer server({Script()
                              .request()
                              .stall()
                              .send(ok + "Content-Length: 2\r\n\r\nok")
                              .until_peer_leaves()});
        Caller caller;
        const Meanwhile interrupting([&] {
            server.wait_for_stalls();
            ::kill(::getpid(), SIGINT);
            server.release();
        });
        CHECK(caller.get(server.url()).body == "ok");
    }
    std::signal(SIGINT, before);
}
