// SPDX-License-Identifier: MIT
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::StartsWith;

namespace {

const LoginForm shop{
    .page = "/shop/login",
    .action = "/shop/signin",
    .user = "email=alice",
    .password = "secret=wonderland",
};

std::string cookie_sent_to(const Visitor& visitor, const std::string& path) {
    const Journal journal("formctx");
    visitor.send("GET", path);
    return journal.only().header("Cookie");
}

} // namespace

TEST_CASE("spring context path: Spring Session's cookie is kept byte for byte", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "formctx");
    const Ran page = visitor.run({"--print=h", "--show-secrets"}, {visitor.url("/shop/login")});
    const auto cookie = visitor.cookie("SESSION");
    const std::string value = cookie.at("value");
    CHECK(page.out.find("\r\nSet-Cookie: SESSION=" + value + ";") != std::string::npos);
    const auto uuid = latch::base::base64_decode(value);
    REQUIRE(uuid);
    CHECK(uuid->size() == 36);
    CHECK(cookie.at("path") == "/shop");
    CHECK(cookie.at("same_site") == "lax");
}

TEST_CASE("spring context path: the cookie stays below its path", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "formctx");
    visitor.send("GET", "/shop/login");
    const std::string cookie = "SESSION=" + visitor.cookie_value("SESSION");

    struct Case {
        std::string why, path, sent;
    };

    const std::vector<Case> cases{
        {"below", "/shop/api/me", cookie},
        {"the context itself", "/shop/", cookie},
        {"another path", "/other", "none"},
        {"a longer name is no folder below", "/shopping", "none"},
        {"the root", "/", "none"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(cookie_sent_to(visitor, c.path) == c.sent);
    }
}

TEST_CASE("spring context path: a form with names of its own lets in", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "formctx");
    alice.sign_in(shop);
    CHECK(alice.count_cookies("SESSION") == 1);
    const Journal journal("formctx");
    const Ran me = alice.send("GET", "/shop/api/me");
    CHECK(me.exit_code == 0);
    CHECK_THAT(me.out, StartsWith(R"({"user":"alice",)"));
    CHECK(journal.only().header("Cookie") == "SESSION=" + alice.cookie_value("SESSION"));
}

TEST_CASE("spring context path: an unknown session is named as a lost one", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "formctx");
    const Ran answer = alice.send("GET", "/shop/public", {"Cookie:SESSION=bm9uZQ=="});
    CHECK(answer.exit_code == 7);
    CHECK_THAT(answer.err, StartsWith("latch: not signed in: "));
}
