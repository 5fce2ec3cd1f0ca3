// SPDX-License-Identifier: MIT
#include "output/safe_text.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <cstdint>

namespace latch::output {

namespace {

enum class Kind : std::uint8_t { stop, plain, lead };

using Kinds = std::array<Kind, 256>;

constexpr std::uint8_t number(char c) noexcept {
    return static_cast<std::uint8_t>(c);
}

constexpr Kinds text_kinds() {
    Kinds kinds{};
    for (std::size_t byte = 0; byte < kinds.size(); ++byte) {
        if (byte >= 0x80) {
            kinds.at(byte) = Kind::lead;
        } else if (byte >= 0x20 && byte != 0x7f) {
            kinds.at(byte) = Kind::plain;
        }
    }
    kinds[number('\t')] = Kind::plain;
    kinds[number('\n')] = Kind::plain;
    return kinds;
}

constexpr Kinds json_string_kinds() {
    Kinds kinds = text_kinds();
    for (const char c : {'\t', '\n', '"', '\\'}) {
        kinds[number(c)] = Kind::stop;
    }
    return kinds;
}

constexpr Kinds in_text = text_kinds();
constexpr Kinds in_json_string = json_string_kinds();

/// What is known of bytes that do not begin with an ASCII character (Unicode 15, table 3-7).
enum class Sequence { malformed, begun, control, whole };

struct SecondByte {
    std::uint8_t first, last;
};

/// The range that the leading byte leaves for the one after it.
constexpr SecondByte second_after(std::uint8_t lead) noexcept {
    switch (lead) {
    case 0xe0:
        return {0xa0, 0xbf}; // below: overlong
    case 0xed:
        return {0x80, 0x9f}; // above: surrogates
    case 0xf0:
        return {0x90, 0xbf}; // below: overlong
    case 0xf4:
        return {0x80, 0x8f}; // above: beyond U+10FFFF
    default:
        return {0x80, 0xbf};
    }
}

/// 0 for a byte that begins no character.
constexpr std::size_t length_after(std::uint8_t lead) noexcept {
    if (lead < 0xc2 || lead > 0xf4) {
        return 0;
    }
    if (lead < 0xe0) {
        return 2;
    }
    return lead < 0xf0 ? 3 : 4;
}

/// `size` is that of the sequence, as far as it matters.
struct Judged {
    Sequence sequence = Sequence::malformed;
    std::size_t size = 0;
};

Judged judge(std::string_view bytes) noexcept {
    const std::uint8_t lead = number(bytes[0]);
    const std::size_t size = length_after(lead);
    const SecondByte second = second_after(lead);
    for (std::size_t at = 1; at < size; ++at) {
        if (at == bytes.size()) {
            return {Sequence::begun, at};
        }
        const std::uint8_t byte = number(bytes[at]);
        const bool fits =
            at == 1 ? byte >= second.first && byte <= second.last : byte >= 0x80 && byte <= 0xbf;
        if (!fits) {
            return {Sequence::malformed, 1};
        }
    }
    // C2 80 to C2 9F are U+0080 to U+009F, the C1 controls.
    const bool control = lead == 0xc2 && number(bytes[1]) < 0xa0;
    return {size == 0 ? Sequence::malformed : control ? Sequence::control : Sequence::whole, size};
}

std::size_t showable(std::string_view bytes, const Kinds& kinds) noexcept {
    std::size_t at = 0;
    for (;;) {
        while (at < bytes.size() && kinds[number(bytes[at])] == Kind::plain) {
            ++at;
        }
        if (at == bytes.size() || kinds[number(bytes[at])] == Kind::stop) {
            return at;
        }
        const Judged judged = judge(bytes.substr(at));
        if (judged.sequence != Sequence::whole) {
            return at;
        }
        at += judged.size;
    }
}

/// "\u001b" for U+001B.
std::string json_escape(unsigned character) {
    switch (character) {
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        constexpr std::string_view digits = "0123456789abcdef";
        return {'\\', 'u', '0', '0', digits[character >> 4U & 15U], digits[character & 15U]};
    }
}

} // namespace

std::size_t showable_text(std::string_view bytes) noexcept {
    return showable(bytes, in_text);
}

std::size_t showable_in_json_string(std::string_view bytes) noexcept {
    return showable(bytes, in_json_string);
}

void Sieve::take(std::string_view& bytes, Painter& painter, Role role) {
    while (!bytes.empty()) {
        held_ += bytes.front();
        const bool ascii = number(held_.front()) < 0x80;
        const Sequence sequence = ascii ? Sequence::control : judge(held_).sequence;
        if (sequence == Sequence::malformed && held_.size() > 1) {
            held_.pop_back(); // the byte that does not fit may begin the next character
        } else {
            bytes.remove_prefix(1);
        }
        if (sequence == Sequence::begun) {
            continue;
        }
        painter.put(role, sequence == Sequence::whole ? held_ : escaped());
        held_.clear();
        return;
    }
}

void Sieve::finish(Painter& painter, Role role) {
    if (!held_.empty()) {
        painter.put(role, base::printable(held_));
        held_.clear();
    }
}

std::string Sieve::escaped() const {
    if (notation_ == Notation::json && number(held_[0]) < 0x80) {
        return json_escape(number(held_[0]));
    }
    if (notation_ == Notation::json && judge(held_).sequence == Sequence::control) {
        return json_escape(number(held_[1])); // C2 9B is U+009B
    }
    return base::printable(held_);
}

void SafeText::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        if (after_carriage_return_) {
            after_carriage_return_ = false;
            painter_->put(role_, bytes.front() == '\n' ? "\r" : "\\r");
        }
        const std::size_t run = sieve_.waits() ? 0 : showable_text(bytes);
        painter_->put(role_, bytes.substr(0, run));
        bytes.remove_prefix(run);
        if (!bytes.empty() && bytes.front() == '\r' && !sieve_.waits()) {
            after_carriage_return_ = true;
            bytes.remove_prefix(1);
        } else {
            sieve_.take(bytes, *painter_, role_);
        }
    }
}

void SafeText::finish() {
    sieve_.finish(*painter_, role_);
    if (after_carriage_return_) {
        after_carriage_return_ = false;
        painter_->put(role_, "\\r");
    }
}

} // namespace latch::output
