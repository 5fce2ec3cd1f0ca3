// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "support/server.hpp"
#include "wire/caller.hpp"
#include "wire/meanwhile.hpp"

#include "latch/net/task_group.hpp"

#include <algorithm>
#include <csignal>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using base::Result;
using net::Task;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

http::Policy limited(std::size_t per_origin, std::size_t total = 64) {
    http::Policy policy;
    policy.connections = {.per_origin = per_origin, .total = total};
    return policy;
}

/// Requests at the same time, over one transport.
class Crowd {
public:
    explicit Crowd(http::Policy policy) : policy_(std::move(policy)), transport_(policy_) {}

    /// Sends all, and waits for the answers; how many came whole.
    std::size_t ask(const std::vector<std::string>& urls) {
        REQUIRE(transport_.run(all(urls)));
        return std::exchange(answered_, 0);
    }

    Result<void> run(Task<Result<void>> task) { return transport_.run(std::move(task)); }

    Task<Result<void>> all(std::vector<std::string> urls) {
        net::TaskGroup group = transport_.task_group();
        for (const std::string& url : urls) {
            group.start(one(url));
        }
        while (ended_ < urls.size()) {
            co_await group.wait({});
        }
        ended_ = 0;
        co_return Result<void>();
    }

    Task<Result<void>> get(std::string url) {
        auto answer = co_await transport_.send(wire_request("GET", url));
        if (!answer) {
            co_return answer.error().error;
        }
        Collected sink;
        const Result<void> whole = co_await answer->read_body(sink);
        answered_ += whole && sink.bytes == "ok" ? 1U : 0U;
        co_return whole ? Result<void>() : whole.error();
    }

    net::Transport& transport() noexcept { return transport_; }

    std::size_t answered() const noexcept { return answered_; }

private:
    Task<void> one(std::string url) {
        static_cast<void>(co_await get(std::move(url)));
        ++ended_;
    }

    http::Policy policy_;
    net::Transport transport_;
    std::size_t answered_ = 0;
    std::size_t ended_ = 0;
};

Script one_answer_then_close() {
    return Script().request().stall().send(last).until_peer_leaves();
}

/// Takes nothing of a body.
class Refusing final : public http::BodySink {
public:
    Result<void> write(std::string_view /*piece*/) override {
        return base::Error(base::ErrorKind::output_closed, "not wanted");
    }

    Result<void> finish() override { return {}; }
};

} // namespace

TEST_CASE("limits: many requests to one origin share the connections it may have", "[wire]") {
    Server server([](const Request& /*request*/) { return reply("ok"); });
    Crowd crowd(limited(2));
    CHECK(crowd.ask(std::vector<std::string>(30, server.url())) == 30);
    for (const Request& request : server.requests()) {
        CHECK(request.connection < 2);
    }
}

TEST_CASE("limits: who waits gets the place of what was closed", "[wire]") {
    const std::vector<Script> scripts(4, one_answer_then_close());
    RawServer server(scripts);
    Crowd crowd(limited(2));
    std::size_t at_first = 0;
    const Meanwhile serving([&] {
        server.wait_for_stalls(2);
        at_first = server.connections();
        for (unsigned number = 0; number < scripts.size(); ++number) {
            server.wait_for_stalls(std::min(number + 2, 4U));
            server.release();
        }
    });
    CHECK(crowd.ask(std::vector<std::string>(4, server.url())) == 4);
    CHECK(at_first == 2);
}

TEST_CASE("limits: in all there are so many, and idle ones make room", "[wire]") {
    const auto handler = [](const Request& /*request*/) { return reply("ok"); };
    Server one(handler);
    Server two(handler);
    Server three(handler);
    Crowd crowd(limited(6, 1));
    std::vector<std::string> urls;
    for (int round = 0; round < 4; ++round) {
        urls.insert(urls.end(), {one.url(), two.url(), three.url()});
    }
    CHECK(crowd.ask(urls) == urls.size());
}

