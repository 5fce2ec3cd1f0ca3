// SPDX-License-Identifier: MIT
#pragma once

#include "latch/query/expectation.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace latch::query {

/// An operator between a query and a literal.
struct Sign {
    std::string_view text;
    Expectation::Operator meaning;
    std::string_view expected; ///< in words, before the literal
};

/// The sign of an operator that has one.
const Sign& sign_of(Expectation::Operator meaning);

/// Where a text is cut in two by a sign.
struct Cut {
    std::size_t at;
    const Sign* sign;
};

/// An expression before anything is made of it.
struct ExpressionParts {
    std::string_view whole; ///< as typed, blanks around it left out
    std::string_view text;  ///< without `not`
    bool is_negated = false;
    std::optional<Cut> cut; ///< at the first sign

    std::string_view left() const;
    std::string_view right() const;

    /// Whether it is a jq expression that joins conditions, and so no single comparison.
    bool is_condition() const;
};

ExpressionParts split_expression(std::string_view typed);

/// The query of `QUERY exists`; nothing for another text.
std::optional<std::string_view> query_that_exists(std::string_view text);

/// Whether jq's `and` or `or` stands in it, which bind less than a comparison does: it is no single
/// comparison then.
bool joins_conditions(std::string_view text);

/// A single = between other things: what a shell or SQL would compare with.
bool sets_something(std::string_view text);

} // namespace latch::query
