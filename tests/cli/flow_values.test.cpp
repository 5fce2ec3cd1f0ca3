// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include "latch/base/holes.hpp"
#include "latch/base/text.hpp"

#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// A value that a stranger chose, and what it is where it arrives.
struct Hostile {
    std::string value;
    std::string json;      ///< as the server hands it out
    std::string component; ///< percent-encoded
    std::string field;     ///< in a form
    std::string step = {}; ///< why it is no step of a path; empty: it is one
};

std::string as_json(const std::string& text) {
    return '"' + latch::base::json_escaped(text) + '"';
}

Hostile text(std::string value, std::string component, std::string field, std::string step = {}) {
    return {
        .value = value,
        .json = as_json(value),
        .component = std::move(component),
        .field = std::move(field),
        .step = std::move(step),
    };
}

std::vector<Hostile> hostile_values() {
    return {
        text("@/etc/passwd", "%40%2Fetc%2Fpasswd", "%40%2Fetc%2Fpasswd"),
        text("--output=x", "--output%3Dx", "--output%3Dx"),
        text("a&b=c/../d", "a%26b%3Dc%2F..%2Fd", "a%26b%3Dc%2F..%2Fd"),
        text("?a#b", "%3Fa%23b", "%3Fa%23b"),
        text("{{host}}", "%7B%7Bhost%7D%7D", "%7B%7Bhost%7D%7D"),
        text(
            R"("},"admin":true,"x":{")",
            "%22%7D%2C%22admin%22%3Atrue%2C%22x%22%3A%7B%22",
            "%22%7D%2C%22admin%22%3Atrue%2C%22x%22%3A%7B%22"
        ),
        text(R"(" or true or ")", "%22%20or%20true%20or%20%22", "%22+or+true+or+%22"),
        text("\\(1+1) $v.host", "%5C%281%2B1%29%20%24v.host", "%5C%281%2B1%29+%24v.host"),
        text("", "", "", "is empty, and is all of a step of the path"),
        text("..", "..", "..", "would lead to another path"),
        {.value = "9007199254740993",
         .json = "9007199254740993",
         .component = "9007199254740993",
         .field = "9007199254740993"},
    };
}

/// Hands the value out at /give, and elsewhere gives back the body that it got.
FlowWorld giving(const Hostile& hostile) {
    return FlowWorld([json_text = hostile.json](const Request& request) {
        return request.path() == "/give" ? json("{\"v\":" + json_text + '}') : json(request.body);
    });
}

constexpr std::string_view give = "{{host}}/give --capture v=.v\n\n";

} // namespace

TEST_CASE("flow values: in a step of a path it is one component, or an error", "[cli]") {
    for (const Hostile& hostile : hostile_values()) {
        CAPTURE(hostile.value);
        const FlowWorld world = giving(hostile);
        const Ran ran = world.run(std::string(give) + "{{host}}/p/{{v}}/m\n\n{{host}}/q/x{{v}}\n");
        INFO(ran.err);
        if (!hostile.step.empty()) {
            CHECK(ran.exit_code == 9);
            CHECK(world.asked() == Words{"GET /give"});
            CHECK_THAT(
                ran.err, Contains("latch: a.flow:3: the value of {{v}} " + hostile.step + '\n')
            );
            continue;
        }
        CHECK(ran.exit_code == 0);
        CHECK(
            world.asked() ==
            Words{"GET /give", "GET /p/" + hostile.component + "/m", "GET /q/x" + hostile.component}
        );
    }
}

TEST_CASE("flow values: in queries, fields, JSON, headers and options it is a value", "[cli]") {
    for (const Hostile& hostile : hostile_values()) {
        CAPTURE(hostile.value);
        const FlowWorld world = giving(hostile);
        const Ran ran = world.run(
            std::string(give) +
            R"(POST {{host}}/all?u={{v}}&w=1 q=={{v}} X-V:{{v}} s={{v}} j:={{v}}
    in:='{"a":"{{v}}","b":{{v}},"c":"<{{v}}>"}' -a bob:{{v}}

POST {{host}}/form --form s={{v}} t=<{{v}}>

POST {{host}}/raw --raw '{{v}}'

POST {{host}}/here Content-Type:application/json <<END
{"a": "{{v}}", "b": {{v}}}
END

POST {{host}}/text Content-Type:text/plain <<END
<{{v}}>
END
)"
        );
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        const auto requests = world.requests();
        REQUIRE(requests.size() == 6);
        const std::string as_text = as_json(hostile.value);
        CHECK(requests[1].target == "/all?u=" + hostile.component + "&w=1&q=" + hostile.field);
        CHECK(requests[1].header("X-V") == hostile.value);
        CHECK(
            requests[1].header("Authorization") ==
            "Basic " + latch::base::base64_encode("bob:" + hostile.value)
        );
        const std::string escaped = as_text.substr(1, as_text.size() - 2);
        CHECK(
            requests[1].body == "{\"s\":" + as_text + ",\"j\":" + hostile.json +
                                    ",\"in\":{\"a\":" + as_text + ",\"b\":" + hostile.json +
                                    ",\"c\":\"<" + escaped + ">\"}}"
        );
        CHECK(requests[2].body == "s=" + hostile.field + "&t=%3C" + hostile.field + "%3E");
        CHECK(requests[3].body == hostile.value);
        CHECK(requests[4].body == "{\"a\": " + as_text + ", \"b\": " + hostile.json + '}');
        CHECK(requests[5].body == '<' + hostile.value + '>');
        CHECK(names_in(world.folder()) == Words{"a.flow"}); // no file came of --output=x
    }
}

