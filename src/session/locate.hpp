// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Where in a text something stands. What is looked for here is wrong, so it may take its time.
namespace latch::session {

/// Where the parser stands, counted from 1, when `handler` makes it stop: the byte that it read
/// last.
std::size_t byte_of_stop(std::string_view text, nlohmann::json_sax<Json>& handler);

/// Where the value begins that `path` leads to, as in "cookies[3].name", counted from 1; if the
/// document has none there, the value that should hold it. The text is JSON.
std::size_t byte_of_value(std::string_view text, std::string_view path);

/// "byte 15 (line 2, column 13)"
std::string place_of(std::string_view text, std::size_t byte);

} // namespace latch::session
