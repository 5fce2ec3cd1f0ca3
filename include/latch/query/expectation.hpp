// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/query/literal.hpp"
#include "latch/query/pattern.hpp"
#include "latch/query/query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace latch::query {

struct ExpressionParts;

/// What became of an expectation.
struct Verdict {
    bool holds = false;
    std::string expression; ///< as typed
    std::string actual;     ///< in words: a value, or why there is none
    std::string expected;

    bool operator==(const Verdict&) const = default;
};

/// Something that an answer has to fulfil: `[not] QUERY exists`, `[not] QUERY OPERATOR LITERAL`, or
/// a jq expression that has to be true.
///
/// Operators are `== != < <= > >= =~ !~ includes`. Of several values that a query finds each has to
/// fulfil it, and nothing fulfils nothing: what is missing is never true. Ordering is for two
/// numbers or two strings; anything else is no answer and does not hold, where jq calls null less
/// than all.
class Expectation {
public:
    enum class Operator : std::uint8_t {
        equal,
        unequal,
        less,
        at_most,
        more,
        at_least,
        matches,
        mismatches,
        includes,
        exists,
        is_true, ///< of a jq expression
    };

    /// Errors: `usage`, saying what is wrong and where.
    static base::Result<Expectation> parse(std::string_view typed);

    Verdict check(Answer& answer) const;

    bool needs_body() const noexcept { return query_.needs_body(); }

    bool is_of_json() const noexcept { return query_.is_of_json(); }

    /// The file whose content it compares with; empty: none.
    std::string_view file() const noexcept;

    /// Gives it the content of that file.
    void provide(std::string content);

private:
    static base::Result<Expectation> made(const ExpressionParts& parts, std::string_view query);
    static base::Result<Expectation> comparison(const ExpressionParts& parts);
    static base::Error mistake(const ExpressionParts& parts);

    Expectation(std::string text, Query query) : text_(std::move(text)), query_(std::move(query)) {}

    base::Result<void> compare_with(std::string_view text);
    base::Result<void> search_for(std::string_view text);
    base::Result<bool> holds_for(const Json& value, const Found& found) const;
    std::string expected() const;

    std::string text_;
    Query query_;
    Operator operator_ = Operator::is_true;
    Literal literal_{};
    std::optional<Pattern> pattern_{}; ///< of =~ and !~
    bool is_negated_ = false;
};

} // namespace latch::query
