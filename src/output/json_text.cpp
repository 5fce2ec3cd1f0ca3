// SPDX-License-Identifier: MIT
#include "output/json_text.hpp"

#include "latch/base/text.hpp"
#include "latch/output/format_options.hpp"

#include <algorithm>
#include <array>

namespace latch::output {

namespace {

/// A line end and the blanks of the deepest line; every other is a prefix of it.
constexpr auto deepest_line = [] {
    std::array<char, 1 + widest_indent * JsonText::depth_limit> line{};
    line.fill(' ');
    line[0] = '\n';
    return line;
}();

constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

constexpr std::string_view literal_beginning_with(char first) noexcept {
    switch (first) {
    case 't':
        return "true";
    case 'f':
        return "false";
    case 'n':
        return "null";
    default:
        return {};
    }
}

} // namespace

void JsonText::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        switch (inside_) {
        case Inside::nothing:
            if (is_blank(bytes.front())) {
                skip_blanks(bytes);
            } else if (begin_token(bytes)) {
                blank_ = '\0';
            } else {
                give_up(bytes);
            }
            break;
        case Inside::string:
            take_string(bytes, 0);
            break;
        case Inside::number:
            take_number(bytes);
            break;
        case Inside::literal:
            take_literal(bytes);
            break;
        case Inside::foreign_text:
            text_.feed(bytes);
            return;
        }
    }
}

void JsonText::finish() {
    sieve_.finish(*painter_, string_role_);
    text_.finish();
    painter_->rest();
}

void JsonText::skip_blanks(std::string_view& bytes) {
    std::size_t size = 0;
    while (size < bytes.size() && is_blank(bytes[size])) {
        ++size;
    }
    const std::string_view blanks = bytes.substr(0, size);
    if (layout_ == Layout::as_sent) {
        text_.feed(blanks);
    } else if (blank_ != '\n') {
        blank_ = blanks.find('\n') == std::string_view::npos ? ' ' : '\n';
    }
    bytes.remove_prefix(size);
}

/// Takes what a token begins with, if one may begin here.
bool JsonText::begin_token(std::string_view& bytes) {
    if (layout_ == Layout::as_sent) {
        text_.finish(); // blanks may have ended in a CR
    }
    switch (bytes.front()) {
    case '"':
        return begin_string(bytes);
    case '{':
    case '[':
    case '}':
    case ']':
    case ',':
    case ':':
        return take_punctuation(bytes);
    default:
        return begin_scalar(bytes.front());
    }
}

bool JsonText::begin_string(std::string_view& bytes) {
    const bool is_key = expect_ == Expect::key || expect_ == Expect::first_key;
    if (expect_ == Expect::first_key) {
        break_line();
    }
    if (is_key) {
        expect_ = Expect::colon;
    } else if (!begin_value()) {
        return false;
    }
    string_role_ = is_key ? Role::json_key : Role::json_string;
    inside_ = Inside::string;
    take_string(bytes, 1);
    return true;
}

bool JsonText::begin_scalar(char first) {
    const bool is_number = first == '-' || base::is_ascii_digit(first);
    literal_ = literal_beginning_with(first);
    if ((!is_number && literal_.empty()) || !begin_value()) {
        return false;
    }
    number_ = {};
    inside_ = is_number ? Inside::number : Inside::literal;
    return true;
}

bool JsonText::begin_value() {
    switch (expect_) {
    case Expect::document:
    case Expect::value:
        break;
    case Expect::next_document:
    case Expect::first_element:
        break_line();
        break;
    case Expect::first_key:
    case Expect::key:
    case Expect::colon:
    case Expect::comma:
        return false;
    }
    expect_after_value();
    return true;
}

bool JsonText::take_punctuation(std::string_view& bytes) {
    const char mark = bytes.front();
    const bool fits = mark == '{' || mark == '['   ? open(mark)
                      : mark == '}' || mark == ']' ? close(mark)
                      : mark == ','                ? comma()
                                                   : colon();
    if (fits) {
        bytes.remove_prefix(1);
    }
    return fits;
}

bool JsonText::open(char bracket) {
    if (nesting_.size() == depth_limit || !begin_value()) {
        return false;
    }
    painter_->put(Role::punctuation, {&bracket, 1});
    nesting_ += bracket;
    expect_ = bracket == '{' ? Expect::first_key : Expect::first_element;
    return true;
}

