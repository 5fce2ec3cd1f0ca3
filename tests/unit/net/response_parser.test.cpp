// SPDX-License-Identifier: MIT
#include "net/response_parser.hpp"

#include "support/catch.hpp"

#include <string>

using namespace latch;
using namespace latch::net;
using base::ErrorKind;
using base::Result;

namespace {

class Collected final : public http::BodySink {
public:
    Result<void> write(std::string_view piece) override {
        if (bytes.size() + piece.size() > limit) {
            return base::Error(ErrorKind::output_closed, "full");
        }
        bytes += piece;
        return {};
    }

    Result<void> finish() override { return {}; }

    std::string bytes;
    std::size_t limit = std::string::npos;
};

/// Feeds a message in pieces of `step` bytes as a connection would: what was not taken is
/// offered again. Tells how much was left.
Result<std::size_t>
feed(ResponseParser& parser, http::BodySink& sink, std::string_view message, std::size_t step) {
    std::string waiting;
    while (!message.empty() || !waiting.empty()) {
        const std::size_t before = waiting.size();
        waiting += message.substr(0, step);
        message.remove_prefix(std::min(step, message.size()));
        const Result<std::size_t> used = parser.consume(waiting);
        if (!used) {
            return used.error();
        }
        waiting.erase(0, *used);
        if (parser.head_done()) {
            parser.set_sink(sink);
        }
        if (parser.done() || (message.empty() && *used == 0 && waiting.size() == before)) {
            return waiting.size() + message.size();
        }
    }
    return std::size_t{0};
}

ResponseParser a_parser(BodyRule rule = BodyRule::by_framing, http::ResponseLimits limits = {}) {
    return {rule, limits, "api.test:80"};
}

/// What is wrong with a message; its cause.
std::string fault_of(std::string_view message, http::ResponseLimits limits = {}) {
    ResponseParser parser = a_parser(BodyRule::by_framing, limits);
    Collected sink;
    const Result<std::size_t> fed = feed(parser, sink, message, message.size());
    const base::Error error = fed ? parser.consume_end().error() : fed.error();
    CHECK(error.kind() == ErrorKind::protocol);
    CHECK(error.what().starts_with("the answer of api.test:80 "));
    return error.cause();
}

const std::string ok = "HTTP/1.1 200 OK\r\n";

} // namespace

TEST_CASE("response parser: head and body come apart the same in pieces of any size", "[net]") {
    struct Case {
        std::string why, message, body;
        std::size_t left_over;
    };

    const Case cases[] = {
        {"length", ok + "Content-Length: 5\r\n\r\nhello", "hello", 0},
        {"length, and bytes behind it", ok + "Content-Length: 5\r\n\r\nhelloHTTP", "hello", 4},
        {"chunks",
         ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
         "hello",
         0},
        {"chunks, and bytes behind them",
         ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nHTTP",
         "hello",
         4},
        {"no chunk, and trailers",
         ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n",
         "",
         0},
        {"chunk extensions and trailers",
         ok +
             "Transfer-Encoding: Chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nSet-Cookie: a=b\r\n\r\n",
         "hello",
         0},
        {"no body", ok + "Content-Length: 0\r\n\r\n", "", 0},
    };
    for (const Case& c : cases) {
        for (const std::size_t step : {std::size_t{1}, std::size_t{7}, c.message.size()}) {
            INFO(c.why << " in steps of " << step);
            ResponseParser parser = a_parser();
            Collected sink;
            const Result<std::size_t> left = feed(parser, sink, c.message, step);
            REQUIRE(left);
            CHECK(parser.done());
            CHECK(*left == c.left_over);
            CHECK(sink.bytes == c.body);
            CHECK(parser.body_received() == c.body.size());
            CHECK(parser.keeps_alive());
            CHECK(parser.head().status == 200);
            CHECK(parser.head().reason == "OK");
            CHECK(parser.head().headers.size() == 1);
        }
    }
}

