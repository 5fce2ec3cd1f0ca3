// SPDX-License-Identifier: MIT
#include "latch/access/oauth.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

Words in_words(const std::vector<latch::http::Url>& urls) {
    Words words;
    for (const latch::http::Url& url : urls) {
        words.push_back(latch::http::to_string(url));
    }
    return words;
}

std::string metadata(const std::string& issuer, const std::string& more = "") {
    return R"({"issuer":")" + issuer + R"(","token_endpoint":")" + issuer + R"(/oauth2/token")" +
           more + '}';
}

} // namespace

TEST_CASE("oauth: grants by their names", "[access]") {
    for (const Grant grant :
         {Grant::client_credentials, Grant::authorization_code, Grant::device_code}) {
        CHECK(grant_of(to_string(grant)) == grant);
    }
    CHECK_FALSE(grant_of("password"));
}

TEST_CASE("oauth: where an issuer tells of itself", "[access]") {
    CHECK(
        in_words(metadata_places(a_url("https://as.test/"))) ==
        Words{
            "https://as.test/.well-known/openid-configuration",
            "https://as.test/.well-known/oauth-authorization-server"}
    );
    CHECK(
        in_words(metadata_places(a_url("https://as.test/realms/one?x=1"))) ==
        Words{
            "https://as.test/realms/one/.well-known/openid-configuration",
            "https://as.test/.well-known/oauth-authorization-server/realms/one",
            "https://as.test/.well-known/openid-configuration/realms/one"}
    );
}

TEST_CASE("oauth: metadata count if they are those of the issuer", "[access]") {
    const auto issuer = a_url("https://as.test");
    const auto read = read_metadata(
        metadata(
            "https://as.test",
            R"(,"authorization_endpoint":"https://as.test/authorize",)"
            R"("device_authorization_endpoint":"https://as.test/device",)"
            R"("revocation_endpoint":"https://as.test/revoke")"
        ),
        issuer
    );
    REQUIRE(read);
    CHECK(
        *read ==
        OAuthServer{
            .token = "https://as.test/oauth2/token",
            .authorize = "https://as.test/authorize",
            .device = "https://as.test/device",
            .revoke = "https://as.test/revoke"}
    );
    CHECK(read_metadata(metadata("https://as.test/"), issuer));
    const std::string names_itself = R"(,"authorization_response_iss_parameter_supported":true)";
    CHECK(
        read_metadata(metadata("https://as.test", names_itself), issuer)->issuer ==
        "https://as.test"
    );
    for (const std::string& body :
         {std::string("<html>"),
          std::string("[]"),
          std::string(R"({"token_endpoint":"https://as.test/token"})"),
          std::string(R"({"issuer":"https://as.test"})"),
          metadata("https://evil.test"),
          metadata("https://as.test/other"),
          metadata("https://as.test", R"(,"authorization_endpoint":"http://as.test/authorize")"),
          metadata("https://as.test", R"(,"authorization_endpoint":"/authorize")")}) {
        INFO(body);
        CHECK_FALSE(read_metadata(body, issuer));
    }
}

TEST_CASE("oauth: a resource names who hands out tokens for it", "[access]") {
    const auto resource = a_url("https://api.test/x");
    const auto read = read_resource_metadata(
        R"({"resource":"https://api.test","authorization_servers":["https://as.test/r"]})", resource
    );
    REQUIRE(read);
    CHECK(latch::http::to_string(*read) == "https://as.test/r");
    for (const std::string body :
         {"",
          "[]",
          "{}",
          R"({"authorization_servers":[]})",
          R"({"authorization_servers":[1]})",
          R"({"authorization_servers":["https://as.test"]})",
          R"({"resource":"https://other.test","authorization_servers":["https://as.test"]})",
          R"({"resource":"https://api.test/y","authorization_servers":["https://as.test"]})",
          R"({"resource":"https://api.test","authorization_servers":["http://as.test"]})"}) {
        INFO(body);
        CHECK_FALSE(read_resource_metadata(body, resource));
    }
}

TEST_CASE("oauth: the proof of RFC 7636, appendix B", "[access]") {
    const std::string octets(
        "\x74\x18\xdf\xb4\x97\x99\xe0\x25\x4f\xfa\x60\x7d\xd8\xad\xbb\xba"
        "\x16\xd4\x25\x4d\x69\xd6\xbf\xf0\x5b\x58\x05\x58\x53\x84\x8d\x79",
        32
    );
    const ProofKey key = proof_key(octets);
    CHECK(key.verifier.reveal() == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    CHECK(key.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE(
    "oauth: the authorization page is asked with all that RFC 6749 and 7636 want", "[access]"
) {
    OAuthClient client{.id = "cli", .scope = "openid message.read", .server = {}};
    const ProofKey key{.verifier = latch::base::Secret("v"), .challenge = "ch"};
    CHECK_FALSE(authorization_url(client, "http://127.0.0.1:1/callback", "st", key));
    client.server.authorize = "https://as.test/authorize?kc=1";
    const auto url = authorization_url(client, "http://127.0.0.1:1/callback", "st", key);
    REQUIRE(url);
    CHECK(
        latch::http::to_string(*url) ==
        "https://as.test/authorize?kc=1&response_type=code&client_id=cli"
        "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&scope=openid+message.read&state=st"
        "&code_challenge=ch&code_challenge_method=S256"
    );
}

TEST_CASE("oauth: only an answer to this login gives a code", "[access]") {
    const auto code = [](const std::string& query) {
        return code_in(a_url("http://127.0.0.1:1/callback?" + query), "st", "");
    };
    REQUIRE(code("code=a%2Fb&state=st"));
    CHECK(code("code=a%2Fb&state=st")->reveal() == "a/b");
    CHECK_THAT(code("code=a&state=other").error().cause(), Contains("another login"));
    CHECK_THAT(code("code=a").error().cause(), Contains("another login"));
    CHECK(
        code("error=access_denied&error_description=not+today&state=st").error().cause() ==
        "access_denied: not today"
    );
    CHECK_THAT(code("state=st").error().cause(), Contains("no code"));
}

TEST_CASE("oauth: a server that says who answers has to be the one that was asked", "[access]") {
    const auto cause = [](const std::string& query) -> std::string {
        const auto code =
            code_in(a_url("http://127.0.0.1:1/callback?" + query), "st", "https://as.test");
        return code ? std::string(code->reveal()) : code.error().cause();
    };
    CHECK(cause("code=a&state=st&iss=https%3A%2F%2Fas.test") == "a");
    CHECK_THAT(cause("code=a&state=st"), Contains("does not come from https://as.test"));
    CHECK_THAT(
        cause("code=a&state=st&iss=https%3A%2F%2Fevil.test"), Contains("does not come from")
    );
    CHECK_THAT(
        cause("error=access_denied&state=st&iss=https%3A%2F%2Fevil.test"),
        Contains("does not come from")
    );
}
