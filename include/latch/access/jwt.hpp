// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::access {

/// Longer than any server takes in a header: Tomcat's limit is 8 KiB for all of them.
constexpr base::Bytes longest_token = base::kibibytes(64);

/// What a JSON Web Token says of itself (RFC 7519).
///
/// Nobody here has the key, so the signature is not checked. What is read is good for telling a
/// user, and for getting another token in time; no trust may depend on it.
struct Jwt {
    std::string claims;                                  ///< the JSON object, as it is written
    std::optional<base::Clock::time_point> expires{};    ///< exp
    std::optional<base::Clock::time_point> not_before{}; ///< nbf
    std::optional<base::Clock::time_point> issued{};     ///< iat

    bool operator==(const Jwt&) const = default;
};

/// Whether a text is such a token: three parts in base64url, of which the first is a JSON object
/// that names an "alg". The last may be empty.
bool is_jwt(std::string_view text);

/// Takes a token apart. Moments that the clock does not reach become its ends; those that are no
/// numbers are none. Errors (`protocol`): no such token, an encrypted one (RFC 7516), claims that
/// are no object, or a text longer than `longest_token`.
base::Result<Jwt> read_jwt(std::string_view text);

} // namespace latch::access
