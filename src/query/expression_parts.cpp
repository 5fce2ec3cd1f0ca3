// SPDX-License-Identifier: MIT
#include "query/expression_parts.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>

namespace latch::query {

namespace {

using Operator = Expectation::Operator;

/// Longer ones before those that they begin with.
constexpr auto signs = std::to_array<Sign>({
    {"==", Operator::equal, ""},
    {"!=", Operator::unequal, "anything but "},
    {"<=", Operator::at_most, "at most "},
    {">=", Operator::at_least, "at least "},
    {"=~", Operator::matches, "a match of "},
    {"!~", Operator::mismatches, "no match of "},
    {"<", Operator::less, "less than "},
    {">", Operator::more, "more than "},
    {" includes ", Operator::includes, "something with "},
});

/// The places of a text that are in no quotes and no brackets.
class Surface {
public:
    /// Whether the next character is one of them; asked for each in turn.
    bool has(char c) {
        if (quote_ != 0) {
            const bool ends = c == quote_ && !is_escaped_;
            is_escaped_ = c == '\\' && !is_escaped_;
            quote_ = ends ? '\0' : quote_;
            return false;
        }
        constexpr std::string_view opening = "([{";
        constexpr std::string_view closing = ")]}";
        if (c == '"' || c == '\'') {
            quote_ = c;
            return false;
        }
        depth_ += opening.find(c) != std::string_view::npos ? 1 : 0;
        depth_ -= closing.find(c) != std::string_view::npos ? 1 : 0;
        return depth_ == 0;
    }

private:
    char quote_ = '\0';
    bool is_escaped_ = false;
    int depth_ = 0;
};

std::optional<Cut> first_sign(std::string_view text) {
    Surface surface;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!surface.has(text[at])) {
            continue;
        }
        const auto* const sign = std::ranges::find_if(signs, [&](const Sign& each) {
            return text.substr(at).starts_with(each.text);
        });
        if (sign != signs.end()) {
            return Cut{at, sign};
        }
    }
    return std::nullopt;
}

/// The text before a last word; nothing if that is another.
std::optional<std::string_view> before(std::string_view word, std::string_view text) {
    if (!text.ends_with(word)) {
        return std::nullopt;
    }
    text.remove_suffix(word.size());
    if (text.empty() || (text.back() != ' ' && text.back() != '\t')) {
        return std::nullopt;
    }
    return base::trim(text);
}

} // namespace

const Sign& sign_of(Operator meaning) {
    return *std::ranges::find(signs, meaning, &Sign::meaning);
}

std::string_view ExpressionParts::left() const {
    return base::trim(text.substr(0, cut ? cut->at : text.size()));
}

std::string_view ExpressionParts::right() const {
    return cut ? base::trim(text.substr(cut->at + cut->sign->text.size())) : "";
}

bool ExpressionParts::is_condition() const {
    return is_jq(text) && joins_conditions(text);
}

ExpressionParts split_expression(std::string_view typed) {
    constexpr std::string_view negation = "not ";
    ExpressionParts parts{.whole = base::trim(typed), .text = {}, .cut = {}};
    parts.is_negated = parts.whole.starts_with(negation);
    parts.text = base::trim(parts.whole.substr(parts.is_negated ? negation.size() : 0));
    parts.cut = first_sign(parts.text);
    return parts;
}

std::optional<std::string_view> query_that_exists(std::string_view text) {
    return before("exists", text);
}

bool joins_conditions(std::string_view text) {
    Surface surface;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        if (surface.has(text[at]) && (rest.starts_with(" and ") || rest.starts_with(" or "))) {
            return true;
        }
    }
    return false;
}

bool sets_something(std::string_view text) {
    Surface surface;
    char last = ' ';
    for (const char c : text) {
        constexpr std::string_view others = "=!<>|+-*/%"; // with = behind it, another operator
        if (surface.has(c) && c == '=' && others.find(last) == std::string_view::npos) {
            return true;
        }
        last = c;
    }
    return false;
}

} // namespace latch::query
