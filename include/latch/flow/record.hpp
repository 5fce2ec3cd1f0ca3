// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/exchange.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What happened in a run of requests, as it is reported.
///
/// All texts may hold anything that a server sends, but no secrets: whoever makes the record has
/// taken them out.
namespace latch::flow {

/// Where something was written.
struct Place {
    std::string file;       ///< as it was named; empty for the command line
    std::size_t line = 0;   ///< from 1; 0 if there is none
    std::size_t column = 0; ///< from 1, in characters; 0 if there is none
};

/// An expectation that was false.
struct Expectation {
    std::string expression; ///< as it was written: "status == 201"
    std::string actual;     ///< what the left side came to
    std::string expected;
    Place place;
};

/// All expectations held.
struct Passed {};

/// The answer came, and these expectations were false.
struct Failed {
    std::vector<Expectation> expectations;
};

/// There was no answer, or none that an expectation could be asked of.
struct Broken {
    std::string message;
};

/// Nothing was sent.
struct Skipped {
    std::string reason;
};

using Outcome = std::variant<Passed, Failed, Broken, Skipped>;

/// "passed", "failed", "error" or "skipped".
std::string_view word_for(const Outcome& outcome) noexcept;

/// When a request was made and what took how long.
struct Times {
    std::chrono::nanoseconds started{};  ///< since the run began
    std::chrono::nanoseconds duration{}; ///< with all tries and the pauses between them
    http::Timings phases;                ///< of the last try
};

/// One request and what came of it.
struct Case {
    std::string name; ///< the same in each run: "POST /orders", its title, or with its row
    Place place{};
    std::string status_line{}; ///< "HTTP/1.1 201 Created"; empty without an answer
    unsigned tries = 1;
    Outcome outcome{};
    std::optional<Times> times{};
    std::string sent{};
    std::string received{}; ///< of the last try
};

/// The requests of one file, in its order.
struct Suite {
    std::string file; ///< empty for the command line
    std::vector<Case> cases;
};

struct Record {
    std::string name; ///< of the run
    std::optional<base::Clock::time_point> began;
    std::optional<std::chrono::nanoseconds> duration;
    std::vector<Suite> suites;
};

/// Without all that differs from run to run although the same happens.
Record without_times(Record record);

/// How many requests came to what.
struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t broken = 0;
    std::size_t skipped = 0;

    std::size_t all() const noexcept { return passed + failed + broken + skipped; }
};

Tally tally_of(const Suite& suite) noexcept;
Tally tally_of(const Record& record) noexcept;

} // namespace latch::flow
