// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace latch::output {

/// Reads the file behind a replayable body, and leaves it standing where whoever sends it wants it.
class Replay {
public:
    /// The body must outlive it.
    explicit Replay(const http::StreamBody& body);

    /// The next piece; empty at the end. Valid until the next call. Errors: `file`, for a file that
    /// has become shorter too.
    base::Result<std::string_view> next();

private:
    const http::StreamBody* body_;
    std::uint64_t left_;
    std::uint64_t position_;
    std::string piece_;
};

} // namespace latch::output
