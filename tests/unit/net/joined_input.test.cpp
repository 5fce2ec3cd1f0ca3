// SPDX-License-Identifier: MIT
#include "net/joined_input.hpp"

#include "support/catch.hpp"
#include "unit/net/streamed_body.hpp"

#include <array>
#include <string>

using namespace latch;
using namespace latch::net;
using namespace latch::test;
using base::Result;

namespace {

std::string take_all(JoinedInput& input, std::size_t step) {
    std::string bytes;
    std::string piece(step, '\0');
    for (;;) {
        const Result<Taken> taken = input.take(piece);
        REQUIRE(taken);
        bytes.append(piece, 0, taken->count);
        if (taken->last || taken->count == 0) {
            return bytes;
        }
    }
}

} // namespace

TEST_CASE("joined input: pieces come in order, in steps of any size", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;
    const TempDir nothing;
    const std::vector<http::BodyPiece> pieces{
        http::BytesBody{"head "},
        file_body(folder, "0123456789"),
        http::BytesBody{},
        file_body(nothing, ""),
        http::BytesBody{" tail"},
    };
    for (const std::size_t step : {std::size_t{1}, std::size_t{4}, std::size_t{100}}) {
        INFO(step);
        auto input = JoinedInput::open(loop, pieces);
        REQUIRE(input);
        CHECK(take_all(*input, step) == "head 0123456789 tail");
    }
}

TEST_CASE("joined input: a pipe that has nothing yet holds up what follows", "[net]") {
    boost::asio::io_context loop;
    PipedBody pipe;
    auto input = JoinedInput::open(loop, {http::BytesBody{"a"}, pipe.body, http::BytesBody{"b"}});
    REQUIRE(input);
    CHECK(input->watched() == nullptr);
    std::array<char, 10> room{};
    Result<Taken> taken = input->take(room);
    REQUIRE(taken);
    CHECK(taken->count == 1);
    CHECK_FALSE(taken->last);
    taken = input->take(room);
    CHECK(taken->count == 0);
    CHECK_FALSE(taken->last);
    CHECK(input->watched() != nullptr);
    pipe.input.close();
    taken = input->take(room);
    CHECK(taken->count == 1);
    CHECK(taken->last);
}

TEST_CASE("joined input: a file that changed is an error", "[net]") {
    boost::asio::io_context loop;
    const TempDir folder;
    http::StreamBody file = file_body(folder, "0123456789");
    file.length = base::Bytes{20};
    auto input = JoinedInput::open(loop, {http::BytesBody{"a"}, file});
    REQUIRE(input);
    std::array<char, 5> room{};
    Result<Taken> taken = input->take(room);
    while (taken && !taken->last) {
        taken = input->take(room);
    }
    REQUIRE_FALSE(taken);
    CHECK(taken.error().kind() == base::ErrorKind::file);
}
