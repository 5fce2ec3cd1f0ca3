// SPDX-License-Identifier: MIT
#include "latch/access/credentials.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;

bool splits_fields(std::string_view text) noexcept {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

/// Wider than the b64token of RFC 6750, 2.1, because tokens in the wild are: Laravel Sanctum
/// writes "1|…". A blank or a control byte is always an accident, mostly a line end of a file.
bool is_token_text(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<Secret> value_of(const Basic& basic) {
    if (basic.user.find(':') != std::string::npos) {
        return Error(ErrorKind::usage, "the user name for basic authentication holds a colon")
            .because("the first colon is where the password begins");
    }
    if (splits_fields(basic.user)) {
        return Error(ErrorKind::usage, "the user name holds a line end or a NUL byte");
    }
    if (splits_fields(basic.password.reveal())) {
        return Error(ErrorKind::usage, "the password holds a line end or a NUL byte");
    }
    std::string pair = basic.user;
    pair += ':';
    pair += basic.password.reveal();
    const Secret wiped(std::move(pair));
    return Secret("Basic " + base::base64_encode(wiped.reveal()));
}

Result<Secret> value_of(const Bearer& bearer) {
    if (bearer.token.empty()) {
        return Error(ErrorKind::usage, "the bearer token is empty");
    }
    if (!is_token_text(bearer.token.reveal())) {
        return Error(ErrorKind::usage, "the bearer token holds a byte that no token has")
            .because("a blank, a control or a character outside ASCII")
            .hinting("look for a line end behind it, or for the word Bearer in front of it");
    }
    std::string value = "Bearer ";
    value += bearer.token.reveal();
    return Secret(std::move(value));
}

} // namespace

Result<Secret> authorization(const Credentials& credentials) {
    return std::visit([](const auto& kind) { return value_of(kind); }, credentials);
}

} // namespace latch::access
