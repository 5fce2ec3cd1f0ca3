// SPDX-License-Identifier: MIT
#include "output/to_utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::output {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Windows-1252 is not among them: its extra characters are a matter for a real converter.
constexpr std::array<std::string_view, 6> latin1_names{
    "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"};

} // namespace

ToUtf8::ToUtf8(std::string_view charset)
    : from_latin1_(std::ranges::find(latin1_names, charset) != latin1_names.end()),
      at_start_(!from_latin1_) {}

std::string_view ToUtf8::convert(std::string_view bytes) {
    if (!from_latin1_) {
        return at_start_ ? without_mark(bytes) : bytes;
    }
    converted_.clear();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            converted_ += c;
        } else { // U+0080 to U+00FF take two bytes
            converted_ += static_cast<char>(0xc0U | byte >> 6U);
            converted_ += static_cast<char>(0x80U | (byte & 0x3fU));
        }
    }
    return converted_;
}

std::string_view ToUtf8::without_mark(std::string_view bytes) {
    std::string_view rest = bytes;
    while (!rest.empty() && matched_ < byte_order_mark.size() &&
           rest.front() == byte_order_mark[matched_]) {
        ++matched_;
        rest.remove_prefix(1);
    }
    if (matched_ == byte_order_mark.size()) {
        at_start_ = false;
        matched_ = 0;
        return rest;
    }
    if (rest.empty()) {
        return {};
    }
    converted_ = finish();
    converted_ += rest;
    return converted_;
}

std::string_view ToUtf8::finish() noexcept {
    at_start_ = false;
    return byte_order_mark.substr(0, std::exchange(matched_, 0));
}

} // namespace latch::output
