// SPDX-License-Identifier: MIT
#pragma once

#include "support/latch.hpp"
#include "support/message.hpp"
#include "support/raw_server.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

using Words = std::vector<std::string>;

/// The words of a table with the server of the test in them: "{url}" is its
/// "http://127.0.0.1:PORT",
/// "{port}" the number alone.
Words filled(Words words, std::string_view url);

/// What a server got that answers "ok" once, called with the filled words; fails the test if the
/// program does not end well.
Request requested(const Words& words, const Wiring& wiring = {});

/// Runs `words` offline and gives what would have been sent, head and body.
std::string offline(Words words);

/// "HTTP/1.1 200 OK" with that body and its length, for raw servers.
std::string answer(std::string_view body, std::string_view more_lines = "");

/// Answers one request with these bytes and waits until the client leaves.
Script answering(std::string bytes);

/// Checks that standard error holds an error as the house wants it: "latch: " and `beginning`
/// first, one or two lines, or what was typed and a caret as well; nothing that steers a terminal.
void check_error(std::string_view err, std::string_view beginning);

/// Writes the user's own configuration.
void configure(const Latch& latch, std::string_view text);

/// Has the user's own configuration name these options for an origin, "http://127.0.0.1:PORT".
void configure_origin(const Latch& latch, std::string_view origin, const Words& options);

/// The bytes of a file, or nothing if there is none.
std::string content(const std::filesystem::path& file);

/// The folder's files, by name.
Words names_in(const std::filesystem::path& folder);

} // namespace latch::test
