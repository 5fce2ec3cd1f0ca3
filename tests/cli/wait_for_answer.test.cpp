// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/latch.hpp"
#include "support/server.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace latch::test;

namespace {

/// Answers with these bodies, one after the other, and with the last from then on; "503" is one
/// with that status and no JSON.
class Job {
public:
    explicit Job(std::vector<std::string> states)
        : left_(std::make_shared<std::vector<std::string>>(states.rbegin(), states.rend())) {}

    std::string url() const { return server_.url(); }

    std::size_t asked() const { return server_.requests().size(); }

    std::vector<Request> requests() const { return server_.requests(); }

private:
    static Response say(std::vector<std::string>& left) {
        const std::string state = left.back();
        if (left.size() > 1) {
            left.pop_back();
        }
        Response response = reply("{\"state\":\"" + state + "\"}", "application/json");
        if (state == "503") {
            response = reply("starting");
            response.status = 503;
        }
        return response.with("Set-Cookie", "last=" + state + "; Max-Age=1000");
    }

    std::shared_ptr<std::vector<std::string>> left_;
    Server server_{[left = left_](const Request& /*request*/) { return say(*left); }};
};

} // namespace

TEST_CASE("wait for an answer: until what is expected holds, and that answer is shown", "[cli]") {
    const Job job({"503", "DOWN", "UP"});
    const Latch latch;
    const Ran ran = latch.run(
        {"--wait=20", "--every=1ms", "--expect", ".state == UP", "@app", job.url(), "a==b"}
    );
    CHECK(ran.err.empty());
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "{\"state\":\"UP\"}");
    CHECK(job.asked() == 3);
    CHECK(job.requests().back().target == "/?a=b");
    // What earlier answers set is forgotten; the last one counts.
    CHECK_FALSE(job.requests().back().header("Cookie"));
    CHECK(latch.session("app").find("\"UP\"") != std::string::npos);
    CHECK(latch.session("app").find("\"DOWN\"") == std::string::npos);
}

TEST_CASE("wait for an answer: without an expectation a status below 400 is enough", "[cli]") {
    const Job job({"503", "503", "DOWN"});
    const Ran ran = Latch().run({"--wait=20", "--every=1ms", "-v", job.url()});
    CHECK(ran.exit_code == 0);
    CHECK(job.asked() == 3);
    CHECK(ran.out.find("HTTP/1.1 503") == std::string::npos);
    CHECK(ran.out.find("starting") == std::string::npos);
    CHECK(ran.out.find("\"DOWN\"") != std::string::npos);
    CHECK(ran.err == "latch: HTTP 503; waiting\n");
}

TEST_CASE("wait for an answer: --until is the goal, --expect judges what was reached", "[cli]") {
    const Job job({"QUEUED", "RUNNING", "DONE"});
    const Ran ran = Latch().run(
        {"--wait=20",
         "--every=1ms",
         "--until",
         ".state == DONE",
         "--expect",
         ".result exists",
         "--jq",
         ".state",
         job.url()}
    );
    CHECK(job.asked() == 3);
    CHECK(ran.exit_code == 8);
    CHECK(ran.err.starts_with("latch: the expectation failed\n  .result exists\n"));
    const Job other({"QUEUED", "DONE"});
    const Ran extracted = Latch().run(
        {"--wait=20", "--every=1ms", "--until", ".state == DONE", "--jq", ".state", other.url()}
    );
    CHECK(extracted.exit_code == 0);
    CHECK(extracted.out == "DONE\n");
}

TEST_CASE("wait for an answer: --fail-if ends it at once", "[cli]") {
    const Job job({"QUEUED", "FAILED", "DONE"});
    const Ran ran = Latch().run(
        {"--wait=20",
         "--every=1ms",
         "--until",
         ".state == DONE",
         "--fail-if",
         ".state == FAILED",
         job.url()}
    );
    CHECK(ran.exit_code == 8);
    CHECK(job.asked() == 2);
    CHECK(ran.out == "{\"state\":\"FAILED\"}");
    CHECK(ran.err == "latch: waiting is pointless: .state == FAILED\n  actual    \"FAILED\"\n");
}

TEST_CASE("wait for an answer: a status that is the goal is no failure", "[cli]") {
    const Job job({"UP", "503"});
    const Ran ran = Latch().run({"--wait=20", "--every=1ms", "--until=status == 503", job.url()});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "starting");
}

TEST_CASE("wait for an answer: nothing is taken out of one that is not wanted", "[cli]") {
    const Job job({"DOWN"});
    const Ran late = Latch().run(
        {"--wait=0.1", "--every=0.1", "--until=.state == UP", "--capture=s=.state", job.url()}
    );
    CHECK(late.exit_code == 10);
    CHECK(late.out.empty());
    const Ran given_up = Latch().run(
        {"--wait=9", "--until=.state == UP", "--fail-if=.state == DOWN", "--jq=.state", job.url()}
    );
    CHECK(given_up.exit_code == 8);
    CHECK(given_up.out.empty());
}

TEST_CASE("wait for an answer: a program that thinks for ever has no more time", "[cli]") {
    const Job job({"UP"});
    const Ran ran = Latch().run({"--wait=0.5", "--until=([range(1e9)] | length) == 1", job.url()});
    CHECK(ran.exit_code == 10);
}

TEST_CASE("wait for an answer: several in a row", "[cli]") {
    const Job job({"UP", "503", "UP", "UP"});
    const Ran ran = Latch().run({"--wait=20", "--every=1ms", "--times=2", job.url()});
    CHECK(ran.exit_code == 0);
    CHECK(job.asked() == 4);
}

TEST_CASE("wait for an answer: when the time is over the last one is shown, with why", "[cli]") {
    const Job job({"DOWN"});
    const Ran ran = Latch().run(
        {"--wait=0.3",
         "--every=0.1",
         "--expect",
         ".state == UP",
         "--expect=status == 200",
         job.url()}
    );
    CHECK(ran.exit_code == 10);
    CHECK(ran.out == "{\"state\":\"DOWN\"}");
    CHECK(
        ran.err.starts_with("latch: not what is waited for after 0.3 s: last state: HTTP 200, 1 of "
                            "2 expectations failed (")
    );
    CHECK(ran.err.ends_with(" tries)\n  .state == UP\n    actual    \"DOWN\"\n    expected  UP\n"));
}

TEST_CASE("wait for an answer: a server that is not there yet is waited for", "[cli]") {
    const Ran ran = Latch().run({"--wait=0.3", "--every=0.1", "http://127.0.0.1:1/"});
    CHECK(ran.exit_code == 10);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("last state: cannot connect to 127.0.0.1:1") != std::string::npos);
}

TEST_CASE("wait for an answer: what no waiting mends ends it", "[cli]") {
    ServerOptions never;
    never.at_least = 0;
    const Server server([](const Request& /*request*/) { return reply(""); }, never);
    const Latch latch;
    const Ran piped =
        latch.shell("head -c 9000000 /dev/zero | $latch --wait=5 POST " + server.url());
    CHECK(piped.exit_code == 64);
    CHECK(piped.err.starts_with("latch: --wait cannot send standard input again\n"));
    const Ran missing = latch.run({"--wait=5", "--until", "body == @none", server.url()});
    CHECK(missing.exit_code == 1);
    CHECK(server.requests().empty());
}
