// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
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
