// SPDX-License-Identifier: MIT
#include "output/script_guard.hpp"

#include <algorithm>
#include <array>

namespace latch::output {

namespace {

/// Those that begin as JSON does.
constexpr std::array<std::string_view, 2> like_json{"{}&&", "{} &&"};

constexpr std::array<std::string_view, 3> literals{"true", "false", "null"};

enum class Beginning : std::uint8_t {
    unknown, ///< more has to come
    json,
    guard,
};

template <std::size_t count>
bool begins_one_of(const std::array<std::string_view, count>& words, std::string_view text) {
    return std::ranges::any_of(words, [text](auto word) { return word.starts_with(text); });
}

template <std::size_t count>
bool begins_with_one_of(const std::array<std::string_view, count>& words, std::string_view text) {
    return std::ranges::any_of(words, [text](auto word) { return text.starts_with(word); });
}

/// `text` begins with no blank.
Beginning beginning_of(std::string_view text) {
    constexpr std::string_view json = "{[\"-0123456789";
    if (begins_with_one_of(like_json, text)) {
        return Beginning::guard;
    }
    if (begins_one_of(like_json, text) || begins_one_of(literals, text)) {
        return Beginning::unknown;
    }
    const bool is_json =
        json.find(text.front()) != std::string_view::npos || begins_with_one_of(literals, text);
    return is_json ? Beginning::json : Beginning::guard;
}

/// The size of a guard that has brackets itself, 0 if `text` begins with none.
std::size_t like_json_size(std::string_view text) {
    for (const std::string_view guard : like_json) {
        if (text.starts_with(guard)) {
            return guard.size();
        }
    }
    return 0;
}

} // namespace

std::string_view ScriptGuard::pass(std::string_view bytes) {
    switch (stage_) {
    case Stage::before_first_token:
        return look(bytes);
    case Stage::within_guard:
        return show_guard(bytes);
    case Stage::within_text:
        text_.feed(bytes);
        return {};
    case Stage::through:
        break;
    }
    return bytes;
}

std::string_view ScriptGuard::finish() {
    text_.finish();
    const bool is_undecided = stage_ == Stage::before_first_token;
    stage_ = Stage::through;
    return is_undecided ? std::string_view(begun_) : std::string_view();
}

std::string_view ScriptGuard::look(std::string_view bytes) {
    begun_ += bytes;
    const std::string_view begun = begun_;
    const std::size_t first = begun.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos && begun.size() <= longest) {
        return {};
    }
    const auto beginning =
        first == std::string_view::npos ? Beginning::json : beginning_of(begun.substr(first));
    switch (beginning) {
    case Beginning::unknown:
        return {};
    case Beginning::json:
        stage_ = Stage::through;
        return begun;
    case Beginning::guard:
        break;
    }
    stage_ = Stage::within_guard;
    shown_ = first + like_json_size(begun.substr(first));
    text_.feed(begun.substr(0, shown_));
    return show_guard(begun.substr(shown_));
}

/// A string is none of JSON's here: what is quoted in words is words.
std::string_view ScriptGuard::show_guard(std::string_view bytes) {
    const std::size_t end = std::min(bytes.find_first_of("{[\""), bytes.size());
    shown_ += end;
    const bool is_words = shown_ > longest || (end < bytes.size() && bytes[end] == '"');
    if (is_words) {
        stage_ = Stage::within_text;
        text_.feed(bytes);
        return {};
    }
    text_.feed(bytes.substr(0, end));
    if (end < bytes.size()) {
        text_.finish();
        stage_ = Stage::through;
    }
    return bytes.substr(end);
}

} // namespace latch::output
