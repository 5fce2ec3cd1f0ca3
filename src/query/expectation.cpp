// SPDX-License-Identifier: MIT
#include "latch/query/expectation.hpp"

#include "query/expression_parts.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <compare>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using Operator = Expectation::Operator;

Error wrong(std::string_view text, std::string what) {
    return {ErrorKind::usage, '"' + std::string(text) + "\": " + std::move(what)};
}

std::string shortened(std::string text) {
    constexpr std::size_t most = 300;
    if (text.size() <= most) {
        return text;
    }
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
        --end; // no character is cut in two
    }
    text.resize(end);
    return text + "...";
}

std::string_view unit_name(Unit unit) {
    switch (unit) {
    case Unit::milliseconds:
        return "ms";
    case Unit::bytes:
        return " bytes";
    case Unit::none:
        break;
    }
    return "";
}

std::string words_for(const Json& value, const Found& found) {
    std::string text = shortened(found.is_text ? to_plain_text(value) : to_text(value));
    text += unit_name(found.unit);
    return found.remark.empty() ? text : text + ' ' + found.remark;
}

bool agrees(Operator meaning, std::strong_ordering order) {
    if (meaning == Operator::less || meaning == Operator::more) {
        return meaning == Operator::less ? std::is_lt(order) : std::is_gt(order);
    }
    return meaning == Operator::at_most ? std::is_lteq(order) : std::is_gteq(order);
}

bool is_ordering(Operator meaning) {
    return meaning == Operator::less || meaning == Operator::at_most || meaning == Operator::more ||
           meaning == Operator::at_least;
}

} // namespace

Result<Expectation> Expectation::parse(std::string_view typed) {
    const ExpressionParts parts = split_expression(typed);
    if (const auto query = query_that_exists(parts.text)) {
        auto expectation = made(parts, *query);
        if (expectation) {
            expectation->operator_ = Operator::exists;
        }
        return expectation;
    }
    if (parts.cut && !parts.is_condition() && parse_literal(parts.right())) {
        return comparison(parts);
    }
    const bool compares_nothing = !parts.cut && sets_something(parts.text);
    return is_jq(parts.text) && !compares_nothing ? made(parts, parts.text) : mistake(parts);
}

Result<Expectation> Expectation::made(const ExpressionParts& parts, std::string_view query) {
    auto parsed = Query::parse(query);
    if (!parsed) {
        return parsed.error();
    }
    Expectation expectation(std::string(parts.whole), *std::move(parsed));
    expectation.is_negated_ = parts.is_negated;
    return expectation;
}

Result<Expectation> Expectation::comparison(const ExpressionParts& parts) {
    auto expectation = made(parts, parts.left());
    if (!expectation) {
        return expectation;
    }
    expectation->operator_ = parts.cut->sign->meaning;
    const auto compared = expectation->compare_with(parts.right());
    return compared ? std::move(expectation) : Result<Expectation>(compared.error());
}

Error Expectation::mistake(const ExpressionParts& parts) {
    if (!parts.cut && sets_something(parts.text)) {
        return wrong(parts.whole, "= compares nothing")
            .hinting("== compares; =~ matches an expression");
    }
    if (parts.cut && joins_conditions(parts.text)) {
        return wrong(parts.whole, "one --expect compares once").hinting("write another --expect");
    }
    if (parts.cut) {
        const std::string sign(base::trim(parts.cut->sign->text));
        return wrong(parts.whole, "nothing to compare with behind " + sign)
            .hinting("a number, a word, text in quotes, JSON, /expression/ or @FILE");
    }
    const auto lonely = Query::parse(parts.text);
    return lonely ? wrong(parts.whole, "it says nothing about the value")
                        .hinting("compare it, as in status == 200, or write exists behind it")
                  : lonely.error();
}

