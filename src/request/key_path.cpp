// SPDX-License-Identifier: MIT
#include "request/key_path.hpp"

#include "request/caret.hpp"

#include "latch/base/text.hpp"

#include <optional>
#include <utility>

namespace latch::request {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// Every missing element before an index is written as null, so a slip of the finger could fill
/// the memory.
constexpr std::size_t largest_index = 100'000;

/// Deeper values end in a stack overflow somewhere, if not here then at the server.
constexpr std::size_t deepest = 256;

struct Token {
    enum class Kind { opening, closing, text, number, end };
    Kind kind = Kind::end;
    std::string text; ///< without backslashes
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The digits in groups, "1_000", without what joins the groups; nothing if it is anything else.
std::optional<std::string> digits_of(std::string_view groups) {
    std::string digits;
    bool joined = true; // nothing may follow but a digit
    for (const char c : groups) {
        if (!base::is_ascii_digit(c) && (c != '_' || joined)) {
            return std::nullopt;
        }
        joined = c == '_';
        if (!joined) {
            digits += c;
        }
    }
    return joined ? std::nullopt : std::optional(std::move(digits));
}

struct Number {
    bool is_negative = false;
    std::string digits;
};

/// "12", "+12", "-12", " 1_2 ": what Python's int() takes, and so HTTPie.
std::optional<Number> number_in(std::string_view text) {
    const std::string_view bare = base::trim(text);
    const bool has_sign = bare.starts_with('+') || bare.starts_with('-');
    auto digits = digits_of(bare.substr(has_sign ? 1 : 0));
    return digits ? std::optional(Number{bare.starts_with('-'), *std::move(digits)}) : std::nullopt;
}

bool is_number(std::string_view text) {
    return number_in(text).has_value();
}

/// Cuts a name into brackets and what is between them.
class Tokens {
public:
    explicit Tokens(std::string_view name) : name_(name) {}

    Token next() {
        if (at_ == name_.size()) {
            return {.kind = Token::Kind::end, .text = {}, .begin = at_, .end = at_};
        }
        if (name_[at_] == '[' || name_[at_] == ']') {
            const auto kind = name_[at_] == '[' ? Token::Kind::opening : Token::Kind::closing;
            ++at_;
            return {.kind = kind, .text = {}, .begin = at_ - 1, .end = at_};
        }
        return text();
    }

private:
    Token text() {
        Token token{.kind = Token::Kind::text, .text = {}, .begin = at_, .end = at_};
        bool escaped = false;
        while (at_ < name_.size() && name_[at_] != '[' && name_[at_] != ']') {
            if (is_escape()) {
                escaped = true;
                ++at_;
            }
            token.text += name_[at_++];
        }
        token.end = at_;
        if (!escaped && is_number(token.text)) {
            token.kind = Token::Kind::number;
        } else if (!escaped && token.text.starts_with('\\') && is_number(token.text.substr(1))) {
            token.text.erase(0, 1); // "[\1]" is the key "1"
        }
        return token;
    }

    bool is_escape() const noexcept {
        constexpr std::string_view escapable = "[]\\";
        return name_[at_] == '\\' && at_ + 1 < name_.size() &&
               escapable.find(name_[at_ + 1]) != std::string_view::npos;
    }

    std::string_view name_;
    std::size_t at_ = 0;
};

/// Reads tokens against the grammar and stops at the first that does not fit.
class Parser {
public:
    explicit Parser(std::string_view name) : name_(name), tokens_(name) { advance(); }

    Result<std::vector<Step>> parse() {
        Result<void> read = root();
        while (read && token_.kind != Token::Kind::end) {
            read = brackets(Place::inside);
        }
        if (!read) {
            return read.error();
        }
        if (steps_.size() > deepest) {
            return Error(
                ErrorKind::usage, "a field is nested deeper than " + base::counted(deepest, "level")
            );
        }
        return std::move(steps_);
    }

private:
    enum class Place { root, inside };

    Result<void> root() {
        if (token_.kind == Token::Kind::opening) {
            return brackets(Place::root);
        }
        if (token_.kind == Token::Kind::closing) {
            return expected("a name or '['");
        }
        steps_.push_back({.key = token_.text, .begin = token_.begin, .end = token_.end});
        advance(); // of nothing at all, the end is the empty name
        return {};
    }

    Result<void> brackets(Place place) {
        if (token_.kind != Token::Kind::opening) {
            return expected("'['");
        }
        Step step{.begin = token_.begin};
        advance();
        if (token_.kind == Token::Kind::closing) {
            step.kind = Step::Kind::append;
        } else if (auto named = name_of(step, place); !named) {
            return named;
        }
        if (token_.kind != Token::Kind::closing) {
            return expected("']'");
        }
        step.end = token_.end;
        steps_.push_back(std::move(step));
        advance();
        return {};
    }

    /// What stands between brackets.
    Result<void> name_of(Step& step, Place place) {
        if (token_.kind == Token::Kind::number) {
            step.kind = Step::Kind::index;
            if (auto number = index_of(step); !number) {
                return number;
            }
        } else if (token_.kind == Token::Kind::text && place == Place::inside) {
            step.key = token_.text;
        } else {
            return expected(place == Place::root ? "a number or ']'" : "a name, a number or ']'");
        }
        advance();
        return {};
    }

    Result<void> index_of(Step& step) const {
        const auto number = number_in(token_.text);
        if (number && number->is_negative) {
            return wrong("an index cannot be negative");
        }
        const auto index = number ? base::parse_decimal(number->digits) : std::nullopt;
        if (!index || *index > largest_index) {
            return wrong("an index is at most " + std::to_string(largest_index));
        }
        step.index = static_cast<std::size_t>(*index);
        return {};
    }

    Error expected(std::string_view what) const { return wrong("expected " + std::string(what)); }

    /// The error about the token that is at hand.
    Error wrong(std::string cause) const {
        return Error(ErrorKind::usage, "the field name " + std::string(name_) + " goes wrong")
            .because(std::move(cause))
            .hinting(
                caret_lines(name_, token_.begin, token_.end - token_.begin) + "\n" +
                R"(write \[ and \] for brackets that belong to a name)"
            );
    }

    void advance() { token_ = tokens_.next(); }

    std::string_view name_;
    Tokens tokens_;
    Token token_;
    std::vector<Step> steps_;
};

} // namespace

Result<std::vector<Step>> parse_key_path(std::string_view name) {
    return Parser(name).parse();
}

} // namespace latch::request
