// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

bool has(const Words& words, const std::string& word) {
    return std::ranges::count(words, word) > 0;
}

/// `latch run --no-timings WORD…` against that server.
Ran run(const Latch& latch, const MeetingServer& server, const Words& words) {
    Words all{"run", "--no-timings", "--var", "host=" + server.url()};
    all.insert(all.end(), words.begin(), words.end());
    return latch.run(all);
}

Ran run_flow(const MeetingServer& server, std::string_view flow, const Words& options = {}) {
    const Latch latch;
    latch.write("a.flow", flow);
    Words words{"a.flow"};
    words.insert(words.end(), options.begin(), options.end());
    return run(latch, server, words);
}

} // namespace

TEST_CASE("flow parallel: all of a block at once, shown in the order of the file", "[cli]") {
    // The first is answered when the last of the others has got its second answer.
    const MeetingServer server([](const Request& request, const Words& arrived) {
        return request.target != "/1" || has(arrived, "GET /c/after");
    });
    const Ran ran = run_flow(server, R"(@parallel
### one
{{host}}/1 --print=b

@for row in [a b c]
{{host}}/{{row}} --print=b

{{host}}/{{row}}/after
@end
{{host}}/last --print=b
@end
{{host}}/behind
)");
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "/1\n/a\n/b\n/c\n/last\n");
    CHECK_THAT(ran.err, StartsWith("✓ a.flow:3  one  200\n✓ a.flow:6  GET /a  200\n"));
    CHECK_THAT(ran.err, Contains("GET /last  200\n✓ a.flow:12  GET /behind  200\n9 requests"));
    CHECK(server.asked().back() == "GET /behind");
}

TEST_CASE("flow parallel: as many at once as it says, and no more", "[cli]") {
    // Each is answered when as many as may be under way have arrived.
    const MeetingServer server([](const Request& /*request*/, const Words& arrived) {
        return arrived.size() >= 3;
    });
    const Ran ran =
        run_flow(server, "@parallel 3\n@for n in 1..9\n{{host}}/{{n}} --print=b\n@end\n@end\n");
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "/1\n/2\n/3\n/4\n/5\n/6\n/7\n/8\n/9\n");
    CHECK(server.most_at_once() == 3);

    const MeetingServer usual([](const Request& /*request*/, const Words& arrived) {
        return arrived.size() >= 8;
    });
    CHECK(
        run_flow(usual, "@parallel\n@for n in 1..20\n{{host}}/{{n}}\n@end\n@end\n").exit_code == 0
    );
    CHECK(usual.most_at_once() == 8);
}

TEST_CASE(
    "flow parallel: detail 11, each sees what was before; what it changes counts behind", "[cli]"
) {
    const FlowWorld world([](const Request& request) {
        const std::string name = request.path().substr(1);
        return json("{\"value\":\"of " + name + "\"}").with("Set-Cookie", name + "=1; Path=/");
    });
    const Ran ran = world.run(R"({{host}}/before --capture seen=.value

@parallel 1
{{host}}/a?{{seen}} --capture a=.value

{{host}}/b?{{seen}} --capture b=.value

@for n in [c d]
{{host}}/{{n}}?{{seen}} --capture seen=.value

{{host}}/{{n}}2?{{seen}}
@end
@end
{{host}}/behind?{{a}},{{b}},{{seen}}
)");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    Words got;
    for (const Request& request : world.requests()) {
        got.push_back(request.target + ' ' + request.header("Cookie").value_or("-"));
    }
    CHECK(
        got ==
        Words{
            "/before -",
            "/a?of%20before before=1",
            "/b?of%20before before=1",
            "/c?of%20before before=1",
            "/c2?of%20c before=1; c=1",
            "/d?of%20before before=1",
            "/d2?of%20d before=1; d=1",
            "/behind?of%20a,of%20b,of%20before before=1; a=1; b=1; c=1; c2=1; d=1; d2=1"}
    );
}

