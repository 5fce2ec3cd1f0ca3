// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>
#include <sys/types.h>

namespace latch::test {

/// Whether a claim holds for any piece of the memory of a process, which is us or traced by us.
///
/// Looked at is what can be written, but for the words and variables that the kernel has put there
/// for the program. Pieces overlap by 64 bytes. Not looked at is where we read them to, so that
/// nothing is found that was not there before.
bool any_of_memory(pid_t process, const std::function<bool(std::string_view piece)>& claim);

} // namespace latch::test
