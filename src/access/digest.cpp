// SPDX-License-Identifier: MIT
#include "latch/access/digest.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using base::HashFunction;
using base::Result;
using base::Secret;

struct Named {
    std::string_view name;
    DigestAlgorithm algorithm;
};

/// Those of RFC 7616, and two that no RFC has and Python's requests answers: SHA, which is SHA-1,
/// and SHA-512.
constexpr std::array<Named, 8> algorithms{{
    {"MD5", {HashFunction::md5, false}},
    {"MD5-sess", {HashFunction::md5, true}},
    {"SHA", {HashFunction::sha1, false}},
    {"SHA-256", {HashFunction::sha256, false}},
    {"SHA-256-sess", {HashFunction::sha256, true}},
    {"SHA-512-256", {HashFunction::sha512_256, false}},
    {"SHA-512-256-sess", {HashFunction::sha512_256, true}},
    {"SHA-512", {HashFunction::sha512, false}},
}};

HashFunction function_of(const DigestChallenge& challenge) noexcept {
    return challenge.algorithm.value_or(DigestAlgorithm{}).function;
}

bool is_bound_to_nonce(const DigestChallenge& challenge) noexcept {
    return challenge.algorithm.value_or(DigestAlgorithm{}).session;
}

/// A missing or empty list asks for RFC 2069; nothing if none of the listed is known.
std::optional<Protection> protection_of(std::string_view list) {
    std::optional<Protection> protection;
    bool is_empty = true;
    for (const std::string_view option : base::split(list, ',')) {
        const std::string_view word = base::trim(option);
        is_empty = is_empty && word.empty();
        if (base::iequals(word, "auth")) {
            return Protection::auth;
        }
        if (base::iequals(word, "auth-int")) {
            protection = Protection::auth_int;
        }
    }
    return is_empty ? std::optional(Protection::plain) : protection;
}

/// The challenge if it is a Digest one with all that is needed, of supported kinds.
std::optional<DigestChallenge> supported(const Challenge& challenge) {
    const auto realm = challenge.find("realm");
    const auto nonce = challenge.find("nonce");
    const auto protection = protection_of(challenge.find("qop").value_or(""));
    if (!base::iequals(challenge.scheme, "digest") || !realm || !nonce || !protection) {
        return std::nullopt;
    }
    DigestChallenge usable{
        .realm = std::string(*realm),
        .nonce = std::string(*nonce),
        .opaque = std::nullopt,
        .algorithm = std::nullopt,
        .protection = *protection,
        .stale = base::iequals(challenge.find("stale").value_or(""), "true"),
    };
    if (const auto opaque = challenge.find("opaque")) {
        usable.opaque = std::string(*opaque);
    }
    if (const auto name = challenge.find("algorithm")) {
        usable.algorithm = parse_digest_algorithm(*name);
        if (!usable.algorithm) {
            return std::nullopt;
        }
    }
    return base::is_available(function_of(usable)) ? std::optional(std::move(usable))
                                                   : std::nullopt;
}

std::string_view to_string(Protection protection) noexcept {
    return protection == Protection::auth ? "auth" : "auth-int";
}

/// Eight hexadecimal digits.
std::string nonce_count(const DigestNonce& nonce) {
    std::array<char, 9> digits{};
    static_cast<void>(
        std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(nonce.uses))
    );
    return digits.data();
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    std::string_view separator;
    for (const std::string_view part : parts) {
        text += separator;
        text += part;
        separator = ":";
    }
    return text;
}

/// The hash of the user's part, H(A1) (RFC 7616, 3.4.2).
Secret key_of(const Digest& credentials, const DigestNonce& nonce) {
    const HashFunction function = function_of(nonce.challenge);
    const Secret pass(
        joined({credentials.user, nonce.challenge.realm, credentials.password.reveal()})
    );
    Secret key(base::hash_hex(function, pass.reveal()));
    if (!is_bound_to_nonce(nonce.challenge)) {
        return key;
    }
    const Secret bound(joined({key.reveal(), nonce.challenge.nonce, nonce.cnonce}));
    return Secret(base::hash_hex(function, bound.reveal()));
}