bool JsonText::close(char bracket) {
    const bool is_empty = expect_ == Expect::first_key || expect_ == Expect::first_element;
    if (!is_empty && expect_ != Expect::comma) {
        return false;
    }
    if (nesting_.back() != (bracket == '}' ? '{' : '[')) {
        return false;
    }
    nesting_.pop_back();
    if (!is_empty) {
        break_line();
    }
    painter_->put(Role::punctuation, {&bracket, 1});
    expect_after_value();
    return true;
}

bool JsonText::comma() {
    if (expect_ != Expect::comma) {
        return false;
    }
    painter_->put(Role::punctuation, ",");
    expect_ = nesting_.back() == '{' ? Expect::key : Expect::value;
    break_line();
    return true;
}

bool JsonText::colon() {
    if (expect_ != Expect::colon) {
        return false;
    }
    painter_->put(Role::punctuation, layout_ == Layout::indented ? ": " : ":");
    expect_ = Expect::value;
    return true;
}

/// Shows a string up to its end or that of `bytes`, or one character that has to be made safe.
/// The first `known` bytes are fit to be shown.
void JsonText::take_string(std::string_view& bytes, std::size_t known) {
    if (sieve_.waits()) {
        sieve_.take(bytes, *painter_, string_role_);
        return;
    }
    const std::size_t run = showable_run(bytes, known);
    const bool closed = run < bytes.size() && bytes[run] == '"';
    const std::size_t shown = closed ? run + 1 : run;
    painter_->put(string_role_, bytes.substr(0, shown));
    bytes.remove_prefix(shown);
    if (closed) {
        inside_ = Inside::nothing;
    } else if (!bytes.empty()) {
        sieve_.take(bytes, *painter_, string_role_);
    }
}

/// How many bytes can be shown as they are: up to the closing quote, or to a problem.
std::size_t JsonText::showable_run(std::string_view bytes, std::size_t known) {
    std::size_t at = known;
    while (at < bytes.size()) {
        if (escaped_) {
            escaped_ = false;
            at += bytes[at] == '"' || bytes[at] == '\\' ? 1U : 0U;
        }
        at += showable_in_json_string(bytes.substr(at));
        if (at == bytes.size() || bytes[at] != '\\') {
            break;
        }
        escaped_ = true;
        ++at;
    }
    return at;
}

void JsonText::take_number(std::string_view& bytes) {
    std::size_t size = 0;
    while (size < bytes.size() && number_.accept(bytes[size])) {
        ++size;
        while (size < bytes.size() && number_.repeats_digits() && base::is_ascii_digit(bytes[size])
        ) {
            ++size;
        }
    }
    painter_->put(Role::json_number, bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (bytes.empty()) {
        return; // it may go on in the next piece
    }
    if (number_.is_complete()) {
        inside_ = Inside::nothing;
    } else {
        give_up(bytes);
    }
}

void JsonText::take_literal(std::string_view& bytes) {
    const auto [wrong, missing] = std::ranges::mismatch(bytes, literal_);
    const std::string_view right(bytes.begin(), wrong);
    painter_->put(Role::json_literal, right);
    bytes.remove_prefix(right.size());
    literal_.remove_prefix(right.size());
    if (literal_.empty()) {
        inside_ = Inside::nothing;
    } else if (!bytes.empty()) {
        give_up(bytes);
    }
}

/// From here on it is no JSON. A dropped blank comes back unless the layout has put one there.
void JsonText::give_up(std::string_view& bytes) {
    const bool is_laid_out = expect_ == Expect::value || expect_ == Expect::key;
    if (blank_ != '\0' && !is_laid_out) {
        painter_->put(Role::plain, {&blank_, 1});
    }
    inside_ = Inside::foreign_text;
    text_.feed(bytes);
    bytes = {};
}

void JsonText::break_line() {
    if (layout_ == Layout::indented) {
        const std::string_view line(deepest_line.data(), 1 + indent_ * nesting_.size());
        painter_->put(Role::plain, line);
    }
}

void JsonText::expect_after_value() noexcept {
    expect_ = nesting_.empty() ? Expect::next_document : Expect::comma;
}

} // namespace latch::output
