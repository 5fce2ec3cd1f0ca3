// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/numbered.hpp"
#include "support/raw_server.hpp"
#include "support/server.hpp"
#include "support/temp_dir.hpp"
#include "unit/net/streamed_body.hpp"
#include "wire/caller.hpp"

#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace latch;
using namespace latch::test;
using base::ErrorKind;

namespace {

/// More than the sockets of both sides hold, so that somebody has to read it.
const std::string& much() {
    static const std::string bytes = numbered(base::mebibytes(32).count);
    return bytes;
}

const std::string refusal = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\ntoo";

Said upload(const std::string& url, http::Body body) {
    Caller caller;
    return caller.ask(wire_request("PUT", url, std::move(body)));
}

} // namespace

TEST_CASE("upload: every kind of body arrives whole", "[wire]") {
    const TempDir folder;
    const std::string bytes = numbered(3'000'000);
    Server server([&](const Request& request) {
        demand(request.body == bytes, "the body is not what was sent");
        return reply("thanks");
    });
    CHECK(upload(server.url(), http::BytesBody{bytes}).body == "thanks");

    const http::StreamBody file = file_body(folder, bytes);
    CHECK(upload(server.url(), file).body == "thanks");
    CHECK(upload(server.url(), file).body == "thanks"); // once more, from its start

    PipedBody pipe;
    pipe.body.prefix = bytes.substr(0, 10'000);
    std::thread writing([&] {
        pipe.write(std::string_view(bytes).substr(10'000));
        pipe.input.close();
    });
    CHECK(upload(server.url(), pipe.body).body == "thanks");
    writing.join();
}

TEST_CASE("upload: a pipe is sent as it fills", "[wire]") {
    PipedBody pipe;
    RawServer server({Script()
                          .request()
                          .stall()
                          .expect("5\r\nhello\r\n")
                          .stall()
                          .expect("6\r\n world\r\n0\r\n\r\n")
                          .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                          .until_peer_leaves()});
    std::thread typing([&] {
        server.wait_for_stalls(1);
        pipe.write("hello");
        server.release();
        server.wait_for_stalls(2);
        pipe.write(" world");
        pipe.input.close();
        server.release();
    });
    const Said said = upload(server.url(), pipe.body);
    typing.join();
    INFO(said.in_words());
    CHECK(said.body == "ok");
}

TEST_CASE("upload: an early refusal is heard, whether the server reads on or not", "[wire]") {
    struct Case {
        std::string why;
        Script script;
    };

    const std::vector<Case> cases{
        {"it stops reading and stays", Script().request().send(refusal).stall()},
        {"it closes with the body unread, which resets the connection",
         Script().request().send(refusal).close()},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.script});
        const Said said = upload(server.url(), http::BytesBody{much()});
        server.release();
        INFO(said.in_words());
        REQUIRE(said.finished);
        CHECK(said.hop->response.status == 413);
        CHECK(said.body == "too");
    }
}

TEST_CASE("upload: a connection with a request that was not written whole is not kept", "[wire]") {
    RawServer server({
        Script().request().send(refusal).stall(),
        Script().request().send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").until_peer_leaves(),
    });
    Caller caller;
    CHECK(caller.ask(wire_request("PUT", server.url(), http::BytesBody{much()})).finished);
    CHECK_FALSE(caller.get(server.url()).hop->carrier.reused);
    server.release();
}

TEST_CASE("upload: a server that closes without an answer gets a hint about sizes", "[wire]") {
    RawServer server({Script().request().reset()});
    const Said said = upload(server.url(), http::BytesBody{much()});
    REQUIRE(said.failure);
    INFO(said.in_words());
    CHECK(said.failure->error.kind() == ErrorKind::protocol);
    CHECK(said.failure->error.what().ends_with(" closed the connection during the upload"));
    CHECK(
        said.failure->error.hint() ==
        "the server may limit the size of requests; Spring's limits are "
        "spring.servlet.multipart.max-file-size and max-request-size"
    );
}

TEST_CASE("upload: an interim answer does not stop it", "[wire]") {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 102 Processing\r\n\r\n")
                          .stall()
                          .expect_bytes(much().size())
                          .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                          .until_peer_leaves()});
    std::thread releasing([&] {
        server.wait_for_stalls();
        server.release();
    });
    const Said said = upload(server.url(), http::BytesBody{much()});
    releasing.join();
    INFO(said.in_words());
    CHECK(said.body == "ok");
}

TEST_CASE("upload: a server that answers while it reads is heard out while we write", "[wire]") {
    // Each half is more than the sockets hold: whoever did only one thing at a time would wait
    // for ever.
    const std::string half = much().substr(0, much().size() / 2);
    RawServer server(
        {Script()
             .request()
             .send(
                 "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(much().size()) + "\r\n\r\n"
             )
             .send(half)
             .expect_bytes(half.size())
             .send(half)
             .expect_bytes(half.size())
             .until_peer_leaves()}
    );
    const Said said = upload(server.url(), http::BytesBody{much()});
    INFO(said.in_words());
    CHECK(said.finished);
    CHECK(said.body == half + half);
}

TEST_CASE("upload: it is written to its end even if the whole answer came before", "[wire]") {
    for (const Hearing hearing : {Hearing::read, Hearing::discard}) {
        RawServer server({Script()
                              .request()
                              .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                              .stall()
                              .expect_bytes(much().size())
                              .until_peer_leaves()});
        std::thread releasing([&] {
            server.wait_for_stalls();
            server.release();
        });
        Caller caller;
        const Said said =
            caller.ask(wire_request("PUT", server.url(), http::BytesBody{much()}), hearing);
        releasing.join();
        INFO(said.in_words());
        CHECK_FALSE(said.failure);
        CHECK(said.body == (hearing == Hearing::read ? "ok" : ""));
    }
}

TEST_CASE("upload: a server that answers and leaves is content with what it got", "[wire]") {
    RawServer server(
        {Script().request().send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").close()}
    );
    const Said said = upload(server.url(), http::BytesBody{much()});
    INFO(said.in_words());
    CHECK(said.finished);
    CHECK(said.body == "ok");
}

TEST_CASE(
    "upload: a file that changes its length is an error, and the server learns it", "[wire]"
) {
    const TempDir folder;
    for (const std::uint64_t announced : {4U, 20U}) {
        http::StreamBody body = file_body(folder, "0123456789");
        body.length = base::Bytes{announced};
        RawServer server({Script().request().until_peer_leaves()});
        const Said said = upload(server.url(), body);
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::file);
        server.verify();
        const std::string received = server.received(0).bytes;
        const std::size_t head = received.find("\r\n\r\n") + 4;
        CHECK(received.size() - head < announced);
    }
}
