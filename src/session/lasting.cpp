// SPDX-License-Identifier: MIT
#include "latch/session/lasting.hpp"

#include "latch/access/csrf.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <optional>

namespace latch::session {

std::string
how_long(const http::CookieJar& jar, const http::Url& url, base::Clock::time_point since) {
    bool is_of_server = false; // there is one that says nothing of its end
    std::optional<base::Clock::time_point> end;
    for (const http::Cookie* const cookie : jar.matching(url, since)) {
        if (cookie->updated < since || access::is_csrf_header(cookie->name)) {
            continue;
        }
        is_of_server |= !cookie->expires;
        end = cookie->expires ? std::max(end.value_or(since), *cookie->expires) : end;
    }
    const std::string moment = end ? timestamp(whole_seconds(*end)) : "";
    if (!end) {
        return "until the server ends the session";
    }
    return is_of_server ? "until the server ends the session, and remembered until " + moment
                        : "until " + moment;
}

} // namespace latch::session
