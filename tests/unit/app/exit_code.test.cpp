// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"

#include "support/catch.hpp"

#include <utility>
#include <vector>

using namespace latch;
using namespace latch::app;

TEST_CASE("exit code: each kind of error has its number", "[app]") {
    using base::ErrorKind;
    const std::vector<std::pair<ErrorKind, int>> table{
        {ErrorKind::usage, 64},
        {ErrorKind::bad_config, 64},
        {ErrorKind::file, 1},
        {ErrorKind::bad_session, 1},
        {ErrorKind::resolve, 1},
        {ErrorKind::connect, 1},
        {ErrorKind::tls, 1},
        {ErrorKind::protocol, 1},
        {ErrorKind::timed_out, 2},
        {ErrorKind::too_many_redirects, 6},
        {ErrorKind::not_signed_in, 7},
        {ErrorKind::output_closed, 0},
        {ErrorKind::interrupted, 130},
        {ErrorKind::terminated, 143},
    };
    for (const auto& [kind, code] : table) {
        CHECK(exit_code_for(kind) == code);
    }
}

TEST_CASE("exit code: HTTPie's programs have no 64", "[app]") {
    CHECK(exit_code_as("http", 64) == 1);
    CHECK(exit_code_as("https", 64) == 1);
    CHECK(exit_code_as("http", 6) == 6);
    CHECK(exit_code_as("latch", 64) == 64);
    CHECK(exit_code_as("latchs", 64) == 64);
}

TEST_CASE("exit code: the class of the final status decides", "[app]") {
    const std::vector<std::pair<unsigned, int>> table{
        {100, 0},
        {200, 0},
        {204, 0},
        {299, 0},
        {301, 3},
        {304, 3},
        {400, 4},
        {401, 4},
        {404, 4},
        {500, 5},
        {503, 5},
        {600, 0},
    };
    for (const auto& [status, code] : table) {
        INFO(status);
        CHECK(exit_code_for_status(status) == code);
    }
}
