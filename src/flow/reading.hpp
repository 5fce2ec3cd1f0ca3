// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/script.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::flow {

/// A part of a file's text, by the offsets of its bytes.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0; ///< behind the last

    bool operator==(const Range&) const = default;
};

/// A flow file while it is read: its text, where things stand in it, and what is wrong so far.
///
/// The text has no byte order mark, its lines end in LF, and it is UTF-8 without NUL and without
/// the marks of holes: what is not becomes U+FFFD, a character for each, and is noted.
class Reading {
public:
    explicit Reading(std::string_view file);

    const std::string& text() const noexcept { return text_; }

    std::size_t size() const noexcept { return text_.size(); }

    std::string_view between(Range range) const noexcept;
    /// Whether it stands at an offset.
    bool has(std::string_view what, std::size_t at) const noexcept;
    /// Where the first character stands that is no space and no tab.
    std::size_t past_blanks(std::size_t at) const noexcept;
    /// The offset of the LF that ends the line, or of the end.
    std::size_t line_end(std::size_t at) const noexcept;
    std::size_t next_line(std::size_t at) const noexcept;
    /// Whether there is nothing but blanks in what is left of the line.
    bool is_blank_line(std::size_t at) const noexcept;
    /// Where the line ends that has a blank line after it, or the end of the file.
    std::size_t paragraph_end(std::size_t at) const noexcept;
    /// Where the last of the lines ends that go on with this one: they are indented, and not blank.
    std::size_t indented_end(std::size_t at) const noexcept;

    Position position(std::size_t at) const noexcept;

    void note(std::size_t at, std::string what, std::string hint = {});

    /// So many mistakes so far; `forget` drops those that came later.
    std::size_t noted() const noexcept { return mistakes_.size(); }

    void forget(std::size_t noted_before);
    /// All that were noted, in the order of the file.
    std::vector<Mistake> mistakes() const;

private:
    void take_line(std::string_view line);
    void count_characters();
    std::size_t characters_before(std::size_t at) const noexcept;

    std::string text_;
    std::vector<std::size_t> lines_; ///< where each begins
    std::vector<std::size_t>
        characters_; ///< before each block of bytes, so that long lines count fast
    std::vector<Mistake> mistakes_;
};

} // namespace latch::flow
