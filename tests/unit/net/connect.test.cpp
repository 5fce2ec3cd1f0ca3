// SPDX-License-Identifier: MIT
#include "net/connect.hpp"

#include "support/catch.hpp"
#include "support/crowded_socket.hpp"
#include "support/temp_dir.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <optional>
#include <string>
#include <utility>

using namespace latch;
using namespace latch::net;
using namespace latch::test;

namespace {

using Outcome = boost::system::result<Connected, std::error_code>;

/// An attempt to connect to a unix socket, and the loop that it goes on in.
class Attempt {
public:
    Attempt(std::string path, Deadline deadline) : path_(std::move(path)) {
        boost::asio::co_spawn(loop_, connect(deadline), boost::asio::detached);
    }

    /// As far as it comes without waiting; whether that is its end.
    bool ends_at_once() {
        loop_.poll();
        return outcome_.has_value();
    }

    Outcome& outcome() {
        loop_.run();
        REQUIRE(outcome_.has_value());
        return *outcome_;
    }

private:
    Task<void> connect(Deadline deadline) {
        Outcome outcome = co_await connect_to_socket(loop_, path_, deadline);
        outcome_ = std::move(outcome);
    }

    boost::asio::io_context loop_;
    std::string path_;
    std::optional<Outcome> outcome_; ///< goes before the loop that its socket is on
};

} // namespace

TEST_CASE("connect: a unix socket with room is there at once", "[net]") {
    const TempDir folder;
    const std::string path = folder / "a.sock";
    const base::Descriptor listener = unix_listener(path, 1);
    Attempt attempt(path, {});
    CHECK(attempt.ends_at_once());
    REQUIRE(attempt.outcome().has_value());
    CHECK(attempt.outcome()->address == path);
}

TEST_CASE("connect: a crowded unix socket is tried again until there is room", "[net]") {
    const TempDir folder;
    const std::string path = folder / "a.sock";
    CrowdedSocket server(path);
    Attempt attempt(path, {});
    REQUIRE_FALSE(attempt.ends_at_once());
    server.make_room();
    CHECK(attempt.outcome().has_value());
}

TEST_CASE("connect: a unix socket that stays crowded is a time-out in the end", "[net]") {
    const TempDir folder;
    const std::string path = folder / "a.sock";
    const CrowdedSocket server(path);
    const auto deadline = SteadyClock::now() + std::chrono::milliseconds(25);
    Attempt attempt(path, deadline);
    REQUIRE(attempt.outcome().has_error());
    CHECK(attempt.outcome().error() == std::errc::timed_out);
    CHECK(SteadyClock::now() >= deadline);
}

TEST_CASE("connect: a unix socket whose listener goes away is refused", "[net]") {
    const TempDir folder;
    const std::string path = folder / "a.sock";
    std::optional<CrowdedSocket> server(path);
    Attempt attempt(path, {});
    REQUIRE_FALSE(attempt.ends_at_once());
    server.reset();
    REQUIRE(attempt.outcome().has_error());
    CHECK(attempt.outcome().error() == std::errc::connection_refused);
}
