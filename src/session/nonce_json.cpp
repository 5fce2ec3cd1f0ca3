// SPDX-License-Identifier: MIT
#include "session/nonce_json.hpp"

#include <limits>

namespace latch::session {

namespace {

using access::DigestChallenge;
using access::Protection;

/// Text that goes back to the server in a field.
std::string read_text(const Node& node) {
    std::string text = node.bytes();
    if (!http::is_field_value(text)) {
        node.complain("holds a byte that would split or spoil a message");
    }
    return text;
}

access::DigestAlgorithm read_algorithm(const Node& node) {
    const auto algorithm = access::parse_digest_algorithm(node.bytes());
    if (!algorithm) {
        node.complain("is no digest algorithm that is known here");
    }
    return algorithm.value_or(access::DigestAlgorithm{});
}

Protection read_protection(const Node& node) {
    const std::string text = node.bytes();
    if (text != "auth" && text != "auth-int") {
        node.complain(R"(must be "auth" or "auth-int")");
    }
    return text == "auth-int" ? Protection::auth_int : Protection::auth;
}

DigestChallenge read_challenge(Members& members) {
    DigestChallenge challenge;
    challenge.realm = read_text(members.required("realm"));
    challenge.nonce = read_text(members.required("nonce"));
    if (const auto opaque = members.optional("opaque")) {
        challenge.opaque = read_text(*opaque);
    }
    if (const auto algorithm = members.optional("algorithm")) {
        challenge.algorithm = read_algorithm(*algorithm);
    }
    if (const auto qop = members.optional("qop")) {
        challenge.protection = read_protection(*qop);
    }
    return challenge;
}

} // namespace

Json json_of(const StoredNonce& stored) {
    const DigestChallenge& challenge = stored.nonce.challenge;
    Json json;
    json["realm"] = json_of_bytes(challenge.realm);
    json["nonce"] = json_of_bytes(challenge.nonce);
    if (challenge.opaque) {
        json["opaque"] = json_of_bytes(*challenge.opaque);
    }
    if (challenge.algorithm) {
        json["algorithm"] = std::string(access::to_string(*challenge.algorithm));
    }
    if (challenge.protection != Protection::plain) {
        json["qop"] = challenge.protection == Protection::auth ? "auth" : "auth-int";
    }
    json["uses"] = stored.nonce.uses;
    json["cnonce"] = json_of_bytes(stored.nonce.cnonce);
    add_unknown(json, stored.unknown);
    return json;
}

StoredNonce read_nonce(const Node& node) {
    Members members(node);
    StoredNonce stored;
    stored.nonce.challenge = read_challenge(members);
    if (const auto uses = members.optional("uses")) {
        // One less than the largest, because the next request counts on.
        constexpr auto most = std::numeric_limits<std::uint32_t>::max() - 1;
        stored.nonce.uses = static_cast<std::uint32_t>(uses->number(most));
    }
    if (const auto cnonce = members.optional("cnonce")) {
        stored.nonce.cnonce = read_text(*cnonce);
    }
    stored.unknown = members.rest();
    return stored;
}

} // namespace latch::session
