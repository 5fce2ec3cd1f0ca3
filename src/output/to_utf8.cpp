// SPDX-License-Identifier: MIT
#include "output/to_utf8.hpp"

#include "output/charset_guess.hpp"

#include "latch/base/text.hpp"
#include "latch/output/known_charset.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::output {

namespace {

using namespace std::string_view_literals;

constexpr std::array<std::string_view, 6> latin1_names{
    "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"};
constexpr std::array<std::string_view, 3> utf8_names{"utf-8", "utf8", "unicode-1-1-utf-8"};

struct Mark {
    std::string_view bytes;
    std::string_view charset;
};

/// The longer one of two that begin alike is the first.
constexpr auto marks = std::to_array<Mark>({
    {"\xff\xfe\0\0"sv, "utf-32le"},
    {"\0\0\xfe\xff"sv, "utf-32be"},
    {"\xef\xbb\xbf", "utf-8"},
    {"\xff\xfe", "utf-16le"},
    {"\xfe\xff", "utf-16be"},
});

/// What Windows-1252 has in the place of the controls U+0080 to U+009F.
constexpr std::array<char16_t, 32> windows1252{
    0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

bool is_ascii(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x80;
}

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// How long a character is that begins with `lead`; more than 1 only if it is beyond ASCII.
std::size_t length_after(char lead) noexcept {
    const auto byte = static_cast<unsigned char>(lead);
    if (byte < 0xc0) {
        return 1;
    }
    return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

bool continues_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// How many bytes at the end begin a character that does not end there.
std::size_t cut_off_at_end(std::string_view bytes) noexcept {
    for (std::size_t back = 1; back < 4 && back <= bytes.size(); ++back) {
        const char last = bytes[bytes.size() - back];
        if (!continues_character(last)) {
            return length_after(last) > back ? back : 0;
        }
    }
    return 0;
}

/// Where the first four bytes of a JSON text are zero, its first two characters being ASCII
/// (RFC 4627, 3). UTF-8 has no zeros at all.
constexpr auto zeros = std::to_array<Mark>({
    {"000x", "utf-32be"},
    {"0x0x", "utf-16be"},
    {"x000", "utf-32le"},
    {"x0x0", "utf-16le"},
});

constexpr std::size_t telling_zeros = 4;

/// Empty if no such charset has them.
std::string_view charset_by_zeros(std::string_view bytes) {
    std::string places(bytes.substr(0, telling_zeros));
    std::ranges::transform(places, places.begin(), [](char c) { return c == '\0' ? '0' : 'x'; });
    const auto* const found = std::ranges::find(zeros, places, &Mark::bytes);
    return found == zeros.end() ? std::string_view() : found->charset;
}

} // namespace

base::Result<std::string> known_charset(std::string_view name) {
    std::string lower = base::to_ascii_lower(base::trim(name));
    if (is_one_of(latin1_names, lower) || is_one_of(utf8_names, lower) || Charset::named(lower)) {
        return lower;
    }
    return base::Error(
               base::ErrorKind::usage, "'" + std::string(name) + "' is no charset that is known"
    )
        .hinting("utf-8, windows-1252 and shift_jis are some that are; iconv -l lists all");
}

ToUtf8::ToUtf8(const std::string& charset, Kind kind, std::size_t sample)
    : kind_(kind), sample_(sample) {
    if (is_one_of(latin1_names, charset)) {
        from_ = From::latin1;
    } else if (is_one_of(utf8_names, charset)) {
        said_ = "utf-8";
    } else if ((other_ = Charset::named(charset))) {
        said_ = charset;
    }
}

/// Whether a mark of that charset may decide: nothing else was said, or it says the same, or which
/// of the two it is ("utf-16").
bool ToUtf8::obeys(std::string_view mark) const noexcept {
    return said_.empty() || mark.starts_with(said_);
}

std::string_view ToUtf8::convert(std::string_view bytes) {
    switch (from_) {
    case From::start:
        return begin(bytes);
    case From::unsettled:
        return settle(bytes);
    case From::guessed:
        return sample(bytes);
    case From::utf8:
        return bytes;
    case From::latin1:
    case From::windows1252:
        return widen(bytes);
    case From::other:
        return through_library(bytes);
    }
    return bytes;
}

ToUtf8::From ToUtf8::without_mark() const noexcept {
    if (other_) {
        return From::other;
    }
    return said_.empty() ? From::unsettled : From::utf8;
}

/// Whether what follows may still change what the beginning means.
bool ToUtf8::is_too_short(std::string_view bytes) const noexcept {
    const bool has_zeros = bytes.substr(0, 2).find('\0') != std::string_view::npos;
    const std::size_t needed = has_zeros ? telling_zeros : 2;
    return (reads_zeros() && bytes.size() < needed) ||
           std::ranges::any_of(marks, [&](const Mark& mark) {
               return obeys(mark.charset) && bytes.size() < mark.bytes.size() &&
                      mark.bytes.starts_with(bytes);
           });
}

std::string_view ToUtf8::begin(std::string_view bytes) {
    held_ += bytes;
    if (is_too_short(held_)) {
        return {};
    }
    return decide();
}

/// Decides by what is held; a byte order mark of another charset than the one said is text.
std::string_view ToUtf8::decide() {
    joined_ = std::exchange(held_, {});
    const std::string_view bytes = joined_;
    const auto* const mark = std::ranges::find_if(marks, [&](const Mark& each) {
        return obeys(each.charset) && bytes.starts_with(each.bytes);
    });
    const bool is_marked = mark != marks.end();
    std::string_view charset = reads_zeros() ? charset_by_zeros(bytes) : "";
    charset = is_marked ? mark->charset : charset;
    if (charset.empty()) {
        from_ = without_mark();
        return convert(bytes);
    }
    other_ = charset == "utf-8" ? std::nullopt : Charset::named(std::string(charset));
    from_ = other_ ? From::other : From::utf8;
    return convert(bytes.substr(is_marked ? mark->bytes.size() : 0));
}

std::string_view ToUtf8::settle(std::string_view bytes) {
    const auto* const beyond = std::ranges::find_if_not(bytes, is_ascii);
    if (held_.empty() && beyond == bytes.end()) {
        return bytes;
    }
    // `bytes` may lie in joined_.
    std::string all = std::exchange(held_, {});
    all += bytes;
    const std::string_view whole =
        std::string_view(all).substr(0, all.size() - cut_off_at_end(all));
    if (!base::is_utf8(whole)) {
        from_ = From::guessed;
        return sample(all);
    }
    if (std::ranges::all_of(whole, is_ascii)) {
        held_ = all.substr(whole.size());
        all.resize(whole.size());
    } else {
        from_ = From::utf8;
    }
    joined_ = std::move(all);
    return joined_;
}

std::string_view ToUtf8::sample(std::string_view bytes) {
    held_ += bytes;
    const bool is_enough = held_.size() >= sample_ || bytes.find('\0') != std::string_view::npos;
    return is_enough ? guess() : std::string_view();
}

std::string_view ToUtf8::guess() {
    joined_ = std::exchange(held_, {});
    const std::string charset = guessed_charset(joined_);
    other_ = charset.empty() ? std::nullopt : Charset::named(charset);
    from_ = other_ ? From::other : From::windows1252;
    return convert(joined_);
}

std::string_view ToUtf8::widen(std::string_view bytes) {
    converted_.clear();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool differs = from_ == From::windows1252 && byte >= 0x80 && byte < 0xa0;
        base::append_utf8(differs ? windows1252.at(byte - 0x80U) : byte, converted_);
    }
    return converted_;
}

std::string_view ToUtf8::through_library(std::string_view bytes) {
    converted_.clear();
    other_->convert(bytes, converted_);
    return converted_;
}

std::string_view ToUtf8::finish() {
    std::string text;
    if (from_ == From::start) {
        text = decide();
    }
    // One byte beyond ASCII at the very end is a letter, more likely than a character cut off.
    const bool is_letter = from_ == From::unsettled && held_.size() == 1;
    text += is_letter || from_ == From::guessed ? guess() : std::exchange(held_, {});
    if (other_) {
        other_->finish(text);
    }
    converted_ = std::move(text);
    return converted_;
}

} // namespace latch::output
