// SPDX-License-Identifier: MIT
#include "request/json_text.hpp"

#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace latch::request {

namespace {

bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20;
}

/// Reads a text against the grammar of RFC 8259 and stops at the first flaw.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::optional<JsonFlaw> read() {
        Want want = Want::value;
        while (want != Want::nothing) {
            skip_blanks();
            want = next(want);
        }
        return flaw_;
    }

private:
    enum class Want { value, first_element, first_key, key, rest, nothing };

    Want next(Want want) {
        switch (want) {
        case Want::first_element:
            return take(']') ? close() : value();
        case Want::first_key:
            return take('}') ? close() : key();
        case Want::value:
            return value();
        case Want::key:
            return key();
        case Want::rest:
            return rest();
        case Want::nothing:
            break;
        }
        return Want::nothing;
    }

    Want value() {
        if (take('{')) {
            open_ += '}';
            return Want::first_key;
        }
        if (take('[')) {
            open_ += ']';
            return Want::first_element;
        }
        if (take('"')) {
            return string() ? Want::rest : Want::nothing;
        }
        if (peek() == '-' || base::is_ascii_digit(peek())) {
            return number() ? Want::rest : Want::nothing;
        }
        return literal() ? Want::rest : fail("a value");
    }

    Want key() {
        if (!take('"')) {
            return fail("a key in double quotes");
        }
        if (!string()) {
            return Want::nothing;
        }
        skip_blanks();
        return take(':') ? Want::value : fail("':'");
    }

    /// What follows a value.
    Want rest() {
        if (open_.empty()) {
            return at_ == text_.size() ? Want::nothing : fail("the end");
        }
        const bool in_object = open_.back() == '}';
        if (take(',')) {
            return in_object ? Want::key : Want::value;
        }
        if (take(open_.back())) {
            return close();
        }
        return fail(in_object ? "',' or '}'" : "',' or ']'");
    }

    Want close() {
        open_.pop_back();
        return Want::rest;
    }

    bool literal() {
        constexpr std::array<std::string_view, 3> literals{"true", "false", "null"};
        const auto* const found = std::ranges::find_if(literals, [&](std::string_view word) {
            return text_.substr(at_).starts_with(word);
        });
        if (found == literals.end()) {
            return false;
        }
        at_ += found->size();
        return true;
    }

    bool number() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    bool digits() {
        if (!base::is_ascii_digit(peek())) {
            fail("a digit");
            return false;
        }
        while (base::is_ascii_digit(peek())) {
            ++at_;
        }
        return true;
    }

    /// What follows the opening quote of a string.
    bool string() {
        while (!take('"')) {
            if (at_ == text_.size()) {
                fail("a closing '\"'");
                return false;
            }
            if (is_control(peek())) {
                fail("an escape in the place of a control character");
                return false;
            }
            if (take('\\')) {
                if (!escape()) {
                    return false;
                }
            } else {
                ++at_;
            }
        }
        return true;
    }

    /// What follows the backslash of an escape.
    bool escape() {
        if (take('u')) {
            return code();
        }
        constexpr std::string_view escapable = "\"\\/bfnrt";
        if (at_ == text_.size() || escapable.find(peek()) == std::string_view::npos) {
            fail("one of \" \\ / b f n r t u after a backslash");
            return false;
        }
        ++at_;
        return true;
    }

    /// The digits of a \u escape.
    bool code() {
        for (unsigned digits = 0; digits < 4; ++digits) {
            if (!base::is_ascii_hex_digit(peek())) {
                fail("four hexadecimal digits");
                return false;
            }
            ++at_;
        }
        return true;
    }

    Want fail(std::string_view expected) {
        flaw_ = JsonFlaw{.at = at_, .expected = expected};
        return Want::nothing;
    }

    /// The next byte; NUL, which no rule wants, at the end.
    char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

    bool take(char wanted) noexcept {
        if (at_ == text_.size() || text_[at_] != wanted) {
            return false;
        }
        ++at_;
        return true;
    }

    void skip_blanks() noexcept {
        at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string open_; ///< the brackets that are still to be closed, innermost last
    std::optional<JsonFlaw> flaw_;
};

void append_escaped(std::string& out, char c) {
    constexpr std::string_view named = "\b\f\n\r\t\"\\";
    constexpr std::string_view names = "bfnrt\"\\";
    out += '\\';
    if (const auto at = named.find(c); at != std::string_view::npos) {
        out += names[at];
        return;
    }
    out += "u00" + base::to_hex({&c, 1});
}

} // namespace

std::optional<JsonFlaw> find_json_flaw(std::string_view text) {
    return Reader(text).read();
}

void append_json_string(std::string& out, std::string_view utf8) {
    out += '"';
    for (const char c : utf8) {
        if (is_control(c) || c == '"' || c == '\\') {
            append_escaped(out, c);
        } else {
            out += c;
        }
    }
    out += '"';
}

std::optional<std::string> json_string_meaning(std::string_view literal) {
    const auto parsed = nlohmann::json::parse(literal, nullptr, false);
    return parsed.is_string() ? std::optional(parsed.get<std::string>()) : std::nullopt;
}

} // namespace latch::request
