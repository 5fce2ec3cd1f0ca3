// SPDX-License-Identifier: MIT
#include "latch/query/filling.hpp"

#include "query/expression_parts.hpp"

#include "latch/base/text.hpp"
#include "latch/query/literal.hpp"
#include "latch/query/query.hpp"

#include <algorithm>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Filling;
using base::Fillings;
using base::Piece;
using base::Result;

/// The text with what `written` makes of each value.
template <class Written>
Result<std::string> with_values(std::string_view text, Fillings fillings, const Written& written) {
    std::string whole;
    for (const Piece& piece : base::pieces_of(text)) {
        if (!piece.hole) {
            whole += piece.text;
            continue;
        }
        const Filling& filling = fillings[*piece.hole];
        Result<std::string> value = filling.is_raw ? Result<std::string>(filling.text)
                                                   : Result<std::string>(written(filling));
        if (!value) {
            return value;
        }
        whole += *value;
    }
    return whole;
}

/// Characters that mean themselves (Perl's \Q).
std::string quoted_meta(const Filling& filling) {
    constexpr std::string_view meta = R"(\^$.|?*+()[]{}/-#&~ )";
    std::string quoted;
    for (const char c : filling.text) {
        if (meta.find(c) != std::string_view::npos) {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted;
}

/// XPath 1.0 has no escapes within its strings.
Result<std::string> in_xpath(const Filling& filling) {
    if (filling.text.find_first_of("'\"") != std::string::npos) {
        return Error(ErrorKind::usage, "the value of {{" + filling.name + "}} has a quote in it")
            .because("XPath cannot escape it");
    }
    return filling.text;
}

bool is_quantity(std::string_view text) {
    const auto literal = parse_literal(text);
    return literal &&
           (literal->kind == Literal::Kind::duration || literal->kind == Literal::Kind::size);
}

/// Whether a query finds times or sizes.
bool has_unit(std::string_view query) {
    const auto parsed = Query::parse(query);
    return parsed && parsed->unit() != Unit::none;
}

/// A value as a whole literal, behind that query.
std::string literal_of(const Filling& filling, std::string_view query) {
    if (filling.is_raw || (is_quantity(filling.text) && has_unit(query))) {
        return filling.text;
    }
    if (!filling.json.empty()) {
        return filling.json;
    }
    return is_quantity(filling.text) ? filling.text : '"' + base::json_escaped(filling.text) + '"';
}

/// The number of the hole that is all of a text; nothing for another text.
std::optional<std::size_t> lone_hole(std::string_view text) {
    const auto pieces = base::pieces_of(text);
    return pieces.size() == 1 ? pieces.front().hole : std::nullopt;
}

std::string_view without_quotes(std::string_view text) {
    const bool is_quoted = text.size() > 1 && text.front() == '\'' && text.back() == '\'';
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// What a query is compared with.
Result<std::string> fill_literal(std::string_view text, std::string_view query, Fillings fillings) {
    if (!base::has_holes(text)) {
        return std::string(text);
    }
    if (const auto number = lone_hole(text)) {
        return literal_of(fillings[*number], query);
    }
    switch (text.front()) {
    case '{':
    case '[':
    case '"':
        return base::filled_json(text, fillings);
    case '/':
        return with_values(text, fillings, quoted_meta);
    case '@':
        return base::filled(text, fillings);
    default:
        break;
    }
    const bool is_quoted = text.front() == '\'';
    const Filling words{.name = {}, .text = base::filled(without_quotes(text), fillings)};
    return is_quoted ? '"' + base::json_escaped(words.text) + '"' : literal_of(words, query);
}

Result<std::string> fill_query(std::string_view text, Fillings fillings) {
    if (!base::has_holes(text)) {
        return std::string(text);
    }
    if (text.starts_with(base::hole_begins) || text.starts_with('"')) {
        auto filled = base::filled_json(text, fillings);
        return filled ? '(' + *filled + ')' : filled;
    }
    if (is_jq(text)) {
        return base::filled_json(text, fillings);
    }
    if (text.starts_with("regex ")) {
        return with_values(text, fillings, quoted_meta);
    }
    return text.starts_with("xpath ") ? with_values(text, fillings, in_xpath)
                                      : Result<std::string>(base::filled(text, fillings));
}

/// `exists` behind it, or jq as a whole.
Result<std::string> fill_claim(std::string_view text, Fillings fillings) {
    if (const auto query = query_that_exists(text)) {
        auto filled = fill_query(*query, fillings);
        return filled ? *filled + " exists" : filled;
    }
    return fill_query(text, fillings);
}

/// Whether the right side can be read once it is filled.
bool may_be_literal(std::string_view text) {
    constexpr std::string_view brackets = "{[";
    const bool is_json = !text.empty() && brackets.find(text.front()) != std::string_view::npos;
    return (is_json && base::has_holes(text)) || parse_literal(text);
}

} // namespace

Result<std::string> fill_expectation(std::string_view text, Fillings fillings) {
    if (!base::has_holes(text)) {
        return std::string(text);
    }
    const ExpressionParts parts = split_expression(text);
    const std::string negation = parts.is_negated ? "not " : "";
    if (!parts.cut || parts.is_condition() || !may_be_literal(parts.right())) {
        auto claim = fill_claim(parts.text, fillings);
        return claim ? negation + *claim : claim;
    }
    auto left = fill_query(parts.left(), fillings);
    if (!left) {
        return left;
    }
    auto right = fill_literal(parts.right(), *left, fillings);
    if (!right) {
        return right;
    }
    return negation + *left + ' ' + std::string(base::trim(parts.cut->sign->text)) + ' ' + *right;
}

Result<std::string> fill_capture(std::string_view text, Fillings fillings) {
    const auto parts = base::split_once(text, '=');
    if (!base::has_holes(text) || !parts) {
        return std::string(text);
    }
    if (base::has_holes(parts->first)) {
        return Error(ErrorKind::usage, "the name of a captured value is fixed");
    }
    auto query = fill_query(base::trim(parts->second), fillings);
    return query ? std::string(parts->first) + '=' + *query : query;
}

Result<std::string> fill_filter(std::string_view text, Fillings fillings) {
    return base::filled_json(text, fillings);
}

} // namespace latch::query
