// SPDX-License-Identifier: MIT
#include "request/piped_body.hpp"

#include "support/catch.hpp"

#include <array>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <variant>

using namespace latch::request;
using latch::base::Descriptor;
using latch::base::ErrorKind;
using latch::http::Body;
using latch::http::BytesBody;
using latch::http::NoBody;
using latch::http::StreamBody;

namespace {

/// A pipe that holds up to 1 MiB, so that no write of a test blocks.
struct Pipe {
    Descriptor reader, writer;

    Pipe() {
        std::array<int, 2> ends{};
        REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
        reader = Descriptor(ends[0]);
        writer = Descriptor(ends[1]);
        REQUIRE(fcntl(writer.get(), F_SETPIPE_SZ, 1 << 20) >= 0);
    }

    void write(std::string_view bytes) const {
        REQUIRE(latch::base::write_all(writer.get(), bytes, "the pipe").has_value());
    }
};

/// So long that a test which needs it to pass would run into its time limit.
constexpr std::chrono::hours never{1};
constexpr Patience endless{.before_notice = never, .for_end = never};

std::string rest_of(const StreamBody& body) {
    std::string all;
    std::array<char, 4096> bytes{};
    for (;;) {
        const ssize_t count = read(body.source->get(), bytes.data(), bytes.size());
        REQUIRE(count >= 0);
        if (count == 0) {
            return all;
        }
        all.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

/// The body of a pipe about whose silence nobody must be told.
Body body_of(const Pipe& pipe, const Patience& patience) {
    auto body = piped_body(pipe.reader.get(), patience, [] { FAIL("told of silence"); });
    REQUIRE(body.has_value());
    return *std::move(body);
}

} // namespace

TEST_CASE("piped body: an input that ends at once is no body", "[request]") {
    Pipe pipe;
    pipe.writer.close();
    CHECK(std::holds_alternative<NoBody>(body_of(pipe, endless)));
}

TEST_CASE("piped body: a short input is held in memory", "[request]") {
    Pipe pipe;
    std::string sent;

    SECTION("a line") {
        sent = "{\"a\":1}\n";
    }
    SECTION("a single byte, NUL") {
        sent = std::string(1, '\0');
    }
    SECTION("as much as is held") {
        sent = std::string(held_input.count, 'x');
    }
    pipe.write(sent);
    pipe.writer.close();
    const Body body = body_of(pipe, endless);
    REQUIRE(std::holds_alternative<BytesBody>(body));
    CHECK((std::get<BytesBody>(body).bytes == sent));
}

TEST_CASE("piped body: of a long input not a byte is lost", "[request]") {
    Pipe pipe;
    std::string sent;
    for (int i = 0; i < 100000; ++i) {
        sent += std::to_string(i);
    }
    pipe.write(sent);
    pipe.writer.close();
    const Body body = body_of(pipe, endless);
    REQUIRE(std::holds_alternative<StreamBody>(body));
    const auto& stream = std::get<StreamBody>(body);
    CHECK(stream.prefix.size() > held_input.count);
    CHECK((stream.prefix + rest_of(stream) == sent));
    CHECK_FALSE(stream.length.has_value());
    CHECK_FALSE(stream.replayable);
    CHECK(stream.name == "standard input");
}

TEST_CASE("piped body: an input that goes on streams", "[request]") {
    Pipe pipe;
    pipe.write("abc");
    constexpr Patience hasty{.before_notice = never, .for_end = std::chrono::milliseconds(0)};
    const Body body = body_of(pipe, hasty);
    REQUIRE(std::holds_alternative<StreamBody>(body));
    const auto& stream = std::get<StreamBody>(body);
    CHECK(stream.prefix == "abc");
    pipe.write("def");
    pipe.writer.close();
    CHECK(rest_of(stream) == "def");
}

TEST_CASE("piped body: a body owns its source", "[request]") {
    Pipe pipe;
    pipe.write("abc");
    constexpr Patience hasty{.before_notice = never, .for_end = std::chrono::milliseconds(0)};
    const Body body = body_of(pipe, hasty);
    REQUIRE(std::holds_alternative<StreamBody>(body));
    const auto& stream = std::get<StreamBody>(body);
    CHECK(stream.source->get() != pipe.reader.get());
    CHECK((fcntl(stream.source->get(), F_GETFD) & FD_CLOEXEC) != 0);
    pipe.reader.close();
    pipe.write("def");
    pipe.writer.close();
    CHECK(rest_of(stream) == "def");
}

TEST_CASE("piped body: silence is told once, and then waited through", "[request]") {
    Pipe pipe;
    int told = 0;
    constexpr Patience nervous{.before_notice = std::chrono::milliseconds(0), .for_end = never};

    SECTION("bytes come after all") {
        const auto body = piped_body(pipe.reader.get(), nervous, [&] {
            ++told;
            pipe.write("late");
            pipe.writer.close();
        });
        REQUIRE(body.has_value());
        REQUIRE(std::holds_alternative<BytesBody>(*body));
        CHECK(std::get<BytesBody>(*body).bytes == "late");
    }
    SECTION("the end comes") {
        const auto body = piped_body(pipe.reader.get(), nervous, [&] {
            ++told;
            pipe.writer.close();
        });
        REQUIRE(body.has_value());
        CHECK(std::holds_alternative<NoBody>(*body));
    }
    CHECK(told == 1);
}

TEST_CASE("piped body: a pipe that does not block is waited for as well", "[request]") {
    Pipe pipe;
    REQUIRE(fcntl(pipe.reader.get(), F_SETFL, O_NONBLOCK) == 0);
    constexpr Patience nervous{.before_notice = std::chrono::milliseconds(0), .for_end = never};
    const auto body = piped_body(pipe.reader.get(), nervous, [&] {
        pipe.write("abc");
        pipe.writer.close();
    });
    REQUIRE(body.has_value());
    REQUIRE(std::holds_alternative<BytesBody>(*body));
    CHECK(std::get<BytesBody>(*body).bytes == "abc");
}

TEST_CASE("piped body: what cannot be read is an error", "[request]") {
    const Descriptor folder(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    REQUIRE(folder.is_open());
    for (const int descriptor : {folder.get(), 1 << 20}) {
        const auto body = piped_body(descriptor, endless, {});
        REQUIRE_FALSE(body.has_value());
        CHECK(body.error().kind() == ErrorKind::file);
        CHECK(body.error().what() == "cannot read standard input");
        CHECK_FALSE(body.error().cause().empty());
    }
}
