// SPDX-License-Identifier: MIT
#include "parsed.hpp"

#include "latch/cli/reference.hpp"

using namespace latch::cli;
using Catch::Matchers::Contains;

namespace {

ShowToken shown(const Words& words) {
    INFO(joined(words));
    const auto invocation = parsed(words);
    INFO((invocation ? "" : invocation.error().what()));
    REQUIRE(invocation);
    REQUIRE(std::holds_alternative<ShowToken>(*invocation));
    return std::get<ShowToken>(*invocation);
}

} // namespace

TEST_CASE("token command: a session, and whose token if there are several", "[cli]") {
    const ShowToken plain = shown({"token", "@app"});
    CHECK(plain.session.value == "app");
    CHECK(plain.place.url.empty());
    CHECK(plain.what == ShowToken::What::token);
    const ShowToken of_server = shown({"token", "@app", "https://a.test:8443"});
    CHECK(of_server.place.url == "https://a.test:8443");
    CHECK(shown({"token", "--session=app"}).session.value == "app");
    CHECK(shown({"token", "--session-read-only=./s.json", ":8080"}).session.value == "./s.json");
}

TEST_CASE("token command: --decode asks for what it says", "[cli]") {
    CHECK(shown({"token", "@app", "--decode"}).what == ShowToken::What::claims);
    CHECK(shown({"token", "--decode", "@app", ":8080"}).what == ShowToken::What::claims);
}

TEST_CASE("token command: what is wrong is a usage error", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        std::string_view what;
    };

    const Case cases[] = {
        {"no session", {"token"}, "token needs a session"},
        {"a server without one", {"token", ":8080"}, "token needs a session"},
        {"an empty one", {"token", "@"}, "token needs a session"},
        {"two servers", {"token", "@app", ":8080", ":8081"}, "token is used wrongly"},
        {"two sessions", {"token", "@app", "--session=b"}, "more than one session"},
        {"an option of requests", {"token", "@app", "--follow"}, "token has no option --follow"},
        {"an option that is none", {"token", "@app", "--decod"}, "--decod"},
        {"--decode of a request", {"--decode", "x.test"}, "--decode is for latch token"},
        {"--decode of a login", {"login", "@app", "--decode", "x.test", "b"}, "no option --decode"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        const auto invocation = parsed(c.words);
        REQUIRE_FALSE(invocation);
        CHECK(invocation.error().kind() == latch::base::ErrorKind::usage);
        CHECK_THAT(invocation.error().what(), Contains(std::string(c.what)));
    }
}

TEST_CASE("token command: a host of that name is reached by its URL", "[cli]") {
    CHECK(sent({"http://token"}).request.url == "http://token");
}
