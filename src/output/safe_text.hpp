// SPDX-License-Identifier: MIT
#pragma once

#include "output/painter.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Bytes of a body on their way to a terminal, in pieces that are cut anywhere.
namespace latch::output {

/// How much of the front of `bytes` is lines of whole, well-formed UTF-8 characters, none of
/// which a terminal obeys but TAB and LF.
std::size_t showable_text(std::string_view bytes) noexcept;

/// The same inside of a JSON string: stops at '"', '\', TAB and LF as well.
std::size_t showable_in_json_string(std::string_view bytes) noexcept;

/// Shows one by one the characters that a showable run stops at.
class Sieve {
public:
    /// The escapes that stand for a control character.
    enum class Notation {
        c,    ///< byte by byte as base::printable does
        json, ///< "\u001b": a JSON string keeps its meaning
    };

    explicit Sieve(Notation notation) : notation_(notation) {}

    /// Takes one character off the front of `bytes`, or all of them if they only begin one.
    void take(std::string_view& bytes, Painter& painter, Role role);

    /// Shows the beginning of a character that never ended.
    void finish(Painter& painter, Role role);

    /// Whether it waits for the rest of a character.
    bool waits() const noexcept { return !held_.empty(); }

private:
    std::string escaped() const;

    Notation notation_;
    std::string held_; ///< at most three bytes between calls
};

/// Shows text of any kind.
class SafeText {
public:
    explicit SafeText(Painter& painter) : painter_(&painter) {}

    /// What comes from here on has that role.
    void turn_to(Role role) {
        if (role != role_) {
            finish();
            role_ = role;
        }
    }

    void feed(std::string_view bytes);
    void finish();

private:
    Painter* painter_;
    Role role_ = Role::plain;
    Sieve sieve_{Sieve::Notation::c};
    bool after_carriage_return_ = false; ///< not shown yet: harmless before LF only
};

} // namespace latch::output