TEST_CASE("flow values: detail 5, in expectations, conditions and jq it is a value", "[cli]") {
    for (const Hostile& hostile : hostile_values()) {
        CAPTURE(hostile.value);
        const FlowWorld world = giving(hostile);
        const std::string flow = std::string(give) + R"(@same := .v == {{v}}
@if {{v}} == {{v}}
POST {{host}}/x s={{v}} j:={{v}}
    --expect '.j == {{v}}' --expect '.s == "{{v}}"' --expect '. includes {"j":{{v}},"s":"{{v}}"}'
    --jq '[.j == {{v}}, .s == "{{v}}", (.s + "x") == "{{v}}x", (.s | startswith("{{v}}")), {{same}}]'
@end
)";
        const Ran ran = world.run(flow);
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == "[true,true,true,true,true]\n");
        // What is false stays false.
        const Ran wrong = world.run(
            std::string(give) + "POST {{host}}/x s=other --expect '.s == \"x{{v}}\"'"
                                " --expect '.s == {{v}}' --expect '(.s == \"{{v}}x\") and true'\n"
        );
        CHECK(wrong.exit_code == 8);
        CHECK_THAT(wrong.err, Contains("3 of 3 expectations failed\n"));
        CHECK(
            world.run(std::string(give) + "@if .v == \"x{{v}}\"\n{{host}}/never\n@end\n")
                .exit_code == 0
        );
        CHECK(world.asked().back() == "GET /give");
    }
}

TEST_CASE("flow values: in a regular expression it stands for its own letters", "[cli]") {
    for (const Hostile& hostile : hostile_values()) {
        CAPTURE(hostile.value);
        const FlowWorld world = giving(hostile);
        const Ran ran = world.run(
            std::string(give) + "POST {{host}}/x s={{v}} --expect '.s =~ /^{{v}}$/'\n\n"
                                "POST {{host}}/x s=other --expect '.s !~ /^{{v}}$/'\n"
        );
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
    }
    const FlowWorld world;
    for (const std::string pattern : {".*", "x|ok", "[a-z]", "(", "o?k"}) {
        INFO(pattern);
        CHECK(
            world.run("{{host}}/ --expect 'body =~ /{{v}}/'\n", {"--var", "v=" + pattern})
                .exit_code == 8
        );
    }
}

TEST_CASE("flow values: detail 4, a large number keeps its digits", "[cli]") {
    const FlowWorld world(
        {{"/give", json(R"({"id":9007199254740993,"list":[12345678901234567890]})")}}
    );
    const Ran ran = world.run(R"({{host}}/give --capture id=.id --capture list=.list
    --expect '.id == 9007199254740993' --expect 'not .id == 9007199254740992'

@for each in list
{{host}}/{{id}}/{{each}} n=={{id}}
@end
)");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(
        world.requests().back().target ==
        "/9007199254740993/12345678901234567890?n=9007199254740993"
    );
}

TEST_CASE("flow values: at the beginning of a URL it is a URL, and nothing else", "[cli]") {
    for (const std::string value : {"@/etc/passwd", "--output=x", "", "..", "a b", "PUT x"}) {
        INFO(value);
        const FlowWorld world;
        const Ran ran = world.run("{{v}}\n", {"--var", "v=" + value});
        CHECK(ran.exit_code == 64);
        CHECK_THAT(ran.err, StartsWith("latch: a.flow:1:1: cannot use the URL "));
        CHECK(names_in(world.folder()) == Words{"a.flow"});
    }
    // Nor can it change the host that is written before it.
    for (const std::string value : {"@evil.test/", ".evil.test", "1"}) {
        INFO(value);
        const FlowWorld world;
        const Ran ran = world.run("{{host}}{{v}}\n", {"--var", "v=" + value});
        CHECK(ran.exit_code == 64);
        CHECK_THAT(
            ran.err,
            StartsWith("latch: a.flow:1:1: the value of {{v}} follows a host and is no path\n")
        );
    }
    const FlowWorld world;
    CHECK(world.run("{{host}}{{v}}\n", {"--var=v=/a/b?c=d&e"}).exit_code == 0);
    CHECK(world.run("{{host}}/{{raw v}}\n", {"--var=v=a/b?c=d&e"}).exit_code == 0);
    CHECK(world.asked() == Words{"GET /a/b?c=d&e", "GET /a/b?c=d&e"});
}

