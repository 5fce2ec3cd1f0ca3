// SPDX-License-Identifier: MIT
#pragma once

#include "support/catch.hpp"

#include "latch/cli/parse.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace latch::cli {

using Words = std::vector<std::string>;

inline base::Result<Invocation> parsed(const Words& words, std::string_view program = "latch") {
    base::Environment environment;
    environment.program_name = program;
    return parse(words, environment);
}

/// What is sent by a command line that has to be right.
inline Send sent(const Words& words, std::string_view program = "latch") {
    const auto invocation = parsed(words, program);
    REQUIRE(invocation);
    REQUIRE(std::holds_alternative<Send>(*invocation));
    return std::get<Send>(*invocation);
}

/// A command line as it is printed when a case fails.
inline std::string joined(const Words& words) {
    std::string text = "latch";
    for (const std::string& word : words) {
        text += ' ' + word;
    }
    return text;
}

} // namespace latch::cli
