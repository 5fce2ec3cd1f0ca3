// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/jwt.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;

namespace {

/// A session that has this of http://a.test.
std::string session_with(const std::string& members) {
    return R"({"latch": {"session": 1}, "origins": {"http://a.test": {)" + members + "}}}";
}

std::string bearer(const std::string& token, const std::string& more = "") {
    return R"("auth": {"type": "bearer", "secret": ")" + token + '"' + more + '}';
}

/// Has the session hold that; whatever it held before.
void keep(const Latch& latch, const std::string& text) {
    const auto file = latch.session_file("app");
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

const std::string lasting = a_jwt(R"({"sub":"alice","exp":9000000000,"n":1.0})");
const std::string ended = a_jwt(R"({"sub":"alice","exp":1300819380})");

} // namespace

TEST_CASE("token: it is printed alone", "[cli]") {
    Latch latch;
    keep(latch, session_with(bearer(lasting)));
    const Ran ran = latch.run({"token", "@app"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == lasting + '\n');
    CHECK(ran.err.empty());
    CHECK(latch.run({"token", "@app", "a.test"}).out == lasting + '\n');
    CHECK(latch.run({"token", "@app", "http://a.test/api/me"}).out == lasting + '\n');
}

TEST_CASE("token: --decode lays its claims out, as they are written", "[cli]") {
    Latch latch;
    keep(latch, session_with(bearer(lasting)));
    const Ran ran = latch.run({"token", "@app", "--decode"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "{\n    \"sub\": \"alice\",\n    \"exp\": 9000000000,\n    \"n\": 1.0\n}\n");
}

TEST_CASE("token: one that has ended is exit code 7, and not printed", "[cli]") {
    Latch latch;
    keep(latch, session_with(bearer(ended)));
    const Ran ran = latch.run({"token", "@app"});
    CHECK(ran.exit_code == 7);
    CHECK(ran.out.empty());
    check_error(ran.err, "the token for http://a.test has expired");
    CHECK_THAT(ran.err, Contains("2011-03-22T18:43:00Z"));
    CHECK_THAT(ran.err, Contains("latch login"));
    const Ran claims = latch.run({"token", "@app", "--decode"});
    CHECK(claims.exit_code == 7);
    CHECK_THAT(claims.out, Contains("\"exp\": 1300819380"));
    check_error(claims.err, "the token for http://a.test has expired");
}

TEST_CASE("token: what the session says of its end comes before the token's own word", "[cli]") {
    Latch latch;
    const std::string past = R"(, "expires": "2020-01-01T00:00:00Z")";
    keep(latch, session_with(bearer(lasting, past)));
    CHECK(latch.run({"token", "@app"}).exit_code == 7);
    keep(latch, session_with(bearer("opaque-token", past)));
    CHECK(latch.run({"token", "@app"}).exit_code == 7);
    const std::string future = R"(, "expires": "2200-01-01T00:00:00Z")";
    keep(latch, session_with(bearer(ended, future)));
    CHECK(latch.run({"token", "@app"}).out == ended + '\n');
}

TEST_CASE("token: none is exit code 7, and says how to get one", "[cli]") {
    Latch latch;
    keep(latch, session_with(""));
    for (const Words& words :
         {Words{"token", "@app"}, Words{"token", "@app", "b.test"}, Words{"token", "@new"}}) {
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 7);
        CHECK(ran.out.empty());
        check_error(ran.err, "there is no token");
        CHECK_THAT(ran.err, Contains("latch login @SESSION --json"));
    }
    CHECK_FALSE(std::filesystem::exists(latch.session_file("new")));
}

TEST_CASE("token: of several servers one is named, or is the session's base", "[cli]") {
    Latch latch;
    const std::string both = R"("http://a.test": {)" + bearer("token-of-a") +
                             R"(}, "http://b.test:8080": {)" + bearer("token-of-b") + "}";
    keep(latch, R"({"latch": {"session": 1}, "origins": {)" + both + "}}");
    const Ran none = latch.run({"token", "@app"});
    CHECK(none.exit_code == 64);
    check_error(none.err, "the session holds more than one token");
    CHECK(latch.run({"token", "@app", "b.test:8080"}).out == "token-of-b\n");
    keep(
        latch,
        R"({"latch": {"session": 1}, "base": "http://b.test:8080/v1", "origins": {)" + both + "}}"
    );
    CHECK(latch.run({"token", "@app"}).out == "token-of-b\n");
    CHECK(latch.run({"token", "@app", "/x"}).out == "token-of-b\n");
}

TEST_CASE("token: it is had where the session says it is", "[cli]") {
    Latch latch;
    keep(latch, session_with(R"("auth": {"type": "bearer", "secret": {"env": "TOKEN"}})"));
    const Ran unset = latch.run({"token", "@app"});
    CHECK(unset.exit_code == 64);
    CHECK_THAT(unset.err, Contains("TOKEN"));
    latch.set("TOKEN", "fr0m-the-variable");
    CHECK(latch.run({"token", "@app"}).out == "fr0m-the-variable\n");
}

TEST_CASE("token: what cannot be decoded is said, and not shown", "[cli]") {
    struct Case {
        std::string why;
        std::string token;
        std::string cause;
    };

    const std::vector<Case> cases{
        {"an opaque one", "0b52b4a2-3f0c", "it is no JSON Web Token"},
        {"one of 100 KB", a_jwt('"' + std::string(100'000, 'x') + '"'), "longer than 64 KiB"},
        {"claims that are none", a_jwt("[]"), "no JSON object"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Latch latch;
        keep(latch, session_with(bearer(c.token)));
        const Ran ran = latch.run({"token", "@app", "--decode"});
        CHECK(ran.exit_code == 1);
        CHECK(ran.out.empty());
        check_error(ran.err, "the token cannot be decoded");
        CHECK_THAT(ran.err, Contains(c.cause));
    }
}

TEST_CASE("token: claims cannot steer a terminal", "[cli]") {
    Latch latch;
    keep(
        latch,
        session_with(bearer(a_jwt("{\"sub\":\"a\xc2\x9b"
                                  "2J\x7f\"}")))
    );
    const Ran ran = latch.run({"token", "@app", "--decode"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("\xc2\x9b") == std::string::npos);
    CHECK(ran.out.find('\x7f') == std::string::npos);
}
