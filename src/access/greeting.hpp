// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace latch::access {

/// What an answer with a status of success says of the login that it answers.
struct Greeting {
    enum class Sense : std::uint8_t {
        welcome, ///< that it worked
        denial,  ///< that it did not: home-made ones report failure like that
        unclear, ///< neither
    };

    Sense sense = Sense::unclear;
    std::string words{}; ///< which part of the answer says so, 200 bytes at most; may be empty
};

/// Reads a body for what it says of the login of `user`.
///
/// JSON speaks against it, at its top or a level below, by a member that tells of errors
/// ("error…"), denies success ("success": false, "authenticated": "no"), has a status of failure
/// ("status": "error", "code": 401), names nobody ("user": null), asks for more (a second factor, a
/// captcha), or by a message that speaks of failure. It speaks for it by a claim or a status of
/// success, by who is signed in, or by the name of the user as a value. A short text does either by
/// its words. Nothing at all, or an empty object, is a welcome: failure is never silent. A page
/// says neither.
Greeting read_greeting(std::string_view body, std::string_view user);

/// Whether a short body gives the credentials as the reason of a refusal, and so nothing else.
bool speaks_of_credentials(std::string_view body);

} // namespace latch::access
