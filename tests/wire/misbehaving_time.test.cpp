// SPDX-License-Identifier: MIT
// Servers that take their time, and what ends the wait.
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "wire/caller.hpp"
#include "wire/stopping.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using base::ErrorKind;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

/// All points, and the one that only silence makes one.
std::vector<Stop> silences() {
    std::vector<Stop> all = stops();
    all.push_back({"in a body without a length", ok + "\r\nhalf"});
    return all;
}

/// A connection that answers once and then falls silent at that point.
Script falling_silent(const Stop& stop) {
    return Script().request().send(whole_answer()).request().send(stop.said).until_peer_leaves();
}

void check_next_is_fresh(Caller& caller, const std::string& url) {
    caller.timeouts() = {};
    const Said next = caller.get(url);
    INFO(next.in_words());
    REQUIRE(next.finished);
    CHECK(next.body == "ok");
    CHECK_FALSE(next.hop->carrier.reused);
}

} // namespace

TEST_CASE("misbehaving: silence at any point of an answer ends with the idle time", "[wire]") {
    for (const Stop& stop : silences()) {
        INFO(stop.why);
        RawServer server({falling_silent(stop), one_answer()});
        Caller caller;
        REQUIRE(caller.get(server.url()).finished);
        caller.timeouts().idle = 50ms;
        const Said said = caller.get(server.url());
        INFO(said.in_words());
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::timed_out);
        CHECK(said.failure->error.what().starts_with("nothing from "));
        CHECK(said.failure->answer_begun == !stop.said.empty());
        CHECK_FALSE(said.finished);
        check_next_is_fresh(caller, server.url());
    }
}

TEST_CASE("misbehaving: silence at any point of an answer ends with the time for all", "[wire]") {
    for (const Stop& stop : silences()) {
        INFO(stop.why);
        RawServer server({falling_silent(stop), one_answer()});
        Caller caller;
        REQUIRE(caller.get(server.url()).finished);
        caller.timeouts().total = 50ms;
        Collected sink;
        const base::Result<void> got = caller.get_into(server.url(), sink);
        REQUIRE_FALSE(got);
        CHECK(got.error().kind() == ErrorKind::timed_out);
        CHECK(got.error().what() == "not done within 50 ms");
        CHECK_FALSE(sink.finished);
        check_next_is_fresh(caller, server.url());
    }
}

TEST_CASE("misbehaving: drops of bytes outwit the idle time, and not the time for all", "[wire]") {
    // A byte takes a system call, so these last for seconds.
    const std::string drops(4'000'000, 'x');
    const std::vector<Stop> cases{
        {"in a body", ok + "Content-Length: 4000000\r\n\r\n" + drops},
        {"in a body without a length", ok + "\r\n" + drops},
        {"in a chunk", chunked + "3d0900\r\n" + drops},
    };
    for (const Stop& c : cases) {
        INFO(c.why);
        RawServer server({Script().request().send(whole_answer()).request().drip(c.said)});
        Caller caller;
        REQUIRE(caller.get(server.url()).finished);
        caller.timeouts() = {.idle = 100ms, .total = 400ms};
        Collected sink;
        const base::Result<void> got = caller.get_into(server.url(), sink);
        REQUIRE_FALSE(got);
        CHECK(got.error().what() == "not done within 400 ms");
        CHECK_FALSE(sink.finished);
        static_cast<void>(server.finish()); // it could not say all
    }
}

TEST_CASE("misbehaving: drops of bytes make an answer all the same", "[wire]") {
    const std::string body(3'000, 'x');
    const std::vector<Stop> cases{
        {"a length", ok + "Content-Length: 3000\r\n\r\n" + body},
        {"chunks", chunked + "bb8\r\n" + body + "\r\n0\r\nX: y\r\n\r\n"},
        {"behind an interim answer",
         "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" + ok + "Content-Length: 3000\r\n\r\n" + body},
    };
    for (const Stop& c : cases) {
        INFO(c.why);
        RawServer server(
            {Script().request().drip(c.said).request().send(whole_answer()).until_peer_leaves()}
        );
        Caller caller;
        CHECK(caller.get(server.url()).body == body);
        CHECK(caller.get(server.url()).hop->carrier.reused);
    }
}
