// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace latch::cli {

struct CommandLine;
struct Draft;

/// A word that is a command if it is the first argument, exactly.
struct Command {
    enum class Takes : std::uint8_t { positionals, all_words };
    std::string_view name;
    std::string_view words;   ///< what follows it, as the usage shows it
    std::string_view summary; ///< begins with a verb
    /// Understands the words that follow; null if the next one does.
    base::Result<Invocation> (*parse
    )(std::span<const std::string> words, const base::Environment& environment) = nullptr;
    /// The same of a command that takes the options of requests.
    base::Result<Invocation> (*request
    )(Draft draft, const CommandLine& line, const base::Environment& environment) = nullptr;
    std::string_view topic = {};      ///< the page of the help that is about it, if it has options
    Takes takes = Takes::positionals; ///< whether options are words to it like any other
};

std::span<const Command> all_commands() noexcept;

/// The command of that name; null if there is none.
const Command* find_command(std::string_view name) noexcept;

/// What the command means with these words; options are among them only if it takes all words.
base::Result<Invocation> parse_command(
    const Command& command, std::span<const std::string> words, const base::Environment& environment
);

} // namespace latch::cli
