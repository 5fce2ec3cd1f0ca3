// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"
#include "support/catch.hpp"

#include <csignal>
#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// A server that never answers its first request, and the second connection's at once.
std::vector<Script> deaf_at_first() {
    return {
        Script().request().stall().until_peer_leaves(),
        Script().request().send(answer("done")).until_peer_leaves(),
    };
}

constexpr std::string_view cut_off_flow = R"(### long
{{host}}/long

### never
{{host}}/never

@finally
### tidy
DELETE {{host}}/tidy
@end
)";

} // namespace

TEST_CASE("flow endings: behind a failure the rest is left out, @finally is done", "[cli]") {
    const FlowWorld world({{"/fail", json(R"({"why":"so"})").with("Set-Cookie", "a=1; Path=/")}});
    const Ran ran = world.run(
        R"({{host}}/before

@finally
DELETE {{host}}/early
@end
### fails
POST {{host}}/fail --expect "status == 201" --expect '.why == "so"' --expect '.why == "not"' --capture id=.why

### not sent
{{host}}/never/{{id}}

@finally
### tidy
DELETE {{host}}/last
@end
)",
        {"--report=junit=out.xml"}
    );
    CHECK(ran.exit_code == 8);
    CHECK(world.asked() == Words{"GET /before", "POST /fail", "DELETE /early", "DELETE /last"});
    CHECK(world.requests().back().header("Cookie") == "a=1");
    // All that failed is told, and only that; what was received; and how to do it again.
    CHECK(
        ran.err == "✓ a.flow:1  GET /before  200\n"
                   "✗ a.flow:7  fails  200\n"
                   "latch: a.flow:7: 2 of 3 expectations failed\n"
                   "  status == 201\n    actual    200 OK\n    expected  201\n"
                   "  .why == \"not\"\n    actual    \"so\"\n    expected  \"not\"\n"
                   "  received\n    {\"why\":\"so\"}\n"
                   "  to repeat it: latch run a.flow --only 7\n"
                   "✓ a.flow:4  DELETE /early  200\n"
                   "✓ a.flow:14  tidy  200\n"
                   "5 requests: 3 passed, 1 failed, 1 not sent\n"
    );
    const std::string xml = world.file("out.xml");
    CHECK_THAT(xml, Contains("tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"1\""));
    CHECK_THAT(xml, Contains("name=\"fails\" file=\"a.flow\" line=\"7\""));
}

TEST_CASE("flow endings: a status of 400 or more is a failure where nothing is expected", "[cli]") {
    const FlowWorld world({{"/302", status(302)}, {"/404", status(404)}});
    CHECK(world.run("{{host}}/302\n").exit_code == 0);
    const Ran ran = world.run("{{host}}/404\n");
    CHECK(ran.exit_code == 8);
    CHECK_THAT(ran.err, Contains("status < 400") && Contains("404 Not Found"));
    CHECK(world.run("{{host}}/404 --expect 'status == 404'\n").exit_code == 0);
}

TEST_CASE(
    "flow endings: the next file is run, but for --bail; --keep-going goes on at once", "[cli]"
) {
    struct Case {
        Words options;
        Words asked;
    };

    for (const auto& [options, asked] : {
             Case{{}, {"GET /500", "GET /one-last", "GET /two"}},
             {{"--bail"}, {"GET /500", "GET /one-last"}},
             {{"--keep-going"}, {"GET /500", "GET /one", "GET /one-last", "GET /two"}},
         }) {
        CAPTURE(options);
        const FlowWorld world({{"/500", status(500)}});
        world.write(
            "one.flow", "{{host}}/500\n\n{{host}}/one\n\n@finally\n{{host}}/one-last\n@end\n"
        );
        world.write("two.flow", "{{host}}/two\n");
        Words words{"one.flow", "two.flow"};
        words.insert(words.end(), options.begin(), options.end());
        CHECK(world.run_words(words).exit_code == 8);
        CHECK(world.asked() == asked);
    }
}

