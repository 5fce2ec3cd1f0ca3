// SPDX-License-Identifier: MIT
#pragma once

#include "flow/reading.hpp"
#include "flow/script_text.hpp"

#include "latch/flow/script.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::flow {

/// A word without its quotes, its templates being holes.
struct Word {
    std::string text;
    std::size_t at = 0;
};

/// Reads words as a shell would split them: `'…'`, `"…"` and `\` quote, `#` at the beginning of one
/// begins a comment; `$`, globs and backticks mean nothing. A `\` at the end of a line is a blank.
/// A quote that goes over empty lines closes at the end of a word, or it is one that was forgotten.
class WordReader {
public:
    /// `closing` ends the words where it is not quoted; NUL: nothing does.
    WordReader(Reading& reading, Range range, char closing = '\0') noexcept
        : reading_(reading), at_(range.begin), end_(range.end), closing_(closing) {}

    /// The next word of the line; nothing where the line ends, the words are closed or the range
    /// ends. Its templates are added.
    std::optional<Word> next(std::vector<Template>& templates);
    /// Goes past the end of the line that is read; false if the range ends with it.
    bool go_to_next_line() noexcept;
    /// Goes past the blanks before the next word.
    void skip_blanks() noexcept;

    std::size_t at() const noexcept { return at_; }

    void go_to(std::size_t at) noexcept { at_ = at; }

private:
    char here() const noexcept { return reading_.text()[at_]; }

    bool ends_word() const noexcept;
    /// Where the line ends, if there is nothing before but a `\` and blanks.
    std::optional<std::size_t> continued_line() const noexcept;
    void take(Draft draft);
    void take_escaped(std::string& text);
    void take_quoted(Draft draft);

    Reading& reading_;
    std::size_t at_;
    std::size_t end_;
    char closing_;
};

} // namespace latch::flow
