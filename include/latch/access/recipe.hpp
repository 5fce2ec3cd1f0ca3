// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::access {

/// A field that is sent with a form, beside what the form holds or in its place.
using FormField = std::pair<std::string, std::string>;

/// What a login sends.
enum class LoginKind : std::uint8_t {
    form, ///< the form of a login page
    json, ///< a JSON object, for a token
};

/// "form" or "json".
std::string_view to_string(LoginKind kind) noexcept;

/// What user and password are called in the JSON of a login.
struct LoginNames {
    std::string user = "username";
    std::string password = "password";

    bool operator==(const LoginNames&) const = default;
};

/// How to sign in to one origin.
struct LoginRecipe {
    std::string page = "/login"; ///< path and query: of the page that has the form, or of a POST
    std::string user;
    SecretSource secret;           ///< of the password
    std::vector<FormField> fields; ///< that the user added
    LoginKind kind = LoginKind::form;
    LoginNames names{}; ///< of JSON alone: a form has its own

    bool operator==(const LoginRecipe&) const = default;
};

/// Takes the fields without a value out of a list: the first says what JSON calls the user, the
/// second what it calls the password. Errors: `usage` for a third one.
base::Result<LoginNames> take_names(std::vector<FormField>& fields);

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
