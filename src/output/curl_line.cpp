// SPDX-License-Identifier: MIT
#include "output/curl_line.hpp"

#include "latch/base/shell.hpp"
#include "latch/base/text.hpp"

#include <utility>

namespace latch::output {

namespace {

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
    return base::printable(text) == text ? base::shell_word(text) : ansi_quoted(text);
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
