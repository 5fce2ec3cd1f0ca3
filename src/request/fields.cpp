// SPDX-License-Identifier: MIT
#include "request/fields.hpp"

#include "request/json_text.hpp"
#include "request/json_tree.hpp"
#include "request/key_path.hpp"

#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

#include <string_view>
#include <utility>

namespace latch::request {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

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

} // namespace

bool is_field(const Item& item) noexcept {
    return item.kind == Item::Kind::text_field || item.kind == Item::Kind::json_field;
}

Result<std::string> form_value(const Item& item) {
    if (item.kind == Item::Kind::text_field) {
        return item.value;
    }
    const std::string_view literal = item.value;
    if (literal.starts_with('"')) {
        if (auto text = json_string_meaning(literal)) {
            return *std::move(text);
        }
    } else if (!literal.starts_with('{') && !literal.starts_with('[') && literal != "null") {
        return item.value;
    }
    return Error(ErrorKind::usage, "a form cannot hold the value of " + item.name)
        .because("it has text, numbers, true and false")
        .hinting(item.name + "=TEXT sends text; without --form the body is JSON");
}

Result<std::string> json_body(std::span<const Item> items) {
    JsonTree tree;
    for (const Item& item : items) {
        if (!is_field(item)) {
            continue;
        }
        if (!base::is_utf8(item.name)) {
            return Error(ErrorKind::usage, "the field name " + item.name + " is not UTF-8")
                .because("JSON is");
        }
        const auto steps = parse_key_path(item.name);
        if (!steps) {
            return steps.error();
        }
        auto value = json_value(item);
        if (!value) {
            return value;
        }
        if (auto set = tree.set(item.name, *steps, *std::move(value)); !set) {
            return set.error();
        }
    }
    return tree.text();
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
