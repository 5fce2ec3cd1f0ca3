// SPDX-License-Identifier: MIT
#include "session/login_json.hpp"

#include "session/secret_json.hpp"

#include "latch/session/timestamp.hpp"

#include <algorithm>

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

FormField read_field(const Node& node) {
    Members members(node);
    std::string name = members.required("name").some_bytes();
    return {std::move(name), members.required("value").bytes()};
}

access::LoginNames read_names(const Node& node) {
    Members members(node);
    return {
        .user = members.required("user").some_bytes(),
        .password = members.required("password").some_bytes()};
}

LoginRecipe read_recipe(Members& members, LoginKind kind) {
    LoginRecipe recipe;
    members.required("type").bytes();
    recipe.kind = kind;
    recipe.page = read_page(members.required("page"));
    recipe.user = members.required("user").bytes();
    recipe.secret = read_secret(members.required("secret"));
    if (const auto fields = members.optional("fields")) {
        for (const Node& field : fields->elements()) {
            recipe.fields.push_back(read_field(field));
        }
    }
    if (const auto names = kind == LoginKind::json ? members.optional("names") : std::nullopt) {
        recipe.names = read_names(*names);
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
    for (const LoginKind kind : {LoginKind::form, LoginKind::json}) {
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

void add(Json& json, const LoginRecipe& recipe) {
    json["type"] = std::string(access::to_string(recipe.kind));
    json["page"] = json_of_bytes(recipe.page);
    json["user"] = json_of_bytes(recipe.user);
    json["secret"] = json_of(recipe.secret);
    for (const auto& [name, value] : recipe.fields) {
        json["fields"].push_back(Json{
            {"name", json_of_bytes(name)}, {"value", json_of_bytes(value)}});
    }
    if (recipe.names != access::LoginNames{}) {
        json["names"] = Json{
            {"user", json_of_bytes(recipe.names.user)},
            {"password", json_of_bytes(recipe.names.password)}};
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
