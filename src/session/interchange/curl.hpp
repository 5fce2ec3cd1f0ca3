// SPDX-License-Identifier: MIT
#pragma once

#include "latch/session/interchange.hpp"

#include <string_view>

/// curl's command lines, and its configuration files.
namespace latch::session::interchange {

/// Whether the first command is curl.
bool looks_like_curl(std::string_view text);

/// Takes what every command would send to its first URL besides the one request: headers,
/// credentials, cookies given as text. Nothing is executed and nothing expanded; words that a shell
/// would have filled in are left behind. Errors: `bad_session` if no command is curl.
base::Result<Imported> import_curl(std::string_view text, const Source& source);

/// A file for `curl --config`, so that no secret gets into a list of processes. curl sends what it
/// says to whatever URL it is called with; it holds what is for the base's origin.
Exported export_curl(const Session& session, base::Clock::time_point now);

} // namespace latch::session::interchange
