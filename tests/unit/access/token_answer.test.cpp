// SPDX-License-Identifier: MIT
#include "latch/access/token_answer.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"
#include "support/jwt.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using latch::base::Clock;
using latch::http::Headers;

namespace {

constexpr Clock::time_point now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)};

const std::string jwt = a_jwt(R"({"sub":"bob"})");

latch::http::Hop answer(const Headers& headers = {}) {
    latch::http::Hop hop;
    hop.request.url = a_url("/api/login");
    hop.response.status = 200;
    hop.response.headers = headers;
    hop.received = now;
    return hop;
}

/// A token that ends that long after the epoch.
std::string ending(std::chrono::seconds when) {
    return a_jwt(R"({"exp":)" + std::to_string(when.count()) + '}');
}

std::string in_token(const std::string& token) {
    return R"({"token":")" + token + R"("})";
}

} // namespace

TEST_CASE("token answer: every shape of an answer, in order", "[access]") {
    struct Case {
        std::string why;
        Headers headers;
        std::string body;
        std::string token;
        std::string place;
    };

    const std::vector<Case> cases{
        {"token", {}, R"({"token":"t1"})", "t1", "token"},
        {"accessToken", {}, R"({"accessToken":"t1"})", "t1", "accessToken"},
        {"access_token", {}, R"({"access_token":"t1"})", "t1", "access_token"},
        {"jwt", {}, R"({"jwt":"t1"})", "t1", "jwt"},
        {"id_token", {}, R"({"id_token":"t1"})", "t1", "id_token"},
        {"the access token of OpenID",
         {},
         R"({"id_token":"t2","access_token":"t1"})",
         "t1",
         "access_token"},
        {"within data", {}, R"({"ok":true,"data":{"token":"t1"}})", "t1", "data.token"},
        {"within response", {}, R"({"response":{"jwt":"t1"}})", "t1", "response.jwt"},
        {"data holds other things",
         {},
         R"({"data":[1],"response":{"jwt":"t1"}})",
         "t1",
         "response.jwt"},
        {"the outer before the inner",
         {},
         R"({"data":{"token":"t2"},"id_token":"t1"})",
         "t1",
         "id_token"},
        {"with its scheme", {}, R"({"token":"Bearer t1"})", "t1", "token"},
        {"text without a type", {{"Content-Type", "text/plain"}}, in_token("t1"), "t1", "token"},
        {"one that is null", {}, R"({"token":null,"jwt":"t1"})", "t1", "jwt"},
        {"one that is empty", {}, R"({"token":"","jwt":"t1"})", "t1", "jwt"},
        {"one with blanks", {}, R"({"token":"no such token","jwt":"t1"})", "t1", "jwt"},
        {"one that would split a header", {}, R"({"token":"a\r\nX: y","jwt":"t1"})", "t1", "jwt"},
        {"Authorization",
         {{"Authorization", "Bearer t1"}},
         R"({"user":"bob"})",
         "t1",
         "the header Authorization"},
        {"JSON before it",
         {{"Authorization", "Bearer t2"}},
         R"({"id_token":"t1"})",
         "t1",
         "id_token"},
        {"X-Auth-Token", {{"X-Auth-Token", jwt}}, "", jwt, "the header X-Auth-Token"},
        {"a cookie", {{"Set-Cookie", "jwt=t1; HttpOnly"}}, "{}", "t1", "the cookie jwt"},
        {"another",
         {{"Set-Cookie", "a=b"}, {"Set-Cookie", "accessToken=t1; Path=/"}},
         "",
         "t1",
         "the cookie accessToken"},
        {"text", {}, jwt, jwt, "the body"},
        {"a line of text", {}, jwt + "\r\n", jwt, "the body"},
        {"text with its scheme", {}, "Bearer " + jwt, jwt, "the body"},
        {"a JSON string", {}, '"' + jwt + '"', jwt, "the body"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.body);
        const auto received = token_in(answer(c.headers), c.body);
        REQUIRE(received);
        CHECK(received->token.reveal() == c.token);
        CHECK(received->place == c.place);
        CHECK(received->refresh.empty());
        CHECK_FALSE(received->expires);
    }
}

TEST_CASE("token answer: how a token goes with requests", "[access]") {
    CHECK(token_in(answer(), in_token("t"))->carrier == TokenCarrier::bearer);
    CHECK(token_in(answer({{"X-Auth-Token", jwt}}), "")->carrier == TokenCarrier::bearer);
    const std::string session = "0b52b4a2-3f0c-4f49-8d12-6ab2d4d1b1f7";
    CHECK(token_in(answer({{"X-Auth-Token", session}}), "")->carrier == TokenCarrier::header);
    CHECK(token_in(answer({{"Set-Cookie", "jwt=t"}}), "")->carrier == TokenCarrier::cookie);
}

