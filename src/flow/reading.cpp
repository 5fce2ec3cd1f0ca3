// SPDX-License-Identifier: MIT
#include "flow/reading.hpp"

#include "latch/base/holes.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <compare>
#include <tuple>
#include <utility>

namespace latch::flow {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t block = 64;

bool continues_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// How many bytes the character at the beginning has; 0 if they are no UTF-8.
std::size_t character_length(std::string_view text) noexcept {
    constexpr std::size_t longest = 4;
    std::size_t length = 1;
    while (length < longest && length < text.size() && continues_character(text[length])) {
        ++length;
    }
    return base::is_utf8(text.substr(0, length)) ? length : 0;
}

/// What is wrong with the character at the beginning, whose length is given; empty: nothing.
std::string_view fault_of(std::string_view text, std::size_t length) noexcept {
    if (length == 0) {
        return "this is not UTF-8";
    }
    if (text.front() == '\0') {
        return "a NUL character";
    }
    const std::string_view character = text.substr(0, length);
    return character == base::hole_begins || character == base::hole_ends
               ? "U+FDD0 and U+FDD1 are no characters"
               : "";
}

} // namespace

Reading::Reading(std::string_view file) {
    file.remove_prefix(file.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    text_.reserve(file.size());
    lines_.push_back(0);
    for (;;) {
        const std::size_t end = file.find('\n');
        std::string_view line = file.substr(0, end);
        const bool is_last = end == std::string_view::npos;
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        take_line(line);
        if (is_last) {
            break;
        }
        text_ += '\n';
        lines_.push_back(text_.size());
        file.remove_prefix(end + 1);
    }
    count_characters();
}

/// Of each line the first fault is noted: a file that is no text would have too many.
void Reading::take_line(std::string_view line) {
    std::size_t column = 1;
    bool is_noted = false;
    for (; !line.empty(); ++column) {
        const std::size_t length = character_length(line);
        const std::string_view fault = fault_of(line, length);
        if (!fault.empty() && !is_noted) {
            mistakes_.push_back(
                {.at = {.line = lines_.size(), .column = column}, .what = std::string(fault)}
            );
            is_noted = true;
        }
        const std::size_t taken = std::max<std::size_t>(length, 1);
        text_ += fault.empty() ? line.substr(0, taken) : replacement;
        line.remove_prefix(taken);
    }
}

void Reading::count_characters() {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text_.size(); ++at) {
        if (at % block == 0) {
            characters_.push_back(count);
        }
        count += continues_character(text_[at]) ? 0U : 1U;
    }
    characters_.push_back(count);
}

std::size_t Reading::characters_before(std::size_t at) const noexcept {
    const std::size_t counted = at / block * block;
    std::size_t count = characters_[at / block];
    for (std::size_t each = counted; each < at; ++each) {
        count += continues_character(text_[each]) ? 0U : 1U;
    }
    return count;
}

std::string_view Reading::between(Range range) const noexcept {
    return std::string_view(text_).substr(range.begin, range.end - range.begin);
}

bool Reading::has(std::string_view what, std::size_t at) const noexcept {
    return std::string_view(text_).substr(std::min(at, text_.size())).starts_with(what);
}

std::size_t Reading::past_blanks(std::size_t at) const noexcept {
    return std::min(text_.find_first_not_of(" \t", at), text_.size());
}

std::size_t Reading::line_end(std::size_t at) const noexcept {
    return std::min(text_.find('\n', at), text_.size());
}

std::size_t Reading::next_line(std::size_t at) const noexcept {
    return std::min(line_end(at) + 1, text_.size());
}

bool Reading::is_blank_line(std::size_t at) const noexcept {
    const std::size_t first = past_blanks(at);
    return first == text_.size() || text_[first] == '\n';
}

std::size_t Reading::paragraph_end(std::size_t at) const noexcept {
    do {
        at = next_line(at);
    } while (!is_blank_line(at));
    return at > 0 && text_[at - 1] == '\n' ? at - 1 : at;
}

std::size_t Reading::indented_end(std::size_t at) const noexcept {
    for (;;) {
        const std::size_t end = line_end(at);
        const std::size_t next = next_line(at);
        if (next == end || is_blank_line(next) || past_blanks(next) == next) {
            return end;
        }
        at = next;
    }
}

Position Reading::position(std::size_t at) const noexcept {
    const auto after = std::ranges::upper_bound(lines_, at);
    const std::size_t line_begins = *std::prev(after);
    return {
        .line = static_cast<std::size_t>(after - lines_.begin()),
        .column = characters_before(at) - characters_before(line_begins) + 1,
    };
}

void Reading::note(std::size_t at, std::string what, std::string hint) {
    mistakes_.push_back({.at = position(at), .what = std::move(what), .hint = std::move(hint)});
}

void Reading::forget(std::size_t noted_before) {
    mistakes_.erase(mistakes_.begin() + static_cast<std::ptrdiff_t>(noted_before), mistakes_.end());
}

std::vector<Mistake> Reading::mistakes() const {
    std::vector<Mistake> sorted = mistakes_;
    std::ranges::stable_sort(sorted, std::ranges::less{}, [](const Mistake& mistake) {
        return std::tuple(mistake.at.line, mistake.at.column);
    });
    return sorted;
}

} // namespace latch::flow
