// SPDX-License-Identifier: MIT
#include "latch/query/literal.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::query {

namespace {

struct Scale {
    std::string_view name;
    Literal::Kind kind;
    unsigned long long factor; ///< milliseconds or bytes
};

constexpr unsigned long long k = 1000;
constexpr unsigned long long ki = 1024;

/// Longer names before those that they end with.
constexpr auto scales = std::to_array<Scale>({
    {"ms", Literal::Kind::duration, 1},
    {"KiB", Literal::Kind::size, ki},
    {"MiB", Literal::Kind::size, ki* ki},
    {"GiB", Literal::Kind::size, ki* ki* ki},
    {"KB", Literal::Kind::size, k},
    {"kB", Literal::Kind::size, k},
    {"MB", Literal::Kind::size, k* k},
    {"GB", Literal::Kind::size, k* k* k},
    {"B", Literal::Kind::size, 1},
    {"s", Literal::Kind::duration, k},
    {"m", Literal::Kind::duration, 60 * k},
    {"h", Literal::Kind::duration, 3600 * k},
});

/// A decimal times a factor, without a double in between; nothing for what is no decimal.
std::optional<std::string> product(std::string_view decimal, unsigned long long factor) {
    constexpr std::size_t most = 9;
    const std::size_t point = std::min(decimal.find('.'), decimal.size());
    const std::string_view fraction = decimal.substr(std::min(point + 1, decimal.size()));
    const auto whole = base::parse_decimal(decimal.substr(0, point));
    const auto part = base::parse_decimal(fraction.empty() ? "0" : fraction);
    const bool ends_in_point = point + 1 == decimal.size();
    if (!whole || !part || ends_in_point || point > most || fraction.size() > most) {
        return std::nullopt;
    }
    unsigned long long scale = 1;
    for (std::size_t digit = 0; digit < fraction.size(); ++digit) {
        scale *= 10;
    }
    const unsigned long long units = *whole * factor + *part * factor / scale;
    unsigned long long rest = *part * factor % scale;
    std::string text = std::to_string(units);
    if (rest != 0) {
        text += '.' + std::to_string(scale + rest).substr(1);
    }
    return text;
}

std::optional<Literal> quantity(std::string_view text) {
    const auto* const scale =
        std::ranges::find_if(scales, [&](const Scale& each) { return text.ends_with(each.name); });
    if (scale == scales.end()) {
        return std::nullopt;
    }
    auto number = product(text.substr(0, text.size() - scale->name.size()), scale->factor);
    if (!number) {
        return std::nullopt;
    }
    return Literal{
        .kind = scale->kind, .text = std::string(text), .value = Json::number(*std::move(number))};
}

Literal word(std::string_view text) {
    return {
        .kind = Literal::Kind::word,
        .text = std::string(text),
        .value = Json::string(std::string(text)),
    };
}

/// What stands in single quotes; nothing if that is not all of it.
std::optional<std::string_view> single_quoted(std::string_view text) {
    const bool is_quoted = text.size() > 1 && text.front() == '\'' && text.back() == '\'';
    const std::string_view inside = is_quoted ? text.substr(1, text.size() - 2) : "";
    if (!is_quoted || inside.find('\'') != std::string_view::npos) {
        return std::nullopt;
    }
    return inside;
}

/// A slash with a blank beside it is no part of an expression, but the end of one.
bool has_loose_slash(std::string_view expression) {
    return expression.find("/ ") != std::string_view::npos ||
           expression.find(" /") != std::string_view::npos;
}

bool is_bare(std::string_view text) {
    constexpr std::string_view not_in = " \t\r\n|(){}[]\"'<>,";
    constexpr std::string_view not_first = ".$=";
    return !text.empty() && text.find_first_of(not_in) == std::string_view::npos &&
           not_first.find(text.front()) == std::string_view::npos;
}

/// The literal where it is compared with a text: a JSON string without its quotes, else as typed.
std::string_view as_text(const Literal& literal) {
    const auto* const text = literal.value.as<std::string>();
    return text != nullptr ? std::string_view(*text) : std::string_view(literal.text);
}

/// The literal where types count: what looks like a quantity is one only among quantities.
Json as_value(const Literal& literal, Unit unit) {
    const bool is_quantity =
        literal.kind == Literal::Kind::duration || literal.kind == Literal::Kind::size;
    const bool fits = (literal.kind == Literal::Kind::duration && unit == Unit::milliseconds) ||
                      (literal.kind == Literal::Kind::size && unit == Unit::bytes);
    return is_quantity && !fits ? Json::string(literal.text) : literal.value;
}

/// The number that a text is, if it is one.
std::optional<Number> number_in(std::string_view text) {
    const auto value = parse_json(text);
    const Number* const number = value ? value->as<Number>() : nullptr;
    return number == nullptr ? std::nullopt : std::optional(*number);
}

std::strong_ordering order_of(std::string_view a, std::string_view b) {
    return a.compare(b) <=> 0;
}

bool is_within(const Json& part, const Json& whole);

bool is_among(const Json& part, const Json::Array& elements) {
    return std::ranges::any_of(elements, [&](const Json& element) {
        return is_within(part, element);
    });
}

bool is_within(const Json& part, const Json& whole) {
    const auto* const members = part.as<Json::Object>();
    if (members != nullptr && whole.as<Json::Object>() != nullptr) {
        return std::ranges::all_of(*members, [&](const Json::Member& member) {
            const Json* const other = whole.find(member.first);
            return other != nullptr && is_within(member.second, *other);
        });
    }
    const auto* const parts = part.as<Json::Array>();
    const auto* const elements = whole.as<Json::Array>();
    if (parts != nullptr && elements != nullptr) {
        return std::ranges::all_of(*parts, [&](const Json& each) {
            return is_among(each, *elements);
        });
    }
    return part == whole;
}

} // namespace

