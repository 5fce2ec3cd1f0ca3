// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/http/headers.hpp"

#include <string>

namespace latch::http {

/// A response without its body.
struct ResponseHead {
    unsigned version = 11; ///< 10 or 11
    unsigned status = 0;
    std::string reason; ///< as sent; Tomcat sends none
    Headers headers;
};

constexpr bool is_success(unsigned status) noexcept {
    return status >= 200 && status < 300;
}

constexpr bool is_redirect_status(unsigned status) noexcept {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Deliberate limits in the place of Beast's 8 KiB head and 8 MiB body: curl's numbers.
struct ResponseLimits {
    base::Bytes head = base::kibibytes(300); ///< of status line and fields together
    unsigned fields = 5000;
    unsigned interim_responses = 32; ///< 1xx before the final one

    /// Limits for what a coded body may expand to, so that a few bytes cannot fill a disk. Text
    /// rarely gets 20 times as long; what fits into `free_expansion` is let through whatever its
    /// ratio is.
    base::Bytes free_expansion = base::mebibytes(64);
    unsigned expansion = 250; ///< decoded bytes for each byte on the wire
    base::Bytes decoded = base::mebibytes(std::uint64_t{1024} * 1024); ///< in all

    bool operator==(const ResponseLimits&) const = default;
};

} // namespace latch::http
