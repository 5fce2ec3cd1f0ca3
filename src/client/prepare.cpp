// SPDX-License-Identifier: MIT
#include "latch/client/prepare.hpp"

#include "latch/access/csrf.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace latch::client {

namespace {

using base::Result;
using http::Headers;

bool is_suppressed(const http::Request& request, std::string_view name) {
    return std::ranges::any_of(request.suppressed, [&](const std::string& unset) {
        return base::iequals(unset, name);
    });
}

/// Puts all of `lines` in the place of what `headers` has under their names.
void override_with(Headers& headers, const Headers& lines) {
    for (const http::Header& line : lines) {
        headers.remove(line.name);
    }
    for (const http::Header& line : lines) {
        headers.add(line.name, line.value);
    }
}

/// Defaults, then what the session holds for this origin, then what was typed; each beats the
/// one before. An unset item takes away the first two.
Headers merged(const http::Request& request, const session::OriginState* state) {
    Headers headers = request.defaults;
    if (state != nullptr) {
        override_with(headers, state->headers);
    }
    for (const std::string& name : request.suppressed) {
        headers.remove(name);
    }
    override_with(headers, request.typed);
    return headers;
}

Result<access::Credentials>
resolved(const session::StoredAuth& auth, const SecretResolver& secrets) {
    auto secret = secrets(auth.secret);
    if (!secret) {
        return secret.error();
    }
    if (auth.type == session::StoredAuth::Type::bearer) {
        return access::Credentials(access::Bearer{.token = *std::move(secret)});
    }
    return access::Credentials(access::Basic{.user = auth.user, .password = *std::move(secret)});
}

Result<void> add_authorization(
    Headers& headers, const session::OriginState* state, const SecretResolver& secrets
) {
    if (state == nullptr || !state->auth) {
        return {};
    }
    const auto credentials = resolved(*state->auth, secrets);
    if (!credentials) {
        return credentials.error();
    }
    const auto value = access::authorization(*credentials);
    if (!value) {
        return value.error();
    }
    headers.add("Authorization", std::string(value->reveal()));
    return {};
}

/// The names in a Cookie header that the user typed.
std::vector<std::string_view> names_in(std::string_view cookie_header) {
    std::vector<std::string_view> names;
    for (const std::string_view pair : base::split(cookie_header, ';')) {
        const auto halves = base::split_once(pair, '=');
        names.push_back(base::trim(halves ? halves->first : pair));
    }
    return names;
}

/// Joins the jar's cookies with a typed Cookie header; a typed cookie hides the jar's of its name.
void add_cookies(Headers& headers, std::vector<const http::Cookie*> cookies) {
    const std::string typed(headers.find("Cookie").value_or(std::string_view{}));
    const auto hidden = names_in(typed);
    std::erase_if(cookies, [&](const http::Cookie* cookie) {
        return !typed.empty() && std::ranges::find(hidden, cookie->name) != hidden.end();
    });
    std::string value = http::cookie_header(cookies);
    if (!typed.empty()) {
        value += value.empty() ? typed : "; " + typed;
    }
    if (!value.empty()) {
        headers.set("Cookie", std::move(value));
    }
}

void add_csrf(
    Headers& headers, const http::Request& request, const std::vector<const http::Cookie*>& cookies
) {
    auto header = access::csrf_header(request.method, cookies, headers);
    if (header && !is_suppressed(request, header->name)) {
        headers.add(std::move(header->name), std::move(header->value));
    }
}

bool expects_content(std::string_view method) noexcept {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

base::Error typed_framing(std::string_view name, std::string_view value) {
    return base::Error(
               base::ErrorKind::usage,
               "cannot send " + std::string(name) + ": " + std::string(value) + " with this body"
    )
        .because("latch frames the body itself, and two answers to its length split a message")
        .hinting("leave the header away");
}

/// Content-Length or Transfer-Encoding, by the body (RFC 9112, 6). Typed ones are refused unless
/// they say the same, because what follows them would be read as another request.
Result<void> add_framing(Headers& headers, const http::Request& request) {
    if (const auto coding = headers.find("Transfer-Encoding")) {
        return typed_framing("Transfer-Encoding", *coding);
    }
    const auto length = http::length_of(request.body);
    const bool unframed = !length && !http::has_body(request.body);
    const std::string digits = std::to_string(length ? length->count : 0);
    if (const auto typed = headers.find("Content-Length"); typed) {
        return (length || unframed) && *typed == digits ? Result<void>{}
                                                        : typed_framing("Content-Length", *typed);
    }
    if (length || (unframed && expects_content(request.method))) {
        headers.add("Content-Length", digits);
    } else if (!unframed) {
        headers.add("Transfer-Encoding", "chunked");
    }
    return {};
}

/// `headers` with Host in front, where RFC 9110, 7.2 wants it.
Headers with_host(const http::Request& request, const Headers& headers) {
    Headers all;
    const auto typed = headers.find("Host");
    if (typed || !is_suppressed(request, "Host")) {
        all.add("Host", typed ? std::string(*typed) : http::authority(request.url));
    }
    for (const http::Header& line : headers) {
        if (!base::iequals(line.name, "Host")) {
            all.add(line.name, line.value);
        }
    }
    return all;
}

} // namespace

Result<http::PreparedRequest> prepare(
    const http::Request& request,
    const session::Session& session,
    const SecretResolver& secrets,
    base::Clock::time_point now
) {
    const session::OriginState* const state = session.find(http::origin(request.url));
    Headers headers = merged(request, state);
    if (!headers.contains("Authorization") && !is_suppressed(request, "Authorization")) {
        if (auto added = add_authorization(headers, state, secrets); !added) {
            return added.error();
        }
    }
    if (!is_suppressed(request, "Cookie")) {
        const auto cookies = session.cookies.matching(request.url, now);
        add_cookies(headers, cookies);
        add_csrf(headers, request, cookies);
    }
    if (auto framed = add_framing(headers, request); !framed) {
        return framed.error();
    }
    http::PreparedRequest prepared{
        .method = request.method,
        .url = request.url,
        .target = http::target(request.url),
        .headers = with_host(request, headers),
        .body = request.body,
    };
    // What cannot be written safely has to be known before a connection is opened.
    if (const auto head = http::serialize_head(prepared); !head) {
        return head.error();
    }
    return prepared;
}

} // namespace latch::client
