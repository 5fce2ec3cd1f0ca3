// SPDX-License-Identifier: MIT
#include "latch/access/discovery_talk.hpp"

#include "support/catch.hpp"
#include "visits.hpp"

#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

VisitAnswer json(std::string body, unsigned status = 200) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body), ""};
}

std::string metadata(const std::string& issuer) {
    return R"({"issuer":")" + issuer + R"(","token_endpoint":")" + issuer + R"(/token"})";
}

} // namespace

TEST_CASE("discovery: an issuer is asked at its places, until one answers", "[access]") {
    DiscoveryTalk talk(
        {.resource = a_url("https://api.test/x"), .issuer = a_url("https://as.test/r")}
    );
    const Words made = visit(talk, [](const Visit& visit) {
        return visit.url.path == "/.well-known/oauth-authorization-server/r"
                   ? json(metadata("https://as.test/r"))
                   : json("", 404);
    });
    CHECK(
        made ==
        Words{
            "GET /r/.well-known/openid-configuration",
            "GET /.well-known/oauth-authorization-server/r"}
    );
    REQUIRE(talk.server());
    CHECK(talk.server()->token == "https://as.test/r/token");
}

TEST_CASE("discovery: a resource says who hands out tokens, else it does itself", "[access]") {
    DiscoveryTalk talk({.resource = a_url("https://api.test/x")});
    const Words made = visit(talk, [](const Visit& visit) {
        if (visit.url.path == "/x") {
            VisitAnswer answer = json("", 401);
            answer.headers.add(
                "WWW-Authenticate",
                R"(Bearer resource_metadata="https://api.test/.well-known/oauth-protected-resource")"
            );
            return answer;
        }
        return visit.url.host == "api.test"
                   ? json(
                         R"({"resource":"https://api.test","authorization_servers":["https://as.test"]})"
                     )
                   : json(metadata("https://as.test"));
    });
    CHECK(
        made ==
        Words{
            "GET /x",
            "GET /.well-known/oauth-protected-resource",
            "GET /.well-known/openid-configuration"}
    );
    REQUIRE(talk.server());
    CHECK(talk.server()->token == "https://as.test/token");

    DiscoveryTalk itself({.resource = a_url("https://api.test/x")});
    visit(itself, [](const Visit& visit) {
        if (visit.url.path != "/x") {
            return json(metadata("https://api.test"));
        }
        VisitAnswer answer = json("", 401);
        answer.headers.add("WWW-Authenticate", R"(Bearer resource_metadata="https://evil.test/m")");
        return answer;
    });
    REQUIRE(itself.server());
    CHECK(itself.server()->token == "https://api.test/token");
}

TEST_CASE("discovery: where nobody tells, that is said once", "[access]") {
    DiscoveryTalk talk({.resource = a_url("https://api.test/x"), .issuer = a_url("https://as.test")}
    );
    CHECK(visit(talk, [](const Visit&) { return json("<h1>", 404); }).size() == 2);
    CHECK_FALSE(talk.server());
    CHECK_THAT(talk.error().what(), Contains("no authorization server at https://as.test"));
    CHECK_THAT(talk.error().cause(), Contains("404 at /.well-known/openid-configuration"));
}
