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

/// Host, Cookie, Authorization, and what frames the body.
constexpr std::size_t usual_additions = 4;

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
    headers.make_room(usual_additions + request.typed.size());
    if (state != nullptr) {
        override_with(headers, state->headers);
    }
    for (const std::string& name : request.suppressed) {
        headers.remove(name);
    }
    override_with(headers, request.typed);
    return headers;
}

/// What the user typed as cookies, in all Cookie items together.
std::vector<http::Cookie> typed_cookies(const Headers& headers) {
    std::vector<http::Cookie> typed;
    for (const std::string_view line : headers.all("Cookie")) {
        for (const std::string_view pair : base::split(line, ';')) {
            if (base::trim(pair).empty()) {
                continue;
            }
            const auto [name, value] =
                base::split_once(pair, '=').value_or(std::pair(std::string_view{}, pair));
            http::Cookie cookie;
            cookie.name = base::trim(name);
            cookie.value = base::trim(value);
            typed.push_back(std::move(cookie));
        }
    }
    return typed;
}

/// The bytes that typed Cookie items take of the header, their separators included.
std::size_t length_of_typed(const Headers& headers) {
    std::size_t length = 0;
    for (const std::string_view line : headers.all("Cookie")) {
        length += line.size() + std::string_view("; ").size();
    }
    return length;
}

/// Joins the jar's cookies with typed Cookie items; a typed cookie hides the jar's of its name.
void add_cookies(Headers& headers, std::vector<const http::Cookie*> cookies) {
    const auto typed = typed_cookies(headers);
    std::erase_if(cookies, [&](const http::Cookie* cookie) {
        return std::ranges::find(typed, cookie->name, &http::Cookie::name) != typed.end();
    });
    std::string value = http::cookie_header(cookies);
    for (const std::string_view line : headers.all("Cookie")) {
        value += value.empty() ? "" : "; ";
        value += line;
    }
    if (!value.empty()) {
        headers.set("Cookie", std::move(value));
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
    const bool unframed = !http::has_body(request.body);
    const auto length =
        request.framing == http::Framing::chunked ? std::nullopt : http::length_of(request.body);
    const std::string digits = std::to_string(length ? length->count : 0);
    if (const auto typed = headers.all("Content-Length"); !typed.empty()) {
        const bool agrees = (length || unframed) && typed.size() == 1 && typed.front() == digits;
        return agrees ? Result<void>{} : typed_framing("Content-Length", typed.back());
    }
    if (length || (unframed && expects_content(request.method))) {
        headers.add("Content-Length", digits);
    } else if (!unframed) {
        headers.add("Transfer-Encoding", "chunked");
    }
    return {};
}

/// Says where a request comes from, where a server asks for that and the user has not said it.
void add_referer(Headers& headers, const http::Request& request) {
    const bool is_said = headers.contains("Referer") || headers.contains("Origin") ||
                         http::is_unset(request, "Referer");
    if (!is_said && access::wants_first_party(headers)) {
        headers.add("Referer", http::to_string(http::origin(request.url)) + "/");
    }
}

/// A body that the server had better refuse before it is sent: above 1 MiB, as curl has it, or of
/// a length that nobody knows.
bool wants_consent(const http::Body& body) noexcept {
    constexpr base::Bytes large = base::mebibytes(1);
    const auto length = http::length_of(body);
    return http::has_body(body) && (!length || length->count > large.count);
}

void add_expectation(Headers& headers, const http::Request& request) {
    if (wants_consent(request.body) && !headers.contains("Expect") &&
        !http::is_unset(request, "Expect")) {
        headers.add("Expect", "100-continue");
    }
}

/// `headers` with Host in front, where RFC 9110, 7.2 wants it. Two of them are refused: servers
/// disagree about which one counts.
Result<Headers> with_host(const http::Request& request, Headers headers) {
    if (headers.all("Host").size() > 1) {
        return base::Error(base::ErrorKind::usage, "cannot send two Host headers")
            .hinting("leave one of them away");
    }
    const auto typed = headers.find("Host");
    std::string host = typed ? std::string(*typed) : http::authority(request.url);
    const bool is_sent = typed || !http::is_unset(request, "Host");
    headers.remove("Host");
    if (is_sent) {
        headers.put_first("Host", std::move(host));
    }
    return headers;
}

} // namespace

Result<http::PreparedRequest> prepare(
    const http::Request& request,
    const session::Session& session,
    const std::optional<base::Secret>& authorization,
    base::Clock::time_point now
) {
    const session::OriginState* const state = session.find(http::origin(request.url));
    Headers headers = merged(request, state);
    if (authorization) {
        headers.set("Authorization", std::string(authorization->reveal()));
    }
    if (!http::is_unset(request, "Cookie")) {
        const std::size_t spoken_for = length_of_typed(headers);
        add_cookies(headers, session.cookies.matching(request.url, now, spoken_for));
    }
    add_referer(headers, request);
    if (auto framed = add_framing(headers, request); !framed) {
        return framed.error();
    }
    add_expectation(headers, request);
    auto complete = with_host(request, std::move(headers));
    if (!complete) {
        return complete.error();
    }
    http::PreparedRequest prepared{
        .method = request.method,
        .url = request.url,
        .target = http::target(request.url),
        .headers = *std::move(complete),
        .body = request.body,
    };
    // What cannot be written safely has to be known before a connection is opened.
    if (const auto checked = http::check_head(prepared); !checked) {
        return checked.error();
    }
    return prepared;
}

} // namespace latch::client
