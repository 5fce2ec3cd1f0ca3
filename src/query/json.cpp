// SPDX-License-Identifier: MIT
#include "latch/query/json.hpp"

#include "query/wide_json.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <unordered_map>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// Of several members with one name the last counts, at the place of the first.
void drop_repeated(Json::Object& object) {
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<std::size_t> later; ///< members whose value belongs to an earlier one
    for (std::size_t at = 0; at < object.size(); ++at) {
        if (!places.try_emplace(object[at].first, at).second) {
            later.push_back(at);
        }
    }
    for (const std::size_t at : later) {
        object[places.at(object[at].first)].second = std::move(object[at].second);
    }
    std::size_t place = 0;
    std::erase_if(object, [&](const Json::Member& /*member*/) {
        return std::ranges::binary_search(later, place++);
    });
}

/// Builds the value while it is read, so that numbers keep their text and the depth has an end.
class Builder final : public nlohmann::json_sax<WideJson> {
public:
    explicit Builder(Json& root) : root_(root) {}

    /// Why it came to nothing.
    const std::string& problem() const noexcept { return problem_; }

    bool null() override { return put(Json()); }

    bool boolean(bool value) override { return put(Json(Json::Data(value))); }

    bool number_integer(std::int64_t value) override {
        return put(Json::number(std::to_string(value)));
    }

    bool number_unsigned(std::uint64_t value) override {
        return put(Json::number(std::to_string(value)));
    }

    bool number_float(long double /*value*/, const std::string& literal) override {
        return put(Json::number(literal));
    }

    bool string(std::string& text) override { return put(Json::string(std::move(text))); }

    bool binary(WideJson::binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*members*/) override { return open(Json(Json::Object())); }

    bool key(std::string& name) override {
        name_ = std::move(name);
        return true;
    }

    bool end_object() override {
        drop_repeated(*open_.back()->as<Json::Object>());
        open_.pop_back();
        return true;
    }

    bool start_array(std::size_t /*elements*/) override { return open(Json(Json::Array())); }

    bool end_array() override {
        open_.pop_back();
        return true;
    }

    bool parse_error(
        std::size_t position,
        const std::string& /*token*/,
        const nlohmann::detail::exception& /*error*/
    ) override {
        problem_ = "unexpected at byte " + std::to_string(position);
        return false;
    }

private:
    /// Where the value is now. It stays there while it is open: nothing joins what it lies in.
    Json* place(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        if (auto* const array = open_.back()->as<Json::Array>()) {
            return &array->emplace_back(std::move(value));
        }
        auto& object = *open_.back()->as<Json::Object>();
        return &object.emplace_back(std::move(name_), std::move(value)).second;
    }

    bool put(Json value) {
        place(std::move(value));
        return true;
    }

    bool open(Json value) {
        if (open_.size() == deepest_json) {
            problem_ = "it has more than " + std::to_string(deepest_json) + " levels";
            return false;
        }
        open_.push_back(place(std::move(value)));
        return true;
    }

    Json& root_;
    std::vector<Json*> open_;
    std::string name_;
    std::string problem_;
};

/// A number taken apart: 0.0120e3 is + "12" with its point behind the 2nd of them.
struct Decimal {
    bool is_negative = false;
    std::string digits;      ///< without zeros at either end; none: it is 0
    long long magnitude = 0; ///< of the digits, how many stand before the point
};

