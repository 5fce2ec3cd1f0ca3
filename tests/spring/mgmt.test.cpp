// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Words = std::vector<std::string>;

namespace {

/// Has the application say that it takes no requests, as long as this lives.
class OutOfService {
public:
    explicit OutOfService(const Latch& latch) : latch_(latch) { set("false"); }

    OutOfService(const OutOfService&) = delete;
    OutOfService& operator=(const OutOfService&) = delete;
    OutOfService(OutOfService&&) = delete;
    OutOfService& operator=(OutOfService&&) = delete;

    ~OutOfService() { set("true"); }

private:
    void set(const std::string& up) const {
        const std::string door = application().address("ctl") + "/readiness?up=" + up;
        CHECK(latch_.run({"POST", door}).exit_code == 0);
    }

    const Latch& latch_;
};

} // namespace

TEST_CASE("spring mgmt: readiness is a status, and its body says why", "[spring]") {
    const Latch latch;
    const Visitor nobody(latch, "management");
    const std::string url = nobody.url("/actuator/health/readiness");
    CHECK(latch.run({url}).out == R"({"status":"UP"})");
    const Journal journal("management");
    {
        const OutOfService out_of_service(latch);
        const Ran down = latch.run({url});
        CHECK(down.exit_code == 5);
        CHECK(down.out == R"({"status":"OUT_OF_SERVICE"})");
        CHECK_THAT(down.err, Contains("503"));
        const Ran shown = latch.run({"--pretty=format", "--print=b", url});
        CHECK_THAT(shown.out, Contains("\"status\": \"OUT_OF_SERVICE\""));
        const Ran alive = latch.run({nobody.url("/actuator/health/liveness")});
        CHECK(alive.exit_code == 0);
    }
    CHECK(latch.run({url}).exit_code == 0);
    CHECK(journal.arrivals().size() == 4);
}

TEST_CASE("spring mgmt: a wait ends when readiness says that the application is up", "[spring]") {
    const Latch latch;
    const Visitor nobody(latch, "management");
    const std::string place = "latch: " + nobody.url("/actuator/health/readiness");
    std::optional<OutOfService> out_of_service(latch);
    Process process = latch.start({"wait", "-v", "--every=0.05", nobody.url("")});
    process.wait_for("HTTP 503, OUT_OF_SERVICE\n");
    out_of_service.reset();
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err == place + ": HTTP 503, OUT_OF_SERVICE\n" + place + ": HTTP 200, UP\n");
    const Journal journal("management");
    CHECK(latch.run({"wait", "--times=2", "--every=1ms", nobody.url("/")}).exit_code == 0);
    const std::string up = "GET /actuator/health/readiness 200";
    CHECK(journal.in_words() == Words{up, up});
}

TEST_CASE("spring mgmt: a wait for what stays down ends at its deadline", "[spring]") {
    const Latch latch;
    const Visitor nobody(latch, "management");
    const OutOfService out_of_service(latch);
    Ran ran;
    double seconds = 0;
    // Programs start late on a machine that is busy; of three one is in time.
    for (int attempt = 0; attempt < 3 && (seconds < 1 || seconds > 1.2); ++attempt) {
        const auto begun = std::chrono::steady_clock::now();
        ran = latch.run({"wait", "--wait=1s", nobody.url("")});
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        REQUIRE(ran.exit_code == 10);
    }
    CHECK(seconds >= 1);
    CHECK(seconds <= 1.2);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, Contains("is not up after 1 s: last state: http://"));
    CHECK_THAT(ran.err, Contains("/actuator/health/readiness: HTTP 503, OUT_OF_SERVICE ("));
    CHECK_THAT(ran.err, EndsWith(" tries)\n"));
}

TEST_CASE(
    "spring mgmt: a wait for health behind a login is over, and says what it saw", "[spring]"
) {
    const Latch latch;
    const Visitor nobody(latch, "management");
    const std::string url = nobody.url("/actuator/health");
    const Ran ran = latch.run({"wait", url});
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains(url + ": HTTP 401: up, and behind a login\n"));
    const Ran led = latch.run({"wait", url, "Accept:text/html"});
    CHECK(led.exit_code == 0);
    CHECK_THAT(led.err, Contains(": HTTP 302, to a login page: up, and behind a login\n"));
    const Ran let_in = latch.run({"wait", "--auth=alice:wonderland", url});
    CHECK(let_in.exit_code == 0);
    CHECK(let_in.err.empty());
}

TEST_CASE("spring mgmt: health behind a login is not taken for a bad state", "[spring]") {
    struct Case {
        std::string why, accept, status;
        int exit_code;
        std::string hint;
    };

    const std::vector<Case> cases{
        {"as a program asks", "Accept:*/*", "401", 4, "401"},
        {"as a browser asks", "Accept:text/html", "302", 7, "not signed in"},
    };
    const Latch latch;
    const Visitor nobody(latch, "management");
    for (const Case& c : cases) {
        INFO(c.why);
        const Journal journal("management");
        const Ran ran = latch.run({nobody.url("/actuator/health"), c.accept});
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains(c.hint));
        CHECK(journal.in_words() == Words{"GET /actuator/health " + c.status});
    }
    const Ran let_in = latch.run({"--auth=alice:wonderland", nobody.url("/actuator/health")});
    CHECK(let_in.exit_code == 0);
    CHECK_THAT(let_in.out, Contains(R"("status":"UP")"));
}

TEST_CASE("spring mgmt: what the application handed out stays off its other port", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "mgmt");
    latch.set("PW", "wonderland");
    REQUIRE(
        latch.run({"login", "@app", alice.url("/login"), "alice", "--auth-from=env:PW"})
            .exit_code == 0
    );
    const Journal journal("mgmt");
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /api/me 200"});

    const Journal other("management");
    const Ran health = Visitor(latch, "management").send("GET", "/actuator/health");
    CHECK(health.exit_code == 4);
    CHECK(other.only().header("Cookie") == "none");
}
