// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <set>
#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// What stands between name=" and the next quote in the testcases of a JUnit report.
Words case_names(const std::string& xml) {
    constexpr std::string_view begins = "<testcase ";
    constexpr std::string_view name = " name=\"";
    Words names;
    for (auto at = xml.find(begins); at != std::string::npos; at = xml.find(begins, at + 1)) {
        const auto begin = xml.find(name, at) + name.size();
        names.push_back(xml.substr(begin, xml.find('"', begin) - begin));
    }
    return names;
}

} // namespace

TEST_CASE("flow loops: each kind of source, with the row and its number", "[cli]") {
    const std::string whole =
        "@for row in SOURCE\nPOST {{host}}/{{index}} a={{row}} b:={{row}}\n@end\n";
    const std::string column =
        "@for row in SOURCE\nPOST {{host}}/{{index}} a={{row.sku}} b:={{row.n}}\n@end\n";
    const std::string names =
        "@for sku,n in SOURCE\nPOST {{host}}/{{index}} a={{sku}} b:={{n}}\n@end\n";

    struct Case {
        const char* source;
        std::string file; ///< its content; empty: there is none
        const std::string& flow;
        Words bodies;
    };

    const Words two{R"({"a":"A-17","b":9.50})", R"({"a":"B","b":2})"};
    const Words numbers{R"({"a":"-1","b":-1})", R"({"a":"0","b":0})", R"({"a":"1","b":1})"};
    for (const auto& [source, file, flow, bodies] : {
             Case{"rows.csv", "sku,n\nA-17,9.50\nB,2\n", column, two},
             {"rows.csv", "\xEF\xBB\xBFsku,n\r\nA-17,9.50\r\n\"B\",2\r\n", column, two},
             {"rows.csv", "sku,n\nA-17,9.50\nB,2\n", names, two},
             {"rows.tsv", "sku\tn\nA-17\t9.50\nB\t2\n", column, two},
             {"rows.json", R"([{"sku":"A-17","n":9.50},{"sku":"B","n":2}])", column, two},
             {"rows.json", R"([["A-17",9.50],["B",2]])", names, two},
             {"rows.jsonl",
              "{\"sku\":\"A-17\",\"n\":9.50}\n{\"sku\":\"B\",\"n\":2}\n",
              column,
              two},
             {"rows.csv",
              "sku,n\n\"two\nlines, \"\"quoted\"\"\",1\n",
              column,
              {R"({"a":"two\nlines, \"quoted\"","b":1})"}},
             {"rows.txt", "1\ntrue\n", whole, {R"({"a":"1","b":1})", R"({"a":"true","b":true})"}},
             {"-1..1", "", whole, numbers},
             {"{{from}}..1", "", whole, numbers},
             {"[1 'null']", "", whole, {R"({"a":"1","b":1})", R"({"a":"null","b":null})"}},
             {"[{\"sku\":\"x\"}]", "", whole, {}},
         }) {
        CAPTURE(source, file);
        const FlowWorld world;
        if (!file.empty()) {
            world.write(source, file);
        }
        std::string text = flow;
        text.replace(text.find("SOURCE"), 6, source);
        const Ran ran = world.run(text, {"--var=from=-1"});
        if (bodies.empty()) { // a list of words that are no JSON is none of numbers
            CHECK(ran.exit_code == 64);
            continue;
        }
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        const auto requests = world.requests();
        REQUIRE(requests.size() == bodies.size());
        for (std::size_t number = 0; number < bodies.size(); ++number) {
            CHECK(requests[number].target == '/' + std::to_string(number + 1));
            CHECK(requests[number].body == bodies[number]);
        }
    }
}

TEST_CASE("flow loops: what was captured is gone through, by name and by jq", "[cli]") {
    const FlowWorld world({{"/list", json(R"({"all":[{"id":7,"on":true},{"id":8,"on":false}]})")}});
    const Ran ran = world.run(R"({{host}}/list --capture all=.all

@for each in all
{{host}}/all/{{each.id}}
@end
@for id in .all[] | select(.on) | .id
{{host}}/on/{{id}}
@end
@for id in $v.all | map(.id)
{{host}}/mapped/{{id}}/{{index}}
@end
)");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(
        world.asked() ==
        Words{
            "GET /list",
            "GET /all/7",
            "GET /all/8",
            "GET /on/7",
            "GET /mapped/7/1",
            "GET /mapped/8/2"}
    );
}

TEST_CASE("flow loops: names of loops end with them, and one may be within another", "[cli]") {
    const FlowWorld world;
    const Ran ran = world.run(R"(@n = outer
@for n in 1..2
@for m in [a b]
{{host}}/{{n}}/{{m}}/{{index}}
@end
{{host}}/{{n}}/{{index}}

@end
{{host}}/{{n}}
)");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(
        world.asked() ==
        Words{
            "GET /1/a/1",
            "GET /1/b/2",
            "GET /1/1",
            "GET /2/a/1",
            "GET /2/b/2",
            "GET /2/2",
            "GET /outer"}
    );
    CHECK(world.run("@for n in 1..2\n{{host}}/\n@end\n{{host}}/{{n}}\n").exit_code == 64);
    CHECK(world.run("@for n in 1..2\n{{host}}/\n@end\n{{host}}/{{index}}\n").exit_code == 64);
}

TEST_CASE("flow loops: detail 7, every turn has a name of its own in reports", "[cli]") {
    const FlowWorld world;
    world.write("p.csv", "sku,n\nA-17,1\nB,1\nB,2\n");
    const std::string flow = R"(@for row in p.csv
### create
POST {{host}}/x sku={{row.sku}}

### read {{row.sku}}
{{host}}/x

{{host}}/x

@for n in 1..2
### inner
{{host}}/x
@end
@end
### create
{{host}}/x
)";
    const Ran ran = world.run(flow, {"--report=junit=out.xml", "--report=tap"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    const Words names = case_names(world.file("out.xml"));
    CHECK(names.size() == 16);
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    for (const std::string name :
         {"create [row 1: sku=A-17]", "create [row 2: sku=B]", "read A-17", "create"}) {
        CHECK(std::ranges::count(names, name) == 1);
    }
    CHECK_THAT(
        ran.out, StartsWith("TAP version 13\n1..16\nok 1 - a.flow: create [row 1: sku=A-17]\n")
    );
    // The names of the next run are the same.
    CHECK(world.run(flow, {"--report=junit=again.xml"}).exit_code == 0);
    CHECK(case_names(world.file("again.xml")) == names);
}

TEST_CASE("flow loops: a failure in one turn ends the loop, but for --keep-going", "[cli]") {
    const FlowWorld world({{"/2", status(500)}});
    const std::string flow = "@for n in 1..3\n{{host}}/{{n}}\n@end\n{{host}}/behind\n";
    CHECK(world.run(flow).exit_code == 8);
    CHECK(world.asked() == Words{"GET /1", "GET /2"});
    CHECK(world.run(flow, {"--keep-going"}).exit_code == 8);
    CHECK(world.asked() == Words{"GET /1", "GET /2", "GET /1", "GET /2", "GET /3", "GET /behind"});
}
