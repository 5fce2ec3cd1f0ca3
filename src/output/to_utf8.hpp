// SPDX-License-Identifier: MIT
#pragma once

#include "output/charset.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latch::output {

/// Makes UTF-8 of a body in pieces, and drops a byte order mark.
///
/// Without a charset a mark decides (UTF-8, UTF-16, UTF-32), in JSON then where its first bytes are
/// zero, then the first piece with bytes beyond ASCII: if they are UTF-8 so is the body, else the
/// charset is guessed (`guessed_charset`, or Windows-1252) by the text from there on, which is held
/// back until there is enough of it. A charset that nobody knows counts as none. What is wrong with
/// UTF-8 is left for others to show.
class ToUtf8 {
public:
    /// What the body is, which tells something of its first bytes.
    enum class Kind : std::uint8_t {
        text,
        json, ///< begins with two ASCII characters
    };

    /// Bytes that tell a charset well enough; a NUL ends them, because it is in no text.
    static constexpr std::size_t good_sample = 64UL * 1024;

    /// `charset` is lowercase; empty means that it was not said. With a `sample` of 0 the guess is
    /// made by the first piece that needs one, and nothing is held back.
    explicit ToUtf8(
        const std::string& charset, Kind kind = Kind::text, std::size_t sample = good_sample
    );

    /// Valid until the next call, and as long as `bytes`.
    std::string_view convert(std::string_view bytes);

    /// What was held back.
    std::string_view finish();

private:
    enum class From : std::uint8_t { start, unsettled, guessed, utf8, latin1, windows1252, other };

    bool obeys(std::string_view mark) const noexcept;
    From without_mark() const noexcept;
    bool is_too_short(std::string_view bytes) const noexcept;

    bool reads_zeros() const noexcept { return said_.empty() && kind_ == Kind::json; }

    std::string_view begin(std::string_view bytes);
    std::string_view decide();
    std::string_view settle(std::string_view bytes);
    std::string_view sample(std::string_view bytes);
    std::string_view guess();
    std::string_view widen(std::string_view bytes);
    std::string_view through_library(std::string_view bytes);

    From from_ = From::start;
    std::string said_; ///< the charset, if it is one that is known
    Kind kind_;
    std::size_t sample_;
    std::string held_; ///< too short to decide by, or the beginning of the first character > ASCII
    std::string joined_;
    std::string converted_;
    std::optional<Charset> other_;
};

} // namespace latch::output
