// SPDX-License-Identifier: MIT
#include "output/writer.hpp"

#include "captured.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <array>
#include <fcntl.h>
#include <sys/socket.h>

using namespace latch::output;
using namespace latch::test;
using latch::base::Descriptor;
using latch::base::ErrorKind;
using latch::base::Stream;

namespace {

Writer writer_to(const Stream& stream) {
    return Writer{Outlet(stream)};
}

/// A device on which every write fails with ENOSPC.
Descriptor full_device() {
    return Descriptor(::open("/dev/full", O_WRONLY | O_CLOEXEC));
}

/// One end of a socket pair, on which each write can be read back as one packet.
struct Packets {
    Packets() {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends.data()) == 0);
        reader = Descriptor(ends[0]);
        writer = Descriptor(ends[1]);
    }

    std::size_t next_size() const {
        std::array<char, 1> ignored{};
        const ssize_t size =
            ::recv(reader.get(), ignored.data(), ignored.size(), MSG_TRUNC | MSG_DONTWAIT);
        return size < 0 ? 0 : static_cast<std::size_t>(size);
    }

    Descriptor reader;
    Descriptor writer;
};

} // namespace

TEST_CASE("writer: nothing is written before it has to be", "[output]") {
    const Pipe pipe;
    Writer writer = writer_to({.descriptor = pipe.writer.get()});
    writer.append("some");
    writer.append(" text");
    CHECK(pipe.arrived().empty());
    REQUIRE(writer.flush());
    CHECK(pipe.arrived() == "some text");
    REQUIRE(writer.flush());
    CHECK(pipe.arrived().empty());
}

TEST_CASE("writer: who waits sees each chunk, a file does not", "[output]") {
    const Pipe pipe;
    Writer to_reader = writer_to({.descriptor = pipe.writer.get()});
    to_reader.append("first");
    REQUIRE(to_reader.end_chunk());
    CHECK(pipe.arrived() == "first");

    const Captured file;
    Writer to_file = writer_to(file.stream());
    to_file.append("first");
    REQUIRE(to_file.end_chunk());
    CHECK(file.text().empty());
    REQUIRE(to_file.flush());
    CHECK(file.text() == "first");
}

