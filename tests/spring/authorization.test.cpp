// SPDX-License-Identifier: MIT
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;
using Words = std::vector<std::string>;

namespace {

// The pair of RFC 7636, appendix B.
constexpr std::string_view verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr std::string_view challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const std::string callback = "http://127.0.0.1:45678/callback";
const std::string device_grant = "grant_type=urn:ietf:params:oauth:grant-type:device_code";

/// What a client with a secret sends.
Words as(const std::string& credentials, Words fields) {
    fields.insert(fields.begin(), "--auth=" + credentials);
    return fields;
}

/// A program, which has no session: what it is answered at an endpoint of the authorization server.
Ran ask(const Latch& latch, const Visitor& at, std::string_view path, const Words& fields) {
    Words words{"--form", "POST", at.url(path)};
    words.insert(words.end(), fields.begin(), fields.end());
    return latch.run(words);
}

json tokens(const Ran& answer) {
    INFO(answer.out << answer.err);
    REQUIRE(answer.exit_code == 0);
    return json::parse(answer.out);
}

/// Who the API takes the bearer of that token for.
std::string user_of(const Latch& latch, const Visitor& at, const json& answer) {
    const std::string token = answer.at("access_token").get<std::string>();
    const Ran me = latch.run({"--bearer", token, at.url("/api/me")});
    INFO(me.err);
    REQUIRE(me.exit_code == 0);
    return json::parse(me.out).at("user").get<std::string>();
}

void log_in(Latch& latch, const Visitor& visitor) {
    latch.set("PW", "wonderland");
    const Ran ran =
        latch.run({"login", "@app", visitor.url("/login"), "alice", "--auth-from=env:PW"});
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
}

/// The value of a hidden field; fails the test without one.
std::string hidden(const std::string& page, std::string_view name) {
    const std::string before = "name=\"" + std::string(name) + "\" value=\"";
    const auto begin = page.find(before);
    INFO(page);
    REQUIRE(begin != std::string::npos);
    const auto value = begin + before.size();
    return page.substr(value, page.find('"', value) - value);
}

/// Where an answer leads.
std::string location(const Ran& answer) {
    const std::string before = "\r\nLocation: ";
    const auto begin = answer.out.find(before);
    INFO(answer.out << answer.err);
    REQUIRE(begin != std::string::npos);
    const auto value = begin + before.size();
    return answer.out.substr(value, answer.out.find('\r', value) - value);
}

/// What a person at a browser sends for a client of the code flow, and the redirect it ends with.
Ran authorize(const Visitor& person, const std::string& client) {
    return person.run(
        {"--print=hb", "--show-secrets"},
        {"GET",
         person.url("/oauth2/authorize"),
         "Accept:text/html",
         "response_type==code",
         "client_id==" + client,
         "scope==read",
         "state==ours",
         "redirect_uri==" + callback,
         "code_challenge==" + std::string(challenge),
         "code_challenge_method==S256"}
    );
}

std::string code_in(const std::string& redirect) {
    CHECK_THAT(redirect, StartsWith(callback + "?code=") && Contains("&state=ours"));
    const auto begin = redirect.find("code=") + 5;
    return redirect.substr(begin, redirect.find('&', begin) - begin);
}

} // namespace

TEST_CASE("spring as: a program's own token, by Basic and by post", "[spring]") {
    const Latch latch;
    const Visitor at(latch, "as");
    const Words asked{"grant_type=client_credentials", "scope=read"};
    const Journal journal("as");
    const json by_basic =
        tokens(ask(latch, at, "/oauth2/token", as("machine:machine-secret", asked)));
    CHECK(by_basic.at("token_type") == "Bearer");
    CHECK_FALSE(by_basic.contains("refresh_token"));
    CHECK(user_of(latch, at, by_basic) == "machine");

    Words posted = asked;
    posted.insert(posted.end(), {"client_id=machine", "client_secret=machine-secret"});
    CHECK(user_of(latch, at, tokens(ask(latch, at, "/oauth2/token", posted))) == "machine");
    CHECK(
        journal.in_words() ==
        Words{
            "POST /oauth2/token 200",
            "GET /api/me 200",
            "POST /oauth2/token 200",
            "GET /api/me 200"}
    );

    const Ran refused = ask(latch, at, "/oauth2/token", as("machine:guessed", asked));
    CHECK(refused.exit_code == 4);
    CHECK(json::parse(refused.out).at("error") == "invalid_client");
}

