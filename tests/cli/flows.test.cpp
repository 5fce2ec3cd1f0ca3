// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE(
    "flows: requests in the order of the file, a line for each, and one connection", "[cli]"
) {
    const FlowWorld world;
    const Ran ran = world.run(R"(### first
{{host}}/1

POST {{host}}/2 a=b
    X:y # with a comment

latch PUT '{{host}}/3 3'
)");
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.empty());
    CHECK(
        ran.err == "✓ a.flow:2  first  200\n✓ a.flow:4  POST /2  200\n✓ a.flow:7  PUT /3%203  200\n"
                   "3 requests: 3 passed\n"
    );
    CHECK(world.asked() == Words{"GET /1", "POST /2", "PUT /3%203"});
    CHECK(world.requests()[1].body == R"({"a":"b"})");
    CHECK(world.requests()[1].header("X") == "y");
    for (const Request& request : world.requests()) {
        CHECK(request.connection == 0);
    }
    CHECK(world.run("{{host}}/\n", {"-q"}).err.empty());
    const Ran timed = Latch().run(
        {"run", "--timings", "-", "--var", "host=" + world.url()}, {.in = PipedInput{"{{host}}/\n"}}
    );
    CHECK_THAT(timed.err, Contains(" ms\n"));
}

TEST_CASE("flows: what a request shall show is on standard output, and nothing else", "[cli]") {
    const FlowWorld world({{"/j", json(R"({"a":[1,2],"b":"x"})")}});
    const Ran ran = world.run(R"({{host}}/silent

{{host}}/j --jq '.a[]'

{{host}}/shown --print=b

{{host}}/kept --output kept.txt

{{host}}/j --capture b=.b
)");
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "1\n2\nok\n");
    CHECK(world.file("kept.txt") == "ok\n");
}

TEST_CASE("flows: a flow is read from standard input as well", "[cli]") {
    const FlowWorld world;
    Latch latch;
    latch.set("LATCH_VAR_host", world.url());
    const Ran ran = latch.run({"run", "--no-timings", "-"}, {.in = PipedInput{"{{host}}/1\n"}});
    CHECK(ran.exit_code == 0);
    CHECK(world.asked() == Words{"GET /1"});
    CHECK_THAT(ran.err, StartsWith("✓ standard input:1  GET /1  200\n"));
}

TEST_CASE("flows: what is captured goes into the requests behind it", "[cli]") {
    const FlowWorld world(
        {{"/login", json(R"({"token":"t 1","id":7,"tags":["a"]})").with("X-Next", "/after?x=1")}}
    );
    const Ran ran = world.run(R"(POST {{host}}/login
    --capture token!=.token --capture id=.id --capture tags=.tags
    --capture next=header.X-Next --capture code=status --capture none='.none // "nothing"'

PUT {{host}}/items/{{id}}?of={{token}} q=={{token}}
    "X-Token:{{token}}" a={{id}} b:={{id}} c:={{tags}} d:='{"t":"{{token}}","i":{{id}}}' e={{none}}

{{host}}{{next}} n=={{code}}

@double := .id * 2

{{host}}/double/{{double}}
)");
    CHECK(ran.exit_code == 0);
    CHECK(
        world.asked() ==
        Words{
            "POST /login", "PUT /items/7?of=t%201&q=t+1", "GET /after?x=1&n=200", "GET /double/14"}
    );
    const Request put = world.requests().at(1);
    CHECK(put.header("X-Token") == "t 1");
    CHECK(put.body == R"({"a":"7","b":7,"c":["a"],"d":{"t":"t 1","i":7},"e":"nothing"})");
}

TEST_CASE("flows: what is not there to be captured ends the file with 9", "[cli]") {
    const FlowWorld world({{"/j", json("{}")}});
    const Ran ran = world.run("{{host}}/j --capture id=.id\n\n{{host}}/items/{{id}}\n");
    CHECK(ran.exit_code == 9);
    CHECK(world.asked() == Words{"GET /j"});
    // Nor is a request made up of a value that never was.
    const Ran on = world.run(
        "{{host}}/j --capture id=.id\n\n{{host}}/items/{{id}}\n\n{{host}}/on\n", {"--keep-going"}
    );
    CHECK(on.exit_code == 9);
    CHECK(world.asked() == Words{"GET /j", "GET /j", "GET /on"});
    CHECK_THAT(on.err, Contains("latch: a.flow:3: there is no variable id\n"));
}

