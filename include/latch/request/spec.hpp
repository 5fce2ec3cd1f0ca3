// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/http/url.hpp"
#include "latch/request/item.hpp"

#include <optional>
#include <string>
#include <vector>

namespace latch::request {

/// How body items are written.
enum class BodyFormat {
    implied_json, ///< nothing was said: JSON if there are fields
    json,         ///< --json: JSON headers even without a body
    form,         ///< --form
    multipart,    ///< --multipart
};

/// Whether a body is deflated before it is sent.
enum class Compression {
    none,
    if_smaller, ///< --compress
    always,     ///< -xx
};

/// What one command line says about signing in; what it leaves out comes from elsewhere.
struct AuthWish {
    std::optional<access::Scheme> scheme;
    std::optional<std::string> user;
    std::optional<access::SecretSource> secret; ///< password or token

    bool operator==(const AuthWish&) const = default;
};

/// What one command line wishes to send; nothing is looked up or read yet.
struct RequestSpec {
    std::optional<std::string> method; ///< upper case; nothing: POST with a body, else GET
    std::string url;                   ///< as typed
    http::UrlRules url_rules;
    std::vector<Item> items; ///< in the order typed
    BodyFormat format = BodyFormat::implied_json;
    std::optional<std::string> raw;      ///< --raw: the body, literally; empty is a body too
    std::optional<std::string> boundary; ///< --boundary, between the parts of a multipart body
    Compression compression = Compression::none;
    bool chunked = false; ///< --chunked: no Content-Length, whatever is known
    AuthWish auth;        ///< --auth, --auth-type, --auth-from, --bearer
};

} // namespace latch::request
