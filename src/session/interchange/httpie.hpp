// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"

#include "latch/session/interchange.hpp"
#include "latch/session/session.hpp"

/// The session files of HTTPie and xh. They say nothing of the origin that they are for; the name
/// of the folder does, for HTTPie.
namespace latch::session::interchange {

/// Whether it is one, of the old layout (3.0 and before) or the new.
bool looks_like_httpie(const Json& document);

/// What such a file holds, all of it for an origin that is not known yet. A file that is broken is
/// read as far as it can be; the rest is left behind.
Foreign read_httpie(const Json& document);

/// The text of a session file in the new layout, for the base's origin.
Exported export_httpie(const Session& session, base::Clock::time_point now);

} // namespace latch::session::interchange
