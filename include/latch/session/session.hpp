// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/access/csrf_learned.hpp"
#include "latch/access/digest.hpp"
#include "latch/access/recipe.hpp"
#include "latch/http/cookie_jar.hpp"
#include "latch/http/headers.hpp"
#include "latch/http/url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latch::session {

/// Members of the file that this version does not know, as raw JSON, kept for the next writer.
using UnknownMembers = std::vector<std::pair<std::string, std::string>>;

/// Credentials as a session keeps them: the secret by its source, never what it resolved to.
struct StoredAuth {
    access::Account account;
    UnknownMembers unknown;
    /// When a token ends, by our clock; nothing: it may say so itself.
    std::optional<base::Clock::time_point> expires{};
    std::optional<std::chrono::seconds> lifetime{}; ///< of the token; nothing: it may say so itself
    base::Secret refresh{};                         ///< gets the next token; empty: nothing does

    bool operator==(const StoredAuth&) const = default;
};

/// The digest nonce that the server accepted last, so that the next run need not be challenged.
struct StoredNonce {
    access::DigestNonce nonce;
    UnknownMembers unknown;

    bool operator==(const StoredNonce&) const = default;
};

/// What was learned about CSRF below one path of an origin.
struct StoredCsrf {
    access::LearnedCsrf way;
    UnknownMembers unknown;

    bool operator==(const StoredCsrf&) const = default;
};

/// How to sign in, and with what not to try again.
struct StoredLogin {
    std::optional<access::LoginRecipe> recipe; ///< nothing: none that this version knows
    std::optional<access::RefusedLogin> refused;
    bool signed_out = false; ///< on purpose: nobody is signed in again unasked
    UnknownMembers unknown;

    bool operator==(const StoredLogin&) const = default;
};

/// What the file says of a header beyond what this version knows.
struct HeaderNote {
    http::Header header;
    UnknownMembers unknown;
};

/// What the file says of a cookie beyond what this version knows.
struct CookieNote {
    http::Cookie cookie; ///< only its identity counts
    UnknownMembers unknown;
};

/// A parameter that goes into the query of every request to an origin.
struct Param {
    std::string name;  ///< not empty; not encoded, as is the value
    std::string value; ///< may be empty in the file
    UnknownMembers unknown{};

    bool operator==(const Param&) const = default;
};

/// What belongs to one origin and is never sent to another.
struct OriginState {
    http::Origin origin;
    http::Headers headers;
    std::vector<Param> params; ///< in the order in which they are sent
    std::optional<StoredAuth> auth;
    std::optional<StoredNonce> digest;
    std::vector<StoredCsrf> csrf; ///< one for each path
    std::optional<StoredLogin> login;
    std::vector<HeaderNote> header_notes;
    UnknownMembers unknown;
};

/// What the file of another client holds, before it is known for which origin.
struct Foreign {
    http::Headers headers;
    std::optional<StoredAuth> auth;
    std::vector<http::Cookie> cookies;    ///< as written; an empty domain is that of the origin
    std::vector<std::string> left_behind; ///< what latch has no use for, in words

    bool is_settled() const noexcept { return headers.empty() && !auth && cookies.empty(); }
};

/// What is remembered between runs under one name.
struct Session {
    std::optional<std::string> base; ///< URL text that "/path" is resolved against
    std::vector<OriginState> origins;
    http::CookieJar cookies;
    std::vector<CookieNote> cookie_notes;
    UnknownMembers unknown;
    /// Which life of the session this is: random at first, one more after each clear; nothing if
    /// it has not been saved yet, 0 if its file does not say. What a run received in one epoch is
    /// not taken into another.
    std::optional<std::uint64_t> epoch;
    std::optional<Foreign> foreign; ///< of a file that another client wrote

    /// The state of that origin; nothing if the session knows none.
    const OriginState* find(const http::Origin& origin) const noexcept;
    /// The state of that origin, made if the session knows none.
    OriginState& at(const http::Origin& origin);
};

} // namespace latch::session