TEST_CASE("flow values: it is no word of the request", "[cli]") {
    for (const std::string value : {"a=b", "X:y", "--output=x", "@a.flow", "@app", "x==y"}) {
        INFO(value);
        const FlowWorld world;
        const Ran ran = world.run("{{host}}/ {{v}}\n", {"--var", "v=" + value});
        CHECK(ran.exit_code == 64);
        CHECK_THAT(ran.err, StartsWith("latch: a.flow:1:11: \"{{v}}\" is not a request item\n"));
        CHECK(world.asked().empty());
    }
}

TEST_CASE("flow values: a value that looks like a file name reads none", "[cli]") {
    const FlowWorld world;
    world.write("secret.txt", "of the file");
    const Ran ran = world.run(
        "POST {{host}}/ a={{v}} b:='\"{{v}}\"'\n\n"
        "POST {{host}}/ --raw {{v}} --expect 'not body == {{v}}' --expect 'not body includes "
        "file'\n",
        {"--var=v=@secret.txt"}
    );
    INFO(ran.err);
    CHECK(world.requests().at(0).body == R"({"a":"@secret.txt","b":"@secret.txt"})");
    CHECK(world.requests().at(1).body == "@secret.txt");
    // Where the file is asked for by the flow, its name may be a value.
    CHECK(world.run("POST {{host}}/ @{{v}}\n", {"--var=v=secret.txt"}).exit_code == 0);
    CHECK(world.requests().back().body == "of the file");
}

TEST_CASE("flow values: a text that is no JSON is an error where JSON has to be", "[cli]") {
    const FlowWorld world;
    for (const std::string line : {"a:={{v}}", "a:='{\"b\":{{v}}}'", "--jq '.a == {{v}}'"}) {
        INFO(line);
        const Ran ran = world.run("POST {{host}}/ " + line + '\n', {"--var=v=A-17"});
        CHECK(ran.exit_code == 64);
        CHECK_THAT(ran.err, StartsWith("latch: a.flow:1:") && Contains("{{v}}"));
    }
    CHECK(world.asked().empty());
    CHECK(world.run("POST {{host}}/ a:={{v}} b={{v}}\n", {"--var=v=9.50"}).exit_code == 0);
    CHECK(world.requests().back().body == R"({"a":9.50,"b":"9.50"})");
}

TEST_CASE("flow values: what would split a request is refused", "[cli]") {
    const FlowWorld world({{"/give", json(R"({"v":"a\r\nX-Evil: 1"})")}});
    const Ran ran = world.run(std::string(give) + "{{host}}/ X-V:{{v}}\n");
    CHECK(ran.exit_code != 0);
    CHECK(world.asked() == Words{"GET /give"});
    const Ran good = world.run(std::string(give) + "POST {{host}}/{{v}} a={{v}}\n");
    CHECK(good.exit_code == 0);
    CHECK(world.asked().back() == "POST /a%0D%0AX-Evil%3A%201");
    CHECK_FALSE(world.requests().back().header("X-Evil"));
}

TEST_CASE("flow values: braces behind a backslash are no variable", "[cli]") {
    const FlowWorld world;
    CHECK(
        world
            .run(R"(POST {{host}}/ a='\{{v}}' b=\{{v}}
)")
            .exit_code == 0
    );
    CHECK(world.requests().back().body == R"({"a":"{{v}}","b":"{{v}}"})");
}

TEST_CASE("flow values: those that are made", "[cli]") {
    FlowWorld world;
    world.latch().set("FROM_OUTSIDE", "env value");
    world.write("file.txt", "abc");
    const Ran ran = world.run(R"(@who = bob:x
POST {{host}}/{{env FROM_OUTSIDE}} base64={{base64 who}} hash={{sha256 @file.txt}} n:={{randint 4 4}}
    random={{random 12}} uuid={{uuid}} uuid2={{uuid}} day={{now %Y}} quoted='{{now +1d "%Y x"}}'
    --expect '.random | test("^[A-Za-z0-9]{12}$")'
    --expect '.uuid | test("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")'
    --expect '.uuid != .uuid2' --expect '.day | test("^[0-9]{4}$")'
    --expect '.quoted | test("^[0-9]{4} x$")' --expect '.n == 4'
    --jq '.base64, .hash'
)");
    INFO(ran.err);
    CHECK(world.asked() == Words{"POST /env%20value"});
    CHECK_THAT(world.requests().at(0).body, Contains(R"("base64":"Ym9iOng=")"));
    CHECK_THAT(
        world.requests().at(0).body,
        Contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    );
}