Result<void> Expectation::compare_with(std::string_view text) {
    literal_ = *parse_literal(text);
    if (operator_ == Operator::matches || operator_ == Operator::mismatches) {
        return search_for(text);
    }
    if (query_.unit() == Unit::milliseconds && literal_.kind != Literal::Kind::duration) {
        return wrong(text_, "a time is compared with a duration").hinting("as in time < 300ms");
    }
    if (query_.is_number() && literal_.value.as<Number>() == nullptr) {
        return wrong(text_, query_.text() + " is a number")
            .hinting("as in status == 200, status =~ /^2/ or size < 10KB");
    }
    return {};
}

Result<void> Expectation::search_for(std::string_view text) {
    const auto slashed = slashed_expression(text);
    if (!slashed && text.starts_with('/')) {
        return wrong(text_, "the expression has no end").hinting("as in =~ /^2/ or =~ /ok/i");
    }
    const auto* const quoted = literal_.value.as<std::string>();
    const std::string expression = quoted != nullptr ? *quoted : literal_.text;
    auto pattern = Pattern::parse(slashed.value_or(expression));
    if (!pattern) {
        return pattern.error();
    }
    pattern_ = *std::move(pattern);
    return {};
}

std::string_view Expectation::file() const noexcept {
    return literal_.kind == Literal::Kind::file ? std::string_view(literal_.text) : "";
}

void Expectation::provide(std::string content) {
    literal_.value = Json::string(std::move(content));
}

Result<bool> Expectation::holds_for(const Json& value, const Found& found) const {
    if (is_ordering(operator_)) {
        const auto result = order(value, found, literal_);
        if (!result) {
            return Error(ErrorKind::protocol, "which cannot be compared");
        }
        return agrees(operator_, *result);
    }
    if (pattern_ && value.is_null()) {
        return Error(ErrorKind::protocol, "which cannot be searched");
    }
    if (pattern_) {
        auto is_found = pattern_->is_found_in(to_plain_text(value));
        return is_found ? Result<bool>(*is_found == (operator_ == Operator::matches)) : is_found;
    }
    if (operator_ == Operator::exists) {
        return !value.is_null();
    }
    if (operator_ == Operator::is_true) {
        const bool* const boolean = value.as<bool>();
        return boolean != nullptr && *boolean;
    }
    return operator_ == Operator::includes
               ? includes(value, found, literal_)
               : equals(value, found, literal_) == (operator_ == Operator::equal);
}

/// What has to be there, in words.
std::string Expectation::expected() const {
    const std::string but = is_negated_ ? "not " : "";
    if (operator_ == Operator::exists) {
        return is_negated_ ? "nothing" : "anything";
    }
    if (operator_ == Operator::is_true) {
        return but + "true";
    }
    const Sign& sign = sign_of(operator_);
    std::string literal = literal_.text;
    if (literal_.kind == Literal::Kind::file) {
        literal = "the content of " + literal;
    }
    return but + std::string(sign.expected) + shortened(std::move(literal));
}

Verdict Expectation::check(Answer& answer) const {
    const Found found = query_.ask(answer);
    Verdict verdict{.expression = text_, .actual = {}, .expected = expected()};
    if (!found.problem.empty()) {
        verdict.actual = found.problem;
        return verdict;
    }
    if (found.values.empty()) {
        verdict.holds = is_negated_;
        verdict.actual = "nothing";
        return verdict;
    }
    for (std::size_t at = 0; at < found.values.size(); ++at) {
        const Json& value = found.values[at];
        const auto holds = holds_for(value, found);
        if (holds && *holds && at + 1 < found.values.size()) {
            continue;
        }
        verdict.holds = holds && *holds != is_negated_;
        verdict.actual = words_for(value, found);
        if (!holds) {
            verdict.actual += ", " + holds.error().what();
        }
        if (found.values.size() > 1) {
            verdict.actual += " (" + std::to_string(at + 1) + " of " +
                              std::to_string(found.values.size()) + " values)";
        }
        return verdict;
    }
    return verdict;
}

} // namespace latch::query