TEST_CASE("spring as: a code with PKCE, by the form login and the consent", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "as");
    CHECK(authorize(alice, "cli").exit_code == 7);
    log_in(latch, alice);
    const Ran consent = authorize(alice, "cli");
    REQUIRE(consent.exit_code == 0);
    const Journal journal("as");
    const Ran agreed = alice.run(
        {"--form", "--print=h", "--show-secrets"},
        {"POST",
         alice.url("/oauth2/authorize"),
         "client_id=cli",
         "scope=read",
         "state=" + hidden(consent.out, "state")}
    );
    CHECK(journal.in_words() == Words{"POST /oauth2/authorize 302"});

    const Words redeemed{
        "grant_type=authorization_code",
        "client_id=cli",
        "redirect_uri=" + callback,
        "code=" + code_in(location(agreed)),
        "code_verifier=" + std::string(verifier)};
    CHECK(user_of(latch, alice, tokens(ask(latch, alice, "/oauth2/token", redeemed))) == "alice");
    const Ran again = ask(latch, alice, "/oauth2/token", redeemed);
    CHECK(again.exit_code == 4);
    CHECK(json::parse(again.out).at("error") == "invalid_grant");
}

TEST_CASE("spring as: refresh tokens that are good for one use", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "as");
    log_in(latch, alice);
    const std::string client = "brief:brief-secret";
    const json first = tokens(
        ask(latch,
            alice,
            "/oauth2/token",
            as(client,
               {"grant_type=authorization_code",
                "redirect_uri=" + callback,
                "code=" + code_in(location(authorize(alice, "brief"))),
                "code_verifier=" + std::string(verifier)}))
    );
    CHECK(first.at("expires_in").get<int>() <= 5);
    const Words refresh{
        "grant_type=refresh_token",
        "refresh_token=" + first.at("refresh_token").get<std::string>()};
    const json second = tokens(ask(latch, alice, "/oauth2/token", as(client, refresh)));
    CHECK(second.at("refresh_token") != first.at("refresh_token"));
    CHECK(user_of(latch, alice, second) == "alice");
    const Ran again = ask(latch, alice, "/oauth2/token", as(client, refresh));
    CHECK(json::parse(again.out).at("error") == "invalid_grant");
}

TEST_CASE("spring as: a device that somebody lets in at another screen", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "as");
    const json begun =
        tokens(ask(latch, alice, "/oauth2/device_authorization", {"client_id=device", "scope=read"})
        );
    CHECK(begun.at("verification_uri") == alice.url("/activate"));
    const Words poll{
        "client_id=device",
        device_grant,
        "device_code=" + begun.at("device_code").get<std::string>()};
    const Ran early = ask(latch, alice, "/oauth2/token", poll);
    CHECK(early.exit_code == 4);
    CHECK(json::parse(early.out).at("error") == "authorization_pending");

    log_in(latch, alice);
    const Ran consent = alice.run(
        {"--follow"},
        {"GET", begun.at("verification_uri_complete").get<std::string>(), "Accept:text/html"}
    );
    REQUIRE(consent.exit_code == 0);
    const Ran agreed = alice.run(
        {"--form", "--print=h"},
        {"POST",
         alice.url("/oauth2/device_verification"),
         "client_id=device",
         "scope=read",
         "user_code=" + begun.at("user_code").get<std::string>(),
         "state=" + hidden(consent.out, "state")}
    );
    CHECK_THAT(location(agreed), Contains("/?success"));

    const json got = tokens(ask(latch, alice, "/oauth2/token", poll));
    CHECK(user_of(latch, alice, got) == "alice");
    const json refreshed = tokens(
        ask(latch,
            alice,
            "/oauth2/token",
            {"grant_type=refresh_token",
             "client_id=device",
             "refresh_token=" + got.at("refresh_token").get<std::string>()})
    );
    CHECK(user_of(latch, alice, refreshed) == "alice");
}

TEST_CASE("spring as: both places of discovery name the endpoints", "[spring]") {
    const Latch latch;
    const Visitor at(latch, "as");
    for (const std::string place : {"openid-configuration", "oauth-authorization-server"}) {
        INFO(place);
        const Ran ran = latch.run({at.url("/.well-known/" + place)});
        REQUIRE(ran.exit_code == 0);
        const json told = json::parse(ran.out);
        CHECK(told.at("issuer") == at.url(""));
        CHECK(told.at("token_endpoint") == at.url("/oauth2/token"));
        CHECK(told.at("authorization_endpoint") == at.url("/oauth2/authorize"));
        CHECK(told.at("device_authorization_endpoint") == at.url("/oauth2/device_authorization"));
    }
}