TEST_CASE("flows: cookies are kept within a file, and not from file to file", "[cli]") {
    const FlowWorld world({{"/set", reply("").with("Set-Cookie", "a=1; Path=/")}});
    world.write("one.flow", "{{host}}/set\n\n{{host}}/with\n");
    world.write("two.flow", "{{host}}/without\n");
    CHECK(world.run_words({"one.flow", "two.flow"}).exit_code == 0);
    CHECK(world.run_words({"two.flow"}).exit_code == 0);
    const auto requests = world.requests();
    REQUIRE(in_words(requests) == Words{"GET /set", "GET /with", "GET /without", "GET /without"});
    CHECK(requests[1].header("Cookie") == "a=1");
    CHECK_FALSE(requests[2].header("Cookie"));
    CHECK_FALSE(requests[3].header("Cookie"));
}

TEST_CASE("flows: two sessions in one file are two people", "[cli]") {
    const FlowWorld world([](const Request& request) {
        return reply("").with("Set-Cookie", "who=" + request.path().substr(1) + "; Path=/");
    });
    const Ran ran = world.run("@bob {{host}}/bob\n\n{{host}}/eve --session eve\n\n"
                              "@bob {{host}}/x\n\n@eve {{host}}/y\n\n{{host}}/nobody\n");
    CHECK(ran.exit_code == 0);
    const auto requests = world.requests();
    REQUIRE(requests.size() == 5);
    CHECK_FALSE(requests[1].header("Cookie"));
    CHECK(requests[2].header("Cookie") == "who=bob");
    CHECK(requests[3].header("Cookie") == "who=eve");
    CHECK_FALSE(requests[4].header("Cookie"));
}

TEST_CASE("flows: a session is read, and changed with --save-session only", "[cli]") {
    FlowWorld world(
        {{"/old", reply("").with("Set-Cookie", "a=1; Path=/")},
         {"/new", reply("").with("Set-Cookie", "b=2; Path=/")}}
    );
    REQUIRE(world.latch().run({"@app", world.url("/old"), "X-Kept:yes"}).exit_code == 0);
    const std::string before = world.latch().session("app");
    const std::string flow = "@app {{host}}/new X-More:too\n\n{{host}}/next --session=app\n";

    REQUIRE(world.run(flow).exit_code == 0);
    CHECK(world.latch().session("app") == before);
    Request next = world.requests().back();
    CHECK(next.header("X-Kept") == "yes");
    CHECK_THAT(next.header("Cookie").value_or(""), Contains("a=1") && Contains("b=2"));

    REQUIRE(world.run(flow, {"--save-session"}).exit_code == 0);
    const std::string after = world.latch().session("app");
    CHECK(after != before);
    CHECK(after.find("X-More") != std::string::npos);
    REQUIRE(world.latch().run({"@app", world.url("/later")}).exit_code == 0);
    next = world.requests().back();
    CHECK(next.header("X-More") == "too");
    CHECK_THAT(next.header("Cookie").value_or(""), Contains("a=1") && Contains("b=2"));
}

TEST_CASE("flows: a session that is read only stays as it is, even with --save-session", "[cli]") {
    FlowWorld world({{"/new", reply("").with("Set-Cookie", "b=2; Path=/")}});
    REQUIRE(world.latch().run({"@app", world.url("/"), "X-Kept:yes"}).exit_code == 0);
    const std::string before = world.latch().session("app");
    REQUIRE(world.run("{{host}}/new --session-read-only=app\n", {"--save-session"}).exit_code == 0);
    CHECK(world.latch().session("app") == before);
}

TEST_CASE("flows: a here-document is the body, with values but in quotes", "[cli]") {
    const FlowWorld world;
    const Ran ran = world.run(R"(@name = Bob "B"
POST {{host}}/1 Content-Type:application/json <<END
{"name": "{{name}}",

 "n": 1}
END

POST {{host}}/2 Content-Type:text/plain <<'END'
{{name}} # no comment
@end
END
)");
    CHECK(ran.exit_code == 0);
    const auto requests = world.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].body == "{\"name\": \"Bob \\\"B\\\"\",\n\n \"n\": 1}");
    CHECK(requests[1].body == "{{name}} # no comment\n@end");
}

