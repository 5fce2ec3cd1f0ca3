// SPDX-License-Identifier: MIT
#include "app/report.hpp"

#include "support/catch.hpp"

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

TEST_CASE("report: what came from outside is shown, not executed", "[app]") {
    const auto error = base::Error(base::ErrorKind::protocol, "bad \x1b[31m\nname")
                           .because("\x07")
                           .hinting("see \x1b]0;x");
    CHECK(error_text(error) == "latch: bad \\x1b[31m\\nname: \\x07\n  see \\x1b]0;x\n");
}
