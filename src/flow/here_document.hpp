// SPDX-License-Identifier: MIT
#pragma once

#include "flow/reading.hpp"
#include "flow/script_words.hpp"

#include "latch/flow/script.hpp"

#include <optional>
#include <vector>

namespace latch::flow {

/// Whether `<<` begins a word where the reader is, past blanks.
bool is_at_here_document(const Reading& reading, const WordReader& words) noexcept;

/// Reads `<<TAG`, which ends its line, and the lines up to TAG: the word "--raw=BODY". The reader
/// goes to the end of TAG's line. Nothing if it is wrong, which is noted; the reader is at the end
/// of the paragraph then.
std::optional<Word>
read_here_document(Reading& reading, WordReader& words, std::vector<Template>& templates);

} // namespace latch::flow
