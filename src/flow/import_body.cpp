// SPDX-License-Identifier: MIT
#include "flow/import_body.hpp"

#include "flow/import_json.hpp"

#include "latch/base/text.hpp"
#include "latch/query/json.hpp"

#include <algorithm>
#include <optional>

namespace latch::flow::foreign {

namespace {

using query::Json;

/// Names that mean the same in every place of an item: no separators, no brackets, no dash first.
bool is_simple_name(std::string_view name) {
    const auto is_part = [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_' || c == '-' ||
               c == '.';
    };
    return !name.empty() && (base::is_ascii_alpha(name.front()) || name.front() == '_') &&
           std::ranges::all_of(name, is_part);
}

bool is_scalar(const Json& value) {
    return value.as<Json::Array>() == nullptr && value.as<Json::Object>() == nullptr;
}

std::string json_field(const Json::Member& member) {
    const auto* const text = member.second.as<std::string>();
    return text != nullptr ? field_item(member.first, *text)
                           : json_item(member.first, query::to_text(member.second));
}

/// The value of the only field of that name; nothing if there is none.
const std::string* only(const Wish& wish, std::string_view name) {
    const auto found = std::ranges::find_if(wish.headers, [&](const auto& header) {
        return base::iequals(header.first, name);
    });
    return found == wish.headers.end() ? nullptr : &found->second;
}

/// latch says the type of what it makes of fields by itself.
void drop_type(Wish& wish, std::string_view type) {
    std::erase_if(wish.headers, [&](const auto& header) {
        return base::iequals(header.first, "Content-Type") && base::iequals(header.second, type);
    });
}

/// With "+" and "%20" taken back; nothing for a broken escape or what is no text.
std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at] == '+' ? ' ' : text[at];
            continue;
        }
        const auto high = at + 2 < text.size() ? base::hex_value(text[at + 1]) : std::nullopt;
        const auto low = high ? base::hex_value(text[at + 2]) : std::nullopt;
        if (!low) {
            return std::nullopt;
        }
        out += static_cast<char>(*high * 16 + *low);
        at += 2;
    }
    const bool is_text =
        base::is_utf8(out) && std::ranges::none_of(out, [](char c) {
            return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t';
        });
    return is_text ? std::optional(plain(out)) : std::nullopt;
}

std::optional<Fields> fields_of(std::string_view text) {
    Fields fields;
    for (const std::string_view part : base::split(text, '&')) {
        const auto pair = base::split_once(part, '=');
        const auto value = pair ? decoded(pair->second) : std::nullopt;
        if (!value || !is_simple_name(pair->first)) {
            return std::nullopt;
        }
        fields.emplace_back(pair->first, *value);
    }
    return fields;
}

constexpr std::string_view json_type = "application/json";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";

} // namespace

void set_json(Wish& wish, std::string text) {
    const auto document = marked_json(text);
    const auto* const members = document ? document->as<Json::Object>() : nullptr;
    const bool is_flat = members != nullptr && !members->empty() &&
                         std::ranges::all_of(*members, [](const Json::Member& member) {
                             return is_simple_name(member.first) && is_scalar(member.second);
                         });
    const std::string* const type = only(wish, "Content-Type");
    if (!is_flat || (type != nullptr && !base::iequals(*type, json_type))) {
        wish.body = std::move(text);
        return;
    }
    drop_type(wish, json_type);
    for (const Json::Member& member : *members) {
        wish.items.push_back(json_field(member));
    }
}

void set_form(Wish& wish, std::string text) {
    const auto fields = fields_of(text);
    const std::string* const type = only(wish, "Content-Type");
    const bool is_usual = type == nullptr || base::iequals(*type, form_type);
    if (!fields || !is_usual || has_placeholders(text)) {
        if (type == nullptr) {
            wish.headers.emplace_back("Content-Type", form_type);
        }
        wish.body = std::move(text);
        return;
    }
    drop_type(wish, form_type);
    wish.option("--form");
    for (const auto& [name, value] : *fields) {
        wish.items.push_back(field_item(name, value));
    }
}

void set_fields(Wish& wish, const Fields& fields, const Origin& at, Translation& out) {
    for (const auto& [name, value] : fields) {
        if (name.empty() || name.starts_with('-')) {
            out.drop(at, "a field whose name is empty or begins with a dash");
        } else {
            wish.items.push_back(field_item(name, value));
        }
    }
}

void set_typed(Wish& wish, std::string text) {
    const std::string* const type = only(wish, "Content-Type");
    if (type != nullptr && base::istarts_with(*type, json_type)) {
        set_json(wish, std::move(text));
    } else if (type != nullptr && base::istarts_with(*type, form_type)) {
        set_form(wish, std::move(text));
    } else {
        wish.body = std::move(text);
    }
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view never = "-._~";
    std::string out;
    for (const char c : text) {
        const bool stays = base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
                           never.find(c) != std::string_view::npos;
        out += stays ? std::string(1, c) : '%' + base::to_ascii_upper(base::to_hex({&c, 1}));
    }
    return out;
}

std::string with_query(std::string url, std::string_view parameters) {
    const std::size_t fragment = std::min(url.find('#'), url.size());
    const bool has_query = url.find('?') < fragment;
    std::string mark = !has_query ? "?" : "&";
    mark += parameters;
    return url.insert(fragment, mark);
}

} // namespace latch::flow::foreign