TEST_CASE("token answer: what is no token is none", "[access]") {
    struct Case {
        std::string why;
        Headers headers;
        std::string body;
        std::string cause;
    };

    const std::vector<Case> cases{
        {"nothing", {}, "", "it is empty"},
        {"other JSON", {}, R"({"user":"bob","roles":["USER"]})", "none under a name"},
        {"a list", {}, R"([{"token":"t"}])", "none under a name"},
        {"a number", {}, R"({"token":7})", "none under a name"},
        {"a CSRF token",
         {},
         R"({"token":"t","headerName":"X-CSRF-TOKEN","parameterName":"_csrf"})",
         "none under a name"},
        {"a page", {{"Content-Type", "text/html"}}, "<form>", "neither JSON nor a token"},
        {"a word", {}, "ok", "neither JSON nor a token"},
        {"a word in JSON", {}, "\"ok\"", "none under a name"},
        {"JSON that breaks off", {}, R"({"token":"t)", "neither JSON nor a token"},
        {"Basic", {{"Authorization", "Basic Ym9iOnB3"}}, "{}", "none under a name"},
        {"a scheme alone", {{"Authorization", "Bearer"}}, "{}", "none under a name"},
        {"a session that is over", {{"X-Auth-Token", ""}}, "{}", "none under a name"},
        {"a cookie that goes", {{"Set-Cookie", "jwt=t; Max-Age=0"}}, "{}", "none under a name"},
        {"an empty cookie", {{"Set-Cookie", "jwt="}}, "{}", "none under a name"},
        {"another cookie", {{"Set-Cookie", "JSESSIONID=t"}}, "{}", "none under a name"},
        {"a hundred kilobytes", {}, in_token(std::string(100'000, 'x')), "longer than 64 KiB"},
        {"a long one to refresh",
         {},
         R"({"token":"t","refreshToken":")" + std::string(100'000, 'x') + R"("})",
         "longer than 64 KiB"},
        {"brackets without end", {}, std::string(100'000, '['), "neither JSON nor a token"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.body.substr(0, 200));
        const auto received = token_in(answer(c.headers), c.body);
        REQUIRE_FALSE(received);
        CHECK(received.error().kind() == latch::base::ErrorKind::not_signed_in);
        CHECK_THAT(received.error().cause(), Contains(c.cause));
    }
}

TEST_CASE("token answer: what gets the next token stands beside it", "[access]") {
    struct Case {
        std::string why;
        std::string body;
        std::string refresh;
    };

    const std::vector<Case> cases{
        {"refreshToken", R"({"token":"t","refreshToken":"r"})", "r"},
        {"refresh_token", R"({"access_token":"t","refresh_token":"r"})", "r"},
        {"within data", R"({"data":{"token":"t","refreshToken":"r"}})", "r"},
        {"elsewhere", R"({"token":"t","data":{"refreshToken":"r"}})", ""},
        {"null", R"({"token":"t","refreshToken":null})", ""},
        {"no text", R"({"token":"t","refreshToken":{"a":1}})", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto received = token_in(answer(), c.body);
        REQUIRE(received);
        CHECK(received->refresh.reveal() == c.refresh);
    }
}

TEST_CASE("token answer: when it ends, by our clock", "[access]") {
    struct Case {
        std::string why;
        std::string body;
        std::string date;
        std::optional<Clock::time_point> end;
    };

    const auto today = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    const std::string date = "Mon, 23 Nov 2026 00:00:00 GMT";
    const std::vector<Case> cases{
        {"its own word", in_token(ending(today + 5min)), date, now + 5min},
        {"without a Date", in_token(ending(today + 5min)), "", now + 5min},
        {"a Date that is none", in_token(ending(today + 5min)), "soon", now + 5min},
        {"a moment on the way",
         in_token(ending(today + 5min)),
         "Mon, 23 Nov 2026 00:00:03 GMT",
         now + 5min},
        {"a server two days ahead",
         in_token(ending(today + 48h + 5min)),
         "Wed, 25 Nov 2026 00:00:00 GMT",
         now + 5min},
        {"a server two days behind",
         in_token(ending(today - 48h + 5min)),
         "Sat, 21 Nov 2026 00:00:00 GMT",
         now + 5min},
        {"the token before the answer",
         R"({"expires_in":60,"token":")" + ending(today + 5min) + R"("})",
         date,
         now + 5min},
        {"the answer", R"({"expires_in":60,"token":"opaque"})", date, now + 1min},
        {"the answer in text", R"({"expires_in":"60","token":"opaque"})", date, now + 1min},
        {"the answer with another clock",
         R"({"expires_in":60,"token":"opaque"})",
         "Wed, 25 Nov 2026 00:00:00 GMT",
         now + 1min},
        {"in an envelope", R"({"data":{"expires_in":60,"token":"opaque"}})", date, now + 1min},
        {"for ever", R"({"expires_in":18446744073709551615,"token":"o"})", date, now + 3660 * 24h},
        {"less than nothing", R"({"expires_in":-1,"token":"opaque"})", date, std::nullopt},
        {"no unit", R"({"expiresIn":3600000,"token":"opaque"})", date, std::nullopt},
        {"nobody", R"({"token":"opaque"})", date, std::nullopt},
        {"beyond the clock",
         in_token(a_jwt(R"({"exp":1e300})")),
         date,
         Clock::time_point() + 9223372036s},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.body);
        const Headers headers = c.date.empty() ? Headers{} : Headers{{"Date", c.date}};
        const auto received = token_in(answer(headers), c.body);
        REQUIRE(received);
        CHECK(received->expires == c.end);
    }
}
