// SPDX-License-Identifier: MIT
#include "latch/access/refresh.hpp"

#include "support/catch.hpp"
#include "support/jwt.hpp"
#include "visits.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using latch::base::Clock;
using latch::base::Secret;
using Words = std::vector<std::string>;

namespace {

const Clock::time_point now = Clock::time_point(1'800'000'000s);

latch::http::Hop answered(unsigned status, const std::string& challenge = "") {
    latch::http::Hop hop;
    hop.response.status = status;
    hop.received = now;
    if (!challenge.empty()) {
        hop.response.headers.add("WWW-Authenticate", challenge);
    }
    return hop;
}

VisitAnswer answers(unsigned status, std::string body = "{}") {
    latch::http::Headers headers;
    headers.add("Content-Type", "application/json");
    return {status, headers, std::move(body), ""};
}

RefreshSituation trying(bool known, const Words& places) {
    RefreshSituation situation{.places = {}, .is_known = known, .body = R"({"refreshToken":"r"})"};
    for (const std::string& place : places) {
        situation.places.push_back(a_url(place));
    }
    return situation;
}

} // namespace

TEST_CASE("refresh: a token is due half a minute before its end, a short one later", "[access]") {
    CHECK_FALSE(is_due({}, now));
    CHECK_FALSE(is_due({.ends = now + 31s}, now));
    CHECK(is_due({.ends = now + 30s}, now));
    CHECK(is_due({.ends = now + 30s, .lifetime = 1h}, now));
    CHECK_FALSE(is_due({.ends = now + 7s, .lifetime = 60s}, now));
    CHECK(is_due({.ends = now + 6s, .lifetime = 60s}, now));
    CHECK(is_due({.ends = now - 48h}, now));
    CHECK_FALSE(has_ended({}, now));
    CHECK_FALSE(has_ended({.ends = now + 1s}, now));
    CHECK(has_ended({.ends = now}, now));
}

TEST_CASE("refresh: which answers say that a token is taken no more", "[access]") {
    struct Row {
        latch::http::Hop hop;
        TokenLife life;
        Loss loss;
    };

    const TokenLife good{.ends = now + 1h};
    const TokenLife over{.ends = now - 1s};
    const TokenLife unknown{};
    const std::string invalid =
        R"(Bearer error="invalid_token", error_description="expired, long")";
    const std::string rights = R"(Bearer error="insufficient_scope", scope="admin")";
    for (const Row& row : std::vector<Row>{
             {answered(200), over, Loss::none},
             {answered(401), good, Loss::certain},
             {answered(401, invalid), good, Loss::certain},
             {answered(401, rights), good, Loss::none},
             {answered(403), good, Loss::none},
             {answered(403), over, Loss::certain},
             {answered(403), unknown, Loss::certain},
             {answered(403, rights), unknown, Loss::none},
             {answered(403, invalid), over, Loss::none},
             {answered(500), over, Loss::none},
         }) {
        INFO(row.hop.response.status << ' ' << bool(row.life.ends));
        CHECK(loss_of_token(row.hop, row.life) == row.loss);
    }
    CHECK(loss_without_token(answered(401)) == Loss::certain);
    CHECK(loss_without_token(answered(403)) == Loss::none);
}

TEST_CASE("refresh: where a token may be refreshed, if nobody has said", "[access]") {
    CHECK(
        refresh_places("/api/auth/login?x=1", {}) ==
        Words{
            "/api/auth/refresh",
            "/api/auth/refresh-token",
            "/api/auth/token/refresh",
            "/api/refresh",
            "/api/refresh-token",
            "/api/token/refresh"}
    );
    CHECK(refresh_places("/login", {}) == Words{"/refresh", "/refresh-token", "/token/refresh"});
    latch::http::Cookie cookie;
    cookie.name = "myRefreshToken";
    cookie.path = "/session/renew";
    CHECK(refresh_places("/login", {&cookie}).front() == "/session/renew");
    cookie.path = "/";
    CHECK(refresh_places("/login", {&cookie}).front() == "/refresh");
    cookie.path = "//evil.test/renew";
    CHECK(refresh_places("/login", {&cookie}).front() == "/refresh");
    cookie.path = "/session/renew";
    cookie.name = "other";
    CHECK(refresh_places("/login", {&cookie}).front() == "/refresh");
}

TEST_CASE("refresh: the token goes by the name that it came by", "[access]") {
    CHECK(refresh_json({}, Secret("a\"b")) == R"({"refreshToken":"a\"b"})");
    LoginNames names;
    names.refresh = "refresh_token";
    CHECK(refresh_json(names, Secret("r")) == R"({"refresh_token":"r"})");
}

TEST_CASE("refresh: a place that is known gives a token, or refuses", "[access]") {
    const auto talked = [](const VisitAnswer& answer) {
        RefreshTalk talk(trying(true, {"/auth/refresh"}));
        const Words made = visit(talk, [&](const Visit& visit) {
            CHECK(visit.kind == VisitKind::data);
            CHECK(visit.form == R"({"refreshToken":"r"})");
            return answer;
        });
        CHECK(made.size() == 1);
        return talk;
    };
    const std::string token = a_jwt(R"({"sub":"a"})");
    const RefreshTalk good =
        talked(answers(200, R"({"accessToken":")" + token + R"(","refreshToken":"r2"})"));
    CHECK(good.verdict() == LoginVerdict::signed_in);
    CHECK(good.token().token.reveal() == token);
    CHECK(good.token().refresh.reveal() == "r2");
    CHECK(good.token().refresh_name == "refreshToken");
    CHECK(good.place().path == "/auth/refresh");
    for (const unsigned status : {400U, 401U, 403U}) {
        const RefreshTalk refused = talked(answers(status, R"({"message":"used already"})"));
        CHECK(refused.verdict() == LoginVerdict::refused);
        CHECK_THAT(refused.error().cause(), Contains("at /auth/refresh: used already"));
    }
    for (const unsigned status : {200U, 404U, 500U, 503U}) {
        CHECK(talked(answers(status)).verdict() == LoginVerdict::failed);
    }
}

TEST_CASE("refresh: places are tried until one gives a token", "[access]") {
    const std::string token = a_jwt(R"({"sub":"a"})");
    RefreshTalk talk(trying(false, {"/a", "/b", "/c"}));
    const Words made = visit(talk, [&](const Visit& visit) {
        return visit.url.path == "/b" ? answers(200, R"({"token":")" + token + R"("})")
                                      : answers(401);
    });
    CHECK(made.size() == 2);
    CHECK(talk.verdict() == LoginVerdict::signed_in);
    CHECK(talk.place().path == "/b");

    RefreshTalk vain(trying(false, {"/a", "/b"}));
    CHECK(visit(vain, [](const Visit&) { return answers(401); }).size() == 2);
    CHECK(vain.verdict() == LoginVerdict::failed);
}
