// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"
#include "session/interchange/intake.hpp"

#include "latch/session/interchange.hpp"

/// Lists of cookies as browsers' extensions and the programs that drive browsers write them: an
/// array, or the member "cookies" of an object.
namespace latch::session::interchange {

/// Whether it is the array of an extension.
bool looks_like_browser(const Json& document);

/// Whether it is a storage state: "cookies", and "origins" with what scripts have stored.
bool looks_like_playwright(const Json& document);

/// Takes the cookies one by one; one that is broken is left behind under its number. Errors:
/// `bad_session` if there is no list.
base::Result<Imported> import_browser(const Json& document, const Source& source);

/// A storage state for Playwright's `storageState`.
Exported export_playwright(const Session& session, base::Clock::time_point now);

} // namespace latch::session::interchange
