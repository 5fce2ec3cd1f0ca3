// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"

#include <string>
#include <utility>
#include <vector>

namespace latch::access {

/// A field that is sent with a form, beside what the form holds or in its place.
using FormField = std::pair<std::string, std::string>;

/// How to sign in to one origin by the form of its login page.
struct LoginRecipe {
    std::string page = "/login"; ///< path and query of the page that has the form
    std::string user;
    SecretSource secret;           ///< of the password
    std::vector<FormField> fields; ///< that the user added

    bool operator==(const LoginRecipe&) const = default;
};

/// Credentials that a server refused. Of the password there is no more than tells another one from
/// it, most of the time: 16 bits of a salted hash, which are of no use to whoever wants to guess.
struct RefusedLogin {
    std::string user;
    std::string salt;
    std::string mark;
    base::Clock::time_point at{};

    bool operator==(const RefusedLogin&) const = default;
};

/// Remembers that these were refused. `salt` is random.
RefusedLogin refused_login(
    const std::string& user,
    const base::Secret& password,
    std::string salt,
    base::Clock::time_point at
);

/// Whether the same credentials were refused, as far as can be told: one in 65,536 passwords is
/// taken for another.
bool was_refused(
    const RefusedLogin& refused, const std::string& user, const base::Secret& password
);

} // namespace latch::access