TEST_CASE("limits: a place is given back by who could not connect", "[wire]") {
    const ClosedPort closed;
    Server server([](const Request& /*request*/) { return reply("ok"); });
    Crowd crowd(limited(6, 1));
    const std::string nobody = "http://127.0.0.1:" + std::to_string(closed.port()) + "/";
    CHECK(crowd.ask({nobody, nobody, server.url(), nobody, server.url()}) == 2);
}

TEST_CASE("limits: a fresh connection counts, and an idle one of its key makes room", "[wire]") {
    RawServer server({
        Script().request().send(ok).until_peer_leaves(),
        Script().request().send(ok).until_peer_leaves(),
    });
    Caller caller(limited(1, 1));
    REQUIRE(caller.get(server.url()).finished);
    CHECK(caller.get_afresh(server.url()).finished);
}

TEST_CASE("limits: an answer that broke off keeps nobody waiting, its holder neither", "[wire]") {
    RawServer server({
        Script().request().send(ok).until_peer_leaves(),
        Script().request().send(ok).until_peer_leaves(),
    });
    http::Policy policy = limited(1);
    policy.timeouts.total = 10s; // instead of for ever
    Crowd crowd(policy);
    const auto both = [&]() -> Task<Result<void>> {
        auto held = co_await crowd.transport().send(wire_request("GET", server.url()));
        if (!held) {
            co_return held.error().error;
        }
        Refusing sink;
        static_cast<void>(co_await held->read_body(sink));
        Result<void> second = co_await crowd.get(server.url());
        co_return second;
    };
    const Result<void> done = crowd.run(both());
    INFO((done ? "" : done.error().what()));
    CHECK(done);
    CHECK(crowd.answered() == 1);
}

TEST_CASE("limits: the total time and signals end the wait for a place", "[wire]") {
    RawServer server({Script().request().stall(), Script().request().send(ok).until_peer_leaves()});
    SECTION("time") {
        http::Policy policy = limited(1);
        policy.timeouts.total = 100ms;
        Crowd crowd(policy);
        const Result<void> done = crowd.run(crowd.all({server.url(), server.url()}));
        REQUIRE_FALSE(done);
        CHECK(done.error().what() == "not done within 100 ms");
        CHECK(server.connections() == 1);
        server.release();
        CHECK(crowd.run(crowd.get(server.url())));
    }
    SECTION("a signal") {
        Crowd crowd(limited(1));
        {
            const Meanwhile interrupting([&] {
                server.wait_for_stalls();
                ::kill(::getpid(), SIGINT);
            });
            const Result<void> done = crowd.run(crowd.all({server.url(), server.url()}));
            REQUIRE_FALSE(done);
            CHECK(done.error().kind() == base::ErrorKind::interrupted);
        }
        server.release();
        CHECK(crowd.run(crowd.get(server.url())));
    }
}

TEST_CASE("limits: who is called off while he waits leaves the queue", "[wire]") {
    RawServer server({Script().request().stall().send(ok).request().send(ok).until_peer_leaves()});
    http::Policy policy = limited(1);
    policy.timeouts.total = 10s; // instead of for ever
    Crowd crowd(policy);
    const auto two_wait = [&]() -> Task<Result<void>> {
        net::TaskGroup group = crowd.transport().task_group();
        const auto first = [&]() -> Task<void> {
            static_cast<void>(co_await crowd.get(server.url()));
        };
        group.start(first());
        const Result<void> called_off =
            co_await crowd.transport().within(50ms, crowd.get(server.url()));
        if (called_off) {
            co_return base::Error(base::ErrorKind::protocol, "it did not wait");
        }
        server.release();
        co_await group.wait({});
        Result<void> third = co_await crowd.get(server.url());
        co_return third;
    };
    const Result<void> done = crowd.run(two_wait());
    INFO((done ? "" : done.error().what()));
    CHECK(done);
    CHECK(crowd.answered() == 2);
}
