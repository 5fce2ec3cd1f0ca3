// SPDX-License-Identifier: MIT
#include "latch/access/jwt.hpp"

#include "support/catch.hpp"
#include "support/jwt.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch::access;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using latch::base::Clock;
using latch::test::a_jwt;
using latch::test::token_part;

namespace {

constexpr Clock::time_point epoch{};

} // namespace

TEST_CASE("jwt: a text is known by its parts and its header", "[access]") {
    struct Case {
        std::string why;
        std::string text;
        bool is_one;
    };

    const std::string part = token_part(R"({"sub":"bob"})");
    const std::vector<Case> cases{
        {"signed", a_jwt(R"({"sub":"bob"})"), true},
        {"unsigned", token_part(R"({"alg":"none"})") + '.' + part + '.', true},
        {"the example of RFC 7519, 3.1",
         "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
         "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
         "cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
         true},
        {"nothing", "", false},
        {"two parts", token_part(R"({"alg":"HS256"})") + '.' + part, false},
        {"four parts", a_jwt("{}") + ".x", false},
        {"dots alone", "..", false},
        {"no claims", token_part(R"({"alg":"HS256"})") + "..c2ln", false},
        {"a header without alg", a_jwt("{}", R"({"typ":"JWT"})"), false},
        {"an alg that is no text", a_jwt("{}", R"({"alg":7})"), false},
        {"a header that is no object", a_jwt("{}", R"(["alg"])"), false},
        {"a header that is no JSON", a_jwt("{}", "alg"), false},
        {"a version number", "1.2.3", false},
        {"a host name", "www.example.test", false},
        {"padding", token_part(R"({"alg":"HS256"})") + '.' + part + "=.c2ln", false},
        {"the other alphabet", token_part(R"({"alg":"HS256"})") + '.' + part + ".a+b/", false},
        {"a line end", a_jwt("{}") + '\n', false},
        {"half a byte", token_part(R"({"alg":"HS256"})") + '.' + part + ".c", false},
        {"too long", a_jwt('"' + std::string(100'000, 'x') + '"'), false},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text.substr(0, 200));
        CHECK(is_jwt(c.text) == c.is_one);
    }
}

TEST_CASE("jwt: the claims stay as they are written", "[access]") {
    const std::string claims = R"({"sub":"ünï","n":12345678901234567890123,"a":1,"a":2})";
    const auto jwt = read_jwt(a_jwt(claims));
    REQUIRE(jwt);
    CHECK(jwt->claims == claims);
    CHECK_FALSE(jwt->expires);
    CHECK_FALSE(jwt->not_before);
    CHECK_FALSE(jwt->issued);
}

TEST_CASE("jwt: its moments are seconds, and nothing else is a moment", "[access]") {
    struct Case {
        std::string why;
        std::string value;
        std::optional<Clock::time_point> moment;
    };

    const std::vector<Case> cases{
        {"seconds", "1300819380", epoch + 1300819380s},
        {"a fraction", "1300819380.25", epoch + 1300819380250ms},
        {"an exponent", "1.3e9", epoch + 1300000000s},
        {"the beginning", "0", epoch},
        {"before it", "-1", epoch - 1s},
        {"text", "\"1300819380\"", std::nullopt},
        {"nothing", "null", std::nullopt},
        {"a list", "[1300819380]", std::nullopt},
        {"beyond the clock", "1e300", epoch + 9223372036s},
        {"before the clock", "-1e300", epoch - 9223372036s},
        {"a whole number beyond the clock", "18446744073709551615", epoch + 9223372036s},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.value);
        const auto jwt = read_jwt(a_jwt(R"({"exp":)" + c.value + R"(,"nbf":1,"iat":2})"));
        REQUIRE(jwt);
        CHECK(jwt->expires == c.moment);
        CHECK(jwt->not_before == epoch + 1s);
        CHECK(jwt->issued == epoch + 2s);
    }
}

TEST_CASE("jwt: what cannot be decoded is said", "[access]") {
    struct Case {
        std::string why;
        std::string text;
        std::string cause;
    };

    const std::string encrypted = token_part(R"({"alg":"dir","enc":"A256GCM"})");
    const std::vector<Case> cases{
        {"another kind of token", "0b52b4a2-3f0c-4f49-8d12-6ab2d4d1b1f7", "no JSON Web Token"},
        {"nothing", "", "no JSON Web Token"},
        {"an encrypted one", encrypted + "..aXY.Y2lwaGVy.dGFn", "it is encrypted"},
        {"claims that are no JSON", a_jwt("sub=bob"), "its claims are no JSON object"},
        {"claims that are a list", a_jwt("[1]"), "its claims are no JSON object"},
        {"claims that break off", a_jwt(R"({"sub":)"), "its claims are no JSON object"},
        {"a number that no machine has",
         a_jwt(R"({"exp":1e999})"),
         "its claims are no JSON object"},
        {"a hundred kilobytes", a_jwt('"' + std::string(75'000, 'x') + '"'), "longer than 64 KiB"},
        {"brackets without end", a_jwt(std::string(40'000, '[')), "its claims are no JSON object"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto jwt = read_jwt(c.text);
        REQUIRE_FALSE(jwt);
        CHECK(jwt.error().kind() == latch::base::ErrorKind::protocol);
        CHECK(jwt.error().what() == "the token cannot be decoded");
        CHECK_THAT(jwt.error().cause(), Contains(c.cause));
    }
}

TEST_CASE("jwt: nesting costs no stack", "[access]") {
    const std::string deep = std::string(20'000, '[') + std::string(20'000, ']');
    const auto jwt = read_jwt(a_jwt(R"({"exp":5,"x":)" + deep + '}'));
    REQUIRE(jwt);
    CHECK(jwt->expires == epoch + 5s);
}
