// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr std::string_view flow = R"(### sign in #smoke
{{host}}/1 --capture code=status

# a comment
### read {{n}} #smoke #slow
{{host}}/2

{{host}}/3?c={{code}}

@for n in 1..2
### each
{{host}}/4/{{n}}
@end
@finally
### tidy #slow
{{host}}/5
@end
)";

} // namespace

TEST_CASE("flow choice: --only, --from and --tag", "[cli]") {
    struct Case {
        Words options;
        Words asked;
    };

    for (const auto& [options, asked] : {
             Case{{"--only=1"}, {"GET /1"}},
             {{"--only", "2"}, {"GET /1"}},
             {{"--only=sign in"}, {"GET /1"}},
             {{"--only=read {{n}}"}, {"GET /2"}},
             {{"--only=6", "--only=1"}, {"GET /1", "GET /2"}},
             {{"--only=each"}, {"GET /4/1", "GET /4/2"}},
             {{"--only=15"}, {"GET /5"}},
             {{"--from=each"}, {"GET /4/1", "GET /4/2", "GET /5"}},
             {{"--from", "11"}, {"GET /4/1", "GET /4/2", "GET /5"}},
             {{"--tag=smoke"}, {"GET /1", "GET /2"}},
             {{"--tag", "#slow"}, {"GET /2", "GET /5"}},
             {{"--tag=smoke", "--tag=slow"}, {"GET /1", "GET /2", "GET /5"}},
             {{"--tag=slow", "--from=read {{n}}", "--only=tidy"}, {"GET /5"}},
         }) {
        CAPTURE(options);
        const FlowWorld world;
        Words all = options;
        all.emplace_back("--var=n=7");
        const Ran ran = world.run(flow, all);
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(world.asked() == asked);
        CHECK_THAT(ran.err, Contains(std::to_string(asked.size()) + " request"));
    }
}

TEST_CASE("flow choice: detail 15, nothing to send is no success", "[cli]") {
    const FlowWorld world;
    for (const std::string option :
         {"--only=nothing", "--only=3", "--only=0", "--from=nothing", "--tag=nothing"}) {
        INFO(option);
        const Ran ran = world.run(flow, {option, "--var=n=7"});
        CHECK(ran.exit_code == 64);
        CHECK_THAT(ran.err, StartsWith("latch: no request is called that\n"));
        CHECK(world.run(flow, {option, "--var=n=7", "--check"}).exit_code == 64);
    }
    const Ran none = world.run("# nothing\n@x = 1\n");
    CHECK(none.exit_code == 64);
    CHECK_THAT(none.err, StartsWith("latch: there is no request in a.flow\n"));
    CHECK(world.asked().empty());
}

TEST_CASE("flow choice: what a request needs of one that is left out is told", "[cli]") {
    const FlowWorld world;
    const Ran ran = world.run(flow, {"--only=8", "--var=n=7"});
    CHECK(ran.exit_code == 9);
    CHECK_THAT(ran.err, Contains("latch: a.flow:8: there is no variable code\n"));
    CHECK(world.asked().empty());
    CHECK(world.run(flow, {"--only=8", "--var=n=7", "--var=code=1"}).exit_code == 0);
    CHECK(world.asked() == Words{"GET /3?c=1"});
}

TEST_CASE("flow choice: --check finds mistakes and sends nothing", "[cli]") {
    const FlowWorld world;
    const Ran good = world.run(flow, {"--check", "--var=n=7"});
    CHECK(good.exit_code == 0);
    CHECK(good.out.empty());
    CHECK(good.err == "5 requests, no mistakes\n");
    const Ran tagged = world.run(flow, {"--check", "--var=n=7", "--tag=smoke"});
    CHECK(tagged.err == "2 requests, no mistakes\n");
    CHECK(world.run(flow, {"--check"}).exit_code == 64);
    CHECK(world.run(flow, {"--check", "--var=n=7", "--report=junit=o.xml"}).exit_code == 0);
    CHECK(world.file("o.xml").empty());
    CHECK(world.asked().empty());
}

TEST_CASE("flow choice: the places of skipped requests and of an included file", "[cli]") {
    const FlowWorld world({{"/1", status(500)}});
    world.write("part.flow", "### included\n{{host}}/part\n");
    const Ran ran = world.run(
        "{{host}}/1\n\n@include part.flow\n@if .host exists\n### within\n{{host}}/2\n@end\n",
        {"--report=tap"}
    );
    CHECK(ran.exit_code == 8);
    CHECK_THAT(ran.out, StartsWith("TAP version 13\n1..3\nnot ok 1 - a.flow: GET /1\n"));
    CHECK_THAT(ran.out, Contains(": included # SKIP ") && Contains(": within # SKIP "));
    CHECK(world.run_words({"a.flow", "--only=included"}).exit_code == 0);
    CHECK(world.asked() == Words{"GET /1", "GET /part"});
}
