// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option.hpp"

#include "latch/base/error.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace latch::cli {

/// An option as it stands on the command line.
struct Occurrence {
    enum class Form : std::uint8_t { plain, denied };
    const Option* option = nullptr;
    Form form = Form::plain;
    std::string text; ///< of its value; empty for a flag
};

/// The option as it was typed: "--follow", "--no-follow".
std::string name_of(const Occurrence& occurrence);

/// A command line taken apart, both lists in the order typed.
struct CommandLine {
    std::vector<Occurrence> occurrences;
    std::vector<std::string> positionals;
};

/// Tells options, their values and the other words apart, by the table and with CLI11.
///
/// Options may stand anywhere before "--", short ones in clusters. A value may begin with a dash,
/// and may be attached: "--print=h", "-ph", "-p=h". Errors: an option that does not exist, a value
/// that is missing or too many.
base::Result<CommandLine> take_apart(std::span<const std::string> arguments);

/// The error for a long option that does not exist, with those that may have been meant.
base::Error no_option(const std::string& name);

} // namespace latch::cli
