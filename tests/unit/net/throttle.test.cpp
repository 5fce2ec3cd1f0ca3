// SPDX-License-Identifier: MIT
#include "net/throttle.hpp"

#include "fake_stream.hpp"
#include "support/catch.hpp"

#include <boost/asio/io_context.hpp>

#include <string>
#include <utility>

using namespace latch;
using namespace latch::net;
using latch::test::FakeStream;
using std::chrono::milliseconds;

TEST_CASE("throttle: a bucket holds a tenth of a second and fills at its rate", "[net]") {
    const SteadyClock::time_point begin{};
    Bucket bucket({10'000}, begin);
    CHECK(bucket.allowance(5000, begin) == 1000);
    CHECK(bucket.allowance(700, begin) == 700);
    bucket.spend(1000);
    CHECK(bucket.allowance(5000, begin) == 0);
    CHECK(bucket.allowance(5000, begin + milliseconds(60)) == 600);
    CHECK(bucket.allowance(5000, begin + std::chrono::hours(1)) == 1000);
}

TEST_CASE("throttle: pieces are not small unless that is all there is", "[net]") {
    const SteadyClock::time_point begin{};
    Bucket bucket({10'000}, begin);
    bucket.spend(1000);
    CHECK(bucket.allowance(5000, begin + milliseconds(49)) == 0);
    CHECK(bucket.allowance(10, begin + milliseconds(49)) == 10);
    CHECK(bucket.allowance(5000, begin + milliseconds(50)) == 500);
}

TEST_CASE("throttle: an empty bucket says when it is half full", "[net]") {
    const SteadyClock::time_point begin{};
    Bucket bucket({10'000}, begin);
    bucket.spend(bucket.allowance(5000, begin));
    CHECK(bucket.refilled() == begin + milliseconds(50));
    CHECK(bucket.allowance(5000, bucket.refilled()) == 500);
}

TEST_CASE("throttle: a byte is the least, however slow", "[net]") {
    const SteadyClock::time_point begin{};
    Bucket bucket({1}, begin);
    CHECK(bucket.allowance(9, begin) == 1);
    bucket.spend(1);
    CHECK(bucket.allowance(9, begin + milliseconds(999)) == 0);
    CHECK(bucket.refilled() > begin + milliseconds(999));
    CHECK(bucket.allowance(9, bucket.refilled() + milliseconds(1)) == 1);
}

TEST_CASE("throttle: a stream moves what the bucket has, then wants time", "[net]") {
    boost::asio::io_context loop;
    auto fake = std::make_unique<FakeStream>(loop);
    FakeStream& peer = *fake;
    const auto stream = throttled(std::move(fake), {1000});
    const std::string bytes(500, 'x');
    CHECK(stream->try_write(bytes).count == 100);
    const Io next = stream->try_write(bytes);
    CHECK(next.state == Io::State::wants_time);
    CHECK(next.not_before > SteadyClock::now());
    CHECK(peer.written.size() == 100);

    Interest interest;
    add_wish(interest, next);
    CHECK(interest.alarm == next.not_before);
    CHECK_FALSE(interest.writable);
}

TEST_CASE("throttle: a write that was begun is tried again as it was", "[net]") {
    boost::asio::io_context loop;
    auto fake = std::make_unique<FakeStream>(loop);
    FakeStream& peer = *fake;
    const auto stream = throttled(std::move(fake), {1000});
    peer.room = 0;
    CHECK(stream->try_write("hello").state == Io::State::wants_write);
    peer.room = 3;
    CHECK(stream->try_write("hello, and more").count == 3);
    CHECK(peer.written == "hel");
    CHECK(peer.offered == 5);
}

TEST_CASE("throttle: asking whether the peer has something to tell costs nothing", "[net]") {
    boost::asio::io_context loop;
    const auto stream = throttled(std::make_unique<FakeStream>(loop), {1});
    CHECK(stream->try_write("x").count == 1);
    CHECK(stream->is_quiet());
    CHECK(stream->is_quiet());
}
