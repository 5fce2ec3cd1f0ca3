// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace latch::test {

/// A part of a token: base64 for URLs, without padding.
inline std::string token_part(std::string_view text) {
    std::string part = base::base64_encode(text);
    part.erase(std::min(part.find('='), part.size()));
    std::ranges::replace(part, '+', '-');
    std::ranges::replace(part, '/', '_');
    return part;
}

/// A JSON Web Token with these claims, and a signature that nobody checks.
inline std::string
a_jwt(std::string_view claims, std::string_view header = R"({"alg":"HS256","typ":"JWT"})") {
    return token_part(header) + '.' + token_part(claims) + ".c2lnbmF0dXJl";
}

} // namespace latch::test
