// SPDX-License-Identifier: MIT
#pragma once

#include "latch/cli/invocation.hpp"

#include <string>
#include <string_view>

/// Everything that is written about options, made from the one table.
namespace latch::cli {

/// The text of `--help`: usage, options by group, a line each, at most 80 columns wide.
std::string help_text();

/// The page of a topic or, dashes included, of an option; there has to be one.
std::string help_on(std::string_view topic);

/// The text of `--manual`: that of `--help` and the pages of all topics.
std::string manual_text();

/// The text of `--version`: name and version, one line.
std::string version_text();

/// man/latch.1 in man(7) macros, or a completion script.
std::string generate(Generate::Document document);

} // namespace latch::cli
