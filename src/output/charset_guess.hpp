// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace latch::output {

/// What is too short is not guessed: a few letters look like every charset. HTTPie's bound.
inline constexpr std::size_t least_to_guess_by = 33;

/// The charset that `bytes`, which are not UTF-8, are most probably text in; lowercase.
///
/// Empty where nothing speaks for any but Windows-1252, as on the web; also for its subset
/// ISO-8859-1, and for those that are rare and that short texts in it are taken for
/// (ISO-8859-3, 4, 10, 13 to 16). Bytes with a NUL are no text.
std::string guessed_charset(std::string_view bytes);

} // namespace latch::output
