// SPDX-License-Identifier: MIT
#include "latch/base/base64url.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::base {

std::string base64url_encode(std::string_view bytes) {
    std::string text = base64_encode(bytes);
    text.resize(std::min(text.size(), text.find('=')));
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.find_first_of("+/=") != std::string_view::npos) {
        return std::nullopt;
    }
    std::string padded(text);
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    padded.append((4 - padded.size() % 4) % 4, '=');
    // One character alone is not enough for a byte, and has got three signs of padding.
    return padded.ends_with("===") ? std::nullopt : base64_decode(padded);
}

} // namespace latch::base
