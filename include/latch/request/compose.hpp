// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/request/material.hpp"
#include "latch/request/spec.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/session.hpp"

#include <string>

namespace latch::request {

/// The request that a wish means, and what of it a session would remember.
struct Composed {
    http::Request request;
    session::Typed typed;
    bool secured = false; ///< http was asked for, and https is meant (HSTS)
};

/// The URL that a typed one means. Errors: `usage`.
base::Result<http::ParsedUrl>
address_of(const std::string& url, const http::UrlRules& rules, const session::Session& session);

/// The same of a wish, without the query items.
base::Result<http::ParsedUrl> address_of(const RequestSpec& spec, const session::Session& session);

/// Makes a request of a wish.
///
/// The URL is resolved against the session's base if it begins with '/', with exactly one slash at
/// the join; http becomes https where the host is known to want TLS. Its user info becomes
/// credentials unless others were given. Behind the query of the URL come the parameters that the
/// session holds for its origin, then the typed ones, which take the place of those of their names;
/// a redirect's URL gets none of them. Fields become compact JSON (UTF-8, key order and numbers
/// as typed, the last of equal keys wins), a form, or a multipart one. Defaults: Accept,
/// Accept-Encoding, User-Agent, Content-Type as HTTPie has them (httpie-and-xh.md 2.7). The values
/// of the wish have been read, and `material` holds its files. Errors: `usage`.
base::Result<Composed>
compose(const RequestSpec& spec, const session::Session& session, Material material);

} // namespace latch::request
