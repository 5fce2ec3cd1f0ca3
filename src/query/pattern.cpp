// SPDX-License-Identifier: MIT
#include "latch/query/pattern.hpp"

#include "latch/base/text.hpp"

#include <boost/regex.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

using Matches = boost::match_results<std::wstring::const_iterator>;

static_assert(sizeof(wchar_t) == 4, "a character has to fit");

/// A byte that is no UTF-8 becomes half of a surrogate pair, which UTF-8 never is, and back.
constexpr wchar_t stray = 0xDC00;

/// How many bytes the character at the beginning takes; 0 if it is none.
std::size_t length_of_character(std::string_view text) noexcept {
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
        if (base::is_utf8(text.substr(0, length))) {
            return length;
        }
    }
    return 0;
}

wchar_t decoded(std::string_view character) noexcept {
    constexpr std::array<unsigned, 4> lead_bits{0x7F, 0x1F, 0x0F, 0x07};
    auto value = static_cast<unsigned char>(character[0]) & lead_bits[character.size() - 1];
    for (const char byte : character.substr(1)) {
        value = value << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return static_cast<wchar_t>(value);
}

std::wstring characters_of(std::string_view text) {
    std::wstring characters;
    characters.reserve(text.size());
    while (!text.empty()) {
        const auto byte = static_cast<unsigned char>(text[0]);
        const std::size_t length = byte < 0x80 ? 1 : length_of_character(text);
        characters += length == 0 ? stray + byte : decoded(text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return characters;
}

std::string in_utf8(std::wstring_view characters) {
    std::string text;
    for (const wchar_t character : characters) {
        if (character > stray && character <= stray + 0xFF) {
            text += static_cast<char>(character - stray);
        } else {
            base::append_utf8(static_cast<char32_t>(character), text);
        }
    }
    return text;
}

/// The library's words for it without the capital, the full stop and what they quote.
std::string in_words(const boost::regex_error& thrown) {
    std::string words = boost::regex_traits<wchar_t>().error_string(thrown.code());
    if (words.ends_with('.')) {
        words.pop_back();
    }
    if (!words.empty()) {
        words.front() = base::to_ascii_lower(words.front());
    }
    return words;
}

} // namespace

struct Pattern::Compiled {
    std::string text;
    boost::wregex expression;

    /// Where it matches in `characters` first; none if it does not.
    Result<Matches> search(const std::wstring& characters) const;
};

Result<Matches> Pattern::Compiled::search(const std::wstring& characters) const {
    Matches matches;
    try {
        boost::regex_search(characters, matches, expression);
    } catch (const std::runtime_error& thrown) {
        // The library has one type for running out of steps and of memory to go back with.
        return Error(
                   ErrorKind::protocol, "looking for '" + text + "' takes too long in this answer"
        )
            .hinting("repetition within repetition, as in (a+)+, has too many ways to match");
    }
    return matches;
}

Pattern::Pattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Result<Pattern> Pattern::parse(std::string_view expression) {
    // As in Perl where no modifier says otherwise.
    constexpr auto syntax = boost::wregex::perl | boost::wregex::no_mod_m | boost::wregex::no_mod_s;
    std::string text(expression);
    try {
        const boost::wregex compiled(characters_of(expression), syntax);
        return Pattern(std::make_shared<const Compiled>(Compiled{std::move(text), compiled}));
    } catch (const boost::regex_error& thrown) {
        return Error(ErrorKind::usage, "'" + text + "' is no regular expression")
            .because(in_words(thrown) + ", at column " + std::to_string(thrown.position() + 1));
    }
}

Result<bool> Pattern::is_found_in(std::string_view text) const {
    const std::wstring characters = characters_of(text);
    auto matches = compiled_->search(characters);
    if (!matches) {
        return matches.error();
    }
    return (*matches)[0].matched;
}

Result<std::optional<std::string>> Pattern::first_in(std::string_view text) const {
    const std::wstring characters = characters_of(text);
    auto matches = compiled_->search(characters);
    if (!matches) {
        return matches.error();
    }
    const auto& part = (*matches)[compiled_->expression.mark_count() > 0 ? 1 : 0];
    if (!part.matched) {
        return std::optional<std::string>();
    }
    return std::optional(in_utf8(std::wstring(part.first, part.second)));
}

} // namespace latch::query
