// SPDX-License-Identifier: MIT
#include "flow/script_words.hpp"

#include <algorithm>

namespace latch::flow {

std::optional<Word> WordReader::next(std::vector<Template>& templates) {
    skip_blanks();
    if (at_ < end_ && here() == '#') {
        at_ = std::min(reading_.line_end(at_), end_);
    }
    if (ends_word()) {
        return std::nullopt;
    }
    Word word{.text = {}, .at = at_};
    while (!ends_word()) {
        take({word.text, templates});
    }
    return word;
}

bool WordReader::go_to_next_line() noexcept {
    at_ = std::min(reading_.next_line(at_), end_);
    return at_ < end_;
}

void WordReader::skip_blanks() noexcept {
    at_ = std::min(reading_.past_blanks(at_), end_);
    if (const auto end = at_ < end_ ? continued_line() : std::nullopt) {
        at_ = *end;
    }
}

bool WordReader::ends_word() const noexcept {
    if (at_ >= end_) {
        return true;
    }
    const char c = here();
    return c == ' ' || c == '\t' || c == '\n' || (closing_ != '\0' && c == closing_) ||
           continued_line().has_value();
}

std::optional<std::size_t> WordReader::continued_line() const noexcept {
    const bool is_last = here() == '\\' && reading_.is_blank_line(at_ + 1);
    return is_last ? std::optional(std::min(reading_.line_end(at_), end_)) : std::nullopt;
}

void WordReader::take(Draft draft) {
    if (const auto past = take_braces(reading_, at_, draft)) {
        at_ = *past;
    } else if (here() == '\'' || here() == '"') {
        take_quoted(draft);
    } else {
        at_ += here() == '\\' && at_ + 1 < end_ ? 1U : 0U;
        draft.text += here();
        ++at_;
    }
}

/// In double quotes `\` is itself but before what a shell has it for (POSIX shell, 2.2.3).
void WordReader::take_escaped(std::string& text) {
    constexpr std::string_view escapable = "$`\"\\\n";
    const bool is_escape = here() == '\\' && at_ + 1 < end_ &&
                           escapable.find(reading_.text()[at_ + 1]) != std::string_view::npos;
    at_ += is_escape ? 1 : 0;
    if (!is_escape || here() != '\n') {
        text += here();
    }
    ++at_;
}

void WordReader::take_quoted(Draft draft) {
    const std::size_t opened = at_;
    const char quote = here();
    const std::size_t noted = reading_.noted();
    const std::size_t templates = draft.templates.size();
    const std::size_t length = draft.text.size();
    for (++at_; at_ < end_ && here() != quote;) {
        if (const auto past = take_braces(reading_, at_, draft)) {
            at_ = *past;
        } else if (quote == '"') {
            take_escaped(draft.text);
        } else {
            draft.text += here();
            ++at_;
        }
    }
    const bool is_long = reading_.paragraph_end(opened) < at_;
    const bool is_closed = at_ < end_;
    at_ += is_closed ? 1 : 0;
    // One that was forgotten goes on to where the next one was to open, within a word.
    if (is_closed && (!is_long || ends_word())) {
        return;
    }
    // What was read since may be other requests: they are read again, from the next paragraph on.
    reading_.forget(noted);
    draft.templates.resize(templates);
    draft.text.resize(length);
    reading_.note(
        opened,
        std::string("a quote ") + quote + " that is not closed",
        is_closed ? "one that goes over empty lines closes at the end of a word" : ""
    );
    at_ = std::min(reading_.paragraph_end(opened), end_);
}

} // namespace latch::flow
