// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/cookie.hpp"
#include "latch/session/interchange.hpp"
#include "latch/session/session.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::session::interchange {

/// A moment as other programs write it; those that the clock does not reach become its ends.
base::Clock::time_point moment_of(double seconds_since_1970) noexcept;

/// The URL of a host as other programs write it: perhaps with a leading dot, a port, brackets,
/// capitals or in Unicode. Nothing for what is no host.
std::optional<http::Url> url_of_host(std::string_view host);

/// The Set-Cookie line that sets the cookie if its host answers with it at `now`.
std::string set_cookie_line(const http::Cookie& cookie, base::Clock::time_point now);

/// The port that a cookie of this URL's host belongs to: of loopback hosts its own, else any.
std::uint16_t cookie_port(const http::Url& url) noexcept;

/// A cookie out of a Cookie header, which says neither for whom it is nor for how long: for that
/// host alone, for all paths, without an end.
http::Cookie cookie_of_pair(std::string_view pair, const http::Url& url);

/// Gathers what a foreign file holds into a session.
class Intake {
public:
    /// The creation of what it takes is cut to whole seconds, as the ends of cookies in files are.
    explicit Intake(base::Clock::time_point now);

    /// Takes a cookie as a file has it: the domain perhaps with a dot, no times but `expires`. It
    /// gets in by the rules that a Set-Cookie line of a response from its domain would have to
    /// keep; if it does not, that is noted. `place` says where in the file it is, and may be empty.
    void take(http::Cookie cookie, std::string_view place);

    /// Notes what does not get in.
    void leave(std::string what) { left_behind_.push_back(std::move(what)); }

    /// With all that was taken so far.
    Session& session();

    base::Clock::time_point now() const noexcept { return now_; }

    Imported done() &&;

private:
    void refuse(const http::Cookie& cookie, std::string_view place, std::string_view why);

    base::Clock::time_point now_;
    Session session_;
    std::vector<http::Cookie> taken_; ///< not in the session yet: a jar takes many in one go
    std::vector<std::string> left_behind_;
    std::size_t expired_ = 0;
};

} // namespace latch::session::interchange
