// SPDX-License-Identifier: MIT
#include "session/login_json.hpp"

#include "session/secret_json.hpp"

#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace latch::session {

namespace {

using access::FormField;
using access::LoginKind;
using access::LoginRecipe;
using access::RefusedLogin;

std::string read_page(const Node& node) {
    std::string page = node.bytes();
    const bool is_path = page.starts_with('/') && !page.starts_with("//");
    if (!is_path || !http::is_field_value(page)) {
        node.complain("must be a path, which begins with one slash");
    }
    return page;
}

/// Into the fields, or, where the value is JSON, into the literals.
void read_field(const Node& node, LoginRecipe& recipe) {
    Members members(node);
    std::string name = members.required("name").some_bytes();
    const auto literal = recipe.kind == LoginKind::json ? members.optional("json") : std::nullopt;
    if (literal) {
        recipe.literals.emplace_back(std::move(name), literal->bytes());
    } else {
        recipe.fields.emplace_back(std::move(name), members.required("value").bytes());
    }
}

access::LoginNames read_names(const Node& node) {
    Members members(node);
    access::LoginNames names{
        .user = members.required("user").some_bytes(),
        .password = members.required("password").some_bytes()};
    if (const auto refresh = members.optional("refresh")) {
        names.refresh = refresh->some_bytes();
    }
    return names;
}

/// A URL with its scheme, or nothing.
std::string read_endpoint(Members& members, const char* name) {
    const auto node = members.optional(name);
    std::string url = node ? node->bytes() : "";
    if (node && (url.find("://") == std::string::npos || !http::parse_url(url))) {
        node->complain("must be a URL, which begins with http:// or https://");
    }
    return url;
}

access::OAuthClient read_client(Members& members) {
    access::OAuthClient client;
    const Node grant = members.required("grant");
    if (const auto known = access::grant_of(grant.bytes())) {
        client.grant = *known;
    } else {
        grant.complain("must be authorization_code, client_credentials or device_code");
    }
    client.id = members.required("client").some_bytes();
    if (const auto secret = members.optional("client_secret")) {
        client.secret = read_secret(*secret);
    }
    if (const auto scope = members.optional("scope")) {
        client.scope = scope->bytes();
    }
    client.server = {
        .token = read_endpoint(members, "token_url"),
        .authorize = read_endpoint(members, "authorize_url"),
        .device = read_endpoint(members, "device_url"),
        .revoke = read_endpoint(members, "revoke_url"),
        .issuer = read_endpoint(members, "issuer")};
    return client;
}

LoginRecipe read_recipe(Members& members, LoginKind kind) {
    LoginRecipe recipe;
    members.required("type").bytes();
    recipe.kind = kind;
    recipe.page = read_page(members.required("page"));
    if (kind == LoginKind::oauth2) {
        recipe.oauth = read_client(members);
    }
    const auto user = kind == LoginKind::oauth2 ? members.optional("user")
                                                : std::optional(members.required("user"));
    if (user) {
        recipe.user = user->bytes();
        recipe.secret = read_secret(members.required("secret"));
    }
    if (const auto fields = members.optional("fields")) {
        for (const Node& field : fields->elements()) {
            read_field(field, recipe);
        }
    }
    if (const auto names = kind == LoginKind::json ? members.optional("names") : std::nullopt) {
        recipe.names = read_names(*names);
    }
    if (const auto refresh = kind == LoginKind::json ? members.optional("refresh") : std::nullopt) {
        recipe.refresh = refresh->bytes().empty() ? "" : read_page(*refresh);
    }
    return recipe;
}

RefusedLogin read_refused(const Node& node) {
    Members members(node);
    RefusedLogin refused;
    refused.user = members.required("user").bytes();
    refused.salt = members.required("salt").bytes();
    refused.mark = members.required("mark").bytes();
    refused.at = members.required("at").moment();
    return refused;
}

/// The kind, if this version knows it; others are kept as they are.
std::optional<LoginKind> kind_of(const Node& node) {
    const auto members = node.members();
    for (const LoginKind kind : {LoginKind::form, LoginKind::json, LoginKind::oauth2}) {
        const bool is_it = std::ranges::any_of(members, [kind](const auto& member) {
            return member.first == "type" && member.second.is_text() &&
                   member.second.bytes() == access::to_string(kind);
        });
        if (is_it) {
            return kind;
        }
    }
    return std::nullopt;
}

void add(Json& json, const access::OAuthClient& client) {
    json["grant"] = std::string(access::to_string(client.grant));
    json["client"] = json_of_bytes(client.id);
    if (client.secret) {
        json["client_secret"] = json_of(*client.secret);
    }
    const std::array<std::pair<const char*, std::string_view>, 6> rest{{
        {"scope", client.scope},
        {"token_url", client.server.token},
        {"authorize_url", client.server.authorize},
        {"device_url", client.server.device},
        {"revoke_url", client.server.revoke},
        {"issuer", client.server.issuer},
    }};
    for (const auto& [name, value] : rest) {
        if (!value.empty()) {
            json[name] = json_of_bytes(value);
        }
    }
}

void add(Json& json, const LoginRecipe& recipe) {
    json["type"] = std::string(access::to_string(recipe.kind));
    json["page"] = json_of_bytes(recipe.page);
    if (recipe.oauth) {
        add(json, *recipe.oauth);
    }
    if (!recipe.oauth || !recipe.user.empty()) {
        json["user"] = json_of_bytes(recipe.user);
        json["secret"] = json_of(recipe.secret);
    }
    for (const auto& [name, value] : recipe.fields) {
        json["fields"].push_back(Json{
            {"name", json_of_bytes(name)}, {"value", json_of_bytes(value)}});
    }
    for (const auto& [name, value] : recipe.literals) {
        json["fields"].push_back(Json{{"name", json_of_bytes(name)}, {"json", json_of_bytes(value)}}
        );
    }
    if (recipe.names != access::LoginNames{}) {
        json["names"] = Json{
            {"user", json_of_bytes(recipe.names.user)},
            {"password", json_of_bytes(recipe.names.password)},
            {"refresh", json_of_bytes(recipe.names.refresh)}};
    }
    if (recipe.refresh) {
        json["refresh"] = json_of_bytes(*recipe.refresh);
    }
}

Json json_of(const RefusedLogin& refused) {
    Json json;
    json["user"] = json_of_bytes(refused.user);
    json["salt"] = refused.salt;
    json["mark"] = refused.mark;
    json["at"] = timestamp(refused.at);
    return json;
}

} // namespace

Json json_of(const StoredLogin& login) {
    Json json = Json::object();
    if (login.recipe) {
        add(json, *login.recipe);
    }
    if (login.refused) {
        json["refused"] = json_of(*login.refused);
    }
    if (login.signed_out) {
        json["signed_out"] = true;
    }
    add_unknown(json, login.unknown);
    return json;
}

StoredLogin read_login(const Node& node) {
    Members members(node);
    StoredLogin login;
    if (const auto kind = kind_of(node)) {
        login.recipe = read_recipe(members, *kind);
    }
    if (const auto refused = members.optional("refused")) {
        login.refused = read_refused(*refused);
    }
    if (const auto signed_out = members.optional("signed_out")) {
        login.signed_out = signed_out->flag();
    }
    login.unknown = members.rest();
    return login;
}

} // namespace latch::session
