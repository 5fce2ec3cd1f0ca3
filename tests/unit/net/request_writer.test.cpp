// SPDX-License-Identifier: MIT
#include "net/request_writer.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"
#include "unit/net/fake_stream.hpp"
#include "unit/net/streamed_body.hpp"

#include <string>
#include <utility>

using namespace latch;
using namespace latch::net;
using namespace latch::test;
using base::Result;

namespace {

http::PreparedRequest a_post(http::Body body, http::Headers headers = {}) {
    http::PreparedRequest request = a_request().method("POST", "/x").prepared();
    request.headers = std::move(headers);
    request.body = std::move(body);
    return request;
}

const http::Headers chunked = {{"Transfer-Encoding", "chunked"}};
const std::string plain_head = "POST /x HTTP/1.1\r\n\r\n";
const std::string chunked_head = "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Everything a request puts on the wire to a peer that takes `room` bytes at a time.
std::string written(const http::PreparedRequest& request, std::size_t room) {
    boost::asio::io_context loop;
    RequestWriter writer(request);
    REQUIRE(writer.start(loop));
    FakeStream peer(loop);
    while (!writer.stopped()) {
        peer.room = room;
        Interest interest;
        REQUIRE(writer.advance(peer, interest));
        REQUIRE((writer.stopped() || interest.writable));
    }
    CHECK(writer.finished());
    return peer.written;
}

/// Runs a writer until it stops or waits; tells the error if there is one.
Result<void> advance(RequestWriter& writer, FakeStream& peer) {
    Interest interest;
    return writer.advance(peer, interest);
}

} // namespace

TEST_CASE("request writer: head and body go out alike in pieces of any size", "[net]") {
    const TempDir folder;
    const std::string large(300'000, 'x');

    struct Case {
        std::string why;
        http::PreparedRequest request;
        std::string wire;
    };

    const Case cases[] = {
        {"no body", a_post(http::NoBody{}), plain_head},
        {"bytes", a_post(http::BytesBody{"hello"}), plain_head + "hello"},
        {"many bytes", a_post(http::BytesBody{large}), plain_head + large},
        {"bytes in chunks",
         a_post(http::BytesBody{"hello"}, chunked),
         chunked_head + "5\r\nhello\r\n0\r\n\r\n"},
        {"no bytes in chunks", a_post(http::BytesBody{}, chunked), chunked_head + "0\r\n\r\n"},
        {"an empty file", a_post(file_body(folder, "")), plain_head},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(written(c.request, 1000) == c.wire);
        CHECK(written(c.request, std::string::npos) == c.wire);
    }
}

TEST_CASE("request writer: a file goes out once more from its start", "[net]") {
    const TempDir folder;
    const std::string large(600'000, 'x');
    const http::PreparedRequest request = a_post(file_body(folder, large));
    CHECK(written(request, 70'000) == plain_head + large);
    CHECK(written(request, std::string::npos) == plain_head + large);
}

TEST_CASE("request writer: a file in chunks ends with the last chunk", "[net]") {
    const TempDir folder;
    const http::PreparedRequest request = a_post(file_body(folder, "hello"), chunked);
    CHECK(written(request, 10) == chunked_head + "5\r\nhello\r\n0\r\n\r\n");
}

TEST_CASE("request writer: head and small body leave in one piece", "[net]") {
    boost::asio::io_context loop;
    const http::PreparedRequest request = a_post(http::BytesBody{std::string(10'000, 'x')});
    RequestWriter writer(request);
    REQUIRE(writer.start(loop));
    FakeStream peer(loop);
    REQUIRE(advance(writer, peer));
    CHECK(writer.finished());
    CHECK(peer.writes == 1);
}

TEST_CASE("request writer: a pipe is sent as it fills, a chunk at a time", "[net]") {
    boost::asio::io_context loop;
    PipedBody pipe;
    const http::PreparedRequest request = a_post(pipe.body, chunked);
    RequestWriter writer(request);
    REQUIRE(writer.start(loop));
    FakeStream peer(loop);
    const auto advance_waiting = [&] {
        Interest interest;
        REQUIRE(writer.advance(peer, interest));
        return interest.input != nullptr;
    };

    CHECK(advance_waiting());
    CHECK(peer.written == chunked_head);
    pipe.write("hello");
    CHECK(advance_waiting());
    CHECK(peer.written == chunked_head + "5\r\nhello\r\n");
    pipe.write(" world, it is me");
    pipe.input.close();
    CHECK_FALSE(advance_waiting());
    CHECK(writer.finished());
    CHECK(peer.written == chunked_head + "5\r\nhello\r\n10\r\n world, it is me\r\n0\r\n\r\n");
}

TEST_CASE("request writer: a head that would split the message is not sent", "[net]") {
    boost::asio::io_context loop;
    const http::PreparedRequest request = a_post(http::NoBody{}, {{"X", "a\r\nEvil: 1"}});
    RequestWriter writer(request);
    const Result<void> started = writer.start(loop);
    REQUIRE_FALSE(started);
    CHECK(started.error().kind() == base::ErrorKind::usage);
}

TEST_CASE("request writer: a body of unknown length needs chunks", "[net]") {
    boost::asio::io_context loop;
    PipedBody pipe;
    const http::PreparedRequest request = a_post(pipe.body);
    RequestWriter writer(request);
    const Result<void> started = writer.start(loop);
    REQUIRE_FALSE(started);
    CHECK(started.error().kind() == base::ErrorKind::usage);
}

TEST_CASE("request writer: a source that fails stops the request before its end", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;
    for (const std::uint64_t announced : {4U, 20U}) {
        http::StreamBody body = file_body(folder, "0123456789");
        body.length = base::Bytes{announced};
        const http::PreparedRequest request = a_post(body);
        RequestWriter writer(request);
        REQUIRE(writer.start(loop));
        FakeStream peer(loop);
        Result<void> advanced;
        while (advanced && !writer.stopped()) {
            advanced = advance(writer, peer);
        }
        REQUIRE_FALSE(advanced);
        CHECK(advanced.error().kind() == base::ErrorKind::file);
        CHECK(peer.written.size() < plain_head.size() + announced);
    }
}

TEST_CASE("request writer: a peer that takes no more is no error of the request", "[net]") {
    boost::asio::io_context loop;
    const http::PreparedRequest request = a_post(http::BytesBody{"hello"});
    RequestWriter writer(request);
    REQUIRE(writer.start(loop));
    FakeStream peer(loop);
    peer.broken_by = std::make_error_code(std::errc::broken_pipe);
    CHECK(advance(writer, peer));
    CHECK(writer.stopped());
    CHECK_FALSE(writer.finished());
    CHECK(writer.failure() == std::errc::broken_pipe);
    CHECK(writer.sends_body());
}

TEST_CASE("request writer: who gives up writes no more", "[net]") {
    boost::asio::io_context loop;
    const http::PreparedRequest request = a_post(http::BytesBody{"hello"});
    RequestWriter writer(request);
    REQUIRE(writer.start(loop));
    FakeStream peer(loop);
    peer.room = 3;
    REQUIRE(advance(writer, peer));
    writer.give_up();
    peer.room = 100;
    REQUIRE(advance(writer, peer));
    CHECK(writer.stopped());
    CHECK_FALSE(writer.finished());
    CHECK(peer.written.size() == 3);
}
