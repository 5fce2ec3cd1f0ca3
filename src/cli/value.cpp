// SPDX-License-Identifier: MIT
#include "cli/value.hpp"

#include "latch/base/text.hpp"
#include "latch/http/headers.hpp"
#include "latch/http/multipart.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr double longest_seconds = 1e9;

std::string quoted(std::string_view text) {
    return "'" + std::string(text) + "'";
}

/// What is not negative, all of it and without an exponent.
std::optional<double> fixed_number(std::string_view text) {
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] =
        std::from_chars(text.data(), end, number, std::chars_format::fixed);
    // "-0" is a number to from_chars, and NaN compares false with everything.
    const bool is_one = problem == std::errc{} && stop == end;
    return is_one && !text.starts_with('-') && number >= 0 ? std::optional(number) : std::nullopt;
}

/// What is more than nothing is at least a millisecond.
std::chrono::milliseconds rounded(double seconds) {
    const long long whole = std::llround(seconds * 1000);
    return std::chrono::milliseconds(whole == 0 && seconds > 0 ? 1 : whole);
}

} // namespace

Result<std::chrono::milliseconds> parse_seconds(std::string_view text) {
    const auto seconds = fixed_number(text);
    if (!seconds || *seconds > longest_seconds) {
        return Error(ErrorKind::usage, quoted(text) + " is no number of seconds")
            .hinting("fractions are allowed: 2.5; at most 1000000000");
    }
    return rounded(*seconds);
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
    struct Unit {
        std::string_view name;
        double seconds;
    };

    // "ms" before "s", which it ends with.
    constexpr auto units =
        std::to_array<Unit>({{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"", 1}});
    const Unit& unit = *std::ranges::find_if(units, [text](const Unit& each) {
        return text.ends_with(each.name);
    });
    const auto number = fixed_number(text.substr(0, text.size() - unit.name.size()));
    if (!number || *number * unit.seconds > longest_seconds) {
        return Error(ErrorKind::usage, quoted(text) + " is no duration")
            .hinting("a number of seconds, or one with ms, s, m or h behind it: 90, 1.5s, 500ms");
    }
    return rounded(*number * unit.seconds);
}

Result<unsigned> parse_count(std::string_view text) {
    const auto number = base::parse_decimal(text);
    if (!number || *number > std::numeric_limits<std::uint32_t>::max()) {
        return Error(ErrorKind::usage, quoted(text) + " is no whole number from 0 to 4294967295");
    }
    return static_cast<unsigned>(*number);
}

Result<unsigned> parse_positive(std::string_view text) {
    auto number = parse_count(text);
    if (!number || *number == 0) {
        return Error(ErrorKind::usage, quoted(text) + " is no whole number from 1 to 4294967295");
    }
    return number;
}

Result<base::Bytes> parse_rate(std::string_view text) {
    constexpr std::string_view multiples = "kmg";
    constexpr unsigned bits_each = 10;
    constexpr std::uint64_t most = std::uint64_t{1} << 40U;
    const std::string lowered = base::to_ascii_lower(text);
    const auto multiple = lowered.empty() ? std::string_view::npos : multiples.find(lowered.back());
    const bool is_multiple = multiple != std::string_view::npos;
    const auto number = base::parse_decimal(text.substr(0, text.size() - (is_multiple ? 1 : 0)));
    const auto shift = is_multiple ? bits_each * (static_cast<unsigned>(multiple) + 1) : 0U;
    if (!number || *number > most >> shift) {
        return Error(ErrorKind::usage, quoted(text) + " is no number of bytes per second")
            .hinting("K, M and G are understood: 500K, 2M; at most 1024G");
    }
    return base::Bytes{*number << shift};
}

Result<std::chrono::nanoseconds> parse_frequency(std::string_view text) {
    const auto halves = base::split_once(text, '/');
    const auto count = halves ? parse_positive(halves->first) : Result<unsigned>(0U);
    constexpr auto units = std::to_array<std::pair<std::string_view, std::chrono::seconds>>({
        {"s", std::chrono::seconds(1)},
        {"m", std::chrono::minutes(1)},
        {"h", std::chrono::hours(1)},
    });
    const std::string_view name = halves ? halves->second : std::string_view();
    const auto* const unit =
        std::ranges::find(units, name, [](const auto& each) { return each.first; });
    if (!count || unit == units.end()) {
        return Error(ErrorKind::usage, "'" + std::string(text) + "' is no rate")
            .hinting("write 10/s, 90/m or 500/h");
    }
    return std::chrono::nanoseconds(unit->second) / *count;
}

Result<std::string> parse_nonempty(std::string_view text) {
    if (text.empty()) {
        return Error(ErrorKind::usage, "the value is empty");
    }
    return std::string(text);
}

Result<std::string> parse_mime(std::string_view text) {
    const auto halves = base::split_once(text, '/');
    if (!halves || !http::is_token(halves->first) || !http::is_token(halves->second)) {
        return Error(ErrorKind::usage, quoted(text) + " is no media type")
            .hinting("write type/subtype, for example application/json");
    }
    return base::to_ascii_lower(text);
}

Result<std::string> parse_boundary(std::string_view text) {
    if (!http::is_boundary(text)) {
        return Error(ErrorKind::usage, quoted(text) + " is no boundary")
            .hinting("1 to 70 letters, digits and '()+_,-./:=? are allowed, no blank at the end");
    }
    return std::string(text);
}

Result<http::TlsPolicy> parse_verify(std::string_view text) {
    if (text.empty()) {
        return Error(ErrorKind::usage, "the value is empty").hinting("write yes, no or a path");
    }
    if (base::iequals(text, "yes") || base::iequals(text, "true")) {
        return http::TlsPolicy{.verify = true, .ca = {}};
    }
    if (base::iequals(text, "no") || base::iequals(text, "false")) {
        return http::TlsPolicy{.verify = false, .ca = {}};
    }
    return http::TlsPolicy{.verify = true, .ca = {std::string(text)}};
}

Error about(std::string_view name, const Error& reason) {
    return Error(ErrorKind::usage, std::string(name) + ": " + reason.what())
        .because(reason.cause())
        .hinting(reason.hint());
}

Error none_of(std::string_view text, std::string_view words) {
    std::string list;
    for (const std::string_view word : base::split(words, ' ')) {
        list += list.empty() ? "" : ", ";
        list += word;
    }
    return {ErrorKind::usage, quoted(text) + " is none of " + list};
}

} // namespace latch::cli