TEST_CASE("writer: what is more than the buffer goes out in large pieces", "[output]") {
    const Packets packets;
    Writer writer = writer_to({.descriptor = packets.writer.get()});
    const std::string line(1000, 'x');
    for (int count = 0; count < 140; ++count) {
        writer.append(line);
    }
    CHECK(packets.next_size() >= 64UL * 1024);
    CHECK(packets.next_size() == 0);
    const std::string large(125'000, 'y');
    writer.append(large);
    INFO("what is buffered goes first, then the large text without a detour");
    CHECK(packets.next_size() == 140'000 - 131'000);
    CHECK(packets.next_size() == large.size());
}

TEST_CASE("writer: every byte arrives in order", "[output]") {
    const Captured file;
    Writer writer = writer_to(file.stream());
    std::string expected;
    for (std::size_t size = 1; size < 300'000; size = size * 3 + 1) {
        const std::string text(size, static_cast<char>('a' + size % 26));
        writer.append(text);
        writer.append_short({'1', '2', '3'}, 3);
        expected += text + "123";
        CHECK(writer.total() == expected.size());
    }
    REQUIRE(writer.flush());
    CHECK(file.text() == expected);
}

TEST_CASE("writer: short appends fill the buffer to its end", "[output]") {
    const Captured file;
    Writer writer = writer_to(file.stream());
    std::string expected;
    for (int count = 0; count < 60'000; ++count) {
        writer.append_short({'\x1b', '[', '3', '4', 'm'}, 5);
        expected += "\x1b[34m";
    }
    REQUIRE(writer.flush());
    CHECK(file.text() == expected);
}

TEST_CASE("writer: it knows whether a line is open", "[output]") {
    const Captured file;
    Writer writer = writer_to(file.stream());
    CHECK(writer.at_line_start());
    writer.append("a");
    CHECK_FALSE(writer.at_line_start());
    REQUIRE(writer.flush());
    CHECK_FALSE(writer.at_line_start());
    writer.append("\n");
    CHECK(writer.at_line_start());
    REQUIRE(writer.flush());
    CHECK(writer.at_line_start());
    writer.append({});
    CHECK(writer.at_line_start());
}

TEST_CASE("writer: a reader that goes away is no error", "[output]") {
    Pipe pipe;
    Writer writer = writer_to({.descriptor = pipe.writer.get()});
    writer.append("one");
    REQUIRE(writer.flush());
    CHECK_FALSE(writer.reader_gone());
    pipe.reader.close();
    writer.append("two");
    CHECK(writer.flush());
    CHECK(writer.reader_gone());
    writer.append(std::string(1'000'000, 'x'));
    CHECK(writer.end_chunk());
}

TEST_CASE("writer: a full disk is an error, again and again", "[output]") {
    const Descriptor device = full_device();
    Writer writer = writer_to({.descriptor = device.get()});
    writer.append(std::string(500'000, 'x'));
    for (int round = 0; round < 2; ++round) {
        const auto flushed = writer.flush();
        REQUIRE_FALSE(flushed);
        CHECK(flushed.error().kind() == ErrorKind::file);
        CHECK(flushed.error().what() == "cannot write to standard output");
        CHECK(flushed.error().cause() == "no space left on device");
        CHECK_FALSE(writer.end_chunk());
    }
    CHECK_FALSE(writer.reader_gone());
}

TEST_CASE("writer: a file that could not be filled is not put in place", "[output]") {
    const TempDir folder;
    Writer writer{Outlet(folder / "missing" / "out")};
    CHECK_FALSE(writer.open());
    writer.append("x");
    CHECK_FALSE(writer.commit());
}

TEST_CASE("writer: what lies in a pipe goes to a file unseen", "[output]") {
    const TempDir folder;
    const Pipe pipe;
    Writer writer{Outlet(folder / "file")};
    REQUIRE(writer.open());
    REQUIRE(writer.takes_pipes());
    writer.append("head ");
    REQUIRE(latch::base::write_all(pipe.writer.get(), "line\n", "the pipe"));
    writer.append_piped({.pipe = pipe.reader.get(), .count = 5});
    CHECK(writer.total() == 10);
    CHECK_FALSE(writer.at_line_start());
    writer.append("tail\n");
    CHECK(writer.at_line_start());
    REQUIRE(writer.commit());
    CHECK(slurp(folder / "file") == "head line\ntail\n");
    CHECK_FALSE(writer_to({.descriptor = pipe.writer.get()}).takes_pipes());
}

TEST_CASE("writer: what is not written out yet can be taken back", "[output]") {
    const Packets packets;
    Writer writer = writer_to({.descriptor = packets.writer.get()});
    writer.append("head\n");
    const std::uint64_t mark = writer.total();
    writer.append("body");
    REQUIRE(writer.can_go_back(mark));
    REQUIRE(writer.go_back(mark));
    CHECK(writer.total() == 5);
    CHECK(writer.at_line_start());
    writer.append("b");
    REQUIRE(writer.flush());
    CHECK(packets.next_size() == 6);
    CHECK_FALSE(writer.can_go_back(mark));
}

TEST_CASE("writer: a file that nobody has seen takes everything back", "[output]") {
    const TempDir folder;
    const auto path = folder.path() / "f";
    Writer writer{Outlet(path)};
    REQUIRE(writer.open());
    const std::uint64_t mark = writer.total();
    writer.append(std::string(300'000, 'x'));
    REQUIRE(writer.flush());
    const std::uint64_t later = writer.total();
    writer.append("more");
    REQUIRE(writer.flush());
    CHECK_FALSE(writer.can_go_back(later));
    REQUIRE(writer.can_go_back(mark));
    REQUIRE(writer.go_back(mark));
    CHECK(writer.at_line_start());
    writer.append("new");
    REQUIRE(writer.commit());
    CHECK(latch::base::read_whole(path, 1000).value() == "new");
    CHECK_FALSE(writer.can_go_back(mark));
}

TEST_CASE("writer: a file that is read along with takes nothing back", "[output]") {
    const TempDir folder;
    Writer writer{Outlet(folder.path() / "f")};
    const std::uint64_t mark = writer.total();
    writer.reveal_early();
    writer.append("x");
    REQUIRE(writer.flush());
    CHECK_FALSE(writer.can_go_back(mark));
}
