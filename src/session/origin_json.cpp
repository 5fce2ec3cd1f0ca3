// SPDX-License-Identifier: MIT
#include "session/origin_json.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace latch::session {

namespace {

using access::SecretSource;

struct AuthType {
    StoredAuth::Type value;
    std::string_view name;
};

constexpr std::array<AuthType, 2> auth_types{{
    {StoredAuth::Type::basic, "basic"},
    {StoredAuth::Type::bearer, "bearer"},
}};

/// A secret that lies elsewhere, by the member that says where.
struct Reference {
    SecretSource::Kind kind;
    std::string_view member;
};

constexpr std::array<Reference, 2> references{{
    {SecretSource::Kind::environment_variable, "env"},
    {SecretSource::Kind::file, "file"},
}};

Json json_of(const SecretSource& secret) {
    Json text = json_of_bytes(secret.text.reveal());
    for (const Reference& reference : references) {
        if (secret.kind == reference.kind) {
            return Json{{std::string(reference.member), std::move(text)}};
        }
    }
    return text;
}

/// {"env": NAME} and the like; nothing if it is of no such form.
std::optional<SecretSource> read_reference(const Node& node) {
    const auto members = node.members();
    for (const Reference& reference : references) {
        if (members.size() == 1 && members.front().first == reference.member) {
            return SecretSource{
                .kind = reference.kind, .text = base::Secret(members.front().second.some_bytes())};
        }
    }
    return std::nullopt;
}

SecretSource read_secret(const Node& node) {
    if (node.is_text() || node.is_tagged()) {
        return {.kind = SecretSource::Kind::literal, .text = base::Secret(node.bytes())};
    }
    if (auto reference = node.is_object() ? read_reference(node) : std::nullopt) {
        return *std::move(reference);
    }
    node.complain(R"(must be {"env": NAME}, {"file": PATH} or the secret itself)");
    return {};
}

StoredAuth::Type read_auth_type(const Node& node) {
    const std::string text = node.bytes();
    for (const AuthType& type : auth_types) {
        if (text == type.name) {
            return type.value;
        }
    }
    node.complain(R"(must be "basic" or "bearer")");
    return StoredAuth::Type::basic;
}

std::string read_user(const Node& node) {
    std::string user = node.bytes();
    if (!http::is_field_value(user) || user.find(':') != std::string::npos) {
        node.complain("must not hold a colon or a control character");
    }
    return user;
}

StoredAuth read_auth(const Node& node) {
    Members members(node);
    StoredAuth auth;
    auth.type = read_auth_type(members.required("type"));
    if (auth.type == StoredAuth::Type::basic) {
        auth.user = read_user(members.required("user"));
    }
    auth.secret = read_secret(members.required("secret"));
    auth.unknown = members.rest();
    return auth;
}

Json json_of(const StoredAuth& auth) {
    Json json;
    for (const AuthType& type : auth_types) {
        if (type.value == auth.type) {
            json["type"] = std::string(type.name);
        }
    }
    if (auth.type == StoredAuth::Type::basic) {
        json["user"] = json_of_bytes(auth.user);
    }
    json["secret"] = json_of(auth.secret);
    add_unknown(json, auth.unknown);
    return json;
}

void read_header(const Node& node, OriginState& state) {
    Members members(node);
    const Node name = members.required("name");
    const Node value = members.required("value");
    std::string name_text = name.bytes();
    std::string value_text = value.bytes();
    if (!http::is_token(name_text)) {
        name.complain("is no name that a header may have");
    }
    if (!http::is_field_value(value_text)) {
        value.complain("holds a byte that would split or spoil a message");
    }
    if (UnknownMembers unknown = members.rest(); !unknown.empty()) {
        state.header_notes.push_back({{name_text, value_text}, std::move(unknown)});
    }
    state.headers.add(std::move(name_text), std::move(value_text));
}

Json json_of(const http::Header& header, const std::vector<HeaderNote>& notes) {
    Json json{{"name", header.name}, {"value", json_of_bytes(header.value)}};
    const auto note = std::ranges::find(notes, header, &HeaderNote::header);
    if (note != notes.end()) {
        add_unknown(json, note->unknown);
    }
    return json;
}

} // namespace

Json json_of(const OriginState& state) {
    Json json = Json::object();
    if (!state.headers.empty()) {
        Json headers = Json::array();
        for (const http::Header& header : state.headers) {
            headers.push_back(json_of(header, state.header_notes));
        }
        json["headers"] = std::move(headers);
    }
    if (state.auth) {
        json["auth"] = json_of(*state.auth);
    }
    add_unknown(json, state.unknown);
    return json;
}

OriginState read_origin(const std::string& name, const Node& node) {
    OriginState state;
    if (const auto origin = http::parse_origin(name)) {
        state.origin = *origin;
    } else {
        node.complain("is named by no origin", "write it like https://api.example.com");
    }
    Members members(node);
    if (const auto headers = members.optional("headers")) {
        for (const Node& header : headers->elements()) {
            read_header(header, state);
        }
    }
    if (const auto auth = members.optional("auth")) {
        state.auth = read_auth(*auth);
    }
    state.unknown = members.rest();
    return state;
}

} // namespace latch::session