/// The hash of the request's part, H(A2) (RFC 7616, 3.4.3).
std::string hash_of(const DigestSubject& subject, const DigestChallenge& challenge) {
    const HashFunction function = function_of(challenge);
    if (challenge.protection == Protection::auth_int) {
        const std::string entity = subject.entity.value_or(base::hash_hex(function, ""));
        return base::hash_hex(function, joined({subject.method, subject.uri, entity}));
    }
    return base::hash_hex(function, joined({subject.method, subject.uri}));
}

std::string response_to(const Secret& key, const DigestNonce& nonce, const DigestSubject& subject) {
    const DigestChallenge& challenge = nonce.challenge;
    const std::string request = hash_of(subject, challenge);
    const Secret text(
        challenge.protection == Protection::plain ? joined({key.reveal(), challenge.nonce, request})
                                                  : joined(
                                                        {key.reveal(),
                                                         challenge.nonce,
                                                         nonce_count(nonce),
                                                         nonce.cnonce,
                                                         to_string(challenge.protection),
                                                         request}
                                                    )
    );
    return base::hash_hex(function_of(challenge), text.reveal());
}

std::string quoted(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + '"';
}

/// The parameters that a field has in common, with or without qop. Which are quoted and which are
/// not is prescribed, since servers are particular about it (RFC 7616, 3.4).
std::string field_of(
    const Digest& credentials,
    const DigestNonce& nonce,
    const DigestSubject& subject,
    std::string_view response
) {
    const DigestChallenge& challenge = nonce.challenge;
    std::string field = "Digest username=" + quoted(credentials.user) +
                        ", realm=" + quoted(challenge.realm) +
                        ", nonce=" + quoted(challenge.nonce) + ", uri=" + quoted(subject.uri);
    if (challenge.algorithm) {
        field += ", algorithm=";
        field += to_string(*challenge.algorithm);
    }
    field += ", response=" + quoted(response);
    if (challenge.opaque) {
        field += ", opaque=" + quoted(*challenge.opaque);
    }
    if (challenge.protection != Protection::plain) {
        field += ", qop=";
        field += to_string(challenge.protection);
        field += ", nc=" + nonce_count(nonce);
    }
    if (challenge.protection != Protection::plain || is_bound_to_nonce(challenge)) {
        field += ", cnonce=" + quoted(nonce.cnonce);
    }
    return field;
}

} // namespace

std::string_view to_string(DigestAlgorithm algorithm) noexcept {
    const auto* const found = std::ranges::find(algorithms, algorithm, &Named::algorithm);
    return found == algorithms.end() ? std::string_view{} : found->name;
}

std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view name) noexcept {
    const auto* const found = std::ranges::find_if(algorithms, [name](const Named& named) {
        return base::iequals(named.name, name);
    });
    return found == algorithms.end() ? std::nullopt : std::optional(found->algorithm);
}

std::optional<DigestChallenge> choose_digest(const std::vector<Challenge>& challenges) {
    std::optional<DigestChallenge> best;
    for (const Challenge& challenge : challenges) {
        auto usable = supported(challenge);
        if (usable && (!best || function_of(*best) < function_of(*usable))) {
            best = std::move(usable);
        }
    }
    return best;
}

Result<Secret> digest_authorization(
    const Digest& credentials, const DigestNonce& nonce, const DigestSubject& subject
) {
    if (!http::is_field_value(credentials.user)) {
        return Error(ErrorKind::usage, "the user name holds a control character");
    }
    const std::string response = response_to(key_of(credentials, nonce), nonce, subject);
    return Secret(field_of(credentials, nonce, subject, response));
}

std::optional<std::string> next_nonce(const http::Headers& response) {
    // The field is a list of parameters without a scheme; one is lent to it for the parser's sake.
    const std::string fields =
        "Info " + std::string(response.find("Authentication-Info").value_or(""));
    const auto info = parse_challenges({fields});
    const auto nonce = info.empty() ? std::nullopt : info.front().find("nextnonce");
    return nonce && !nonce->empty() ? std::optional<std::string>(*nonce) : std::nullopt;
}

} // namespace latch::access
