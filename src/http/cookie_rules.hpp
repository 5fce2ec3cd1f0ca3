// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/cookie.hpp"

#include <cstddef>
#include <optional>
#include <vector>

/// The rules of 6265bis-22 that need no jar.
namespace latch::http {

/// Whether nobody on the way can read along: TLS, or a way that does not leave the machine.
bool is_secure_context(const Url& url) noexcept;

/// The cookie that a response from `source` may set by this line; nothing if it may not (5.7).
/// Its port is 0: that is the jar's business, as are cookies that are there already.
std::optional<Cookie>
admitted(const SetCookie& line, const Url& source, base::Clock::time_point received);

/// Whether its time is over.
bool has_expired(const Cookie& cookie, base::Clock::time_point now) noexcept;

/// Takes out what does not fit into a Cookie header of which so many bytes are `spoken_for`,
/// cookies that other hosts can have set first, and keeps the order.
void keep_what_fits(std::vector<const Cookie*>& cookies, std::size_t spoken_for);

} // namespace latch::http
