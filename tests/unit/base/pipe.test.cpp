// SPDX-License-Identifier: MIT
#include "latch/base/pipe.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fcntl.h>
#include <string>

using namespace latch::base;
using latch::test::slurp;
using latch::test::TempDir;

namespace {

constexpr std::size_t capacity = std::size_t{256} * 1024;

Pipe pipe_with(std::string_view bytes) {
    auto pipe = Pipe::open(capacity);
    REQUIRE(pipe);
    REQUIRE(write_all(pipe->entry(), bytes, "the pipe"));
    return *std::move(pipe);
}

} // namespace

TEST_CASE("pipe: has the capacity that was asked for, or is none", "[base]") {
    const auto pipe = Pipe::open(capacity);
    REQUIRE(pipe);
    CHECK(pipe->capacity() == capacity);
    CHECK(fcntl(pipe->entry(), F_GETPIPE_SZ) >= static_cast<int>(capacity));
    CHECK_FALSE(Pipe::open(std::size_t{1} << 31U));
}

TEST_CASE("pipe: its bytes go where a file stands, by whatever way the kernel has", "[base]") {
    const TempDir folder;
    const std::string bytes(100'000, 'x');
    for (const int flags : {0, O_APPEND}) {
        INFO("flags " << flags);
        const auto path = folder.write("file", "head ");
        const Descriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC | flags));
        REQUIRE(lseek(file.get(), 0, SEEK_END) == 5);
        const Pipe pipe = pipe_with(bytes + "left");
        REQUIRE(write_piped(file.get(), {.pipe = pipe.exit(), .count = bytes.size()}, "file"));
        CHECK(slurp(path) == "head " + bytes);
        REQUIRE(write_piped(file.get(), {.pipe = pipe.exit(), .count = 4}, "file"));
        CHECK(slurp(path) == "head " + bytes + "left");
    }
}

TEST_CASE("pipe: a file that takes nothing is an error with its name", "[base]") {
    const TempDir folder;
    const auto path = folder.write("file", "");
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    const Pipe pipe = pipe_with("abc");
    const auto written = write_piped(file.get(), {.pipe = pipe.exit(), .count = 3}, "the file");
    REQUIRE_FALSE(written);
    CHECK(written.error().kind() == ErrorKind::file);
    CHECK(written.error().what() == "cannot write to the file");
    CHECK(written.error().cause() == "bad file descriptor");
}
