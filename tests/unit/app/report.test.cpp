// SPDX-License-Identifier: MIT
#include "app/report.hpp"

#include "support/catch.hpp"
#include "support/in_process.hpp"

#include <stdexcept>

using namespace latch;
using namespace latch::app;

TEST_CASE("report: what, cause and hint are two lines", "[app]") {
    const auto error = base::Error(base::ErrorKind::connect, "cannot connect to a.test:80")
                           .because("connection refused")
                           .hinting("check the port");
    CHECK(
        error_text(error) ==
        "latch: cannot connect to a.test:80: connection refused\n  check the port\n"
    );
}

TEST_CASE("report: no hint, no second line, and no cause, no colon", "[app]") {
    CHECK(error_text(base::Error(base::ErrorKind::usage, "no URL")) == "latch: no URL\n");
}

TEST_CASE("report: secrets of the run are in none of its parts", "[app]") {
    base::Redactor hidden;
    hidden.learn(base::Secret("s3cret"));
    const auto error = base::Error(base::ErrorKind::protocol, "no s3cret")
                           .because("s%33cret or czNjcmV0")
                           .hinting("not s3cret\nand not s3cret");
    CHECK(
        error_text(error, hidden) == "latch: no ****: **** or ****\n  not ****\n  and not ****\n"
    );
}

TEST_CASE("report: the password of a URL is hidden, whoever wrote it", "[app]") {
    struct Case {
        std::string_view why, text, shown;
    };

    const Case cases[] = {
        {"a URL", "no https://bob:pw@a.test/x", "no https://bob:****@a.test/x"},
        {"two", "http://a:b@c http://d:e@f", "http://a:****@c http://d:****@f"},
        {"an @ in it", "http://bob:p@w@a.test", "http://bob:****@a.test"},
        {"a colon in it", "http://bob:p:w@a.test", "http://bob:****@a.test"},
        {"no user", "http://:pw@a.test", "http://:****@a.test"},
        {"no password", "http://bob@a.test:80/x", "http://bob@a.test:80/x"},
        {"a port", "http://a.test:80/@x", "http://a.test:80/@x"},
        {"an @ elsewhere", "http://a.test:80 by bob@a.test", "http://a.test:80 by bob@a.test"},
        {"no end", "http://bob:pw@", "http://bob:****@"},
        {"nothing", "://", "://"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const std::string text(c.text);
        CHECK(error_text({base::ErrorKind::file, text}) == "latch: " + std::string(c.shown) + '\n');
    }
    const auto error = base::Error(base::ErrorKind::usage, "no proxy").hinting("http://u:pw@a");
    CHECK(error_text(error) == "latch: no proxy\n  http://u:pw@a\n");
}

TEST_CASE("report: what came from outside is shown, not executed", "[app]") {
    const auto error = base::Error(base::ErrorKind::protocol, "bad \x1b[31m\nname")
                           .because("\x07")
                           .hinting("see \x1b]0;x");
    CHECK(error_text(error) == "latch: bad \\x1b[31m\\nname: \\x07\n  see \\x1b]0;x\n");
}

TEST_CASE("report: a bug of ours is one line without secrets, and exit code 70", "[app]") {
    const test::TempDir folder;
    base::Environment environment = test::environment_in(folder);
    environment.now = []() -> base::Clock::time_point { throw std::runtime_error("s3cret-word"); };
    const test::Ran ran =
        test::run_in_process({"--offline", "--auth=bob:s3cret-word", "http://a.test"}, environment);
    CHECK(ran.exit_code == 70);
    CHECK(ran.err == "latch: internal error: ****\n");
}
