// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// Values of options, made from their texts. Errors say what is wrong with the text, not which
/// option it belongs to.
namespace latch::cli {

/// A duration in seconds, fractions allowed, at most 1,000,000,000 (31 years; more would overflow
/// a time point in nanoseconds). What is more than nothing is at least a millisecond.
base::Result<std::chrono::milliseconds> parse_seconds(std::string_view text);

/// The same, with ms, s, m or h behind it for other units than seconds: "90", "1.5s", "500ms".
base::Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// A whole number that fits into 32 bits.
base::Result<unsigned> parse_count(std::string_view text);

/// The same, and not 0.
base::Result<unsigned> parse_positive(std::string_view text);

/// A number of bytes per second, with K, M or G behind it for its multiples by 1024, in either
/// case, as curl reads it.
base::Result<base::Bytes> parse_rate(std::string_view text);

/// "10/s", "90/m", "500/h": the time between two of so many.
base::Result<std::chrono::nanoseconds> parse_frequency(std::string_view text);

/// A text that must not be empty.
base::Result<std::string> parse_nonempty(std::string_view text);

/// "type/subtype" in lowercase.
base::Result<std::string> parse_mime(std::string_view text);

/// --boundary: what may stand between the parts of a multipart body (RFC 2046, 5.1.1).
base::Result<std::string> parse_boundary(std::string_view text);

/// --verify: yes, no, true or false in any case, else the path of certificates.
base::Result<http::TlsPolicy> parse_verify(std::string_view text);

/// An error about a value, said of what the user typed it for: "--timeout: …".
base::Error about(std::string_view name, const base::Error& reason);

/// Passes a value on to what wants it, or the error that it is instead.
template <class T, class Take>
base::Result<void> take(base::Result<T> value, const Take& consume) {
    if (!value) {
        return value.error();
    }
    consume(*std::move(value));
    return {};
}

/// The error for a text that is none of the words, which are separated by blanks.
base::Error none_of(std::string_view text, std::string_view words);

/// A word and what it stands for.
template <class Meaning>
struct Choice {
    std::string_view word;
    Meaning meaning;
};

/// The meaning of `text`. Errors name all the words.
template <class Meaning>
base::Result<Meaning> choose(std::string_view text, std::span<const Choice<Meaning>> choices) {
    std::string words;
    for (const Choice<Meaning>& choice : choices) {
        if (choice.word == text) {
            return choice.meaning;
        }
        words += words.empty() ? "" : " ";
        words += choice.word;
    }
    return none_of(text, words);
}

} // namespace latch::cli
