// SPDX-License-Identifier: MIT
#include "net/read_buffer.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace latch::net;

namespace {

/// Puts as much of `bytes` into the buffer as it takes; how much that was.
std::size_t put(ReadBuffer& buffer, std::string_view bytes) {
    const std::span<char> space = buffer.space();
    const std::size_t count = std::min(space.size(), bytes.size());
    std::copy_n(bytes.data(), count, space.data());
    buffer.commit(count);
    return count;
}

} // namespace

TEST_CASE("read buffer: what was not used comes again in one piece with what follows", "[net]") {
    ReadBuffer buffer(8);
    CHECK(buffer.empty());
    CHECK(put(buffer, "abcdef") == 6);
    buffer.consume(4);
    CHECK(buffer.unread() == "ef");
    CHECK(put(buffer, "ghijklmn") == 6);
    CHECK(buffer.unread() == "efghijkl");
    CHECK(buffer.full());
    CHECK(buffer.space().empty());
    buffer.consume(8);
    CHECK(buffer.empty());
    CHECK(buffer.space().size() == 8);
}

TEST_CASE("read buffer: growing keeps what is unread", "[net]") {
    ReadBuffer buffer(4);
    put(buffer, "abcd");
    buffer.consume(1);
    buffer.grow(6);
    CHECK(buffer.capacity() == 6);
    CHECK(buffer.unread() == "bcd");
    CHECK(put(buffer, "efgh") == 3);
    CHECK(buffer.unread() == "bcdefg");
    buffer.grow(2);
    CHECK(buffer.capacity() == 6);
}
