// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/exchange.hpp"
#include "latch/http/headers.hpp"
#include "latch/session/learned_login.hpp"
#include "latch/session/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latch::session {

/// What the user typed that a session remembers, all for the origin of the first request.
struct Typed {
    http::Url url;
    http::Headers headers; ///< header items; what must not be kept is filtered out by `delta_after`
    std::optional<StoredAuth> auth;
};

/// A Set-Cookie line as it was received.
struct ReceivedCookie {
    http::Url source;
    std::string line;
    base::Clock::time_point received;
};

/// A digest nonce as a run left it.
struct LearnedNonce {
    http::Origin origin;
    access::DigestNonce nonce;
};

/// A way to a CSRF token as a run learned it.
struct LearnedWay {
    http::Origin origin;
    access::LearnedCsrf way;
};

/// What one run changes in a session. It is applied to whatever the file holds by then, so two
/// runs at once lose nothing: cookies are replayed as the lines they came in, deletions included.
struct Delta {
    Typed typed;                         ///< its URL has no host if there is nothing to remember
    std::vector<ReceivedCookie> cookies; ///< of all hops, in the order received
    std::vector<LearnedNonce> nonces;    ///< that servers accepted
    std::vector<LearnedWay> csrf;        ///< each in the place of what was known for its path
    std::optional<LearnedLogin> login;
    std::optional<std::uint64_t> epoch = std::nullopt; ///< of the session that the run began with
};

/// Whether a session remembers a header item: not one that describes one request (Cookie,
/// Content-*, If-*), nor a CSRF token, which the next login makes worthless, nor one that no field
/// could carry.
bool is_kept(const http::Header& header) noexcept;

/// The delta of a run: what was typed and what every hop's response set, redirects and errors too.
///
/// Header items that are not `is_kept` are left out, and hops whose session was given up. A run
/// that nobody answered besides changes nothing.
Delta delta_after(const Typed& typed, const http::Exchange& exchange);

/// Whether something of `delta` does not get into `session`, because what the run began with was
/// removed, renamed or cleared meanwhile.
bool comes_too_late(const Delta& delta, const Session& session) noexcept;

/// Replays `delta` on `session`; whether anything changed, i.e. whether there is a need to save.
///
/// Typed headers replace stored ones of the same name at their origin; the first origin that a
/// session meets becomes its base. Cookies that have expired by `now` are dropped. If the session
/// was cleared since the run began, what the run received is not taken; if it was removed, nothing.
bool apply(const Delta& delta, Session& session, base::Clock::time_point now);

} // namespace latch::session