long long exponent_in(std::string_view text) {
    constexpr long long far = 1'000'000'000'000; // so that nothing overflows
    const bool is_negative = text.starts_with('-');
    text.remove_prefix(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    const auto size = static_cast<long long>(base::parse_decimal(text).value_or(far));
    return is_negative ? -std::min(size, far) : std::min(size, far);
}

Decimal decimal_of(std::string_view literal) {
    Decimal decimal{.is_negative = literal.starts_with('-'), .digits = {}};
    literal.remove_prefix(decimal.is_negative ? 1 : 0);
    const std::size_t end = std::min(literal.find_first_of("eE"), literal.size());
    const std::string_view mantissa = literal.substr(0, end);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    decimal.digits = mantissa.substr(0, point);
    decimal.digits += mantissa.substr(std::min(point + 1, mantissa.size()));
    const std::size_t zeros =
        std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
    decimal.digits.erase(0, zeros);
    decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
    if (decimal.digits.empty()) {
        return {};
    }
    decimal.magnitude = static_cast<long long>(point) - static_cast<long long>(zeros);
    if (end < literal.size()) {
        decimal.magnitude += exponent_in(literal.substr(end + 1));
    }
    return decimal;
}

std::strong_ordering size_order(const Decimal& a, const Decimal& b) {
    if (a.digits.empty() || b.digits.empty()) {
        return b.digits.empty() <=> a.digits.empty();
    }
    const auto by_magnitude = a.magnitude <=> b.magnitude;
    return std::is_neq(by_magnitude) ? by_magnitude : a.digits.compare(b.digits) <=> 0;
}

bool same_members(const Json::Object& a, const Json& b) {
    return std::ranges::all_of(a, [&](const Json::Member& member) {
        const Json* const other = b.find(member.first);
        return other != nullptr && member.second == *other;
    });
}

void append_string(std::string_view text, std::string& out) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            constexpr std::string_view named = "\b\t\n\f\r";
            constexpr std::string_view names = "btnfr";
            const std::size_t at = named.find(c);
            out += '\\';
            if (at != std::string_view::npos) {
                out += names[at];
            } else {
                out += "u00";
                out += hex[static_cast<unsigned char>(c) >> 4U];
                out += hex[static_cast<unsigned char>(c) & 15U];
            }
        } else {
            out += c;
        }
    }
    out += '"';
}

void append(const Json& value, std::string& out);

void append_array(const Json::Array& array, std::string& out) {
    out += '[';
    for (std::size_t at = 0; at < array.size(); ++at) {
        out += at == 0 ? "" : ",";
        append(array[at], out);
    }
    out += ']';
}

void append_object(const Json::Object& object, std::string& out) {
    out += '{';
    for (std::size_t at = 0; at < object.size(); ++at) {
        out += at == 0 ? "" : ",";
        append_string(object[at].first, out);
        out += ':';
        append(object[at].second, out);
    }
    out += '}';
}

void append(const Json& value, std::string& out) {
    if (const auto* const array = value.as<Json::Array>()) {
        append_array(*array, out);
    } else if (const auto* const object = value.as<Json::Object>()) {
        append_object(*object, out);
    } else if (const auto* const text = value.as<std::string>()) {
        append_string(*text, out);
    } else if (const auto* const number = value.as<Number>()) {
        out += number->literal;
    } else if (const auto* const boolean = value.as<bool>()) {
        out += *boolean ? "true" : "false";
    } else {
        out += "null";
    }
}

} // namespace

std::strong_ordering compare(const Number& a, const Number& b) {
    const Decimal left = decimal_of(a.literal);
    const Decimal right = decimal_of(b.literal);
    if (left.is_negative != right.is_negative) {
        return left.is_negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return left.is_negative ? size_order(right, left) : size_order(left, right);
}

std::string_view Json::type() const noexcept {
    constexpr auto names =
        std::to_array<std::string_view>({"null", "boolean", "number", "string", "array", "object"});
    return names[data_.index()];
}

const Json* Json::find(std::string_view name) const noexcept {
    const auto* const object = as<Object>();
    if (object == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find(*object, name, &Member::first);
    return found == object->end() ? nullptr : &found->second;
}

bool operator==(const Json& a, const Json& b) {
    if (a.type() != b.type()) {
        return false;
    }
    if (const auto* const number = a.as<Number>()) {
        return std::is_eq(compare(*number, *b.as<Number>()));
    }
    if (const auto* const array = a.as<Json::Array>()) {
        return *array == *b.as<Json::Array>();
    }
    if (const auto* const object = a.as<Json::Object>()) {
        return object->size() == b.as<Json::Object>()->size() && same_members(*object, b);
    }
    const auto* const text = a.as<std::string>();
    const auto* const boolean = a.as<bool>();
    return text != nullptr ? *text == *b.as<std::string>()
                           : boolean == nullptr || *boolean == *b.as<bool>();
}

Result<Json> parse_json(std::string_view text) {
    Json root;
    Builder builder(root);
    if (!WideJson::sax_parse(text, &builder)) {
        return Error(ErrorKind::protocol, "the body is no JSON").because(builder.problem());
    }
    return root;
}

std::string to_text(const Json& value) {
    std::string text;
    append(value, text);
    return text;
}

std::string to_plain_text(const Json& value) {
    const auto* const text = value.as<std::string>();
    return text != nullptr ? *text : to_text(value);
}

} // namespace latch::query
