// SPDX-License-Identifier: MIT
#include "latch/query/health.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::query;

TEST_CASE("health: the status of a service, and which components are down", "[query]") {
    struct Case {
        std::string why, text, status;
        std::vector<std::string> down;
    };

    const std::vector<Case> cases{
        {"as Spring hides details", R"({"status":"UP"})", "UP", {}},
        {"with groups", R"({"status":"UP","groups":["liveness","readiness"]})", "UP", {}},
        {"with blanks around", "\r\n { \"status\" : \"DOWN\" } \n", "DOWN", {}},
        {"with components",
         R"({"status":"DOWN","components":{"db":{"status":"DOWN","details":{"status":"UP"}},)"
         R"("disk":{"status":"UP"},"queue":{"status":"OUT_OF_SERVICE"},"odd":7}})",
         "DOWN",
         {"db", "queue"}},
        {"MicroProfile", R"({"status":"UP","checks":[]})", "UP", {}},
        {"a word of its own", R"({"status":"STARTING"})", "STARTING", {}},
        {"behind other members", R"({"a":{"status":"DOWN"},"status":"ok"})", "ok", {}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto health = read_health(c.text);
        REQUIRE(health);
        CHECK(health->status == c.status);
        CHECK(health->down == c.down);
    }
}

TEST_CASE("health: what is about something else tells none", "[query]") {
    const std::vector<std::string> texts{
        "",
        "UP",
        R"("UP")",
        "null",
        "[]",
        "{}",
        R"([{"status":"UP"}])",
        R"({"status":503})",
        R"({"status":""})",
        R"({"status":null})",
        R"({"status":"UP")",
        R"({"status":"UP"} and more)",
        R"({"Status":"UP"})",
        R"({"status":")" + std::string(41, 'x') + R"("})",
        "<html>UP</html>",
    };
    for (const std::string& text : texts) {
        INFO(text);
        CHECK_FALSE(read_health(text));
    }
}

TEST_CASE("health: two words say that a service takes no requests", "[query]") {
    CHECK(is_down("DOWN"));
    CHECK(is_down("OUT_OF_SERVICE"));
    for (const std::string word : {"UP", "UNKNOWN", "ok", "DOWNLOADING", "down", ""}) {
        INFO(word);
        CHECK_FALSE(is_down(word));
    }
}
