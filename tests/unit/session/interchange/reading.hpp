// SPDX-License-Identifier: MIT
#pragma once

#include "latch/session/interchange.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// What an import brought, in lines that a test can spell out.
namespace latch::test {

/// 2026-11-23T10:00:00Z, 1795428000 seconds after 1970.
inline constexpr std::chrono::sys_seconds import_time =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(10);

using Lines = std::vector<std::string>;

inline base::Result<session::interchange::Imported> imported(
    std::string_view text,
    session::interchange::Format format,
    const std::optional<http::Url>& home = std::nullopt
) {
    return session::interchange::import_session(
        text,
        format,
        {.name = "FILE", .now = import_time + std::chrono::milliseconds(250), .home = home}
    );
}

/// "name=value domain path", with a word for whatever else the cookie is; "+60" ends in a minute.
inline std::string summary(const http::Cookie& cookie) {
    std::string text = cookie.name + '=' + cookie.value + ' ' + cookie.domain + ' ' + cookie.path;
    text += cookie.host_only ? " host-only" : "";
    text += cookie.secure ? " secure" : "";
    text += cookie.http_only ? " http-only" : "";
    text += cookie.same_site == http::SameSite::none     ? " none"
            : cookie.same_site == http::SameSite::lax    ? " lax"
            : cookie.same_site == http::SameSite::strict ? " strict"
                                                         : "";
    text += cookie.port != 0 ? " port " + std::to_string(cookie.port) : "";
    if (cookie.expires) {
        const auto left = *cookie.expires - import_time;
        text += " +" + std::to_string(left / std::chrono::seconds(1));
    }
    return text;
}

/// Oldest first, by domain where they are as old as each other.
inline Lines cookies_of(const session::Session& session) {
    Lines lines;
    for (const http::Cookie* cookie : session.cookies.all()) {
        lines.push_back(summary(*cookie));
    }
    return lines;
}

/// "https://a.test Name: value" for each header, "https://a.test basic bob:pw" for credentials.
inline Lines secrets_of(const session::Session& session) {
    Lines lines;
    for (const session::OriginState& state : session.origins) {
        const std::string origin = http::to_string(state.origin) + ' ';
        for (const http::Header& header : state.headers) {
            lines.push_back(origin + header.name + ": " + header.value);
        }
        if (state.auth) {
            const access::Account& account = state.auth->account;
            lines.push_back(
                origin + std::string(access::to_string(account.scheme)) + ' ' + account.user + ':' +
                std::string(account.secret.text.reveal())
            );
        }
    }
    return lines;
}

} // namespace latch::test
