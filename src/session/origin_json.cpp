// SPDX-License-Identifier: MIT
#include "session/origin_json.hpp"

#include "session/csrf_json.hpp"
#include "session/login_json.hpp"
#include "session/nonce_json.hpp"
#include "session/secret_json.hpp"

#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace latch::session {

namespace {

using access::Scheme;

constexpr std::array<Scheme, 3> schemes{Scheme::basic, Scheme::digest, Scheme::bearer};

Scheme read_scheme(const Node& node) {
    const std::string text = node.bytes();
    for (const Scheme scheme : schemes) {
        if (text == access::to_string(scheme)) {
            return scheme;
        }
    }
    node.complain(R"(must be "basic", "digest" or "bearer")");
    return Scheme::basic;
}

std::string read_user(const Node& node) {
    std::string user = node.bytes();
    if (!access::is_user_name(user)) {
        node.complain("must not hold a colon or a control character");
    }
    return user;
}

/// What came with a token.
void read_token(Members& members, StoredAuth& auth) {
    if (const auto expires = members.optional("expires")) {
        auth.expires = expires->moment();
    }
    if (const auto lifetime = members.optional("lifetime")) {
        auth.lifetime = std::chrono::seconds(lifetime->number(std::uint64_t{1} << 32U));
    }
    if (const auto refresh = members.optional("refresh")) {
        auth.refresh = base::Secret(refresh->some_bytes());
    }
}

StoredAuth read_auth(const Node& node) {
    Members members(node);
    StoredAuth auth;
    auth.account.scheme = read_scheme(members.required("type"));
    if (auth.account.scheme != Scheme::bearer) {
        auth.account.user = read_user(members.required("user"));
    }
    auth.account.secret = read_secret(members.required("secret"));
    if (auth.account.scheme == Scheme::bearer) {
        read_token(members, auth);
    }
    auth.unknown = members.rest();
    return auth;
}

Json json_of(const StoredAuth& auth) {
    Json json;
    json["type"] = std::string(access::to_string(auth.account.scheme));
    if (auth.account.scheme != Scheme::bearer) {
        json["user"] = json_of_bytes(auth.account.user);
    }
    json["secret"] = session::json_of(auth.account.secret);
    if (auth.expires) {
        json["expires"] = timestamp(*auth.expires);
    }
    if (auth.lifetime) {
        json["lifetime"] = auth.lifetime->count();
    }
    if (!auth.refresh.empty()) {
        json["refresh"] = json_of_bytes(auth.refresh.reveal());
    }
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

Param read_param(const Node& node) {
    Members members(node);
    Param param;
    param.name = members.required("name").some_bytes();
    param.value = members.required("value").bytes();
    param.unknown = members.rest();
    return param;
}

Json json_of(const Param& param) {
    Json json{{"name", json_of_bytes(param.name)}, {"value", json_of_bytes(param.value)}};
    add_unknown(json, param.unknown);
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
    for (const Param& param : state.params) {
        json["params"].push_back(json_of(param));
    }
    if (state.auth) {
        json["auth"] = json_of(*state.auth);
    }
    if (state.digest) {
        json["digest"] = json_of(*state.digest);
    }
    if (!state.csrf.empty()) {
        json["csrf"] = json_of(state.csrf);
    }
    if (state.login) {
        json["login"] = json_of(*state.login);
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
    if (const auto params = members.optional("params")) {
        for (const Node& param : params->elements()) {
            state.params.push_back(read_param(param));
        }
    }
    if (const auto auth = members.optional("auth")) {
        state.auth = read_auth(*auth);
    }
    if (const auto digest = members.optional("digest")) {
        state.digest = read_nonce(*digest);
    }
    if (const auto csrf = members.optional("csrf")) {
        state.csrf = read_csrf(*csrf);
    }
    if (const auto login = members.optional("login")) {
        state.login = read_login(*login);
    }
    state.unknown = members.rest();
    return state;
}

} // namespace latch::session
