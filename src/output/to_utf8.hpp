// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace latch::output {

/// Makes UTF-8 of a body in pieces: drops a byte order mark, converts ISO-8859-1.
///
/// Every other charset is taken for UTF-8; what is wrong with it shows.
class ToUtf8 {
public:
    /// `charset` is lowercase; empty means UTF-8.
    explicit ToUtf8(std::string_view charset);

    /// Valid until the next call, and as long as `bytes`.
    std::string_view convert(std::string_view bytes);

    /// What was held back because it could have become a byte order mark.
    std::string_view finish() noexcept;

private:
    std::string_view without_mark(std::string_view bytes);

    bool from_latin1_;
    bool at_start_;
    std::size_t matched_ = 0; ///< bytes of the mark that have come
    std::string converted_;
};

} // namespace latch::output
