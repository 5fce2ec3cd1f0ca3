// SPDX-License-Identifier: MIT
#include "flow/import_pieces.hpp"
#include "flow/import_text.hpp"

#include "latch/base/holes.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>

namespace latch::flow::foreign {

namespace {

/// U+FDD2 and U+FDD3: noncharacters, and none of those that holes are marked with.
constexpr std::string_view begins{"\xEF\xB7\x92"};
constexpr std::string_view ends{"\xEF\xB7\x93"};

constexpr std::string_view braces = "{{";

/// Directives, functions and parts of loops.
constexpr auto reserved = std::to_array<std::string_view>(
    {"include",
     "for",
     "parallel",
     "if",
     "finally",
     "end",
     "defaults",
     "raw",
     "uuid",
     "now",
     "random",
     "randint",
     "env",
     "base64",
     "sha256",
     "index",
     "var"}
);

bool is_name_part(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_';
}

/// Characters that mean nothing to whoever splits words, `#` and `{` not among them.
bool is_bare(char c) noexcept {
    constexpr std::string_view others = "-_./:=@%+,?&~!^";
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
           others.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
}

/// What would make another template of it, or a pair of braces, if one followed at once.
bool binds(std::string_view written) noexcept {
    return written.ends_with('{') || written.ends_with('\\');
}

/// Characters within single quotes.
std::string quoted_characters(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const bool is_pair = text.starts_with(braces);
        out += is_pair ? "'\\{{'" : text.front() == '\'' ? "'\\''" : std::string(1, text.front());
        text.remove_prefix(is_pair ? braces.size() : 1);
    }
    return out;
}

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const Part& part : parts_of(text)) {
        if (part.is_template) {
            out += binds(out) ? "''" : "";
            out.append(braces).append(part.text).append("}}");
        } else {
            out += quoted_characters(part.text);
        }
    }
    return out + '\'';
}

/// The name of an item, what could end it escaped.
std::string item_name(std::string_view name) {
    std::string out;
    for (const Part& part : parts_of(name)) {
        if (part.is_template) {
            out += placeholder(part.text);
            continue;
        }
        for (const char c : part.text) {
            out += std::string_view(":;=@").find(c) == std::string_view::npos ? "" : "\\";
            out += c;
        }
    }
    return out;
}

/// The value of an item; its first character may not be one that a separator goes on with.
std::string item_value(std::string_view value, std::string_view others) {
    const bool goes_on = !value.empty() && others.find(value.front()) != std::string_view::npos;
    return (goes_on ? "\\" : "") + std::string(value);
}

/// Whether a backslash stands where an item would take it for its own.
bool has_escape(std::string_view value) noexcept {
    for (std::size_t at = 0; at + 1 < value.size(); ++at) {
        if (value[at] == '\\' &&
            std::string_view(":;=@").find(value[at + 1]) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

/// JSON in which no backslash stands before what an item would take for escaped.
std::string without_double_backslashes(std::string_view json) {
    std::string out;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const bool is_pair = json.substr(at).starts_with(R"(\\)");
        out += is_pair ? R"(\u005c)" : std::string(1, json[at]);
        at += is_pair ? 1 : 0;
    }
    return out;
}

} // namespace

std::vector<Part> parts_of(std::string_view text) {
    std::vector<Part> parts;
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find(begins), text.size());
        if (begin != 0) {
            parts.push_back({.text = text.substr(0, begin)});
            text.remove_prefix(begin);
            continue;
        }
        const std::size_t end = text.find(ends); // whoever makes a mark ends it
        parts.push_back(
            {.text = text.substr(begins.size(), end - begins.size()), .is_template = true}
        );
        text.remove_prefix(end + ends.size());
    }
    return parts;
}

std::string placeholder(std::string_view inside) {
    return std::string(begins).append(inside).append(ends);
}

std::string plain(std::string_view characters) {
    std::string out(characters);
    for (const std::string_view mark : {begins, ends, base::hole_begins, base::hole_ends}) {
        for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at)) {
            out.replace(at, mark.size(), "\xEF\xBF\xBD"); // the replacement character
        }
    }
    return out;
}

bool has_placeholders(std::string_view text) noexcept {
    return text.find(begins) != std::string_view::npos;
}

std::string with_placeholders(
    std::string_view characters, const std::function<std::string(std::string_view)>& translate
) {
    std::string out;
    for (;;) {
        const std::size_t begin = characters.find(braces);
        const std::size_t end = characters.find("}}", begin);
        if (begin == std::string_view::npos || end == std::string_view::npos) {
            return out + plain(characters);
        }
        // Of more than two braces the last two belong to the template: JSON may stand around it.
        const std::size_t open = characters.rfind(braces, end - 1);
        out += plain(characters.substr(0, open));
        out += translate(base::trim(characters.substr(open + 2, end - open - 2)));
        characters.remove_prefix(end + 2);
    }
}

std::string variable_name(std::string_view foreign) {
    std::string name;
    for (const char c : foreign) {
        name += is_name_part(c) ? c : '_';
    }
    if (name.empty() || base::is_ascii_digit(name.front())) {
        name.insert(0, "_");
    }
    return std::ranges::find(reserved, name) == reserved.end() ? name : name + '_';
}

std::string word_of(std::string_view text) {
    const auto parts = parts_of(text);
    const bool is_simple = !text.empty() && std::ranges::all_of(parts, [](const Part& part) {
        return part.is_template || std::ranges::all_of(part.text, is_bare);
    });
    if (!is_simple) {
        return quoted(text);
    }
    std::string out;
    for (const Part& part : parts) {
        out += part.is_template ? "{{" + std::string(part.text) + "}}" : std::string(part.text);
    }
    return out;
}

std::string header_item(std::string_view name, std::string_view value) {
    return value.empty() ? std::string(name) + ';'
                         : std::string(name) + ':' + item_value(value, "=@");
}

std::string query_item(std::string_view name, std::string_view value) {
    return item_name(name) + "==" + item_value(value, "@");
}

std::string field_item(std::string_view name, std::string_view value) {
    if (value.find_first_of("\r\n") != std::string_view::npos || has_escape(value)) {
        return json_item(name, json_text(value));
    }
    return item_name(name) + '=' + item_value(value, "=@");
}

std::string json_item(std::string_view name, std::string_view json) {
    return item_name(name) + ":=" + without_double_backslashes(json);
}

std::string upload_item(std::string_view name, std::string_view file, std::string_view type) {
    return item_name(name) + '@' + std::string(file) +
           (type.empty() ? "" : ";type=" + std::string(type));
}

std::string json_text(std::string_view text) {
    return '"' + base::json_escaped(text) + '"';
}

} // namespace latch::flow::foreign
