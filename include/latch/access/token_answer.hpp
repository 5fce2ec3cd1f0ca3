// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/exchange.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latch::access {

/// How a token goes with later requests.
enum class TokenCarrier : std::uint8_t {
    bearer, ///< in "Authorization: Bearer …"
    header, ///< in X-Auth-Token, as Spring Session has it
    cookie, ///< by itself, as the cookie that it came in
};

/// A token that an answer handed out, and what came with it.
struct ReceivedToken {
    base::Secret token;
    TokenCarrier carrier = TokenCarrier::bearer;
    std::string place;          ///< where it was, for people: "data.token", "the cookie jwt"
    base::Secret refresh{};     ///< gets the next one; empty: none came along
    std::string refresh_name{}; ///< of the member that it was in
    /// By our clock; nothing if the answer does not tell. A cookie's end is the cookie's own.
    std::optional<base::Clock::time_point> expires{};
    std::optional<std::chrono::seconds> lifetime{}; ///< as the answer has it, beside the token
};

/// The first token of an answer to a login, in the order of spring.md 3.1: the members token,
/// accessToken, access_token, jwt and id_token of a JSON object, or of its members data and
/// response; Authorization; X-Auth-Token; the cookies jwt, accessToken and access_token; a body
/// that is nothing but a JSON Web Token. A member counts if it could go into a header, with or
/// without "Bearer" in front; one beside a headerName is a CSRF token.
///
/// The end is that of the token, else `expires_in` seconds from now; not "expiresIn", which some
/// write in milliseconds. A server whose clock differs (Date) is believed about how long, not about
/// when. Errors (`not_signed_in`): no token, or one beyond `longest_token`.
base::Result<ReceivedToken> token_in(const http::Hop& hop, std::string_view body);

/// The names of the cookies that are taken for tokens.
bool is_token_cookie(std::string_view name) noexcept;

} // namespace latch::access
