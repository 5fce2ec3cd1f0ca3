// SPDX-License-Identifier: MIT
#pragma once

#include "support/catch.hpp"

#include "latch/http/cookie_jar.hpp"

#include <array>
#include <chrono>
#include <span>
#include <string>
#include <string_view>

/// How the tables of cookie cases are played.
namespace latch::test {

constexpr std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

inline http::Url url(std::string_view text) {
    const auto parsed = http::parse_url(text);
    REQUIRE(parsed);
    return parsed->url;
}

/// A jar that is given lines one second apart.
class Visit {
public:
    explicit Visit(http::LoopbackPorts ports = http::LoopbackPorts::separate) : jar(ports) {}

    http::Stored set(std::string_view source, std::string_view line) {
        now += std::chrono::seconds(1);
        return jar.store(line, url(source), now);
    }

    /// The Cookie header of a request some time after the last line.
    std::string
    sent(std::string_view to, std::chrono::seconds later = std::chrono::seconds(1)) const {
        return jar.header_for(url(to), now + later);
    }

    http::CookieJar jar;
    base::Clock::time_point now = start;
};

/// Up to four lines from one place, and what a request then carries.
struct VisitCase {
    std::string_view why, source;
    std::array<std::string_view, 4> lines;
    std::string_view request, header;
    std::chrono::seconds later{1}; ///< when the request is sent, after the last line
};

inline void check(std::span<const VisitCase> cases) {
    for (const VisitCase& c : cases) {
        INFO(c.why << ": " << c.lines[0]);
        Visit visit;
        for (const std::string_view line : c.lines) {
            if (!line.empty()) {
                visit.set(c.source, line);
            }
        }
        CHECK(visit.sent(c.request, c.later) == c.header);
    }
}

/// How many rows the tables of each file have; `cookie_rows.test.cpp` counts them.
std::size_t rows_of_parsing();
std::size_t rows_of_dates();
std::size_t rows_of_scope();
std::size_t rows_of_security();
std::size_t rows_of_order();
std::size_t rows_of_limits();

} // namespace latch::test
