// SPDX-License-Identifier: MIT
#include "support/builders.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "wire/caller.hpp"

#include "latch/client/conversation.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace latch;
using namespace latch::test;

namespace {

/// Somebody who wants page after page, as far as a function of their number says.
class Reader final : public client::Audience {
public:
    explicit Reader(std::function<std::optional<http::Url>(unsigned page)> next)
        : next_(std::move(next)) {}

    base::Result<void> sending(const http::PreparedRequest& /*request*/) override { return {}; }

    base::Result<http::BodySink*> answered(const http::Hop& /*hop*/, http::Place place) override {
        ++(place == http::Place::final ? pages : steps);
        return &body;
    }

    base::Result<void> ended(const http::Hop& /*hop*/) override { return {}; }

    std::optional<http::Url> next_page() override { return next_(pages); }

    unsigned pages = 0;
    unsigned steps = 0;
    Collected body;

private:
    std::function<std::optional<http::Url>(unsigned page)> next_;
};

/// A conversation from one URL on, with a session of its own.
class Talk {
public:
    client::Outcome hold(const std::string& url, Reader& reader, http::Headers typed = {}) {
        http::Request request;
        request.url = a_url(url);
        request.typed = std::move(typed);
        identity_.asked = http::origin(request.url);
        net::Transport transport(policy);
        return client::converse(
            std::move(request),
            session,
            reader,
            {.transport = transport,
             .policy = policy,
             .secrets = secrets_,
             .identity = identity_,
             .csrf = csrf_,
             .now = now_,
             .hsts = hsts_}
        );
    }

    http::Policy policy;
    session::Session session;

private:
    client::SecretResolver secrets_ = [](const access::SecretSource& /*source*/) {
        return base::Result<base::Secret>(base::Secret("none"));
    };
    client::Identity identity_;
    access::CsrfWish csrf_;
    std::function<base::Clock::time_point()> now_ = [] { return base::Clock::now(); };
    std::optional<http::HstsHosts> hsts_;
};

/// The page of that number, for as many as there are.
auto up_to(unsigned last, const std::string& url) {
    return [last, url](unsigned page) {
        return page < last ? std::optional(a_url(url + "?page=" + std::to_string(page)))
                           : std::nullopt;
    };
}

} // namespace

TEST_CASE("pages: many of them leave little behind, over one connection", "[wire]") {
    constexpr unsigned many = 300;
    Server server(
        [](const Request& request) {
            Response page = reply("[]");
            return request.target == "/a?page=7" ? page.with("Set-Cookie", "seven=1") : page;
        },
        {.at_least = many, .at_most = many}
    );
    Reader reader(up_to(many, server.url("/a")));
    Talk talk;
    const client::Outcome outcome = talk.hold(server.url("/a"), reader);
    CHECK_FALSE(outcome.error);
    CHECK(reader.pages == many);
    CHECK(server.request(0).connection == server.request(many - 1).connection);
    // The first, the one with a cookie, the last.
    REQUIRE(outcome.exchange.hops.size() == 3);
    CHECK(outcome.exchange.hops[0].is_aside);
    CHECK(outcome.exchange.hops[1].is_aside);
    CHECK_FALSE(outcome.exchange.hops[2].is_aside);
    CHECK(outcome.exchange.hops[0].response.headers.empty());
    CHECK(outcome.exchange.hops[1].response.headers.find("Set-Cookie") == "seven=1");
    CHECK(outcome.exchange.hops[2].response.status == 200);
    CHECK(server.request(7).header("Cookie") == std::nullopt);
    CHECK(server.request(8).header("Cookie") == "seven=1");
    CHECK(server.request(many - 1).header("Cookie") == "seven=1");
}

TEST_CASE("pages: a cookie that each of them sets anew is kept once", "[wire]") {
    constexpr unsigned many = 50;
    unsigned calls = 0;
    Server server([&](const Request&) {
        return reply("[]").with("Set-Cookie", "id=" + std::to_string(calls++) + "; Path=/");
    });
    Reader reader(up_to(many, server.url("/a")));
    Talk talk;
    const client::Outcome outcome = talk.hold(server.url("/a"), reader);
    CHECK_FALSE(outcome.error);
    REQUIRE(outcome.exchange.hops.size() == 3);
    CHECK(outcome.exchange.hops[1].response.headers.find("Set-Cookie") == "id=48; Path=/");
    CHECK(outcome.exchange.hops[2].response.headers.find("Set-Cookie") == "id=49; Path=/");
    CHECK(server.request(many - 1).header("Cookie") == "id=48");
}

TEST_CASE("pages: another cookie or another place of one is kept beside it", "[wire]") {
    Server server([](const Request& request) {
        Response page = reply("[]");
        if (request.target == "/a") {
            return page;
        }
        const char which = request.target.back();
        const std::string path = which == '2' ? "/x" : "/";
        return page.with(
            "Set-Cookie", std::string(which == '3' ? "other" : "id") + "=1; Path=" + path
        );
    });
    Reader reader(up_to(5, server.url("/a")));
    Talk talk;
    const client::Outcome outcome = talk.hold(server.url("/a"), reader);
    CHECK(outcome.exchange.hops.size() == 5);
}

TEST_CASE("pages: a server that ends the connection behind each is no matter", "[wire]") {
    Server server(
        [](const Request&) { return reply("[]").with("Connection", "close"); },
        {.at_least = 3, .at_most = 3}
    );
    Reader reader(up_to(3, server.url("/a")));
    Talk talk;
    CHECK_FALSE(talk.hold(server.url("/a"), reader).error);
    CHECK(reader.pages == 3);
}

TEST_CASE("pages: redirects are counted for each page anew", "[wire]") {
    Server server(
        [](const Request& request) {
            const bool is_moved = request.target.find("moved") != std::string::npos;
            return is_moved ? reply("[]") : redirect(request.target + "&moved");
        },
        {.at_least = 6, .at_most = 6}
    );
    Reader reader(up_to(3, server.url("/a")));
    Talk talk;
    talk.policy.redirects = {.follow = true, .limit = 1};
    const client::Outcome outcome = talk.hold(server.url("/a?page=0"), reader);
    CHECK_FALSE(outcome.error);
    CHECK(reader.pages == 3);
    CHECK(reader.steps == 3);
}

TEST_CASE("pages: a typed cookie gives way to one that a page sets", "[wire]") {
    Server server([](const Request&) { return reply("[]").with("Set-Cookie", "id=new"); });
    Reader reader(up_to(2, server.url("/a")));
    Talk talk;
    CHECK_FALSE(talk.hold(server.url("/a"), reader, {{"Cookie", "id=old; b=c"}}).error);
    CHECK(server.request(0).header("Cookie") == "id=old; b=c");
    CHECK_THAT(
        server.request(1).header("Cookie").value_or(""), Catch::Matchers::Contains("id=new")
    );
    CHECK(server.request(1).header("Cookie")->find("old") == std::string::npos);
}

TEST_CASE("pages: what was typed for one server goes to no other", "[wire]") {
    Server other([](const Request&) { return reply("[]"); });
    Server server([](const Request&) { return reply("[]"); });
    Reader reader(up_to(2, other.url("/a")));
    Talk talk;
    CHECK_FALSE(talk.hold(server.url("/a"), reader, {{"X-Key", "secret"}, {"Accept", "a/b"}}).error
    );
    CHECK(server.request(0).header("X-Key") == "secret");
    CHECK(other.request(0).header("X-Key") == std::nullopt);
    CHECK(other.request(0).header("Accept") == "a/b");
}
