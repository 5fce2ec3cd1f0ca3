// SPDX-License-Identifier: MIT
#include "latch/http/range.hpp"

#include "latch/base/text.hpp"
#include "latch/http/cookie.hpp"

#include <chrono>

namespace latch::http {

namespace {

std::optional<ByteSpan> parse_span(std::string_view text) {
    const auto ends = base::split_once(text, '-');
    if (!ends) {
        return std::nullopt;
    }
    const auto first = base::parse_decimal(ends->first);
    const auto last = base::parse_decimal(ends->second);
    if (!first || !last || *last < *first) {
        return std::nullopt;
    }
    return ByteSpan{.first = *first, .last = *last};
}

bool says_something(const ContentRange& range) noexcept {
    return range.span || range.complete;
}

bool fits(const ContentRange& range) noexcept {
    return !range.span || !range.complete || range.span->last < *range.complete;
}

bool is_quoted(std::string_view tag) noexcept {
    return tag.size() > 1 && tag.front() == '"' && tag.back() == '"';
}

} // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    text = base::trim(text);
    if (!base::istarts_with(text, unit)) {
        return std::nullopt;
    }
    const auto halves = base::split_once(base::trim(text.substr(unit.size())), '/');
    if (!halves) {
        return std::nullopt;
    }
    ContentRange range;
    range.span = parse_span(halves->first);
    range.complete = base::parse_decimal(halves->second);
    const bool is_understood = (range.span || halves->first == "*") &&
                               (range.complete || halves->second == "*") && says_something(range);
    return is_understood && fits(range) ? std::optional(range) : std::nullopt;
}

std::string range_from(std::uint64_t first) {
    return "bytes=" + std::to_string(first) + "-";
}

std::optional<std::uint64_t> first_of_range(std::string_view text) {
    constexpr std::string_view unit = "bytes=";
    if (!text.starts_with(unit) || !text.ends_with('-')) {
        return std::nullopt;
    }
    return base::parse_decimal(text.substr(unit.size(), text.size() - unit.size() - 1));
}

std::string strong_validator(const Headers& headers) {
    if (const auto tag = headers.find("ETag"); tag && is_quoted(*tag)) {
        return std::string(*tag);
    }
    const auto modified = headers.find("Last-Modified");
    const auto date = headers.find("Date");
    if (!modified || !date) {
        return {};
    }
    const auto modified_at = parse_cookie_date(*modified);
    const auto answered_at = parse_cookie_date(*date);
    const bool is_old =
        modified_at && answered_at && *answered_at - *modified_at >= std::chrono::minutes(1);
    return is_old ? std::string(*modified) : std::string();
}

} // namespace latch::http
