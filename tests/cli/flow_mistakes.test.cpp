// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"

#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// The first lines of the errors, each without "latch: " and without the words of libjq, which
/// differ from version to version.
Words mistakes_in(const std::string& err) {
    constexpr std::string_view begins = "latch: ";
    Words mistakes;
    for (const std::string_view line : latch::base::split(err, '\n')) {
        if (line.starts_with(begins)) {
            constexpr std::string_view compiles = "does not compile";
            const auto end = line.find(compiles);
            mistakes.emplace_back(
                line.substr(0, end == std::string_view::npos ? end : end + compiles.size())
            );
            mistakes.back().erase(0, begins.size());
        }
    }
    return mistakes;
}

} // namespace

TEST_CASE("flow mistakes: all of them are listed with their places, and nothing is sent", "[cli]") {
    const FlowWorld world;
    world.write("part.flow", "{{host}}/part --nonsense\n\n{{host}}/{{nobody}}\n");
    const Ran ran = world.run(R"({{host}}/good

{{host}}/{{missing}}

POST {{host}}/ a:={broken --expect 'status = 200'

{{host}}/ @nowhere.json

{{host}}/ --jq '.a | nosuch(1)'

@x := .a |
@include part.flow
@include nowhere.flow
@for row in nowhere.csv
{{host}}/{{row.a}}
@end
{{host}}/ 'unclosed

@if status == 200
{{host}}/never
)");
    CHECK(ran.exit_code == 64);
    CHECK(ran.out.empty());
    const std::string folder = world.folder().string() + '/';
    CHECK(
        mistakes_in(ran.err) ==
        Words{
            "a.flow:3:10: there is no variable missing",
            "a.flow:5:36: --expect: \"status = 200\": = compares nothing",
            "a.flow:7:11: cannot open " + folder + "nowhere.json: no such file or directory",
            "a.flow:9:11: --jq: the jq program does not compile",
            "a.flow:11:7: the jq program does not compile",
            "a.flow:13:1: cannot open " + folder + "nowhere.flow",
            "a.flow:14:1: cannot open " + folder + "nowhere.csv: no such file or directory",
            "a.flow:17:11: a quote ' that is not closed",
            "a.flow:19:1: @if is without its @end",
            "a.flow:19:5: a condition is about variables",
            "part.flow:1:15: there is no option --nonsense",
            "part.flow:3:10: there is no variable nobody"}
    );
    CHECK(world.asked().empty());
}

TEST_CASE("flow mistakes: each by itself", "[cli]") {
    struct Case {
        const char* flow;
        const char* mistake;
    };

    for (const auto& [flow, mistake] : {
             Case{"{{host}}/{{missing}}\n", "a.flow:1:10: there is no variable missing"},
             {"@hosd = x\n{{hosd2}}/\n", "a.flow:2:1: there is no variable hosd2"},
             {"{{host}}/{{nosuch 1}}\n", "a.flow:1:10: there is no function nosuch"},
             {"{{host}}/{{random}}\n", "a.flow:1:10: there is no variable random"},
             {"{{host}}/ --jq '.a | nosuch(1)'\n", "a.flow:1:11: --jq: "},
             {"{{host}}/\n\n@if .a == 1\n{{host}}/2\n", "a.flow:3:1: @if is without its @end"},
             {"{{host}}/\n@end\n", "a.flow:2:1: "},
             {"@for n of 1..2\n{{host}}/\n@end\n", "a.flow:1:1: @for is without in"},
             {"@for n in 1..x\n{{host}}/\n@end\n", "a.flow:1:"},
             {"@for n in none.csv\n{{host}}/\n@end\n", "a.flow:1:1: "},
             {"@if status == 200\n{{host}}/\n@end\n", "a.flow:1:5: a condition is about variables"},
             {"@finaly\n{{host}}/\n@end\n", "a.flow:1:1: "},
             {"@include a.flow\n{{host}}/\n", "a.flow:1:1: a.flow includes itself"},
             {"@include {{host}}.flow\n{{host}}/\n",
              "a.flow:1:1: the name of an included file is fixed"},
             {"@include none.flow\n{{host}}/\n", "a.flow:1:1: "},
             {"{{host}}/ --offline\n", "a.flow:1:11: --offline in a flow"},
             {"{{host}}/ --report=tap\n", "a.flow:1:1: a report is about all requests"},
             {"login @app {{host}}/\n", "a.flow:1:1: "},
             {"{{host}}/ \"open\n", "a.flow:1:11: "},
             {"POST {{host}}/ <<END\nabc\n", "a.flow:1:16: "},
             {"{{host}}/{{open\n", "a.flow:1:10: "},
             {"@for = 1\n{{host}}/\n", "a.flow:1:2: for cannot be the name of a variable"},
             {"{{host}}/ @none.txt\n", "a.flow:1:11: "},
             {"{{host}}/ --expect 'body == @none.txt'\n", "a.flow:1:"},
         }) {
        INFO(flow);
        const FlowWorld world;
        const Ran ran = world.run(flow);
        INFO(ran.err);
        CHECK(ran.exit_code == 64);
        const Words mistakes = mistakes_in(ran.err);
        CHECK(mistakes.size() == 1);
        CHECK_THAT(mistakes.empty() ? "" : mistakes.front(), StartsWith(mistake));
        CHECK(world.asked().empty());
    }
}

TEST_CASE("flow mistakes: files that include each other are told where they meet", "[cli]") {
    const FlowWorld world;
    world.write("b.flow", "{{host}}/b\n\n@include a.flow\n");
    const Ran ran = world.run("{{host}}/a\n\n@include b.flow\n");
    CHECK(ran.exit_code == 64);
    CHECK(mistakes_in(ran.err) == Words{"b.flow:3:1: a.flow includes itself"});
    CHECK(world.asked().empty());
}

TEST_CASE("flow mistakes: files that are not there, and none at all", "[cli]") {
    const FlowWorld world;
    world.write("good.flow", "{{host}}/\n");
    const Ran missing = world.run_words({"good.flow", "none.flow"});
    CHECK(missing.exit_code == 64);
    CHECK_THAT(missing.err, Contains("none.flow"));
    const Ran folder = world.run_words({"."});
    CHECK(folder.exit_code == 64);
    CHECK(world.run_words({}).exit_code == 64);
    const Ran vars = world.run_words({"good.flow", "--vars=none.env"});
    CHECK(vars.exit_code == 1);
    world.write("bad.json", "{\"a\":");
    CHECK(world.run_words({"good.flow", "--vars=bad.json"}).exit_code == 64);
    world.write("bad.env", "a=1\nnothing\n");
    const Ran lines = world.run_words({"good.flow", "--vars=bad.env"});
    CHECK(lines.exit_code == 64);
    CHECK_THAT(lines.err, StartsWith("latch: bad.env:2: there is no =\n"));
    CHECK(world.run_words({"good.flow", "--var=1a=x"}).exit_code == 64);
    CHECK(world.run_words({"good.flow", "--var=noequals"}).exit_code == 64);
    CHECK(world.asked().empty());
}

TEST_CASE("flow mistakes: a mistake shows its line and where in it", "[cli]") {
    const FlowWorld world;
    const Ran ran = world.run("POST {{host}}/\tx=ü y={{missing}}\n");
    CHECK(
        ran.err == "latch: a.flow:1:22: there is no variable missing\n"
                   "  POST {{host}}/ x=ü y={{missing}}\n"
                   "                       ^\n"
    );
}

TEST_CASE(
    "flow mistakes: jq that is wrong with the values at hand is found while it runs", "[cli]"
) {
    const FlowWorld world({{"/j", json(R"({"a":"text"})")}});
    const Ran ran = world.run("{{host}}/j --capture a=.a\n\n@b := .a | keys\n\n{{host}}/{{b}}\n");
    CHECK(ran.exit_code == 9);
    CHECK_THAT(ran.err, Contains("latch: a.flow:3: .a | keys"));
    CHECK(world.asked() == Words{"GET /j"});
}
