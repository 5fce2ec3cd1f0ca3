// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"

#include <string>
#include <string_view>

namespace latch::request {

/// A URL as typed, its holes filled by where they are. At its beginning, and right behind its host,
/// a value is a part of a URL and stays as it is; elsewhere in the host it is a part of a name; and
/// behind that it is data, percent-encoded as one component (RFC 3986 section 2.1).
///
/// Errors: `usage` for a value that would lead to another host, and for one that would lead to
/// another path than was written: nothing at all, "." and "..".
base::Result<std::string> fill_url(std::string_view text, base::Fillings fillings);

/// Whether a value between `before` and `behind`, of a URL as typed, has to be a path or nothing:
/// whether it follows a host.
bool follows_host(std::string_view before, std::string_view behind) noexcept;

} // namespace latch::request
