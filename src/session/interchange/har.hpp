// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"

#include "latch/session/interchange.hpp"

/// HAR 1.2: what a browser's network panel saves.
namespace latch::session::interchange {

bool looks_like_har(const Json& document);

/// Replays the responses' Set-Cookie lines through the jar, in the order of time.
///
/// What requests carried gets in only if one origin was asked for it: Authorization, and cookies
/// that were there before, of the last request, as host-only ones for all paths.
base::Result<Imported> import_har(const Json& document, const Source& source);

/// An entry for each host, whose response sets its cookies and whose request carries what the
/// session sends to that origin.
Exported export_har(const Session& session, base::Clock::time_point now);

} // namespace latch::session::interchange
