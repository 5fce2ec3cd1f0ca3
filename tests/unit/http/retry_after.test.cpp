// SPDX-License-Identifier: MIT
#include "latch/http/retry_after.hpp"

#include "support/catch.hpp"

#include <string>

using namespace latch;
using std::chrono::seconds;

namespace {

std::optional<seconds> asked_for(std::string value, std::string date = {}) {
    http::Headers headers;
    headers.add("Retry-After", std::move(value));
    if (!date.empty()) {
        headers.add("Date", std::move(date));
    }
    // Thu, 01 Jan 2026 00:00:00 GMT
    return http::parse_retry_after(headers, base::Clock::time_point(seconds(1'767'225'600)));
}

} // namespace

TEST_CASE("retry after: a number is of seconds", "[http]") {
    CHECK(asked_for("0") == seconds(0));
    CHECK(asked_for("120") == seconds(120));
    CHECK(asked_for(" 5 ") == seconds(5));
    CHECK(asked_for("99999999999") == seconds(4'294'967'295));
}

TEST_CASE("retry after: a date is meant by the server's clock", "[http]") {
    CHECK(asked_for("Thu, 01 Jan 2026 00:01:00 GMT") == seconds(60));
    CHECK(
        asked_for("Thu, 01 Jan 2026 00:01:00 GMT", "Thu, 01 Jan 2026 00:00:58 GMT") == seconds(2)
    );
    CHECK(asked_for("Wed, 31 Dec 2025 00:00:00 GMT") == seconds(0));
}

TEST_CASE("retry after: what says nothing is as if it were not there", "[http]") {
    for (const std::string value : {"", "soon", "-1", "1.5", "5 seconds"}) {
        INFO(value);
        CHECK_FALSE(asked_for(value));
    }
    CHECK_FALSE(http::parse_retry_after({}, {}));
}
