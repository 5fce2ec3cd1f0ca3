// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"

#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::string_view secret = "s3cret/\"p&ss\" w\\rd";

/// The password as it is and in each form that it is sent or shown in.
Words forms_of(const std::string& password) {
    return {
        password,
        latch::base::base64_encode(password),
        latch::base::base64_encode("bob:" + password),
        R"(s3cret/\"p&ss\" w\\rd)",
        "s3cret%2F%22p%26ss%22%20w%5Crd",
        "s3cret%2F%22p%26ss%22+w%5Crd",
        "s3cret%2f",
    };
}

/// Gives back all that it got, and refuses what it has got at /refused.
Response mirror(const Request& request) {
    Response response = json(
        "{\"url\":\"" + request.target + "\",\"auth\":\"" +
        request.header("Authorization").value_or("") + "\"}"
    );
    response.body += request.body;
    if (request.path() == "/refused") {
        response.status = 400;
    }
    return response;
}

void check_hidden(const std::string& text, const std::string& where) {
    INFO(where << ":\n" << text);
    for (const std::string& form : forms_of(std::string(secret))) {
        INFO(form);
        CHECK(text.find(form) == std::string::npos);
    }
}

constexpr std::string_view flow = R"(### with {{pw}}
POST {{host}}/refused?p={{pw}} -a bob:{{pw}} pw={{pw}} json:='{"pw":"{{pw}}"}' q=={{pw}}
    --expect 'status == 200' --expect 'body == "{{pw}}"' --expect '.pw == "{{pw}}"'

### form
POST {{host}}/refused --form pw={{pw}} "X-Pw:{{base64 pw}}" X-Plain:a

### raw
POST {{host}}/refused --raw '{{pw}}' Content-Type:text/plain

### nobody there
http://127.0.0.1:1/{{pw}}?{{pw}}

@for row in [{{pw}}]
### loop
{{host}}/refused
@end
### --var
{{host}}/ok?{{pw}}
)";

} // namespace

TEST_CASE("flow secrets: detail 14, nothing shows one, in none of its forms", "[cli]") {
    const FlowWorld world(mirror);
    const std::string given = "--secret=pw=" + std::string(secret);
    const Ran ran = world.run(
        flow,
        {given,
         "--keep-going",
         "--report=junit=o.xml",
         "--report=json=o.json",
         "--report=html=o.html",
         "--report=tap=o.tap",
         "--report=github"}
    );
    CHECK(ran.exit_code == 1);
    // The server got it, so that there was something to hide.
    REQUIRE(world.requests().size() == 5);
    CHECK_THAT(
        world.requests()[0].header("Authorization").value_or(""),
        Contains(latch::base::base64_encode("bob:" + std::string(secret)))
    );
    check_hidden(ran.out, "standard output");
    check_hidden(ran.err, "standard error");
    for (const std::string name : {"o.xml", "o.json", "o.html", "o.tap"}) {
        REQUIRE_FALSE(world.file(name).empty());
        check_hidden(world.file(name), name);
    }
}

TEST_CASE("flow secrets: neither does a mistake in the file", "[cli]") {
    const FlowWorld world;
    const std::string given = "--secret=pw=" + std::string(secret);
    for (const std::string wrong :
         {"{{host}}/ a:={{pw}}\n",
          "{{host}}/ @{{pw}}\n",
          "http://{{pw}}/\n",
          "{{host}}/ --timeout={{pw}}\n",
          "{{host}}/ --expect 'status == {{pw}}'\n",
          "@x := {{pw}} | nothing\n{{host}}/\n",
          "@include part.flow x={{pw}}\n"}) {
        INFO(wrong);
        const Ran ran = world.run(wrong, {given});
        CHECK(ran.exit_code == 64);
        check_hidden(ran.err, wrong);
    }
    CHECK(world.asked().empty());
}

TEST_CASE("flow secrets: they come from the environment, too", "[cli]") {
    const auto value_of = [](const std::map<std::string, std::string>& environment) {
        FlowWorld world(mirror);
        for (const auto& [name, value] : environment) {
            world.latch().set(name, value);
        }
        const Ran ran = world.run("{{host}}/{{pw}}\n", {"--secret", "pw"});
        return ran.exit_code == 0 ? world.requests().at(0).target : ran.err;
    };
    CHECK(value_of({{"LATCH_VAR_pw", "one-secret"}, {"pw", "other-secret"}}) == "/one-secret");
    CHECK(value_of({{"pw", "other-secret"}}) == "/other-secret");
    CHECK_THAT(value_of({}), Contains("set LATCH_VAR_pw in the environment"));
}

TEST_CASE("flow secrets: what is captured with != is one from there on", "[cli]") {
    const FlowWorld world({{"/login", json(R"({"token":"tok-123456","open":"seen-123456"})")}});
    const Ran ran = world.run(
        "{{host}}/login --capture token!=.token --capture open=.open\n\n"
        "{{host}}/t/{{token}}/{{open}} --bearer {{token}} --expect 'status == 201'\n",
        {"--report=junit=o.xml"}
    );
    CHECK(ran.exit_code == 8);
    CHECK(world.requests().back().target == "/t/tok-123456/seen-123456");
    for (const std::string& text : {ran.err, world.file("o.xml")}) {
        CHECK(text.find("tok-123456") == std::string::npos);
        CHECK(text.find("seen-123456") != std::string::npos);
    }
}

TEST_CASE("flow secrets: sessions and credentials of requests are hidden by position", "[cli]") {
    const FlowWorld world({{"/login", reply("").with("Set-Cookie", "SID=sid-987654; Path=/")}});
    const Ran ran = world.run(
        "{{host}}/login\n\n{{host}}/me --bearer tok-987654 X-Api-Key:key-987654\n",
        {"--report=junit=o.xml", "--report=html=o.html"}
    );
    CHECK(ran.exit_code == 0);
    CHECK(world.requests().back().header("Cookie") == "SID=sid-987654");
    for (const std::string name : {"o.xml", "o.html"}) {
        CHECK(world.file(name).find("987654") == std::string::npos);
    }
}
