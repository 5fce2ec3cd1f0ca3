// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"

#include <span>
#include <string>

namespace latch::app {

/// Does what one command line asks for and says so on the environment's streams.
/// `arguments` are without argv[0]. Returns the exit code of surface.md's table.
int run(std::span<const std::string> arguments, const base::Environment& environment);

} // namespace latch::app
