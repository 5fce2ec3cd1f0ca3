// SPDX-License-Identifier: MIT
#include "session/secret_json.hpp"

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace latch::session {

namespace {

using access::SecretSource;

/// A secret that lies elsewhere, by the member that says where.
struct Reference {
    SecretSource::Kind kind;
    std::string_view member;
};

constexpr std::array<Reference, 6> references{{
    {SecretSource::Kind::environment_variable, "env"},
    {SecretSource::Kind::file, "file"},
    {SecretSource::Kind::descriptor, "fd"},
    {SecretSource::Kind::command, "cmd"},
    {SecretSource::Kind::keyring, "keyring"},
    {SecretSource::Kind::prompt, "prompt"},
}};

/// The text of a reference; a descriptor may be written as the number that it is.
base::Secret read_place(const Node& node, SecretSource::Kind kind) {
    const bool is_number = kind == SecretSource::Kind::descriptor && node.is_whole_number();
    return base::Secret(
        is_number ? std::to_string(node.number(std::numeric_limits<int>::max())) : node.some_bytes()
    );
}

/// {"env": NAME} and the like; nothing if it is of no such form.
std::optional<SecretSource> read_reference(const Node& node) {
    const auto members = node.members();
    for (const Reference& reference : references) {
        if (members.size() == 1 && members.front().first == reference.member) {
            return SecretSource{
                .kind = reference.kind, .text = read_place(members.front().second, reference.kind)};
        }
    }
    return std::nullopt;
}

} // namespace

Json json_of(const SecretSource& secret) {
    Json text = json_of_bytes(secret.text.reveal());
    for (const Reference& reference : references) {
        if (secret.kind == reference.kind) {
            return Json{{std::string(reference.member), std::move(text)}};
        }
    }
    return text;
}

SecretSource read_secret(const Node& node) {
    if (node.is_text() || node.is_tagged()) {
        return {.kind = SecretSource::Kind::literal, .text = base::Secret(node.bytes())};
    }
    if (auto reference = node.is_object() ? read_reference(node) : std::nullopt) {
        return *std::move(reference);
    }
    node.complain(R"(must be {"env": NAME}, {"file": PATH}, {"fd": NUMBER}, {"cmd": COMMAND}, )"
                  R"({"keyring": "SERVICE/USER"}, {"prompt": QUESTION} or the secret itself)");
    return {};
}

} // namespace latch::session
