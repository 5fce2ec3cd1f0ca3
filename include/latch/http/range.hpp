// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Parts of a representation (RFC 9110, 14).
namespace latch::http {

/// The bytes from `first` to `last`, both of them included.
struct ByteSpan {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    bool operator==(const ByteSpan&) const = default;
};

/// A `Content-Range` of bytes: which part of how much.
struct ContentRange {
    std::optional<ByteSpan> span;          ///< nothing in a 416, which has none to give
    std::optional<std::uint64_t> complete; ///< the length of the whole; nothing: not known

    bool operator==(const ContentRange&) const = default;
};

/// "bytes 500-999/1234", "bytes 500-999/*" or "bytes */1234"; nothing for all else, spans that end
/// before they begin or beyond the whole among it.
std::optional<ContentRange> parse_content_range(std::string_view text);

/// The value of `Range` for all from `first` on.
std::string range_from(std::uint64_t first);

/// Where a `Range` of the kind that `range_from` makes begins; nothing for all other kinds.
std::optional<std::uint64_t> first_of_range(std::string_view text);

/// What `If-Range` can say about the representation in a response with these fields: its entity tag
/// unless that is weak, else its date of modification if that was a minute old (RFC 7232, 2.2.2;
/// a younger one may not tell two versions apart). Empty if nothing of both is there.
std::string strong_validator(const Headers& headers);

} // namespace latch::http
