// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/session/session.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::session {

/// Sessions with their names.
using Bundle = std::vector<std::pair<std::string, Session>>;

/// The session as the JSON text of its file: indented, with a final line end; unknown members are
/// written back, bytes that are not UTF-8 as {"base64": "…"}, controls as escapes.
std::string encode(const Session& session);

/// Reads the text of a session file.
///
/// Everything is checked before anything is used: JSON with its byte offset, nesting, version,
/// types, header names and values, cookie bytes and domains. `name` is the file, for the errors,
/// all of kind `bad_session`. A file of HTTPie or xh is a session with `foreign` in it.
base::Result<Session> decode(std::string_view json, std::string_view name);

/// {"latch": {"sessions": 1}, "sessions": {NAME: {…}, …}}.
std::string encode_bundle(const Bundle& bundle);

/// Reads a bundle, in the order of the file.
base::Result<Bundle> decode_bundle(std::string_view json, std::string_view name);

} // namespace latch::session
