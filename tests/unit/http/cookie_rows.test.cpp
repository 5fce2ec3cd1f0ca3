// SPDX-License-Identifier: MIT
#include "unit/http/cookie_visit.hpp"

using namespace latch::test;

TEST_CASE("cookie: there are cases for what the standard says, and a reason for each", "[http]") {
    const std::size_t rows = rows_of_parsing() + rows_of_dates() + rows_of_scope() +
                             rows_of_security() + rows_of_order() + rows_of_limits();
    CHECK(rows_of_dates() >= 145);
    CHECK(rows >= 450);
}
