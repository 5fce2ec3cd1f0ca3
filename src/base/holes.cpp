// SPDX-License-Identifier: MIT
#include "latch/base/holes.hpp"

#include <algorithm>
#include <charconv>

namespace latch::base {

namespace {

/// How characters are read that may be inside a JSON string.
class Quotes {
public:
    void pass(std::string_view text) noexcept {
        for (const char c : text) {
            pass(c);
        }
    }

    bool are_open() const noexcept { return are_open_; }

    /// Whether the string holds `\(`: jq has an expression there, until its parenthesis closes.
    bool hold_expression() const noexcept { return are_open_ && has_expression_; }

private:
    void pass(char c) noexcept {
        if (is_escaped_) {
            has_expression_ = has_expression_ || c == '(';
            is_escaped_ = false;
        } else if (are_open_ && c == '\\') {
            is_escaped_ = true;
        } else if (c == '"') {
            are_open_ = !are_open_;
            has_expression_ = false;
        }
    }

    bool are_open_ = false;
    bool is_escaped_ = false;
    bool has_expression_ = false;
};

Result<std::string> in_json(const Filling& filling, const Quotes& quotes) {
    if (filling.is_raw) {
        return filling.text;
    }
    if (quotes.hold_expression()) {
        return Error(ErrorKind::usage, "{{" + filling.name + R"(}} in a string with \( in it)")
            .hinting("put strings together with +");
    }
    if (quotes.are_open()) {
        return json_escaped(filling.text);
    }
    if (filling.json.empty()) {
        return Error(ErrorKind::usage, "the value of {{" + filling.name + "}} is not JSON")
            .hinting("between double quotes it is a text");
    }
    return filling.json;
}

} // namespace

std::string hole(std::size_t number) {
    std::string mark(hole_begins);
    mark += std::to_string(number);
    return mark.append(hole_ends);
}

bool has_holes(std::string_view text) noexcept {
    return text.find(hole_begins) != std::string_view::npos;
}

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        const auto begin = text.find(hole_begins);
        if (begin != 0) {
            pieces.push_back({.text = text.substr(0, begin)});
        }
        if (begin == std::string_view::npos) {
            break;
        }
        text.remove_prefix(begin + hole_begins.size());
        const auto end = text.find(hole_ends);
        std::size_t number = 0;
        std::from_chars(text.data(), text.data() + text.substr(0, end).size(), number);
        pieces.push_back({.hole = number});
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + hole_ends.size());
    }
    return pieces;
}

std::string filled(std::string_view text, Fillings fillings) {
    std::string whole;
    for (const Piece& piece : pieces_of(text)) {
        whole += piece.hole ? fillings[*piece.hole].text : piece.text;
    }
    return whole;
}

Result<std::string> filled_json(std::string_view text, Fillings fillings) {
    std::string whole;
    Quotes quotes;
    for (const Piece& piece : pieces_of(text)) {
        if (!piece.hole) {
            quotes.pass(piece.text);
            whole += piece.text;
            continue;
        }
        const auto value = in_json(fillings[*piece.hole], quotes);
        if (!value) {
            return value.error();
        }
        whole += *value;
    }
    return whole;
}

std::string with_names(std::string_view text, Fillings fillings) {
    std::string whole;
    for (const Piece& piece : pieces_of(text)) {
        if (!piece.hole) {
            whole += piece.text;
        } else if (*piece.hole < fillings.size()) {
            whole += "{{" + fillings[*piece.hole].name + "}}";
        }
    }
    return whole;
}

bool has_unknown(std::string_view text, Fillings fillings) {
    return std::ranges::any_of(pieces_of(text), [&](const Piece& piece) {
        return piece.hole && fillings[*piece.hole].is_unknown;
    });
}

std::string json_escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string escaped;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            escaped += '\\';
            escaped += c;
        } else if (byte < 0x20) {
            escaped += "\\u00";
            escaped += digits[byte >> 4U];
            escaped += digits[byte & 0xfU];
        } else {
            escaped += c;
        }
    }
    return escaped;
}

} // namespace latch::base
