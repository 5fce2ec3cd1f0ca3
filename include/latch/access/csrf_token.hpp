// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Tokens as Spring Security writes them: raw, or masked anew in every answer (spring.md 2.2).
namespace latch::access {

/// The masked form of a token: `noise`, then the token XOR `noise`, in base64url with padding.
/// Any noise will do that is as long as the token; nothing for an empty token or other noise.
std::optional<std::string> masked(std::string_view raw, std::string_view noise);

/// The token as the server keeps it, whether `token` is masked or not.
///
/// What is read as masked has to give 16 or more visible ASCII characters, which other base64
/// does not by accident. Tokens that other frameworks mask (Rails, Django) come back as they are.
std::string raw_token(std::string_view token);

/// Whether both are forms of one token.
bool is_same_token(std::string_view a, std::string_view b);

} // namespace latch::access
