// SPDX-License-Identifier: MIT
#include "latch/request/item.hpp"

#include "request/caret.hpp"
#include "request/json_text.hpp"

#include "latch/base/text.hpp"
#include "latch/http/headers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace latch::request {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

enum class Meaning { header, empty_header, query, text_field, json_field, upload, from_file };

struct Separator {
    std::string_view text;
    Meaning meaning;
};

/// Longer ones before those that they begin with.
constexpr std::array<Separator, 10> separators{{
    {":=@", Meaning::from_file},
    {"==@", Meaning::from_file},
    {":@", Meaning::from_file},
    {"=@", Meaning::from_file},
    {":=", Meaning::json_field},
    {"==", Meaning::query},
    {":", Meaning::header},
    {"=", Meaning::text_field},
    {";", Meaning::empty_header},
    {"@", Meaning::upload},
}};

/// A word at its separator, the backslashes of both sides taken away.
struct Parts {
    std::string name;
    Separator separator;
    std::string value;
};

/// What a backslash and the character behind it stand for; both, unless the character is one that
/// separators are made of.
std::string_view unescaped(std::string_view pair) noexcept {
    constexpr std::string_view escapable = ":;=@";
    const bool escapes = pair.size() == 2 && escapable.find(pair[1]) != std::string_view::npos;
    return escapes ? pair.substr(1) : pair;
}

/// Takes the next character from the front of `text`, together with a backslash before it.
std::string_view take_character(std::string_view& text) noexcept {
    const std::string_view taken = text.substr(0, text.front() == '\\' ? 2 : 1);
    text.remove_prefix(taken.size());
    return taken.front() == '\\' ? unescaped(taken) : taken;
}

std::string without_escapes(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        plain += take_character(text);
    }
    return plain;
}

std::optional<Parts> split_at_separator(std::string_view word) {
    std::string name;
    while (!word.empty()) {
        const auto* const found = std::ranges::find_if(separators, [&](const Separator& separator) {
            return word.starts_with(separator.text);
        });
        if (found != separators.end()) {
            word.remove_prefix(found->text.size());
            return Parts{std::move(name), *found, without_escapes(word)};
        }
        name += take_character(word);
    }
    return std::nullopt;
}

Error no_separator(std::string_view word) {
    const std::string name(word);
    if (word.empty()) {
        return Error(ErrorKind::usage, "a request item is empty")
            .hinting("a shell variable may have been empty");
    }
    Error error(ErrorKind::usage, "\"" + name + "\" is not a request item");
    if (std::ranges::all_of(word, base::is_ascii_upper)) {
        return std::move(error).hinting("the method goes before the URL");
    }
    if (word.find('/') != std::string_view::npos) {
        return std::move(error).hinting("there is one URL, and it goes before the items");
    }
    return std::move(error).hinting(
        name + "=TEXT is a field, " + name + "==TEXT a query parameter, " + name + ":TEXT a header"
    );
}

/// Names the item up to its separator: the value may be a secret.
Error not_yet(const Parts& parts) {
    const std::string item = parts.name + std::string(parts.separator.text);
    if (parts.separator.meaning == Meaning::upload) {
        return Error(
                   ErrorKind::usage,
                   parts.name.empty() ? "a body from a file (" + item + "...)"
                                      : "a file upload (" + item + "...)"
        )
            .because("not supported yet")
            .hinting(R"(write \@ for an @ that is meant as text)");
    }
    // Text that begins with @ is no JSON, so the way out of ":=@" is a text field.
    const std::string_view sign = parts.separator.text == ":=@" ? "=@" : parts.separator.text;
    const std::string text_form =
        parts.name + std::string(sign.substr(0, sign.size() - 1)) + R"(\@...)";
    return Error(ErrorKind::usage, "a value from a file (" + item + "...)")
        .because("not supported yet")
        .hinting("write " + text_form + " for text that begins with @");
}

Result<void> check_header_name(const Parts& parts) {
    if (http::is_token(parts.name)) {
        return {};
    }
    if (parts.name.empty()) {
        return Error(ErrorKind::usage, "a header item without a name")
            .hinting("there is one URL, and it goes before the items");
    }
    Error error(ErrorKind::usage, "\"" + parts.name + "\" is not a header name");
    if (parts.name.front() == '{' || parts.name.front() == '[') {
        return std::move(error).hinting("--raw sends a text as the body");
    }
    return std::move(error).hinting(R"(write \: for a colon that belongs to a field's name)");
}

Result<Item> header(Parts parts) {
    if (parts.value.starts_with("//") && (parts.name == "http" || parts.name == "https")) {
        return Error(ErrorKind::usage, "a second URL among the request items")
            .hinting("there is one URL, and it goes before the items");
    }
    if (auto named = check_header_name(parts); !named) {
        return named.error();
    }
    if (parts.value.empty()) {
        return Item{Item::Kind::unset_header, std::move(parts.name), {}};
    }
    std::string value(base::trim(parts.value));
    if (!http::is_field_value(value)) {
        return Error(
            ErrorKind::usage,
            "the value of the header " + parts.name + " holds a line end or a control character"
        );
    }
    return Item{Item::Kind::header, std::move(parts.name), std::move(value)};
}

Result<Item> empty_header(Parts parts) {
    if (!parts.value.empty()) {
        return Error(ErrorKind::usage, "something follows the ';' of " + parts.name + ";")
            .because("NAME; is a header with an empty value")
            .hinting(R"(write \; for a semicolon that belongs to the name)");
    }
    if (auto named = check_header_name(parts); !named) {
        return named.error();
    }
    return Item{Item::Kind::empty_header, std::move(parts.name), {}};
}

std::string_view without_json_blanks(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

Result<Item> json_field(Parts parts) {
    const std::string_view literal = without_json_blanks(parts.value);
    if (!base::is_utf8(literal)) {
        return Error(ErrorKind::usage, "the value of " + parts.name + " is not UTF-8");
    }
    if (const auto flaw = find_json_flaw(literal)) {
        return Error(ErrorKind::usage, "the value of " + parts.name + " is not JSON")
            .because("expected " + std::string(flaw->expected))
            .hinting(
                caret_lines(literal, flaw->at) + "\n" + parts.name +
                "=... (without the colon) is text"
            );
    }
    return Item{Item::Kind::json_field, std::move(parts.name), std::string(literal)};
}

} // namespace

Result<Item> parse_item(std::string_view word) {
    auto parts = split_at_separator(word);
    if (!parts) {
        return no_separator(word);
    }
    switch (parts->separator.meaning) {
    case Meaning::header:
        return header(*std::move(parts));
    case Meaning::empty_header:
        return empty_header(*std::move(parts));
    case Meaning::query:
        return Item{Item::Kind::query, std::move(parts->name), std::move(parts->value)};
    case Meaning::text_field:
        return Item{Item::Kind::text_field, std::move(parts->name), std::move(parts->value)};
    case Meaning::json_field:
        return json_field(*std::move(parts));
    case Meaning::upload:
    case Meaning::from_file:
        break;
    }
    return not_yet(*parts);
}

} // namespace latch::request