TEST_CASE("flow endings: of several failures the gravest is the exit code", "[cli]") {
    const FlowWorld world({{"/500", status(500)}, {"/j", json("{}")}});

    struct Case {
        const char* flow;
        int exit_code;
    };

    for (const auto& [flow, exit_code] : {
             Case{"{{host}}/500\n\n{{host}}/ok\n", 8},
             {"{{host}}/500\n\n{{host}}/j --capture a=.a\n", 9},
             {"{{host}}/j --capture a=.a\n\n{{host}}/500 --wait=0.1 --every=0.05\n", 10},
             {"{{host}}/500 --wait=0.1 --every=0.05\n\nhttp://127.0.0.1:1/\n\n{{host}}/500\n", 1},
         }) {
        INFO(flow);
        CHECK(world.run(flow, {"--keep-going"}).exit_code == exit_code);
    }
}

TEST_CASE("flow endings: detail 15, a signal ends the run, and @finally is done once", "[cli]") {
    struct Case {
        int signal;
        int exit_code;
    };

    for (const auto& [signal, exit_code] : {Case{SIGTERM, 143}, {SIGINT, 130}}) {
        CAPTURE(signal);
        RawServer server(deaf_at_first());
        const Latch latch;
        latch.write("a.flow", cut_off_flow);
        Process process = latch.start(
            {"run",
             "a.flow",
             "--no-timings",
             "--var=host=" + server.url(""),
             "--report=tap",
             "--report=junit=out.xml"}
        );
        server.wait_for_stalls();
        process.send_signal(signal);
        const Ran ran = process.wait();
        CHECK(ran.exit_code == exit_code);
        CHECK_THAT(server.received(1).bytes, StartsWith("DELETE /tidy HTTP/1.1\r\n"));
        CHECK_THAT(ran.out, StartsWith("TAP version 13\n1.."));
        CHECK_THAT(ran.out, Contains("not ok 1 - a.flow: long\n"));
        CHECK_THAT(ran.out, Contains(" - a.flow: tidy\n"));
        CHECK_THAT(content(latch.working_directory() / "out.xml"), Contains("name=\"tidy\""));
    }
}

TEST_CASE("flow endings: detail 15, --timeout-total writes reports and does @finally", "[cli]") {
    RawServer server(deaf_at_first());
    const Latch latch;
    latch.write("a.flow", cut_off_flow);
    const Ran ran = latch.run(
        {"run",
         "a.flow",
         "--no-timings",
         "--var=host=" + server.url(""),
         "--timeout-total=0.3",
         "--report=tap"}
    );
    CHECK(ran.exit_code == 2);
    CHECK_THAT(ran.err, Contains("latch: the run is not done within 300 ms\n  --timeout-total"));
    CHECK_THAT(ran.out, Contains("not ok 1 - a.flow: long\n") && Contains(" - a.flow: tidy\n"));
    CHECK_THAT(server.received(1).bytes, StartsWith("DELETE /tidy HTTP/1.1\r\n"));
}

TEST_CASE(
    "flow endings: --timeout-total=0 is none, and one that is long enough does nothing", "[cli]"
) {
    const FlowWorld world;
    CHECK(world.run("{{host}}/\n", {"--timeout-total=0"}).exit_code == 0);
    CHECK(world.run("{{host}}/\n", {"--timeout-total=1h"}).exit_code == 0);
}

TEST_CASE("flow endings: --max is about all requests of the run", "[cli]") {
    const FlowWorld world;
    const std::string flow = "{{host}}/1\n\n{{host}}/2\n";
    const Ran good = world.run(flow, {"--max", "p95=1h", "--max=max=1h"});
    CHECK(good.exit_code == 0);
    CHECK(good.err.find("--max") == std::string::npos);
    // Nothing takes no time.
    const Ran bad = world.run(flow, {"--max=p50=0", "--max=max=0"});
    CHECK(bad.exit_code == 8);
    CHECK_THAT(
        bad.err,
        Contains("latch: --max: p50 is ") && Contains("latch: --max: max is ") &&
            Contains(", not 0 ms or less (2 requests)\n")
    );
    for (const std::string wrong : {"p0=1s", "p101=1s", "95=1s", "p95", "p95=soon"}) {
        INFO(wrong);
        CHECK(world.run(flow, {"--max", wrong}).exit_code == 64);
    }
}
