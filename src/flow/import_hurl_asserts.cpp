// SPDX-License-Identifier: MIT
#include "flow/import_hurl.hpp"
#include "flow/import_hurl_query.hpp"

#include "latch/base/text.hpp"
#include "latch/query/capture.hpp"
#include "latch/query/expectation.hpp"
#include "latch/query/json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::flow::foreign {

namespace {

using Type = HurlQuery::Type;

/// What a predicate compares with.
struct Value {
    enum class Kind : std::uint8_t { text, scalar, variable, hex, file, pattern };

    Kind kind;
    std::string text; ///< of a text without quotes
};

std::optional<Value> read_value(HurlScan& scan) {
    using Kind = Value::Kind;
    if (auto text = scan.quoted()) {
        return Value{Kind::text, *std::move(text)};
    }
    if (auto text = scan.backquoted()) {
        return Value{Kind::text, *std::move(text)};
    }
    if (auto name = scan.variable()) {
        return Value{Kind::variable, *std::move(name)};
    }
    if (auto bytes = scan.wrapped("hex")) {
        return Value{Kind::hex, *std::move(bytes)};
    }
    if (auto name = scan.wrapped("file")) {
        return Value{Kind::file, *std::move(name)};
    }
    if (auto expression = scan.pattern()) {
        return Value{Kind::pattern, *std::move(expression)};
    }
    const std::string_view word = scan.word();
    const auto value = query::parse_json(word);
    return value ? std::optional(Value{Kind::scalar, std::string(word)}) : std::nullopt;
}

struct Comparison {
    std::string_view name;
    std::string_view sign; ///< of latch
};

constexpr auto comparisons = std::to_array<Comparison>({
    {"==", " == "},
    {"equals", " == "},
    {"!=", " != "},
    {"notEquals", " != "},
    {">", " > "},
    {"greaterThan", " > "},
    {">=", " >= "},
    {"greaterThanOrEquals", " >= "},
    {"<", " < "},
    {"lessThan", " < "},
    {"<=", " <= "},
    {"lessThanOrEquals", " <= "},
    {"contains", " includes "},
    {"includes", " includes "},
});

/// The types of jq that predicates ask for.
constexpr auto types = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"isString", " | type == \"string\""},
    {"isBoolean", " | type == \"boolean\""},
    {"isNumber", " | type == \"number\""},
    {"isList", " | type == \"array\""},
    {"isObject", " | type == \"object\""},
    {"isEmpty", " | length == 0"},
});

std::string regex_escaped(std::string_view text) {
    constexpr std::string_view special = "\\^$.|?*+()[]{}";
    std::string out;
    for (const char c : text) {
        out += special.find(c) == std::string_view::npos ? "" : "\\";
        out += c;
    }
    return out;
}

/// An expression as a literal: between slashes if it has none.
std::string pattern_text(const std::string& expression) {
    const bool has_slash = expression.find_first_of("/\n") != std::string::npos;
    return has_slash ? json_text(expression) : '/' + expression + '/';
}

/// `QUERY SIGN VALUE`; nothing for values that latch has no such literal for.
std::optional<std::string>
compared(const HurlQuery& query, const Comparison& comparison, const Value& value) {
    const bool is_equality = comparison.sign == " == " || comparison.sign == " != ";
    const std::string left = query.text + std::string(comparison.sign);
    switch (value.kind) {
    case Value::Kind::text:
        return left + json_text(value.text);
    case Value::Kind::scalar:
        return left + value.text + (query.type == Type::time ? "ms" : "");
    case Value::Kind::hex:
        return query.type == Type::text ? std::optional(left + json_text(value.text))
                                        : std::nullopt;
    case Value::Kind::file:
        return query.type == Type::text && is_equality ? std::optional(left + '@' + value.text)
                                                       : std::nullopt;
    case Value::Kind::variable:
        break;
    case Value::Kind::pattern:
        return std::nullopt;
    }
    if (query.type == Type::time) {
        return std::nullopt;
    }
    if (query.type == Type::json && is_equality) {
        // The variable is a text, and what it was captured from may have been a number.
        return query.text + " | tostring" + std::string(comparison.sign) + '"' + value.text + '"';
    }
    return left + (query.type == Type::text ? '"' + value.text + '"' : value.text);
}

