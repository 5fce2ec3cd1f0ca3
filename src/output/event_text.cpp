// SPDX-License-Identifier: MIT
#include "output/event_text.hpp"

#include <algorithm>

namespace latch::output {

void EventText::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        switch (inside_) {
        case Inside::name:
            take_name(bytes);
            break;
        case Inside::gap:
            take_gap(bytes);
            break;
        case Inside::value:
        case Inside::json:
        case Inside::comment:
            take_rest_of_line(bytes);
            break;
        }
    }
}

void EventText::finish() {
    if (json_) {
        json_->finish();
    }
    text_.finish();
}

/// A field's name up to its colon; a line that begins with one is a comment.
void EventText::take_name(std::string_view& bytes) {
    if (at_line_start_ && bytes.front() == ':') {
        inside_ = Inside::comment;
        text_.turn_to(Role::comment);
        return;
    }
    at_line_start_ = false;
    const std::size_t size = std::min(bytes.find_first_of(":\n"), bytes.size());
    text_.turn_to(Role::tag);
    text_.feed(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (bytes.empty()) {
        return;
    }
    if (bytes.front() == '\n') {
        end_line();
    } else {
        text_.turn_to(Role::punctuation);
        text_.feed(":");
        inside_ = Inside::gap;
    }
    bytes.remove_prefix(1);
}

/// What is between the colon and the value: blanks.
void EventText::take_gap(std::string_view& bytes) {
    const std::size_t size = std::min(bytes.find_first_not_of(' '), bytes.size());
    text_.turn_to(Role::plain);
    text_.feed(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (bytes.empty()) {
        return;
    }
    if (bytes.front() == '{' || bytes.front() == '[') {
        text_.finish();
        json_.emplace(fresh_json_);
        inside_ = Inside::json;
    } else {
        inside_ = Inside::value;
    }
}

void EventText::take_rest_of_line(std::string_view& bytes) {
    const std::size_t size = std::min(bytes.find('\n'), bytes.size());
    if (json_) {
        json_->feed(bytes.substr(0, size));
    } else if (size < bytes.size()) { // with its LF, before which a CR is harmless
        text_.feed(bytes.substr(0, size + 1));
    } else {
        text_.feed(bytes);
    }
    bytes.remove_prefix(size);
    if (!bytes.empty()) {
        if (json_) {
            json_->finish();
            json_.reset();
            painter_->put(Role::plain, "\n");
        }
        inside_ = Inside::name;
        at_line_start_ = true;
        bytes.remove_prefix(1);
    }
}

void EventText::end_line() {
    text_.feed("\n"); // in the colour of the name: a CR before it is not to be cut off
    inside_ = Inside::name;
    at_line_start_ = true;
}

} // namespace latch::output
