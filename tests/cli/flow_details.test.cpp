// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"
#include "support/fickle_server.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("flow details: 2, what is missing or empty makes nothing true", "[cli]") {
    const FlowWorld world({{"/j", json(R"({"n":7,"s":"7","none":[]})")}});
    for (const std::string expectation :
         {".missing < 500", ".missing <= 0", ".s < 500", ".n < \"8\"", ".missing == 0"}) {
        INFO(expectation);
        CHECK(world.run("{{host}}/j --expect '" + expectation + "'\n").exit_code == 8);
    }
    CHECK(
        world.run("{{host}}/j --expect '.n < 500' --expect 'not .missing exists'\n").exit_code == 0
    );
    // In a condition neither: it cannot be told, and that is no yes.
    world.run("{{host}}/j --capture n=.n\n\n@if .missing < 500\n{{host}}/never\n@end\n");
    CHECK(world.asked().back() == "GET /j");
}

TEST_CASE("flow details: 3, includes is about whole values", "[cli]") {
    const FlowWorld world({{"/j", json(R"({"a":"foobar","b":{"c":1,"d":[1,2]}})")}});
    for (const auto& [expectation, exit_code] :
         {std::pair{R"(. includes {"a":"foobar"})", 0},
          {R"(. includes {"b":{"c":1}})", 0},
          {R"(. includes {"a":"bar"})", 8},
          {R"(. includes {"b":{"c":2}})", 8}}) {
        INFO(expectation);
        const std::string flow = "{{host}}/j --expect '" + std::string(expectation) + "'\n";
        CHECK(world.run(flow).exit_code == exit_code);
    }
}

TEST_CASE("flow details: 8, GitHub shows ten annotations, and obeys no line of a body", "[cli]") {
    const FlowWorld world([](const Request& /*request*/) {
        Response response = reply("::error::of a stranger\n\r::set-output name=x::y\n");
        response.status = 500;
        return response;
    });
    const Ran ran = world.run(
        "@for n in 1..12\n### a,b: %{{n}}\n{{host}}/x --expect 'body == x'\n@end\n",
        {"--keep-going", "--report=github"}
    );
    CHECK(ran.exit_code == 8);
    CHECK_THAT(ran.out, StartsWith("::error file=a.flow,line=3,"));
    CHECK_THAT(ran.out, Contains("title=a%2Cb%3A %251::"));
    CHECK(count_of(ran.out, "::error ") <= 10);
    CHECK(count_of(ran.out, "\n::error::") == 0);
    for (const std::string& text : {ran.out, ran.err}) {
        for (const std::string_view line : latch::base::split(text, '\n')) {
            CHECK_FALSE(line.starts_with("::error::of"));
            CHECK_FALSE(line.starts_with("::set-output"));
        }
    }
    CHECK(ran.err.find('\r') == std::string::npos);
}

TEST_CASE("flow details: 9, a control character of a body is none in JUnit", "[cli]") {
    const FlowWorld world([](const Request& /*request*/) {
        return reply(std::string("a\x01\x07\x1b[31m]]>b\xff\xef\xbf\xbf<c>&\0d", 22));
    });
    const Ran ran =
        world.run("### t \x07 ]]>\n{{host}}/x --expect 'body == x'\n", {"--report=junit=out.xml"});
    CHECK(ran.exit_code == 8);
    const std::string xml = world.file("out.xml");
    CHECK_THAT(xml, Contains("tests=\"1\" failures=\"1\""));
    const auto is_control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\n' && c != '\t';
    };
    CHECK(std::ranges::none_of(xml, is_control));
    CHECK(xml.find("\xef\xbf\xbf") == std::string::npos);
    CHECK(xml.find("<c>") == std::string::npos);
}

TEST_CASE(
    "flow details: 10, --retry repeats what may be repeated, --wait what is expected", "[cli]"
) {
    const FlowWorld world([seen = 0](const Request& request) mutable {
        ++seen;
        Response response = json("{\"seen\":" + std::to_string(seen) + '}');
        response.status = request.path() == "/busy" ? 503U : 200U;
        return response.with("Retry-After", "0");
    });
    const Ran ran = world.run(
        R"(POST {{host}}/busy a=1 --retry 2

GET {{host}}/busy --retry 2

POST {{host}}/ready a=1 --wait 20s --every 1ms --expect '.seen == 7'
)",
        {"--keep-going", "--report=junit=out.xml"}
    );
    CHECK(ran.exit_code == 8);
    CHECK(
        world.asked() ==
        Words{
            "POST /busy",
            "GET /busy",
            "GET /busy",
            "GET /busy",
            "POST /ready",
            "POST /ready",
            "POST /ready"}
    );
    // The last answer is shown, and how often it was tried.
    CHECK_THAT(ran.err, Contains("GET /busy  503  3 tries\n") && Contains("{\"seen\":4}"));
    CHECK(ran.err.find("{\"seen\":2}") == std::string::npos);
    CHECK_THAT(ran.err, Contains("✓ a.flow:5  POST /ready  200  3 tries\n"));
}

TEST_CASE("flow details: 12, all files of a run have one pool of connections", "[cli]") {
    const FlowWorld world;
    world.write("one.flow", "{{host}}/1\n\n@app {{host}}/2\n");
    world.write("two.flow", "POST {{host}}/3 a=1\n\n@finally\n{{host}}/4\n@end\n");
    CHECK(world.run_words({"one.flow", "two.flow"}).exit_code == 0);
    REQUIRE(world.requests().size() == 4);
    for (const Request& request : world.requests()) {
        CHECK(request.connection == 0);
    }
}

TEST_CASE(
    "flow details: 13, a connection that the server has closed meanwhile is no failure", "[cli]"
) {
    const FickleServer server(1, [](const Request& /*request*/) { return reply("ok"); });
    const Latch latch;
    latch.write(
        "a.flow",
        "{{host}}/1\n\n{{host}}/2\n\n@for n in 3..6\n{{host}}/{{n}}\n@end\n"
        "@parallel\n{{host}}/7\n\n{{host}}/8\n@end\n"
    );
    const Ran ran = latch.run({"run", "a.flow", "--var=host=" + server.url("")});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(server.counts().size() == 8);
    for (const auto& [target, count] : server.counts()) {
        INFO(target);
        CHECK(count == 1);
    }
}

// The others of the fifteen details are tested elsewhere:
//  1  what jq costs: tests/unit/query (programs are compiled once) and bench/; no flow counts it
//  4  large numbers: flow_values.test.cpp, "detail 4"
//  5  values in jq, JSON and URLs: flow_values.test.cpp, all of it
//  6  a login of Spring that is refused: tests/spring/flows.test.cpp, "detail 6"
//  7  names that are unique and stay: flows_loops.test.cpp, "detail 7"
// 10  a lost response, refused connections: retry.test.cpp
// 11  @parallel: flows_parallel.test.cpp, "detail 11"
// 14  secrets in derived forms: flows_secrets.test.cpp, "detail 14"
// 15  --var over the file: flows.test.cpp, "what is given comes in order"; @finally on SIGTERM and
//     reports at the deadline: flows_endings.test.cpp, "detail 15"; tables with BOM, CRLF and
//     quoted newlines: flows_loops.test.cpp, "each kind of source"; nothing to send:
//     flows_chosen.test.cpp
