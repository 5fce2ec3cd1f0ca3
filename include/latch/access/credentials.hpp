// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

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

using Credentials = std::variant<Basic, Bearer>;

/// The value of the Authorization header: "Basic …" with the UTF-8 bytes of user and password, or
/// "Bearer …". Errors: `usage` if the user holds a colon or anything holds CR, LF or NUL.
base::Result<base::Secret> authorization(const Credentials& credentials);

/// Where a secret is to be had, which is what a session keeps instead of the secret itself.
struct SecretSource {
    enum class Kind {
        literal,              ///< `text` is the secret
        environment_variable, ///< `text` is the name of the variable
        file,                 ///< `text` is a path; one trailing line end is not part of the secret
    };
    Kind kind = Kind::literal;
    base::Secret text;

    bool operator==(const SecretSource&) const = default;
};

} // namespace latch::access
