// SPDX-License-Identifier: MIT
#pragma once

#include "flow/directive.hpp"
#include "flow/reading.hpp"

#include "latch/flow/script.hpp"

#include <cstddef>

/// What follows the word of a directive on its line. What is wrong is noted, and what can be read
/// is read all the same.
namespace latch::flow {

Default read_default(Reading& reading, const Directive& directive);
Computed read_computed(Reading& reading, const Directive& directive);
Include read_include(Reading& reading, const Directive& directive);
If read_if(Reading& reading, const Directive& directive);
Parallel read_parallel(Reading& reading, const Directive& directive);

/// Where what was read ends: it may go over many lines.
struct Extent {
    std::size_t end = 0;
};

/// The words go on on lines that are indented.
Defaults read_defaults(Reading& reading, const Directive& directive, Extent& extent);
/// A list of words goes on until it is closed.
For read_for(Reading& reading, const Directive& directive, Extent& extent);

/// Notes what stands behind a directive that takes nothing.
void expect_nothing(Reading& reading, const Directive& directive);

/// Notes what is wrong with a name that is given a value, its place being known.
void check_name(Reading& reading, std::size_t at, std::string_view name);

} // namespace latch::flow
