// SPDX-License-Identifier: MIT
#include "latch/access/grant_talk.hpp"

#include "support/catch.hpp"
#include "visits.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using latch::base::Secret;

namespace {

const OAuthClient client{
    .id = "cl:i",
    .scope = "a b",
    .server = {
        .token = "https://as.test/token",
        .authorize = {},
        .device = "https://as.test/device",
        .revoke = "https://as.test/revoke"}};

VisitAnswer answers(unsigned status, std::string body) {
    latch::http::Headers headers;
    headers.add("Content-Type", "application/json");
    return {status, headers, std::move(body), ""};
}

latch::base::Result<DeviceCode> device_code(unsigned status, const std::string& body) {
    latch::http::Hop hop;
    hop.request.url = a_url("https://as.test/device");
    hop.response.status = status;
    return read_device_code(hop, body, *device_request(client, std::nullopt));
}

} // namespace

TEST_CASE("grant: what a client sends, with a secret and without", "[access]") {
    const ClientSecret none;
    const ClientSecret secret{Secret("p&ss")};
    CHECK(
        client_request(client, none)->form ==
        "grant_type=client_credentials&scope=a+b&client_id=cl%3Ai"
    );
    CHECK_FALSE(client_request(client, none)->authorization);
    const auto proved = client_request(client, secret);
    CHECK(proved->form == "grant_type=client_credentials&scope=a+b");
    // base64 of "cl%3Ai:p%26ss"
    CHECK(proved->authorization->reveal() == "Basic Y2wlM0FpOnAlMjZzcw==");
    CHECK(latch::http::to_string(proved->url) == "https://as.test/token");
    CHECK(
        code_request(
            client,
            none,
            {.code = Secret("c"), .redirect_uri = "http://127.0.0.1:1/", .verifier = Secret("v")}
        )
            ->form ==
        "grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F"
        "&code_verifier=v&client_id=cl%3Ai"
    );
    CHECK(
        refresh_request(client, none, Secret("r"))->form ==
        "grant_type=refresh_token&refresh_token=r&client_id=cl%3Ai"
    );
    CHECK(device_request(client, none)->form == "scope=a+b&client_id=cl%3Ai");
    CHECK(
        device_token_request(client, none, Secret("d"))->form ==
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d"
        "&client_id=cl%3Ai"
    );
    CHECK(revocation_request(client, none, Secret("t"))->form == "token=t&client_id=cl%3Ai");
    CHECK_FALSE(device_request(OAuthClient{.id = "x", .server = {}}, none));
}

TEST_CASE("grant: a token, or why there is none", "[access]") {
    const auto talked = [](const VisitAnswer& answer) {
        GrantTalk talk(*client_request(client, std::nullopt));
        visit(talk, [&](const Visit& visit) {
            CHECK(visit.kind == VisitKind::grant);
            return answer;
        });
        return talk;
    };
    const GrantTalk good = talked(answers(
        200,
        R"({"access_token":"opaque","token_type":"Bearer","expires_in":299,"refresh_token":"r"})"
    ));
    CHECK(good.verdict() == LoginVerdict::signed_in);
    CHECK(good.token().token.reveal() == "opaque");
    CHECK(good.token().refresh.reveal() == "r");
    CHECK(good.token().expires);

    const GrantTalk refused =
        talked(answers(400, R"({"error":"invalid_grant","error_description":"used before"})"));
    CHECK(refused.verdict() == LoginVerdict::refused);
    CHECK(refused.code() == "invalid_grant");
    CHECK(refused.error().cause() == "invalid_grant: used before");
    for (const VisitAnswer& answer : {answers(500, "oops"), answers(200, "{}"), answers(302, "")}) {
        const GrantTalk failed = talked(answer);
        CHECK(failed.verdict() == LoginVerdict::failed);
        CHECK_THAT(failed.error().what(), Contains("no token from https://as.test/token"));
    }
}

TEST_CASE("grant: the code for a device", "[access]") {
    const auto code = device_code(
        200,
        R"({"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"https://as.test/v",)"
        R"("verification_uri_complete":"https://as.test/v?c=1","expires_in":60,"interval":1})"
    );
    REQUIRE(code);
    CHECK(code->device_code.reveal() == "d");
    CHECK(code->user_code == "ABCD-EFGH");
    CHECK(code->whole_page == "https://as.test/v?c=1");
    CHECK(code->lifetime == 60s);
    CHECK(code->interval == 1s);
    const auto shortest = device_code(
        200, R"({"device_code":"d","user_code":"A","verification_uri":"https://as.test/v"})"
    );
    CHECK(shortest->interval == 5s);
    CHECK_THAT(
        device_code(400, R"({"error":"invalid_scope"})").error().cause(), Contains("invalid_scope")
    );
    for (const std::string body : {"", "[]", "{}", R"({"device_code":"d","user_code":"A"})"}) {
        CHECK_FALSE(device_code(200, body));
    }
}
