// SPDX-License-Identifier: MIT
#pragma once

#include "session/interchange/intake.hpp"

#include "latch/session/interchange.hpp"

#include <string_view>

/// The Netscape format of cookies: seven fields in a line, separated by tabs.
namespace latch::session::interchange {

/// Whether it begins like such a file, or has a line that is a cookie.
bool looks_like_netscape(std::string_view text);

/// Takes the cookies line by line. A line that is none is left behind under its number; so is, for
/// an error, the first of them where no line is a cookie.
base::Result<Imported> import_netscape(std::string_view text, const Source& source);

/// A file that curl, Python and wget read. Of cookies that differ in nothing that curl sorts by
/// (path, domain, length of the name) it sends first what stands below, so the oldest come last.
Exported export_netscape(const Session& session, base::Clock::time_point now);

} // namespace latch::session::interchange
