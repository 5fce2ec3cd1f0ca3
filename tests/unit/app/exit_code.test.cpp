// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"

#include "support/catch.hpp"

#include <string_view>
#include <vector>

using namespace latch;
using namespace latch::app;

TEST_CASE("exit code: each kind of error has its number", "[app]") {
    using base::ErrorKind;

    struct Case {
        std::string_view why;
        ErrorKind kind;
        int code;
    };

    const std::vector<Case> cases{
        {"the command line was wrong", ErrorKind::usage, 64},
        {"the configuration was", ErrorKind::bad_config, 64},
        {"a file", ErrorKind::file, 1},
        {"the session file, which is a file", ErrorKind::bad_session, 1},
        {"a name without an address", ErrorKind::resolve, 1},
        {"nobody listens", ErrorKind::connect, 1},
        {"no trust", ErrorKind::tls, 1},
        {"no HTTP", ErrorKind::protocol, 1},
        {"patience has ended", ErrorKind::timed_out, 2},
        {"going in circles", ErrorKind::too_many_redirects, 6},
        {"a login is wanted", ErrorKind::not_signed_in, 7},
        {"head(1) had enough, which is no failure", ErrorKind::output_closed, 0},
        {"128 and SIGINT", ErrorKind::interrupted, 130},
        {"128 and SIGTERM", ErrorKind::terminated, 143},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(exit_code_for(c.kind) == c.code);
    }
}

TEST_CASE("exit code: HTTPie's programs have no 64", "[app]") {
    struct Case {
        std::string_view why, program;
        int code, as;
    };

    const std::vector<Case> cases{
        {"as http", "http", 64, 1},
        {"as https", "https", 64, 1},
        {"all others are HTTPie's own", "http", 6, 6},
        {"a timeout stays one", "https", 2, 2},
        {"ours", "latch", 64, 64},
        {"ours with TLS", "latchs", 64, 64},
        {"a name that only begins alike", "httpx", 64, 64},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(exit_code_as(c.program, c.code) == c.as);
    }
}

TEST_CASE("exit code: the class of the final status decides", "[app]") {
    struct Case {
        std::string_view why;
        unsigned status;
        int code;
    };

    const std::vector<Case> cases{
        {"on the way", 100, 0},
        {"another protocol", 101, 0},
        {"well done", 200, 0},
        {"nothing to show", 204, 0},
        {"a part", 206, 0},
        {"the last of its class", 299, 0},
        {"the first of the next", 300, 3},
        {"elsewhere", 301, 3},
        {"not modified is no answer either", 304, 3},
        {"the last of its class", 399, 3},
        {"the first of the next", 400, 4},
        {"who are you", 401, 4},
        {"no such thing", 404, 4},
        {"a teapot", 418, 4},
        {"the last of its class", 499, 4},
        {"the first of the next", 500, 5},
        {"later, perhaps", 503, 5},
        {"the last of its class", 599, 5},
        {"no class that HTTP has", 600, 0},
        {"the largest of all", 999, 0},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.status);
        CHECK(exit_code_for_status(c.status) == c.code);
    }
}
