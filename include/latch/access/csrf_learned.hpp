// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/secret.hpp"

#include <cstdint>
#include <string>

namespace latch::access {

/// How a server wants the token back.
enum class CsrfMode : std::uint8_t {
    cookie_raw,    ///< the value of a cookie, as it is
    cookie_masked, ///< the value of a cookie, masked as Spring's pages mask it
    header,        ///< a token that an answer of the source offered
    fetch,         ///< the same, where the source has to be asked by "X-CSRF-Token: Fetch"
    off,           ///< not at all: none was found, and a request without one was accepted
    unknown,       ///< what was known turned out to be wrong
};

/// Whether the token is the value of a cookie.
constexpr bool is_cookie(CsrfMode mode) noexcept {
    return mode == CsrfMode::cookie_raw || mode == CsrfMode::cookie_masked;
}

/// Whether the token stands in an answer that has to be fetched.
constexpr bool is_offered(CsrfMode mode) noexcept {
    return mode == CsrfMode::header || mode == CsrfMode::fetch;
}

/// What was learned of how the applications below one path of an origin check for CSRF: how a token
/// that they accepted was come by.
struct LearnedCsrf {
    std::string path = "/"; ///< a cookie path: it holds for requests that the path matches
    CsrfMode mode = CsrfMode::cookie_raw;
    std::string header{}; ///< the name of the field that takes the token
    std::string cookie{}; ///< its name, where the token is a cookie
    std::string source{}; ///< where the token is offered: path and query of the URL that has it
    /// The token of the source that was accepted last; empty: it has to be fetched.
    base::Secret token{};
    /// A hash of the session cookies that the token was obtained under: it dies with them.
    std::string obtained_under{};

    bool operator==(const LearnedCsrf&) const = default;
};

} // namespace latch::access
