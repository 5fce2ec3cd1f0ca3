// SPDX-License-Identifier: MIT
#include "request/fields.hpp"

#include "request/json_text.hpp"

#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

#include <nlohmann/json.hpp>

#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace latch::request {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Error nested_key(const std::string& name) {
    const std::string root = name.substr(0, name.find_first_of("[]"));
    std::string whole =
        root.empty() ? "--raw sends any JSON" : root + R"(:='{"key": "text"}' sends an object)";
    return Error(ErrorKind::usage, "a nested key (" + name + ")")
        .because("not supported yet")
        .hinting(std::move(whole) + R"(; write \[ and \] for brackets in a name)");
}

Result<std::string> json_key(const std::string& name) {
    if (!base::is_utf8(name)) {
        return Error(ErrorKind::usage, "the field name " + name + " is not UTF-8")
            .because("JSON is");
    }
    constexpr std::string_view brackets = "[]";
    constexpr std::string_view escapable = "[]\\";
    std::string key;
    for (std::size_t at = 0; at < name.size(); ++at) {
        const bool escaped = name[at] == '\\' && at + 1 < name.size() &&
                             escapable.find(name[at + 1]) != std::string_view::npos;
        if (!escaped && brackets.find(name[at]) != std::string_view::npos) {
            return nested_key(name);
        }
        at += escaped ? 1U : 0U;
        key += name[at];
    }
    return key;
}

Result<std::string> json_value(const Item& item) {
    if (item.kind == Item::Kind::json_field) {
        return item.value;
    }
    if (!base::is_utf8(item.value)) {
        return Error(ErrorKind::usage, "the value of " + item.name + " is not UTF-8")
            .because("JSON is")
            .hinting("--form and --raw send any bytes");
    }
    std::string text;
    append_json_string(text, item.value);
    return text;
}

/// What a JSON string means; nothing if it holds half of a surrogate pair, which no UTF-8 says.
std::optional<std::string> string_meant_by(std::string_view literal) {
    const auto parsed = nlohmann::json::parse(literal, nullptr, false);
    return parsed.is_string() ? std::optional(parsed.get<std::string>()) : std::nullopt;
}

Result<std::string> form_value(const Item& item) {
    if (item.kind == Item::Kind::text_field) {
        return item.value;
    }
    const std::string_view literal = item.value;
    if (literal.starts_with('"')) {
        if (auto text = string_meant_by(literal)) {
            return *std::move(text);
        }
    } else if (!literal.starts_with('{') && !literal.starts_with('[') && literal != "null") {
        return item.value;
    }
    return Error(ErrorKind::usage, "a form cannot hold the value of " + item.name)
        .because("it has text, numbers, true and false")
        .hinting(item.name + "=TEXT sends text; without --form the body is JSON");
}

} // namespace

bool is_field(const Item& item) noexcept {
    return item.kind == Item::Kind::text_field || item.kind == Item::Kind::json_field;
}

Result<std::string> json_object(std::span<const Item> items) {
    std::vector<std::pair<std::string, std::string>> members;
    std::unordered_map<std::string, std::size_t> places;
    for (const Item& item : items) {
        if (!is_field(item)) {
            continue;
        }
        auto key = json_key(item.name);
        if (!key) {
            return key;
        }
        auto value = json_value(item);
        if (!value) {
            return value;
        }
        const auto [place, is_new] = places.try_emplace(*key, members.size());
        if (is_new) {
            members.emplace_back(*std::move(key), std::string());
        }
        members[place->second].second = *std::move(value);
    }
    std::string object;
    for (const auto& [key, value] : members) {
        object += object.empty() ? '{' : ',';
        append_json_string(object, key);
        object += ':';
        object += value;
    }
    return object.empty() ? "{}" : object + '}';
}

Result<std::string> urlencoded_form(std::span<const Item> items) {
    std::string form;
    for (const Item& item : items) {
        if (!is_field(item)) {
            continue;
        }
        auto value = form_value(item);
        if (!value) {
            return value;
        }
        form += form.empty() ? "" : "&";
        form += http::form_encode(item.name);
        form += '=';
        form += http::form_encode(*value);
    }
    return form;
}

} // namespace latch::request
