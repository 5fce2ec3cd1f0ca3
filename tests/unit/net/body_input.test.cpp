// SPDX-License-Identifier: MIT
#include "net/body_input.hpp"

#include "support/catch.hpp"
#include "unit/net/streamed_body.hpp"

#include <array>
#include <fcntl.h>
#include <string>

using namespace latch;
using namespace latch::net;
using namespace latch::test;
using base::Result;

namespace {

/// Takes pieces of at most `step` bytes until the last one or until there is nothing yet.
Result<std::string> take_all(BodyInput& input, std::size_t step) {
    std::string bytes;
    std::string piece(step, '\0');
    for (;;) {
        const Result<Taken> taken = input.take(piece);
        if (!taken) {
            return taken.error();
        }
        bytes.append(piece, 0, taken->count);
        if (taken->last || taken->count == 0) {
            return bytes;
        }
    }
}

BodyInput opened(boost::asio::io_context& loop, const http::StreamBody& body) {
    Result<BodyInput> input = BodyInput::open(loop, body);
    REQUIRE(input);
    return *std::move(input);
}

} // namespace

TEST_CASE("body input: a file is read from its offset, as often as it is opened", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;
    http::StreamBody body = file_body(folder, "0123456789");
    body.offset = 4;
    body.length = base::Bytes{6};
    for (const std::size_t step : {std::size_t{1}, std::size_t{4}, std::size_t{100}}) {
        BodyInput input = opened(loop, body);
        CHECK(input.watched() == nullptr);
        CHECK(*take_all(input, step) == "456789");
    }
}

TEST_CASE("body input: the last piece is known with its last byte", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;
    BodyInput input = opened(loop, file_body(folder, "0123456789"));
    std::array<char, 5> piece{};
    CHECK_FALSE(input.take(piece)->last);
    CHECK(input.take(piece)->last);
}

TEST_CASE("body input: a file that is not as long as announced is an error", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;

    struct Case {
        std::uint64_t announced;
        std::string cause;
    };

    const Case cases[] = {
        {4, "it has grown past 4 bytes"},
        {20, "it ended after 10 of 20 bytes"},
    };
    for (const Case& c : cases) {
        http::StreamBody body = file_body(folder, "0123456789");
        body.length = base::Bytes{c.announced};
        BodyInput input = opened(loop, body);
        const Result<std::string> taken = take_all(input, 3);
        REQUIRE_FALSE(taken);
        CHECK(taken.error().kind() == base::ErrorKind::file);
        CHECK(taken.error().what() == "cannot send " + body.name);
        CHECK(taken.error().cause() == c.cause);
    }
}

TEST_CASE("body input: a pipe gives what it has, then nothing yet, then its end", "[net]") {
    boost::asio::io_context loop;
    PipedBody pipe;
    BodyInput input = opened(loop, pipe.body);
    REQUIRE(input.watched() != nullptr);
    std::array<char, 100> piece{};

    Result<Taken> taken = input.take(piece);
    REQUIRE(taken);
    CHECK(taken->count == 0);
    CHECK_FALSE(taken->last);

    pipe.write("hello");
    taken = input.take(piece);
    CHECK(taken->count == 5);
    CHECK_FALSE(taken->last);

    pipe.input.close();
    taken = input.take(piece);
    CHECK(taken->count == 0);
    CHECK(taken->last);
}

TEST_CASE("body input: what was read from a pipe already comes first", "[net]") {
    boost::asio::io_context loop;
    PipedBody pipe;
    pipe.body.prefix = "already ";
    pipe.write("here");
    pipe.input.close();
    BodyInput input = opened(loop, pipe.body);
    CHECK(*take_all(input, 3) == "already here");
}

TEST_CASE("body input: a pipe with something in it wakes who waits for it", "[net]") {
    boost::asio::io_context loop;
    PipedBody pipe;
    BodyInput input = opened(loop, pipe.body);
    bool woken = false;
    input.watched()->async_wait(Watched::wait_read, [&](const auto& error) { woken = !error; });
    loop.poll();
    CHECK_FALSE(woken);
    pipe.write("x");
    loop.run();
    CHECK(woken);
}

TEST_CASE("body input: a file that cannot be replayed needs no watching", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;
    http::StreamBody body = file_body(folder, "0123456789");
    body.replayable = false;
    body.length.reset();
    BodyInput input = opened(loop, body);
    CHECK(input.watched() == nullptr);
    CHECK(*take_all(input, 4) == "0123456789");
}

TEST_CASE("body input: a source that cannot be read is an error that names it", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;
    http::StreamBody body = file_body(folder, "x");
    body.source =
        std::make_shared<base::Descriptor>(::open(body.name.c_str(), O_WRONLY | O_CLOEXEC));
    BodyInput input = opened(loop, body);
    std::array<char, 8> piece{};
    const Result<Taken> taken = input.take(piece);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().what() == "cannot send " + body.name);
    CHECK(taken.error().cause() == "bad file descriptor");
}
