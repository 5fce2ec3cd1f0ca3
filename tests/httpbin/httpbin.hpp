// SPDX-License-Identifier: MIT
#pragma once

#include "cli/call.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// "http://127.0.0.1:PORT" of httpbin, a server that nobody here wrote.
///
/// The first that asks starts it, and it ends with the process. It remembers nothing, so that all
/// may share it.
const std::string& httpbin();

/// A member of a JSON document, and what it has to be; null where there must be none.
struct Fact {
    std::string pointer;
    nlohmann::json value;
};

/// One run of the program: its words, "{url}" being httpbin's, and what must come of it.
struct Visit {
    std::string why;
    Words words;
    std::vector<Fact> facts; ///< in the JSON that standard output must be, unless there are none
    int exit_code = 0;
    std::string_view out = "";   ///< a part of standard output
    std::string_view input = ""; ///< on standard input, if there is any
};

/// Runs each with a home of its own.
void check(const std::vector<Visit>& visits);
/// Runs it in that world.
void check(const Visit& visit, const Latch& latch);

} // namespace latch::test
