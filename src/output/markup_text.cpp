// SPDX-License-Identifier: MIT
#include "output/markup_text.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::output {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view name_ends = " \t\r\n=/>\"'";

std::size_t until_any(std::string_view bytes, std::string_view stops) {
    return std::min(bytes.find_first_of(stops), bytes.size());
}

} // namespace

void MarkupText::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        switch (inside_) {
        case Inside::text:
            take_text(bytes);
            break;
        case Inside::opening:
            take_opening(bytes);
            break;
        case Inside::name:
        case Inside::tag:
        case Inside::attribute:
            take_tag(bytes);
            break;
        case Inside::value:
            take_value(bytes);
            break;
        case Inside::declaration:
            take_declaration(bytes);
            break;
        }
    }
}

void MarkupText::finish() {
    if (inside_ == Inside::opening) {
        inside_ = Inside::text;
        text_.turn_to(Role::plain);
        text_.feed("<");
    }
    text_.finish();
}

void MarkupText::put(Role role, std::string_view& bytes, std::size_t size) {
    text_.turn_to(role);
    text_.feed(bytes.substr(0, size));
    bytes.remove_prefix(size);
}

void MarkupText::take_text(std::string_view& bytes) {
    put(Role::plain, bytes, until_any(bytes, "<"));
    if (!bytes.empty()) {
        bytes.remove_prefix(1);
        inside_ = Inside::opening;
    }
}

/// What follows a '<', which is not shown yet, tells what it is.
void MarkupText::take_opening(std::string_view& bytes) {
    const char first = bytes.front();
    if (first == '!' || first == '?') {
        inside_ = Inside::declaration;
        begun_.assign(1, '<'); // of "<" an optimising GCC 12 thinks that it overlaps
        text_.turn_to(Role::comment);
    } else if (base::is_ascii_alpha(first) || first == '/' || first == '_') {
        inside_ = Inside::name;
        text_.turn_to(Role::punctuation);
    } else {
        inside_ = Inside::text;
        text_.turn_to(Role::plain);
    }
    text_.feed("<");
}

void MarkupText::take_tag(std::string_view& bytes) {
    const char first = bytes.front();
    const bool is_mark = first == '=' || first == '/' || first == '>';
    if (first == '"' || first == '\'') {
        quote_ = first;
        inside_ = Inside::value;
        put(Role::attribute_value, bytes, 1);
    } else if (is_mark) {
        put(Role::punctuation, bytes, 1);
        inside_ = first == '>' ? Inside::text : inside_;
    } else if (blanks.find(first) != std::string_view::npos) {
        inside_ = Inside::tag;
        put(Role::plain, bytes, std::min(bytes.find_first_not_of(blanks), bytes.size()));
    } else {
        put(inside_ == Inside::name ? Role::tag : Role::attribute,
            bytes,
            until_any(bytes, name_ends));
    }
}

void MarkupText::take_value(std::string_view& bytes) {
    const std::size_t end = bytes.find(quote_);
    put(Role::attribute_value, bytes, end == std::string_view::npos ? bytes.size() : end + 1);
    if (end != std::string_view::npos) {
        inside_ = Inside::tag;
    }
}

/// A comment ends at "-->", a CDATA section at "]]>", everything else at ">".
void MarkupText::take_declaration(std::string_view& bytes) {
    const std::size_t end = bytes.find('>');
    const std::size_t size = end == std::string_view::npos ? bytes.size() : end + 1;
    begun_ += bytes.substr(0, size);
    put(Role::comment, bytes, size);
    const bool ended =
        end != std::string_view::npos &&
        (!begun_.starts_with("<!--") || (begun_.ends_with("-->") && begun_.size() > 6)) &&
        (!begun_.starts_with("<![CDATA[") || begun_.ends_with("]]>"));
    if (ended) {
        inside_ = Inside::text;
    } else if (begun_.size() > 32) { // its beginning and its end tell enough
        begun_.erase(16, begun_.size() - 32);
    }
}

} // namespace latch::output
