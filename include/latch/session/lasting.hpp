// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/cookie_jar.hpp"
#include "latch/http/url.hpp"

#include <string>

namespace latch::session {

/// How long what a login at `url` brought lasts, by the cookies that have come since it began:
/// "until the server ends the session", "until 2026-12-11T10:00:00Z", or both.
std::string
how_long(const http::CookieJar& jar, const http::Url& url, base::Clock::time_point since);

} // namespace latch::session
