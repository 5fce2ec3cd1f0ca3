// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/access/oauth.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::access {

/// A field that is sent with a form, beside what the form holds or in its place.
using FormField = std::pair<std::string, std::string>;

/// What a login sends.
enum class LoginKind : std::uint8_t {
    form,   ///< the form of a login page
    json,   ///< a JSON object, for a token
    oauth2, ///< what gets a token of OAuth 2
};

/// "form", "json" or "oauth2".
std::string_view to_string(LoginKind kind) noexcept;

/// What is called what in the JSON of a login, and of what follows it.
struct LoginNames {
    std::string user = "username";
    std::string password = "password";
    std::string refresh = "refreshToken";

    bool operator==(const LoginNames&) const = default;
};

/// How to sign in to one origin.
struct LoginRecipe {
    /// Path and query: of the page that has the form, of a POST, or of what a token is for.
    std::string page = "/login";
    std::string user;
    SecretSource secret;           ///< of the password
    std::vector<FormField> fields; ///< that the user added
    LoginKind kind = LoginKind::form;
    std::vector<FormField> literals{}; ///< of JSON alone: fields whose values are JSON as it stands
    LoginNames names{};                ///< of JSON alone: a form has its own
    /// Path and query that take a refresh token; empty: nothing does; nothing: not known yet.
    std::optional<std::string> refresh{};
    std::optional<OAuthClient> oauth{}; ///< of that way alone; `user` lets it in, if there is one

    /// Whether a login ends with a token that signs requests, and not with cookies.
    bool gives_token() const noexcept { return kind != LoginKind::form; }

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
