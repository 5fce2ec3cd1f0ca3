// SPDX-License-Identifier: MIT
#include "latch/access/credentials.hpp"

#include "latch/base/keyring.hpp"
#include "latch/base/text.hpp"
#include "latch/http/headers.hpp"

#include <algorithm>
#include <array>
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
    if (!is_user_name(basic.user)) {
        return Error(ErrorKind::usage, "the user name holds a control character");
    }
    if (splits_fields(basic.password.reveal())) {
        return Error(ErrorKind::usage, "the password holds a line end or a NUL byte");
    }
    std::string pair = basic.user;
    pair += ':';
    pair += basic.password.reveal();
    const Secret wiped(std::move(pair));
    const Secret encoded(base::base64_encode(wiped.reveal()));
    std::string value = "Basic ";
    value += encoded.reveal();
    return Secret(std::move(value));
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

struct SourceForm {
    std::string_view prefix;
    SecretSource::Kind kind;
};

constexpr std::array<SourceForm, 5> source_forms{{
    {"env:", SecretSource::Kind::environment_variable},
    {"file:", SecretSource::Kind::file},
    {"fd:", SecretSource::Kind::descriptor},
    {"cmd:", SecretSource::Kind::command},
    {"keyring:", SecretSource::Kind::keyring},
}};

/// The numbers that a descriptor can have fit into 31 bits.
bool is_descriptor(std::string_view text) noexcept {
    const auto number = base::parse_decimal(text);
    return number && *number <= 0x7fffffff;
}

/// The text is not repeated: who mistakes the option's meaning writes the secret there.
Error no_source() {
    return Error(ErrorKind::usage, "that is no place where a secret could be had")
        .hinting("write env:NAME, file:PATH, fd:N, cmd:COMMAND, keyring:SERVICE/USER or prompt");
}

} // namespace

bool is_user_name(std::string_view text) noexcept {
    return http::is_field_value(text) && text.find(':') == std::string_view::npos;
}

Result<Secret> authorization(const Credentials& credentials) {
    return std::visit([](const auto& kind) { return value_of(kind); }, credentials);
}

std::string_view to_string(Scheme scheme) noexcept {
    switch (scheme) {
    case Scheme::basic:
        return "basic";
    case Scheme::digest:
        return "digest";
    case Scheme::bearer:
        return "bearer";
    }
    return {};
}

Result<SecretSource> parse_secret_source(std::string_view text) {
    if (text == "prompt") {
        return SecretSource{.kind = SecretSource::Kind::prompt, .text = {}};
    }
    const auto* const form = std::ranges::find_if(source_forms, [text](const SourceForm& each) {
        return text.starts_with(each.prefix) && text.size() > each.prefix.size();
    });
    if (form == source_forms.end()) {
        return no_source();
    }
    const std::string_view place = text.substr(form->prefix.size());
    if (form->kind == SecretSource::Kind::descriptor && !is_descriptor(place)) {
        return Error(ErrorKind::usage, "fd: wants the number of an open file");
    }
    if (form->kind == SecretSource::Kind::keyring && !base::parse_keyring_entry(place)) {
        return Error(ErrorKind::usage, "keyring: wants a service and a user")
            .hinting("write keyring:SERVICE/USER");
    }
    return SecretSource{.kind = form->kind, .text = Secret(std::string(place))};
}

bool begins_as_secret_source(std::string_view text) noexcept {
    return std::ranges::any_of(source_forms, [text](const SourceForm& each) {
        return text.starts_with(each.prefix);
    });
}

} // namespace latch::access
