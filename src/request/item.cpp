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

using Kind = Item::Kind;
using From = Item::From;

struct Separator {
    std::string_view text;
    Kind kind;
    From from = From::command_line;
};

/// Longer ones before those that they begin with.
constexpr std::array<Separator, 10> separators{{
    {":=@", Kind::json_field, From::file},
    {"==@", Kind::query, From::file},
    {":@", Kind::header, From::file},
    {"=@", Kind::text_field, From::file},
    {":=", Kind::json_field},
    {"==", Kind::query},
    {":", Kind::header},
    {"=", Kind::text_field},
    {";", Kind::empty_header},
    {"@", Kind::upload, From::file},
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

Result<void> check_header_name(const std::string& name) {
    if (http::is_token(name)) {
        return {};
    }
    if (name.empty()) {
        return Error(ErrorKind::usage, "a header item without a name")
            .hinting("there is one URL, and it goes before the items");
    }
    Error error(ErrorKind::usage, "\"" + name + "\" is not a header name");
    if (name.front() == '{' || name.front() == '[') {
        return std::move(error).hinting("--raw sends a text as the body");
    }
    return std::move(error).hinting(R"(write \: for a colon that belongs to a field's name)");
}

Result<Item> header(Item item) {
    if (item.value.starts_with("//") && (item.name == "http" || item.name == "https")) {
        return Error(ErrorKind::usage, "a second URL among the request items")
            .hinting("there is one URL, and it goes before the items");
    }
    if (auto named = check_header_name(item.name); !named) {
        return named.error();
    }
    if (item.value.empty()) {
        item.kind = Kind::unset_header;
        return item;
    }
    item.value = std::string(base::trim(item.value));
    if (!http::is_field_value(item.value)) {
        return Error(
            ErrorKind::usage,
            "the value of the header " + item.name + " holds a line end or a control character"
        );
    }
    return item;
}

Result<Item> empty_header(Item item) {
    if (!item.value.empty()) {
        return Error(ErrorKind::usage, "something follows the ';' of " + item.name + ";")
            .because("NAME; is a header with an empty value")
            .hinting(R"(write \; for a semicolon that belongs to the name)");
    }
    if (auto named = check_header_name(item.name); !named) {
        return named.error();
    }
    return item;
}

std::string_view without_json_blanks(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

Result<Item> json_field(Item item) {
    const std::string_view literal = without_json_blanks(item.value);
    if (!base::is_utf8(literal)) {
        return Error(ErrorKind::usage, "the value of " + item.name + " is not UTF-8");
    }
    if (const auto flaw = find_json_flaw(literal)) {
        return Error(ErrorKind::usage, "the value of " + item.name + " is not JSON")
            .because("expected " + std::string(flaw->expected))
            .hinting(
                (literal.empty() ? "" : caret_lines(literal, flaw->at) + "\n") + item.name +
                "=... (without the colon) is text"
            );
    }
    item.value = std::string(literal);
    return item;
}

/// Takes ";KEY=VALUE" off the end of `text`, if it is there.
void take_parameter(std::string& text, std::string_view mark, std::string& into) {
    if (const auto at = text.rfind(mark); at != std::string::npos) {
        into = text.substr(at + mark.size());
        text.erase(at);
    }
}

/// Takes the parameters of "PATH;type=TYPE;filename=NAME", which come in any order; a type may
/// have parameters of its own.
void take_parameters(Item& item) {
    constexpr std::string_view type = ";type=";
    constexpr std::string_view name = ";filename=";
    const auto type_at = item.value.rfind(type);
    const auto name_at = item.value.rfind(name);
    const bool type_is_last =
        type_at != std::string::npos && (name_at == std::string::npos || type_at > name_at);
    if (type_is_last) {
        take_parameter(item.value, type, item.media_type);
        take_parameter(item.value, name, item.file_name);
    } else {
        take_parameter(item.value, name, item.file_name);
        take_parameter(item.value, type, item.media_type);
    }
}

Result<Item> upload(Item item) {
    if (item.value.empty()) {
        return Error(ErrorKind::usage, "there is no file after the @ of " + item.name + "@");
    }
    if (!http::is_field_value(item.media_type)) {
        return Error(
            ErrorKind::usage,
            "the type of the file " + item.value + " holds a line end or a control character"
        );
    }
    if (item.name.empty()) {
        item.kind = Kind::body_file;
    }
    return item;
}

/// Checks what can be known without a look into a file.
Result<Item> file_form(Item item) {
    if (item.kind == Kind::upload) {
        return upload(std::move(item));
    }
    if (item.kind == Kind::header) {
        if (auto named = check_header_name(item.name); !named) {
            return named.error();
        }
    }
    if (item.value.empty()) {
        return Error(ErrorKind::usage, "there is no file after the @ of " + item.name)
            .hinting(R"(write \@ for an @ that is meant as text)");
    }
    return item;
}

Result<Item> checked(Item item) {
    switch (item.kind) {
    case Kind::header:
        return header(std::move(item));
    case Kind::empty_header:
        return empty_header(std::move(item));
    case Kind::json_field:
        return json_field(std::move(item));
    case Kind::unset_header:
    case Kind::query:
    case Kind::text_field:
    case Kind::upload:
    case Kind::body_file:
        break;
    }
    return item;
}

/// Puts in what holes stand for, now that the word has been taken apart.
Result<void> fill(Item& item, base::Fillings fillings) {
    if (fillings.empty()) {
        return {};
    }
    item.name = base::filled(item.name, fillings);
    item.media_type = base::filled(item.media_type, fillings);
    item.file_name = base::filled(item.file_name, fillings);
    const bool is_json = item.kind == Kind::json_field && item.from == From::command_line;
    auto value = is_json ? base::filled_json(item.value, fillings)
                         : Result<std::string>(base::filled(item.value, fillings));
    if (!value) {
        return value.error();
    }
    if (item.kind == Kind::header && value->empty() && !item.value.empty()) {
        item.kind = Kind::empty_header; // an empty value is no wish to unset anything
    }
    item.value = *std::move(value);
    return {};
}

/// What editors put behind the last line.
std::string without_line_ends(std::string text) {
    text.erase(text.find_last_not_of("\r\n") + 1);
    return text;
}

} // namespace

bool is_stdin(const Item& item) noexcept {
    return item.kind == Kind::body_file && item.value == "-";
}

Result<Item> parse_item(std::string_view word, base::Fillings fillings) {
    auto parts = split_at_separator(word);
    if (!parts) {
        return no_separator(word);
    }
    Item item{
        .kind = parts->separator.kind,
        .name = std::move(parts->name),
        .value = std::move(parts->value),
        .from = parts->separator.from,
    };
    if (item.kind == Kind::upload) {
        take_parameters(item);
    }
    if (auto filled = fill(item, fillings); !filled) {
        return filled.error();
    }
    return item.from == From::file ? file_form(std::move(item)) : checked(std::move(item));
}

Result<Item> with_value(Item item, std::string content) {
    const bool is_line = item.kind == Kind::header || item.kind == Kind::query;
    item.value = is_line ? without_line_ends(std::move(content)) : std::move(content);
    item.from = From::command_line;
    if (item.kind == Kind::header && item.value.empty()) {
        item.kind = Kind::empty_header; // an empty file is no wish to unset anything
    }
    return checked(std::move(item));
}

} // namespace latch::request
