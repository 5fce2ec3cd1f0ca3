// SPDX-License-Identifier: MIT
#include "access/greeting.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using latch::access::Greeting;
using latch::access::read_greeting;
using latch::access::speaks_of_credentials;

namespace {

using Bodies = std::vector<std::string_view>;

void check_all(const Bodies& bodies, Greeting::Sense sense) {
    for (const std::string_view body : bodies) {
        INFO(body);
        CHECK(read_greeting(body, "alice").sense == sense);
    }
}

} // namespace

TEST_CASE("greeting: what an answer with 200 says against a login", "[access]") {
    const Bodies by_errors{
        R"({"error":"Bad credentials"})",
        R"({"errors":["too short"]})",
        R"({"fieldErrors":{"email":"no"}})",
        R"({"errorCode":"BAD_CREDENTIALS","errorMessage":"x"})",
        R"({"error_description":"bad"})",
        R"({"exception":"AuthenticationException"})",
        R"({"response":{"error":"bad"}})",
    };
    const Bodies by_claims{
        R"({"user":null,"success":false})",
        R"({"ok":false})",
        R"({"logged_in":false})",
        R"({"isAuthenticated":"false"})",
        R"({"isLoggedIn":false})",
        R"({"success":0})",
        R"({"success":"no"})",
        R"({"success":"False"})",
        R"({"login":false})",
        R"({"data":{"success":false}})",
        R"({"user":null})",
        R"({"id":7,"success":false})",
    };
    const Bodies by_statuses{
        R"({"status":"error"})",
        R"({"status":"FAILED"})",
        R"({"status":"KO"})",
        R"({"status":401})",
        R"({"status":"401"})",
        R"({"code":403})",
        R"({"state":"error"})",
        R"({"result":false})",
    };
    const Bodies by_demands{
        R"({"mfaRequired":true})",
        R"({"two_factor":{"way":"sms"}})",
        R"({"captchaRequired":true})",
        R"({"anonymous":true})",
    };
    const Bodies by_words{
        R"({"message":"Wrong password"})",
        R"({"message":"Bad username or password"})",
        R"({"message":"Password mismatch"})",
        R"({"reason":"bad password"})",
        R"({"code":1,"msg":"bad login"})",
        R"({"msg":"User not found"})",
        R"(["bad credentials"])",
        R"("invalid")",
        "false",
        "null",
        "0",
        "Bad credentials",
    };
    for (const Bodies& bodies : {by_errors, by_claims, by_statuses, by_demands, by_words}) {
        check_all(bodies, Greeting::Sense::denial);
    }
}

TEST_CASE("greeting: what speaks for it", "[access]") {
    const Bodies welcomes{
        "",
        " \n",
        "{}",
        "true",
        "OK",
        "Welcome, alice",
        R"("ok")",
        R"({"user":"alice","error":null,"errors":[]})",
        R"({"success":true,"status":"ok","code":0})",
        R"({"success":"true"})",
        R"({"status":200,"message":"Login successful"})",
        R"({"two_factor":false,"id":7})",
        R"({"exception":"","roles":["USER"]})",
        R"({"name":"Alice"})",
        R"({"data":{"user":{"id":1}}})",
        R"({"code":20000,"msg":"ok"})",
    };
    check_all(welcomes, Greeting::Sense::welcome);
}

TEST_CASE("greeting: what says neither is no proof", "[access]") {
    const Bodies others{
        "[]",
        "hello",
        R"({"color":"red"})",
        R"({"code":1})",
        R"({"code":-1})",
        R"({"name":"bob"})",
        R"({"two_factor":false})",
        R"(["alice"])",
        R"({"roles":[]})",
        "<!doctype html><h1>Welcome</h1>",
        R"({"user":"alice")",
    };
    check_all(others, Greeting::Sense::unclear);
}

TEST_CASE(
    "greeting: a denial is given in the words of the answer, not in all of them", "[access]"
) {
    const auto words = [](std::string_view body) { return read_greeting(body, "alice").words; };
    CHECK(words(R"({"success":false})") == "its JSON says success: false");
    CHECK(words("Login failed\n") == "it says: Login failed");
    CHECK(words(std::string(300, 'x')) == "it is neither JSON nor a token");
    const std::string long_text =
        words(R"({"errors":{"a":")" + std::string(100'000, 'x') + R"("}})");
    CHECK(long_text.size() < 210);
}

TEST_CASE("greeting: a refusal that names the credentials is about nothing else", "[access]") {
    CHECK(speaks_of_credentials(R"({"message":"Bad credentials"})"));
    CHECK(speaks_of_credentials("Wrong password"));
    CHECK(speaks_of_credentials(R"({"error":"user account is locked"})"));
    CHECK_FALSE(speaks_of_credentials(R"({"status":403,"error":"Forbidden","path":"/api/login"})"));
    CHECK_FALSE(speaks_of_credentials(""));
    CHECK_FALSE(speaks_of_credentials("<html>" + std::string(2000, ' ') + "password"));
}
