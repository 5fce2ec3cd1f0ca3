// SPDX-License-Identifier: MIT
#include "session/csrf_json.hpp"

#include <algorithm>
#include <array>

namespace latch::session {

namespace {

using access::CsrfMode;
using access::LearnedCsrf;

struct NamedMode {
    std::string_view name;
    CsrfMode mode;
};

constexpr std::array<NamedMode, 5> modes{{
    {"cookie-raw", CsrfMode::cookie_raw},
    {"cookie-masked", CsrfMode::cookie_masked},
    {"header", CsrfMode::header},
    {"fetch", CsrfMode::fetch},
    {"off", CsrfMode::off},
}};

CsrfMode read_mode(const Node& node) {
    const auto* const found = std::ranges::find(modes, node.bytes(), &NamedMode::name);
    if (found == modes.end()) {
        node.complain(R"(must be "cookie-raw", "cookie-masked", "header", "fetch" or "off")");
        return CsrfMode::header;
    }
    return found->mode;
}

std::string read_name(const Node& node) {
    std::string name = node.bytes();
    if (!http::is_token(name)) {
        node.complain("is no name that a header may have");
    }
    return name;
}

std::string read_path(const Node& node) {
    std::string path = node.bytes();
    const bool is_path = path.starts_with('/') && !path.starts_with("//");
    if (!is_path || !http::is_field_value(path)) {
        node.complain("must be a path, which begins with one slash");
    }
    return path;
}

base::Secret read_token(const Node& node) {
    std::string token = node.bytes();
    if (!http::is_field_value(token)) {
        node.complain("holds a byte that would split or spoil a message");
    }
    return base::Secret(std::move(token));
}

StoredCsrf read_way(const Node& node) {
    Members members(node);
    StoredCsrf stored;
    LearnedCsrf& way = stored.way;
    if (const auto path = members.optional("path")) {
        way.path = read_path(*path);
    }
    way.mode = read_mode(members.required("mode"));
    if (way.mode != CsrfMode::off) {
        way.header = read_name(members.required("header"));
    }
    if (access::is_cookie(way.mode)) {
        way.cookie = members.required("cookie").some_bytes();
    } else if (access::is_offered(way.mode)) {
        way.source = read_path(members.required("source"));
        if (const auto token = members.optional("token")) {
            way.token = read_token(*token);
        }
        if (const auto session = members.optional("session")) {
            way.obtained_under = session->bytes();
        }
    }
    stored.unknown = members.rest();
    return stored;
}

Json json_of(const StoredCsrf& stored) {
    const LearnedCsrf& way = stored.way;
    Json json;
    if (way.path != "/") {
        json["path"] = json_of_bytes(way.path);
    }
    json["mode"] = std::string(std::ranges::find(modes, way.mode, &NamedMode::mode)->name);
    if (access::is_cookie(way.mode)) {
        json["cookie"] = json_of_bytes(way.cookie);
    } else if (access::is_offered(way.mode)) {
        json["source"] = json_of_bytes(way.source);
    }
    if (way.mode != CsrfMode::off) {
        json["header"] = way.header;
    }
    if (!way.token.empty()) {
        json["token"] = json_of_bytes(way.token.reveal());
        json["session"] = json_of_bytes(way.obtained_under);
    }
    add_unknown(json, stored.unknown);
    return json;
}

} // namespace

Json json_of(const std::vector<StoredCsrf>& ways) {
    if (ways.size() == 1) {
        return json_of(ways.front());
    }
    Json list = Json::array();
    for (const StoredCsrf& way : ways) {
        list.push_back(json_of(way));
    }
    return list;
}

std::vector<StoredCsrf> read_csrf(const Node& node) {
    std::vector<StoredCsrf> ways;
    if (node.is_object()) {
        ways.push_back(read_way(node));
        return ways;
    }
    for (const Node& each : node.elements()) {
        ways.push_back(read_way(each));
    }
    return ways;
}

} // namespace latch::session
