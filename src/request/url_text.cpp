// SPDX-License-Identifier: MIT
#include "latch/request/url_text.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <cstdint>

namespace latch::request {

namespace {

using base::Error;
using base::ErrorKind;
using base::Filling;
using base::Result;

constexpr std::string_view ends_of_authority = "/?#";

bool is_unreserved(char c) noexcept {
    constexpr std::string_view marks = "-._~";
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
           marks.find(c) != std::string_view::npos;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string whole;
    for (const char c : text) {
        if (is_unreserved(c)) {
            whole += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        whole += '%';
        whole += digits[byte >> 4U];
        whole += digits[byte & 0xfU];
    }
    return whole;
}

/// A place in a URL.
enum class Within : std::uint8_t { nothing, host, path, query };

Within place_behind(std::string_view before) noexcept {
    if (before.empty()) {
        return Within::nothing;
    }
    const auto scheme = before.find("://");
    const bool has_scheme = scheme < before.find_first_of(ends_of_authority);
    const std::string_view rest = has_scheme ? before.substr(scheme + 3) : before;
    if (rest.find_first_of("?#") != std::string_view::npos) {
        return Within::query;
    }
    return rest.find('/') == std::string_view::npos ? Within::host : Within::path;
}

Error unfit(const Filling& filling, std::string_view why) {
    return Error(ErrorKind::usage, "the value of {{" + filling.name + "}} " + std::string(why))
        .hinting("{{raw " + filling.name + "}} takes it as it is");
}

bool ends_authority(std::string_view text) noexcept {
    return text.empty() || ends_of_authority.find(text.front()) != std::string_view::npos;
}

/// `behind` is what follows it up to the next hole.
Result<std::string>
in_host(const Filling& filling, std::string_view before, std::string_view behind) {
    const std::string& text = filling.text;
    const bool is_last = ends_authority(behind);
    const bool leaves_host =
        !text.empty() && ends_of_authority.find(text.front()) != std::string::npos;
    if (is_last && (text.empty() || leaves_host)) {
        return text;
    }
    const bool is_port = before.ends_with(':') && !before.ends_with("::") &&
                         std::ranges::all_of(text, base::is_ascii_digit);
    const bool begins_host = before.ends_with("://");
    const auto is_of_name = [](char c) {
        constexpr std::string_view others = "-._:[]";
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
               others.find(c) != std::string_view::npos;
    };
    const bool is_name = std::ranges::all_of(text, is_of_name);
    if (is_port || (is_name && (begins_host || !is_last))) {
        return text;
    }
    return unfit(filling, is_last ? "follows a host and is no path" : "is no part of a host");
}

Result<std::string>
in_path(const Filling& filling, std::string_view before, std::string_view behind) {
    const bool is_segment = before.ends_with('/') && ends_authority(behind);
    if (is_segment && filling.text.empty()) {
        return unfit(filling, "is empty, and is all of a step of the path");
    }
    if (is_segment && (filling.text == "." || filling.text == "..")) {
        return unfit(filling, "would lead to another path");
    }
    return encoded(filling.text);
}

/// What a value is between those two.
Result<std::string>
part_of(const Filling& filling, std::string_view before, std::string_view behind) {
    const Within place = place_behind(before);
    if (filling.is_unknown) {
        // It is a path behind a host, so that the rest can be read.
        return place == Within::host ? '/' + filling.text : filling.text;
    }
    if (filling.is_raw) {
        return filling.text;
    }
    switch (place) {
    case Within::host:
        return in_host(filling, before, behind);
    case Within::path:
        return in_path(filling, before, behind);
    case Within::query:
        return encoded(filling.text);
    case Within::nothing:
        break;
    }
    return filling.text;
}

} // namespace

Result<std::string> fill_url(std::string_view text, base::Fillings fillings) {
    std::string url;
    const auto pieces = base::pieces_of(text);
    for (auto piece = pieces.begin(); piece != pieces.end(); ++piece) {
        if (!piece->hole) {
            url += piece->text;
            continue;
        }
        const auto next = piece + 1;
        const std::string_view behind = next == pieces.end() ? "" : next->text;
        auto part = part_of(fillings[*piece->hole], url, behind);
        if (!part) {
            return part;
        }
        url += *part;
    }
    return url;
}

} // namespace latch::request
