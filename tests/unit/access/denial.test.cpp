// SPDX-License-Identifier: MIT
#include "access/denial.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using latch::access::denial_in;

TEST_CASE("denial: what an answer with 200 says against a login", "[access]") {
    const std::vector<std::string_view> denials{
        R"({"error":"Bad credentials"})",
        R"({"errors":["too short"]})",
        R"({"fieldErrors":{"email":"no"}})",
        R"({"user":null,"success":false})",
        R"({"ok":false})",
        R"({"logged_in":false})",
        R"({"isAuthenticated":"false"})",
        R"({"status":"error"})",
        R"({"status":"FAILED"})",
        R"({"status":401})",
        R"({"code":403})",
        R"({"result":false})",
        R"({"mfaRequired":true})",
        R"({"two_factor":{"way":"sms"}})",
        R"({"message":"Wrong password"})",
        R"({"msg":"User not found"})",
        R"("invalid")",
        "false",
        "null",
        "Bad credentials",
        "<!doctype html><h1>Welcome</h1>",
        R"({"user":"alice")",
    };
    for (const std::string_view body : denials) {
        INFO(body);
        CHECK(denial_in(body));
    }
}

TEST_CASE("denial: what an answer says for a login, or does not say", "[access]") {
    const std::vector<std::string_view> others{
        "",
        "OK",
        "Welcome, alice",
        "true",
        "[]",
        "{}",
        R"("ok")",
        R"({"user":"alice","error":null,"errors":[]})",
        R"({"success":true,"status":"ok","code":0})",
        R"({"status":200,"message":"Login successful"})",
        R"({"two_factor":false})",
        R"({"exception":""})",
    };
    for (const std::string_view body : others) {
        INFO(body);
        CHECK_FALSE(denial_in(body));
    }
}

TEST_CASE("denial: it is given in the words of the answer", "[access]") {
    CHECK(denial_in(R"({"success":false})") == "its JSON says success: false");
    CHECK(denial_in("Login failed\n") == "it says: Login failed\n");
    CHECK(denial_in(std::string(300, 'x')) == "it is neither JSON nor a token");
}
