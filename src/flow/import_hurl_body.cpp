// SPDX-License-Identifier: MIT
#include "flow/import_body.hpp"
#include "flow/import_hurl.hpp"
#include "flow/import_hurl_scan.hpp"
#include "flow/import_json.hpp"

#include "latch/base/text.hpp"
#include "latch/query/json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::flow::foreign {

namespace {

constexpr std::string_view fence = "```";

enum class Kind : std::uint8_t { text, json, xml, graphql };

struct Body {
    Kind kind = Kind::text;
    std::string text{};
    std::size_t line = 0;
};

/// What a character does to the number of open brackets.
int depth_of(char c) noexcept {
    const bool opens = c == '{' || c == '[';
    const bool closes = c == '}' || c == ']';
    return static_cast<int>(opens) - static_cast<int>(closes);
}

/// How many brackets JSON text leaves open; its strings do not count.
int open_brackets(std::string_view text) {
    int depth = 0;
    bool is_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        at += is_string && c == '\\' ? 1U : 0U;
        is_string = c == '"' ? !is_string : is_string;
        depth += is_string ? 0 : depth_of(c);
    }
    return depth;
}

std::string read_json(Lines& lines) {
    std::string text;
    do {
        text += text.empty() ? "" : "\n";
        text += lines.take().text;
    } while (!lines.empty() && open_brackets(text) > 0);
    return text;
}

/// XML says nowhere that it ends, but what follows is easily told from it.
std::string read_xml(Lines& lines) {
    std::string text;
    while (!lines.empty()) {
        const std::string_view next = base::trim(lines.next().text);
        if (is_hurl_answer_line(next) || is_hurl_method_line(next) || hurl_section(next)) {
            break;
        }
        text += text.empty() ? "" : "\n";
        text += lines.take().text;
    }
    text.erase(text.find_last_not_of(" \t\n") + 1);
    return text;
}

/// What stands between ``` and ```, with the word behind the first.
Body read_fenced(Lines& lines) {
    const Line first = lines.take();
    const std::string_view head = base::trim(first.text).substr(fence.size());
    const std::size_t close = head.find(fence);
    if (close != std::string_view::npos) {
        return {.text = std::string(head.substr(0, close)), .line = first.number};
    }
    Body body{.line = first.number};
    const std::string_view hint = head.substr(0, head.find(','));
    body.kind = hint == "json"      ? Kind::json
                : hint == "xml"     ? Kind::xml
                : hint == "graphql" ? Kind::graphql
                                    : Kind::text;
    while (!lines.empty()) {
        const std::string_view text = lines.take().text;
        if (base::trim(text).starts_with(fence)) {
            break;
        }
        body.text.append(text).append("\n");
    }
    if (body.kind == Kind::json) {
        body.text.erase(body.text.find_last_not_of(" \t\n") + 1);
    }
    return body;
}

Body read_text(Lines& lines) {
    const Line& first = lines.next();
    const std::string_view text = base::trim(first.text);
    if (text.starts_with(fence)) {
        return read_fenced(lines);
    }
    if (text.starts_with('<')) {
        const std::size_t line = first.number;
        return {.kind = Kind::xml, .text = read_xml(lines), .line = line};
    }
    const std::size_t line = first.number;
    return {.kind = Kind::json, .text = read_json(lines), .line = line};
}

void set_default_type(Wish& wish, std::string_view type) {
    if (!wish.has_header("Content-Type")) {
        wish.headers.emplace_back("Content-Type", type);
    }
}

void send(Body body, HurlEntry& entry) {
    Wish& wish = entry.wish;
    if (body.kind == Kind::json) {
        set_default_type(wish, "application/json");
        set_json(wish, std::move(body.text));
    } else if (body.kind == Kind::graphql) {
        wish.items.push_back(field_item("query", body.text));
    } else {
        if (body.kind == Kind::xml) {
            set_default_type(wish, "application/xml");
        }
        wish.body = std::move(body.text);
    }
}

/// A body after the HTTP line is what the answer has to be.
void expect(const Body& body, HurlEntry& entry, Translation& out) {
    const auto document = marked_json(body.text);
    if (body.kind == Kind::json && document) {
        entry.wish.expect(". == " + query::to_text(*document));
    } else if (body.kind == Kind::text) {
        entry.wish.expect("body == " + json_text(body.text));
    } else {
        out.drop({.line = body.line}, "the body that the answer has to have");
    }
}

void read_file(const std::string& name, HurlEntry& entry) {
    if (entry.has_answer) {
        entry.wish.expect("body == @" + name);
    } else {
        entry.wish.body_file = name;
    }
}

void put(Body body, HurlEntry& entry, Translation& out) {
    if (entry.has_answer) {
        expect(body, entry, out);
    } else {
        send(std::move(body), entry);
    }
}

} // namespace

bool begins_hurl_body(std::string_view line) {
    constexpr auto words = std::to_array<std::string_view>({"file,", "base64,", "hex,"});
    return std::string_view("{[<`\"").find(line.front()) != std::string_view::npos ||
           std::ranges::any_of(words, [&](std::string_view word) {
               return line.starts_with(word);
           });
}

void read_hurl_body(Lines& lines, HurlEntry& entry, Translation& out) {
    const Line first = lines.next();
    const std::string_view text = base::trim(first.text);
    const Origin at{.line = first.number};
    HurlScan scan(text, at, out);
    if (text.starts_with("base64,") || text.starts_with("hex,")) {
        lines.take();
        out.drop(at, "a body in base64 or hexadecimal");
    } else if (const auto name = scan.wrapped("file")) {
        lines.take();
        read_file(*name, entry);
    } else if (const auto line = text.starts_with(fence) ? std::nullopt : scan.backquoted()) {
        lines.take();
        put({.text = *line, .line = first.number}, entry, out);
    } else {
        Body body = read_text(lines);
        body.text = hurl_body_text(body.text, at, out);
        put(std::move(body), entry, out);
    }
}

} // namespace latch::flow::foreign
