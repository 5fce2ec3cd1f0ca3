// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace latch::access {

/// User name and password (RFC 7617).
struct Basic {
    std::string user;
    base::Secret password;

    bool operator==(const Basic&) const = default;
};

/// A token (RFC 6750).
struct Bearer {
    base::Secret token;

    bool operator==(const Bearer&) const = default;
};

/// User name and password that are never sent, only proved to be known (RFC 7616).
struct Digest {
    std::string user;
    base::Secret password;

    bool operator==(const Digest&) const = default;
};

/// What can be sent without having been asked.
using Credentials = std::variant<Basic, Bearer>;

/// Whether a user can be called that: no colon and no control character but TAB (RFC 7617, 2).
/// The rule for every scheme, because a session can be told to change from one to another.
bool is_user_name(std::string_view text) noexcept;

/// The value of the Authorization header: "Basic …" with the UTF-8 bytes of user and password, or
/// "Bearer …". Errors: `usage` if the user is no `is_user_name`, the password holds CR, LF or NUL,
/// or the token holds what no token has.
base::Result<base::Secret> authorization(const Credentials& credentials);

/// The ways of signing in that a request can take.
enum class Scheme : std::uint8_t { basic, digest, bearer };

std::string_view to_string(Scheme scheme) noexcept;

/// Where a secret is to be had, which is what a session keeps instead of the secret itself.
struct SecretSource {
    enum class Kind : std::uint8_t {
        literal,              ///< `text` is the secret
        environment_variable, ///< `text` is the name of the variable
        file,                 ///< `text` is a path; one trailing line end is not part of the secret
        descriptor,           ///< `text` is the number of an open file, read to its end, likewise
        command,              ///< `text` is for the shell; what it prints is the secret, likewise
        keyring,              ///< `text` is SERVICE/USER of base::KeyringEntry
        prompt,               ///< `text` says what to ask the user for: "password for bob@host"
    };
    Kind kind = Kind::literal;
    base::Secret text;

    bool operator==(const SecretSource&) const = default;
};

/// `env:NAME`, `file:PATH`, `fd:N`, `cmd:COMMAND`, `keyring:SERVICE/USER` or `prompt`, as
/// --auth-from has them. The text of a prompt is left empty. Errors: `usage`.
base::Result<SecretSource> parse_secret_source(std::string_view text);

/// Whether a text that may be a secret itself is meant as a place: it begins with "env:" or another
/// of these words, but for `prompt`, which could be a password.
bool begins_as_secret_source(std::string_view text) noexcept;

/// Who the user is for one server: the scheme, the name (none with `bearer`), and where the secret
/// is to be had.
struct Account {
    Scheme scheme = Scheme::basic;
    std::string user;
    SecretSource secret;

    bool operator==(const Account&) const = default;
};

} // namespace latch::access
