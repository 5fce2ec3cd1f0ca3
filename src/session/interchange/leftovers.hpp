// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/cookie.hpp"
#include "latch/session/session.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::session::interchange {

/// The comment that tells a file of latch's own; other readers pass over it.
constexpr std::string_view made_by_latch = "# Written by latch.";

/// "cannot import NAME", because of `why`.
base::Error unreadable(std::string_view name, std::string why);

/// The state of the base's origin, else of the only one there is: what a format holds that knows
/// one origin. Nothing if there is no such state.
const OriginState* home_of(const Session& session);

/// The account's secret, unless it lies elsewhere.
bool is_literal(const StoredAuth& auth) noexcept;

/// What a format has no place for, in words, while a session is written. The session outlives it.
class Leftovers {
public:
    explicit Leftovers(const Session& session) : session_(session) {}

    /// The cookies of hosts that have not expired by `now`, oldest first.
    std::vector<http::Cookie> living(base::Clock::time_point now);
    /// The same without their ports: of those that differ in nothing else the newest is there.
    std::vector<http::Cookie> portless(base::Clock::time_point now);
    /// Those without bytes which are no UTF-8: JSON has no place for them.
    std::vector<http::Cookie> textual(std::vector<http::Cookie> cookies);

    void refuse(const http::Cookie& cookie, std::string_view why);

    void note(std::string what) { list_.push_back(std::move(what)); }

    /// Notes an attribute that some of the cookies have: "SameSite of 2 cookies".
    void note_lost(
        std::string_view attribute,
        const std::vector<http::Cookie>& cookies,
        const std::function<bool(const http::Cookie&)>& has_it
    );

    /// Notes the headers and credentials of all origins but that one, which may be null.
    void note_origins_but(const OriginState* carried);
    /// Notes what no other program knows: a base that says more than the origin that is carried,
    /// parameters of every query, how to log in, what later versions add.
    void note_own(const OriginState* carried);
    /// Notes that the credentials of an origin are not written.
    void note_auth(const OriginState& state);

    std::vector<std::string> list() && { return std::move(list_); }

private:
    const Session& session_;
    std::vector<std::string> list_;
};

} // namespace latch::session::interchange
