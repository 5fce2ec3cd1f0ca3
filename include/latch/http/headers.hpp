// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::http {

/// One field line. Names keep their spelling; values are bytes without surrounding blanks.
struct Header {
    std::string name;
    std::string value;

    bool operator==(const Header&) const = default;
};

/// Whether `name` is a token (RFC 9110, 5.6.2).
bool is_token(std::string_view name) noexcept;

/// Whether `value` may go into a field: no CR, LF or NUL (RFC 9110, 5.5), the bytes that would
/// split a message. Other controls but TAB are refused as well.
bool is_field_value(std::string_view value) noexcept;

/// Field lines in order. Names compare case-insensitively; repeats stay separate lines.
class Headers {
public:
    Headers() = default;

    Headers(std::initializer_list<Header> lines) : lines_(lines) {}

    void add(std::string name, std::string value);
    /// Adds a line before all others.
    void put_first(std::string name, std::string value);

    /// Lets so many lines be added without moving those that are there.
    void make_room(std::size_t lines) { lines_.reserve(lines_.size() + lines); }

    /// Replaces every line of that name by one, at the place of the first.
    void set(std::string name, std::string value);
    /// Removes every line of that name; whether there was one.
    bool remove(std::string_view name);

    bool contains(std::string_view name) const noexcept;
    /// The value of the first line of that name.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// The values of all lines of that name, in order.
    std::vector<std::string_view> all(std::string_view name) const;
    /// The elements of a comma-separated list field, over all its lines, trimmed, none empty.
    std::vector<std::string_view> list(std::string_view name) const;

    auto begin() const noexcept { return lines_.begin(); }

    auto end() const noexcept { return lines_.end(); }

    bool empty() const noexcept { return lines_.empty(); }

    std::size_t size() const noexcept { return lines_.size(); }

    bool operator==(const Headers&) const = default;

private:
    std::vector<Header> lines_;
};

} // namespace latch::http
