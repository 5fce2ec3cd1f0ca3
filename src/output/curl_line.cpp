// SPDX-License-Identifier: MIT
#include "output/curl_line.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::output {

namespace {

bool is_plain_for_shell(char c) {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
           std::string_view("%+,-./:=@_").find(c) != std::string_view::npos;
}

/// The escapes of $'…': everything that a terminal obeys, and bytes that are no UTF-8.
std::string ansi_quoted(std::string_view text) {
    std::string quoted = "$'";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte >= 0x20 && byte < 0x7f) {
            quoted += c;
        } else {
            quoted += "\\x" + base::to_hex({&c, 1});
        }
    }
    return quoted + '\'';
}

std::string shell_word(std::string_view text) {
    if (!text.empty() && std::ranges::all_of(text, is_plain_for_shell)) {
        return std::string(text);
    }
    if (base::printable(text) != text) {
        return ansi_quoted(text);
    }
    std::string inside = "'";
    for (const char c : text) {
        inside += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return inside + '\'';
}

} // namespace

void CurlLine::put(std::string_view terse, std::string_view spelled_out) {
    command_.line += ' ';
    command_.line += style_.options == CurlOptions::terse ? terse : spelled_out;
}

void CurlLine::put(std::string_view terse, std::string_view spelled_out, std::string_view value) {
    put(terse, spelled_out);
    put_word(value);
}

void CurlLine::put_secret(
    std::string_view name, std::string_view value, std::string_view shortened
) {
    const bool is_shown = style_.secrets == Secrets::shown;
    put(name, name, is_shown ? value : shortened);
    if (!is_shown) {
        warn_of_secrets();
    }
}

void CurlLine::put_word(std::string_view word) {
    command_.line += ' ';
    command_.line += shell_word(word);
}

void CurlLine::warn(std::string words) {
    command_.warnings.push_back(std::move(words));
}

void CurlLine::warn_of_secrets() {
    if (!std::exchange(warned_of_secrets_, true)) {
        warn("secrets are shortened, --show-secrets writes them out");
    }
}

} // namespace latch::output