TEST_CASE(
    "flow parallel: detail 11, cookies count in the order of the file, not of answers", "[cli]"
) {
    const MeetingServer server(
        [](const Request& request, const Words& arrived) {
            return request.target != "/1" || has(arrived, "GET /2/after");
        },
        [](const Request& request) {
            Response response = reply("");
            if (request.target != "/2/after") {
                response.with("Set-Cookie", "who=" + request.target.substr(1) + "; Path=/");
            }
            return response;
        }
    );
    // /1 is answered last, and comes first in the file.
    const Ran ran = run_flow(server, R"(@parallel
{{host}}/1

@for n in 2..2
{{host}}/{{n}}

{{host}}/{{n}}/after
@end
@end
{{host}}/behind --print=H --show-secrets
)");
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("Cookie: who=2\n") || Contains("Cookie: who=2\r\n"));
}

TEST_CASE("flow parallel: detail 11, one name captured twice is a mistake", "[cli]") {
    const FlowWorld world;
    const Ran ran =
        world.run("@parallel\n{{host}}/1 --capture a=body\n\n{{host}}/2 --capture a=body\n@end\n");
    CHECK(ran.exit_code == 64);
    CHECK_THAT(
        ran.err, StartsWith("latch: a.flow:4:1: a is captured twice in one @parallel block\n")
    );
    CHECK(world.asked().empty());
}

TEST_CASE("flow parallel: a failure of one ends the file when those under way are done", "[cli]") {
    const FlowWorld world({{"/500", status(500)}});
    const std::string flow = "@parallel 1\n{{host}}/1\n\n{{host}}/500\n\n{{host}}/3\n@end\n"
                             "{{host}}/behind\n\n@finally\n{{host}}/last\n@end\n";
    const Ran ran = world.run(flow, {"--report=tap"});
    CHECK(ran.exit_code == 8);
    CHECK(world.asked() == Words{"GET /1", "GET /500", "GET /last"});
    const Ran on = world.run(flow, {"--keep-going"});
    CHECK(on.exit_code == 8);
    CHECK(world.asked().size() == 8);
}

TEST_CASE(
    "flow parallel: a session is for all of them, and --save-session loses nothing", "[cli]"
) {
    FlowWorld world([](const Request& request) {
        return reply("").with("Set-Cookie", "c" + request.path().substr(1) + "=1; Path=/");
    });
    const Ran ran = world.run(
        "@parallel\n@for n in 1..6\n@app {{host}}/{{n}}\n@end\n@end\n", {"--save-session"}
    );
    CHECK(ran.exit_code == 0);
    REQUIRE(world.latch().run({"@app", world.url("/later")}).exit_code == 0);
    const std::string cookies = world.requests().back().header("Cookie").value_or("");
    CHECK(std::ranges::count(cookies, ';') == 5); // in the order in which they came (RFC 6265, 5.4)
    for (const std::string cookie : {"c1=1", "c2=1", "c3=1", "c4=1", "c5=1", "c6=1"}) {
        CHECK_THAT(cookies, Contains(cookie));
    }
}

TEST_CASE("flow parallel: --jobs runs files at once, and shows them in their order", "[cli]") {
    const auto waits_for_other = [](const Request& request, const Words& arrived) {
        return request.target != "/one" || has(arrived, "GET /two/after");
    };
    const Latch latch;
    latch.write(
        "one.flow", "@x = 1\n{{host}}/one --print=b\n\n{{host}}/404 --expect 'status == 1'\n"
    );
    latch.write("two.flow", "@x = 2\n{{host}}/two --print=b\n\n{{host}}/two/after --print=b\n");
    const MeetingServer server(waits_for_other);
    const Ran ran =
        run(latch, server, {"one.flow", "two.flow", "--jobs", "2", "--report=junit=o.xml"});
    CHECK(ran.exit_code == 8);
    CHECK(ran.out == "/one\n/two\n/two/after\n");
    CHECK_THAT(ran.err, StartsWith("✓ one.flow:2  GET /one  200\n✗ one.flow:4  GET /404  200\n"));
    CHECK_THAT(
        ran.err, Contains("✓ two.flow:2  GET /two  200\n✓ two.flow:4  GET /two/after  200\n4 req")
    );
    const std::string xml = content(latch.working_directory() / "o.xml");
    CHECK(xml.find("file=\"one.flow\"") < xml.find("file=\"two.flow\""));
    // One after the other it would never come to the second file.
    CHECK(latch.run({"run", "--jobs=0", "one.flow"}).exit_code == 64);
}
