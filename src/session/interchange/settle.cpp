// SPDX-License-Identifier: MIT
#include "session/interchange/intake.hpp"

#include <utility>

namespace latch::session::interchange {

namespace {

/// Those that are for whoever they are said to be for, or for the host at hand.
void settle_cookies(
    Session& session, const std::optional<http::Url>& home, base::Clock::time_point now
) {
    Intake intake(now);
    std::vector<http::Cookie> homeless;
    for (http::Cookie& cookie : std::exchange(session.foreign->cookies, {})) {
        if (cookie.domain.empty() && !home) {
            homeless.push_back(std::move(cookie));
            continue;
        }
        if (cookie.domain.empty()) {
            cookie.domain = http::bracketed(home->host);
        }
        intake.take(std::move(cookie), "");
    }
    Imported settled = std::move(intake).done();
    std::vector<http::Cookie> cookies;
    for (const http::Cookie* each : settled.session.cookies.all()) {
        cookies.push_back(*each);
        cookies.back().created = {}; // the file does not say; whatever a response sets is newer
        cookies.back().updated = {};
    }
    session.cookies.restore(std::move(cookies));
    session.foreign->cookies = std::move(homeless);
    auto& left = session.foreign->left_behind;
    left.insert(left.end(), settled.left_behind.begin(), settled.left_behind.end());
}

} // namespace

void settle(Session& session, const std::optional<http::Url>& home, base::Clock::time_point now) {
    if (!session.foreign) {
        return;
    }
    settle_cookies(session, home, now);
    Foreign& foreign = *session.foreign;
    if (!home || (foreign.headers.empty() && !foreign.auth)) {
        return;
    }
    OriginState& state = session.at(http::origin(*home));
    for (const http::Header& header : std::exchange(foreign.headers, {})) {
        state.headers.add(header.name, header.value);
    }
    if (foreign.auth) {
        state.auth = std::exchange(foreign.auth, std::nullopt);
    }
}

} // namespace latch::session::interchange
