// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/request.hpp"

#include <chrono>
#include <functional>
#include <string_view>

namespace latch::request {

inline constexpr std::string_view stdin_name = "standard input";

/// How long a pipe is waited for.
struct Patience {
    std::chrono::milliseconds before_notice = std::chrono::seconds(2); ///< without a first byte
    /// From the first byte to the end of a short input. Enough for programs that write in pieces,
    /// too little to be felt by one that goes on for ever.
    std::chrono::milliseconds for_end{200};
};

/// An input up to this is read before anything is sent: what a pipe holds on Linux (pipe(7)).
inline constexpr base::Bytes held_input = base::kibibytes(64);

/// Waits for the first byte of a pipe and makes a body of it; `NoBody` if it ends without one.
///
/// An input that ends within `held_input` and `patience.for_end` becomes a `BytesBody`, which has
/// a length and can be sent again. Of any other, what was read so far becomes the prefix of a
/// `StreamBody`, which owns a duplicate of `descriptor`.
base::Result<http::Body>
piped_body(int descriptor, const Patience& patience, const std::function<void()>& on_silence);

/// A duplicate that a body may own and close.
base::Result<base::Descriptor> duplicate(int descriptor);

/// "cannot read standard input", because of `errno`.
base::Error stdin_error();

} // namespace latch::request
