// SPDX-License-Identifier: MIT
#include "output/to_utf8.hpp"

#include "latch/base/text.hpp"
#include "latch/output/known_charset.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::output {

namespace {

constexpr std::array<std::string_view, 6> latin1_names{
    "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"};
constexpr std::array<std::string_view, 3> utf8_names{"utf-8", "utf8", "unicode-1-1-utf-8"};

struct Mark {
    std::string_view bytes;
    std::string_view charset;
};

constexpr auto marks = std::to_array<Mark>({
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

/// How many bytes at the end begin a character that does not end there.
std::size_t cut_off_at_end(std::string_view bytes) noexcept {
    for (std::size_t back = 1; back < 4 && back <= bytes.size(); ++back) {
        const std::size_t length = length_after(bytes[bytes.size() - back]);
        if (length > 1) {
            return length > back ? back : 0;
        }
    }
    return 0;
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

ToUtf8::ToUtf8(const std::string& charset) {
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

/// Looks for a byte order mark; one that belongs to another charset than the one said is text.
std::string_view ToUtf8::begin(std::string_view bytes) {
    joined_ = std::exchange(held_, {});
    joined_ += bytes;
    for (const Mark& mark : marks) {
        if (!obeys(mark.charset)) {
            continue;
        }
        if (joined_.starts_with(mark.bytes)) {
            other_ =
                mark.charset == "utf-8" ? std::nullopt : Charset::named(std::string(mark.charset));
            from_ = other_ ? From::other : From::utf8;
            return convert(std::string_view(joined_).substr(mark.bytes.size()));
        }
        if (mark.bytes.starts_with(joined_)) {
            held_ = joined_;
            return {};
        }
    }
    from_ = without_mark();
    return convert(joined_);
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
        from_ = From::windows1252;
    } else if (std::ranges::all_of(whole, is_ascii)) {
        held_ = all.substr(whole.size());
        all.resize(whole.size());
    } else {
        from_ = From::utf8;
    }
    joined_ = std::move(all);
    return from_ == From::windows1252 ? widen(joined_) : std::string_view(joined_);
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

/// Whether all that is beyond ASCII is one byte at the very end: a letter, more likely than the
/// beginning of one that was cut off.
bool ToUtf8::ends_in_windows1252() const noexcept {
    const bool undecided = from_ == From::unsettled || (from_ == From::start && said_.empty());
    return undecided && held_.size() == 1;
}

std::string_view ToUtf8::finish() {
    if (ends_in_windows1252()) {
        from_ = From::windows1252;
        return widen(std::exchange(held_, {}));
    }
    converted_ = std::exchange(held_, {});
    if (other_ && from_ == From::start) {
        const std::string begun = std::exchange(converted_, {});
        other_->convert(begun, converted_);
    }
    if (other_) {
        other_->finish(converted_);
    }
    return converted_;
}

} // namespace latch::output