/// startsWith, endsWith and matches, which are one in latch.
std::optional<std::string>
matched(const HurlQuery& query, std::string_view predicate, const Value& value) {
    const bool is_text = value.kind == Value::Kind::text && !has_placeholders(value.text);
    const std::string left = query.text + " =~ ";
    if (predicate == "matches") {
        const bool is_expression = is_text || value.kind == Value::Kind::pattern;
        return is_expression ? std::optional(left + pattern_text(value.text)) : std::nullopt;
    }
    if (!is_text) {
        return std::nullopt;
    }
    const std::string literal = regex_escaped(value.text);
    return left + pattern_text(predicate == "startsWith" ? '^' + literal : literal + '$');
}

std::optional<std::string>
with_value(const HurlQuery& query, std::string_view predicate, HurlScan& scan) {
    const auto value = read_value(scan);
    if (!value) {
        return std::nullopt;
    }
    if (predicate == "startsWith" || predicate == "endsWith" || predicate == "matches") {
        return matched(query, predicate, *value);
    }
    const auto* const comparison = std::ranges::find(comparisons, predicate, &Comparison::name);
    return comparison == comparisons.end() ? std::nullopt : compared(query, *comparison, *value);
}

/// What a predicate says of the query's value; nothing if latch cannot say it.
std::optional<std::string> expression(const HurlQuery& query, HurlScan& scan) {
    const std::string_view predicate = scan.word();
    if (predicate == "exists") {
        // latch has no flag of a cookie that is missing, but one that is false.
        const bool is_flag = query.text.ends_with(".secure") || query.text.ends_with(".httponly");
        return query.text + (is_flag ? " == true" : " exists");
    }
    const auto* const type =
        std::ranges::find(types, predicate, &std::pair<std::string_view, std::string_view>::first);
    if (type != types.end()) {
        return query.type == Type::json ? std::optional(query.text + std::string(type->second))
                                        : std::nullopt;
    }
    return with_value(query, predicate, scan);
}

std::optional<std::string> expectation(HurlScan& scan) {
    const auto query = read_hurl_query(scan);
    if (!query) {
        return std::nullopt;
    }
    const bool is_negated = scan.next_word() == "not";
    if (is_negated) {
        scan.word();
    }
    auto said = expression(*query, scan);
    if (!said || !scan.is_at_end()) {
        return std::nullopt;
    }
    std::string text = (is_negated ? "not " : "") + *std::move(said);
    // A regex or an XPath may have something in it that latch takes for a comparison. jq is left
    // alone: what was made of a path is known, and reading it may take another process.
    const bool is_fine = query->type == Type::json || query::Expectation::parse(text);
    return is_fine ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace

void read_hurl_assert(const Line& line, HurlEntry& entry, Translation& out) {
    const Origin at{.line = line.number};
    HurlScan scan(line.text, at, out);
    const std::string name(scan.next_word());
    if (auto text = expectation(scan)) {
        entry.wish.expect(*std::move(text));
    } else {
        out.drop(at, "an assert of " + name);
    }
}

void read_hurl_capture(const Line& line, HurlEntry& entry, Translation& out) {
    constexpr std::string_view secret = "redact";
    const Origin at{.line = line.number};
    const auto pair = base::split_once(line.text, ':');
    if (!pair) {
        out.drop(at, "a capture without a colon");
        return;
    }
    const std::string name = variable_name(base::trim(pair->first));
    HurlScan scan(pair->second, at, out);
    const auto query = read_hurl_query(scan);
    const bool is_secret = scan.next_word() == secret;
    if (is_secret) {
        scan.word();
    }
    const std::string text = query ? name + (is_secret ? "!=" : "=") + query->text : "";
    const bool is_said =
        query && scan.is_at_end() && (query->type == Type::json || query::parse_capture(text));
    if (is_said) {
        entry.wish.option("--capture", text);
    } else {
        out.drop(at, "the capture of " + name);
    }
}

} // namespace latch::flow::foreign