TEST_CASE("flows: @if looks at variables", "[cli]") {
    const FlowWorld world({{"/401", status(401)}, {"/j", json(R"({"a":[1]})")}});
    const Ran ran = world.run(R"({{host}}/401 --expect 'status =~ /^(200|401)$/' --capture st=status

{{host}}/j --capture a=.a

@if var.st == 401
{{host}}/refresh
@end
@if var.st == 200
{{host}}/never
@end
@if not var.st == 200
{{host}}/not
@end
@if (.a | length) > 0
{{host}}/jq
@end
@if var.nothing exists
{{host}}/nor
@end
)");
    CHECK(ran.exit_code == 0);
    CHECK(world.asked() == Words{"GET /401", "GET /j", "GET /refresh", "GET /not", "GET /jq"});
}

TEST_CASE("flows: @include puts a file in, with values, from its own folder", "[cli]") {
    FlowWorld world({{"/login", json(R"({"token":"t1"})").with("Set-Cookie", "a=1; Path=/")}});
    world.write("body.txt", "the wrong one");
    REQUIRE(world.latch().shell("mkdir -p parts").exit_code == 0);
    world.write("parts/body.txt", "beside the flow");
    world.write(
        "parts/login.flow",
        "POST {{host}}/login user={{user}} --capture token=.token\n\nPOST {{host}}/body @body.txt\n"
    );
    const Ran ran = world.run(R"(@who = bob
@include parts/login.flow user="{{who}} B"

{{host}}/me?token={{token}}
)");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    const auto requests = world.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[0].body == R"({"user":"bob B"})");
    CHECK(requests[1].body == "beside the flow");
    CHECK(requests[2].target == "/me?token=t1");
    CHECK(requests[2].header("Cookie") == "a=1");
    CHECK_THAT(ran.err, StartsWith("✓ parts/login.flow:1  POST /login  200\n"));
}

TEST_CASE("flows: @defaults hold from there on, to the end of the block or file", "[cli]") {
    const FlowWorld world({{"/404", status(404)}});
    world.write("part.flow", "@defaults --bearer=part\n\n{{host}}/part\n");
    const Ran ran = world.run(R"({{host}}/0

@defaults --bearer=flow
@for n in 1..1
@defaults --expect 'status == 404' --bearer t{{n}}

{{host}}/404
@end
@include part.flow

{{host}}/last

{{host}}/own --bearer=own
)");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    Words got;
    for (const Request& request : world.requests()) {
        got.push_back(request.target + ' ' + request.header("Authorization").value_or("-"));
    }
    CHECK(
        got ==
        Words{"/0 -", "/404 Bearer t1", "/part Bearer part", "/last Bearer flow", "/own Bearer own"}
    );
}

TEST_CASE("flows: options of the run are for all requests, and a request's own win", "[cli]") {
    const FlowWorld world;
    const Ran ran = world.run("{{host}}/ a=1\n\n{{host}}/ a=1 --json\n", {"--form"});
    CHECK(ran.exit_code == 0);
    CHECK(world.requests().at(0).body == "a=1");
    CHECK(world.requests().at(1).body == R"({"a":"1"})");
}

TEST_CASE("flows: what is given comes in order: --var, environment, --vars, file", "[cli]") {
    FlowWorld world;
    world.write("one.json", R"({"a":"json","b":"json","c":"json","d":"json","n":1.50})");
    world.write("two.env", "# comment\nb = two\nc=two\n\n");
    world.latch().set("LATCH_VAR_c", "environment").set("LATCH_VAR_d", "environment");
    const std::string flow = "@a = file\n@b = file\n@c = file\n@d = file\n@e = file {{a}}\n"
                             "POST {{host}}/{{a}}/{{b}}/{{c}}/{{d}}/{{e}} n:={{n}}\n";
    const Ran ran = world.run(flow, {"--vars", "one.json", "--vars=two.env", "--var=d=typed"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(world.asked() == Words{"POST /json/two/environment/typed/file%20json"});
    CHECK(world.requests().back().body == R"({"n":1.50})");
}
