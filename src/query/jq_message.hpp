// SPDX-License-Identifier: MIT
#pragma once

#include "latch/query/jq.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What the process that runs a program tells the one that waits for it.
namespace latch::query {

enum class JqMessage : char {
    output = 'o',     ///< JSON
    error = 'e',      ///< why the program ended early
    unreadable = 'u', ///< why there was nothing to run it with
};

/// The bytes of a message; they say how long it is.
std::string encode(JqMessage message, std::string_view text);

/// All that was told.
struct JqTold {
    JqRun run;
    std::optional<std::string> unreadable;
};

/// Nothing if the bytes are not whole messages.
std::optional<JqTold> decode_messages(std::string_view bytes);

} // namespace latch::query
