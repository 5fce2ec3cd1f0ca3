// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace latch::output {

/// The grammar of JSON numbers (RFC 8259, 6), byte by byte.
class JsonNumber {
public:
    /// Whether `c` goes on with the number; if not, nothing has changed.
    constexpr bool accept(char c) noexcept {
        const State next = transitions[index(state_)][index(kind_of(c))];
        if (next == State::none) {
            return false;
        }
        state_ = next;
        return true;
    }

    /// Whether more digits would change nothing.
    constexpr bool repeats_digits() const noexcept {
        return state_ == State::integer || state_ == State::fraction || state_ == State::exponent;
    }

    /// Whether the bytes so far are a number.
    constexpr bool is_complete() const noexcept {
        return state_ == State::zero || repeats_digits();
    }

private:
    enum class State : std::uint8_t {
        start,
        minus,
        zero,
        integer,
        point,
        fraction,
        mark, ///< the e
        sign,
        exponent,
        none,
    };
    enum class Kind : std::uint8_t { zero, digit, minus, plus, point, mark, other };

    template <class Enum>
    static constexpr std::size_t index(Enum value) noexcept {
        return static_cast<std::size_t>(value);
    }

    static constexpr Kind kind_of(char c) noexcept {
        switch (c) {
        case '0':
            return Kind::zero;
        case '-':
            return Kind::minus;
        case '+':
            return Kind::plus;
        case '.':
            return Kind::point;
        case 'e':
        case 'E':
            return Kind::mark;
        default:
            return c >= '1' && c <= '9' ? Kind::digit : Kind::other;
        }
    }

    using Row = std::array<State, 7>;
    static constexpr auto no = State::none;
    static constexpr std::array<Row, 9> transitions{{
        // 0, 1 to 9, -, +, point, e, anything else
        {State::zero, State::integer, State::minus, no, no, no, no},              // start
        {State::zero, State::integer, no, no, no, no, no},                        // minus
        {no, no, no, no, State::point, State::mark, no},                          // zero
        {State::integer, State::integer, no, no, State::point, State::mark, no},  // integer
        {State::fraction, State::fraction, no, no, no, no, no},                   // point
        {State::fraction, State::fraction, no, no, no, State::mark, no},          // fraction
        {State::exponent, State::exponent, State::sign, State::sign, no, no, no}, // mark
        {State::exponent, State::exponent, no, no, no, no, no},                   // sign
        {State::exponent, State::exponent, no, no, no, no, no},                   // exponent
    }};

    State state_ = State::start;
};

} // namespace latch::output
