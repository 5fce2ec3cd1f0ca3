// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace latch::query {

/// A JSON number as it was sent, so that none loses digits: "9007199254740993", "9.50", "1e400".
struct Number {
    std::string literal;

    bool operator==(const Number&) const = default;
};

/// By what they amount to, however many digits they have: 1.0 is 1, and 1e2 is 100.
std::strong_ordering compare(const Number& a, const Number& b);

/// One JSON value. The members of an object keep their order; of several with one name the last
/// counts, at the place of the first, as in jq.
class Json {
public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;
    using Data = std::variant<std::nullptr_t, bool, Number, std::string, Array, Object>;

    Json() noexcept : data_(nullptr) {}

    explicit Json(Data data) : data_(std::move(data)) {}

    static Json number(std::string literal) { return Json(Number{std::move(literal)}); }

    static Json string(std::string text) { return Json(Data(std::move(text))); }

    template <class T>
    const T* as() const noexcept {
        return std::get_if<T>(&data_);
    }

    template <class T>
    T* as() noexcept {
        return std::get_if<T>(&data_);
    }

    bool is_null() const noexcept { return std::holds_alternative<std::nullptr_t>(data_); }

    /// jq's word for its type: "null", "boolean", "number", "string", "array", "object".
    std::string_view type() const noexcept;

    /// The member of that name; null if this is no object or has none.
    const Json* find(std::string_view name) const noexcept;

private:
    Data data_;
};

/// Numbers by what they amount to, objects whatever the order of their members.
bool operator==(const Json& a, const Json& b);

/// How deep arrays and objects may lie in one another.
inline constexpr unsigned deepest_json = 1000;

/// Reads one JSON document (RFC 8259) in UTF-8, with or without a byte order mark. Errors:
/// `protocol` for anything else, with the place, and for one that is nested too deeply.
base::Result<Json> parse_json(std::string_view text);

/// As compact as it gets; what UTF-8 can say is not escaped.
std::string to_text(const Json& value);

/// The value as a word of a script: a string without its quotes, anything else as JSON.
std::string to_plain_text(const Json& value);

} // namespace latch::query