std::optional<std::string> slashed_expression(std::string_view text) {
    const std::size_t end = text.rfind('/');
    if (!text.starts_with('/') || end == 0) {
        return std::nullopt;
    }
    const std::string_view modifiers = text.substr(end + 1);
    const std::string_view inside = text.substr(1, end - 1);
    if (modifiers.find_first_not_of("imsx") != std::string_view::npos || has_loose_slash(inside)) {
        return std::nullopt;
    }
    const std::string prefix = modifiers.empty() ? "" : "(?" + std::string(modifiers) + ')';
    return prefix + std::string(inside);
}

std::optional<Literal> parse_literal(std::string_view text) {
    if (text.starts_with('@') && text.size() > 1) {
        return Literal{
            .kind = Literal::Kind::file, .text = std::string(text.substr(1)), .value = Json()};
    }
    if (auto value = parse_json(text)) {
        return Literal{
            .kind = Literal::Kind::json, .text = std::string(text), .value = *std::move(value)};
    }
    if (const auto quoted = single_quoted(text)) {
        return word(*quoted);
    }
    if (slashed_expression(text)) {
        return Literal{
            .kind = Literal::Kind::pattern,
            .text = std::string(text),
            .value = Json::string(std::string(text)),
        };
    }
    if (auto found = quantity(text)) {
        return found;
    }
    return is_bare(text) ? std::optional(word(text)) : std::nullopt;
}

bool equals(const Json& value, const Found& found, const Literal& literal) {
    return found.is_text ? *value.as<std::string>() == as_text(literal)
                         : value == as_value(literal, found.unit);
}

std::optional<std::strong_ordering>
order(const Json& value, const Found& found, const Literal& literal) {
    const Json other = as_value(literal, found.unit);
    const auto* const text = value.as<std::string>();
    const auto* const other_text = other.as<std::string>();
    if (text != nullptr && other_text != nullptr) {
        return order_of(*text, *other_text);
    }
    const auto* const other_number = other.as<Number>();
    if (other_number == nullptr) {
        return std::nullopt;
    }
    if (const auto* const number = value.as<Number>()) {
        return compare(*number, *other_number);
    }
    const auto number = text != nullptr && found.is_text ? number_in(*text) : std::nullopt;
    return number ? std::optional(compare(*number, *other_number)) : std::nullopt;
}

bool includes(const Json& value, const Found& found, const Literal& literal) {
    const Json part = as_value(literal, found.unit);
    const auto* const text = value.as<std::string>();
    if (text != nullptr && (found.is_text || part.as<std::string>() != nullptr)) {
        return text->find(as_text(literal)) != std::string::npos;
    }
    const auto* const elements = value.as<Json::Array>();
    if (elements != nullptr && part.as<Json::Array>() == nullptr) {
        return is_among(part, *elements);
    }
    return is_within(part, value);
}

} // namespace latch::query