TEST_CASE("response parser: what may have no body has none, whatever its fields say", "[net]") {
    struct Case {
        std::string why, status;
        BodyRule rule;
    };

    const Case cases[] = {
        {"no content", "204 No Content", BodyRule::by_framing},
        {"not modified", "304 Not Modified", BodyRule::by_framing},
        {"an interim one", "103 Early Hints", BodyRule::by_framing},
        {"the answer to HEAD", "200 OK", BodyRule::never},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        ResponseParser parser = a_parser(c.rule);
        const std::string head = "HTTP/1.1 " + c.status + "\r\nContent-Length: 5\r\n\r\n";
        CHECK(parser.consume(head + "HTTP") == head.size());
        CHECK(parser.done());
        CHECK(parser.keeps_alive());
    }
}

TEST_CASE("response parser: without a framing the body lasts as long as the connection", "[net]") {
    ResponseParser parser = a_parser();
    Collected sink;
    REQUIRE(feed(parser, sink, ok + "\r\nhello", 3));
    CHECK(parser.ends_with_connection());
    CHECK_FALSE(parser.done());
    CHECK_FALSE(parser.keeps_alive());
    CHECK(parser.consume_end());
    CHECK(parser.done());
    CHECK(sink.bytes == "hello");
}

TEST_CASE("response parser: a connection stays open by version and by Connection", "[net]") {
    struct Case {
        std::string head;
        bool keeps_alive;
    };

    const Case cases[] = {
        {"HTTP/1.1 200 OK\r\n", true},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\n", false},
        {"HTTP/1.1 200 OK\r\nConnection: x, CLOSE\r\n", false},
        {"HTTP/1.0 200 OK\r\n", false},
        {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n", true},
    };
    for (const Case& c : cases) {
        INFO(c.head);
        ResponseParser parser = a_parser();
        REQUIRE(parser.consume(c.head + "Content-Length: 0\r\n\r\n"));
        CHECK(parser.keeps_alive() == c.keeps_alive);
    }
}

TEST_CASE("response parser: an empty reason phrase is none", "[net]") {
    ResponseParser parser = a_parser();
    REQUIRE(parser.consume("HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n"));
    CHECK(parser.head().status == 404);
    CHECK(parser.head().reason.empty());
}

TEST_CASE("response parser: the blank before a missing reason may be missing as well", "[net]") {
    const std::string head = "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n";
    for (std::size_t cut = 0; cut <= head.size(); ++cut) {
        INFO(cut);
        ResponseParser parser = a_parser();
        std::string unread = head.substr(0, cut);
        auto used = parser.consume(unread);
        REQUIRE(used);
        unread = unread.substr(*used) + head.substr(cut) + "ok";
        used = parser.consume(unread);
        REQUIRE(used);
        CHECK(parser.head_done());
        CHECK(parser.head().status == 200);
        CHECK(parser.head().reason.empty());
        CHECK(unread.substr(*used) == "ok");
    }
}

TEST_CASE("response parser: repeated fields stay apart, folded ones are joined", "[net]") {
    ResponseParser parser = a_parser();
    REQUIRE(parser.consume(
        ok + "Set-Cookie: a=1\r\nset-cookie: b=2\r\nX: one\r\n two\r\nContent-Length: 0\r\n\r\n"
    ));
    const http::Headers& headers = parser.head().headers;
    CHECK(headers.all("Set-Cookie") == std::vector<std::string_view>{"a=1", "b=2"});
    CHECK(headers.find("X") == "one two");
}

TEST_CASE("response parser: a trailer sets no header", "[net]") {
    ResponseParser parser = a_parser();
    Collected sink;
    REQUIRE(
        feed(parser, sink, ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nSet-Cookie: a=b\r\n\r\n", 4)
    );
    CHECK(parser.done());
    CHECK_FALSE(parser.head().headers.contains("Set-Cookie"));
    CHECK(parser.trailers().all("Set-Cookie") == std::vector<std::string_view>{"a=b"});
}

TEST_CASE("response parser: a trailer frames nothing", "[net]") {
    const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n";
    for (const std::string_view line :
         {"Connection: close", "Location: /x", "Content-Encoding: gzip"}) {
        INFO(line);
        ResponseParser parser = a_parser();
        Collected sink;
        const auto left = feed(parser, sink, chunked + std::string(line) + "\r\n\r\nHTTP", 4);
        REQUIRE(left);
        CHECK(*left == 4);
        CHECK(parser.done());
        CHECK(parser.keeps_alive());
        CHECK(sink.bytes == "hi");
        CHECK(parser.trailers().size() == 1);
        CHECK(parser.head().headers.size() == 1);
    }
}

TEST_CASE("response parser: trailers count among the fields, and are as clean", "[net]") {
    const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
    Collected sink;
    ResponseParser small(BodyRule::by_framing, {.fields = 2}, "a.test:80");
    const auto many = feed(small, sink, chunked + "A: 1\r\nB: 2\r\n\r\n", 100);
    REQUIRE_FALSE(many);
    CHECK(many.error().cause() == "it has more than 2 fields");
    ResponseParser clean = a_parser();
    CHECK_FALSE(feed(clean, sink, chunked + "A: \x1b[2J\r\n\r\n", 100));
    for (const std::string_view line : {"Content-Length: 7", "Transfer-Encoding: chunked"}) {
        INFO(line);
        ResponseParser framed = a_parser();
        CHECK_FALSE(feed(framed, sink, chunked + std::string(line) + "\r\n\r\n", 100));
    }
}

TEST_CASE("response parser: what is not HTTP is refused in words", "[net]") {
    struct Case {
        std::string_view why;
        std::string message;
        std::string cause;
    };

    const Case cases[] = {
        {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n", "bad version"},
        {"a version nobody speaks", "HTTP/2.0 200 OK\r\n\r\n", "bad version"},
        {"no number for a status", "HTTP/1.1 OK\r\n\r\n", "bad status"},
        {"a status below 100", "HTTP/1.1 099 No\r\n\r\n", "its status is 99"},
        {"a blank before the colon", ok + "X : y\r\n\r\n", "its header 'X ' has no valid name"},
        {"an escape in a name",
         ok + "A: b\r\nX\x1b[2J: y\r\n\r\n",
         "its header 'X\\x1b[2J' has no valid name"},
        {"a name that is too long to be told whole",
         ok + std::string(1000, 'x') + "(: y\r\n\r\n",
         "its header '" + std::string(64, 'x') + "' has no valid name"},
        {"a NUL in a value",
         ok + std::string("A: b\r\nX: a\0b\r\n\r\n", 16),
         "the value of its header X holds a control character"},
        {"an escape in a value, without the blank behind the status",
         "HTTP/1.1 200\r\nA: b\r\nX-Evil: \x1b[2J\r\n\r\n",
         "the value of its header X-Evil holds a control character"},
        {"line ends without CR", "HTTP/1.1 200 OK\nX: y\n\n", "bad reason"},
        {"two lengths",
         ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
         "multiple content-length"},
        {"a length that is none", ok + "Content-Length: x\r\n\r\n", "bad content-length"},
        {"a length and chunks",
         ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
         "bad transfer-encoding"},
        {"a transfer coding besides chunked",
         ok + "Transfer-Encoding: gzip, chunked\r\n\r\n",
         "it uses a transfer coding other than chunked"},
        {"a size that is no number", ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "bad chunk"},
        {"a chunk longer than its size",
         ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
         "bad chunk"},
        {"nothing", "", "it is empty"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(fault_of(c.message) == c.cause);
    }
}

TEST_CASE("response parser: a TLS record is recognised, with a way out", "[net]") {
    const std::string records[] = {{"\x15\x03\x01\0\x02\x02\x46", 7}, {"\x16\x03\x03\0\x7a", 5}};
    for (const std::string& record : records) {
        ResponseParser parser = a_parser();
        const Result<std::size_t> used = parser.consume(record);
        REQUIRE_FALSE(used);
        CHECK(used.error().cause() == "it is TLS");
        CHECK(used.error().hint() == "try https://");
    }
}

TEST_CASE("response parser: what breaks off says how far it came", "[net]") {
    struct Case {
        std::string why, message, cause;
    };

    const Case cases[] = {
        {"in the head", ok + "Content-", "the head is not complete"},
        {"in a body with a length",
         ok + "Content-Length: 20\r\n\r\n0123456789",
         "10 of 20 bytes arrived"},
        {"in a chunk",
         ok + "Transfer-Encoding: chunked\r\n\r\na\r\n0123",
         "4 bytes arrived, and the end of the chunks did not"},
        {"between chunks",
         ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n0\r\n",
         "1 byte arrived, and the end of the chunks did not"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(fault_of(c.message) == c.cause);
    }
}

TEST_CASE("response parser: a head is limited in bytes and in fields", "[net]") {
    const http::ResponseLimits limits{.head = {100}, .fields = 3};
    const std::string filler(100, 'x');
    CHECK(
        fault_of(ok + "X: " + filler + "\r\n\r\n", limits) == "its head is larger than 100 bytes"
    );
    CHECK(fault_of(ok + "X: " + filler, limits) == "its head is larger than 100 bytes");
    CHECK(fault_of(filler + filler, limits) == "bad version");
    CHECK(
        fault_of(ok + "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", limits) == "it has more than 3 fields"
    );
    // Many short fields, each of them complete: Beast alone would count from the last one.
    std::string many = ok;
    for (int i = 0; i < 20; ++i) {
        many += "X: yyyyyyyy\r\n";
    }
    CHECK(fault_of(many, {.head = {100}, .fields = 1000}) == "its head is larger than 100 bytes");

    SECTION("Beast's own limit of 8 KiB is lifted") {
        ResponseParser parser = a_parser();
        const std::string head = ok + "X: " + std::string(100'000, 'x') + "\r\n\r\n";
        CHECK(parser.consume(head) == head.size());
        CHECK(parser.head_done());
    }
    SECTION("a head may be as large as the limit") {
        ResponseParser parser = a_parser(BodyRule::by_framing, limits);
        const std::string head = ok + "X: " + std::string(100 - ok.size() - 7, 'x') + "\r\n\r\n";
        REQUIRE(head.size() == 100);
        CHECK(parser.consume(head) == head.size());
    }
}

TEST_CASE("response parser: the sink's error is the parser's", "[net]") {
    for (const std::string framing :
         {"Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
        ResponseParser parser = a_parser();
        Collected sink;
        sink.limit = 3;
        const Result<std::size_t> used = feed(parser, sink, ok + framing, 200);
        REQUIRE_FALSE(used);
        CHECK(used.error().kind() == ErrorKind::output_closed);
    }
}

namespace {

/// Sees some bytes, and counts those that it does not.
class HalfBlind final : public http::BodySink, public http::PipeSink {
public:
    Result<void> write(std::string_view piece) override {
        seen += piece;
        return {};
    }

    Result<void> write_piped(base::PipedBytes bytes) override {
        unseen += bytes.count;
        return {};
    }

    Result<void> finish() override { return {}; }

    http::PipeSink* piped() override { return this; }

    std::string seen;
    std::size_t unseen = 0;
};

} // namespace

TEST_CASE("response parser: a body may go past it in part, and ends where it ends", "[net]") {
    ResponseParser parser = a_parser();
    HalfBlind sink;
    REQUIRE(parser.consume("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"));
    CHECK(parser.piped_ahead() == 0);
    parser.set_sink(sink);
    CHECK(parser.piped_ahead() == 9); // the sink sees how it ends
    CHECK(parser.consume("abc").value() == 3);
    CHECK(parser.piped_ahead() == 6);
    REQUIRE(parser.consume_piped({.pipe = -1, .count = 4}));
    CHECK(parser.piped_ahead() == 2);
    CHECK_FALSE(parser.done());
    CHECK_FALSE(parser.consume_end());
    CHECK(parser.consume("xyzgarbage").value() == 3);
    CHECK(parser.done());
    CHECK(parser.piped_ahead() == 0);
    CHECK(parser.body_received() == 10);
    CHECK(parser.keeps_alive());
    CHECK(parser.consume_end());
    CHECK(sink.seen == "abcxyz");
    CHECK(sink.unseen == 4);
}
