// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"

#include <cstdint>
#include <optional>
#include <variant>

/// What is to become of the answer to a download: decisions only, no file is looked at.
namespace latch::output {

/// The whole of it is on its way: it goes into a new file.
struct SaveAnew {
    bool operator==(const SaveAnew&) const = default;
};

/// What is missing from `from` on is on its way; then the file has `whole` bytes.
struct Append {
    std::uint64_t from = 0;
    std::uint64_t whole = 0;

    bool operator==(const Append&) const = default;
};

/// The file has everything already.
struct NothingLeft {
    bool operator==(const NothingLeft&) const = default;
};

/// This is not what was asked for; the status says what to think of it.
struct SaveNothing {
    bool operator==(const SaveNothing&) const = default;
};

/// The answer cannot be put together with what the file has: it stays as it is.
struct Refuse {
    base::Error error;

    bool operator==(const Refuse&) const = default;
};

using Verdict = std::variant<SaveAnew, Append, NothingLeft, SaveNothing, Refuse>;

/// `from` is where the request asked the server to begin, on behalf of --continue; nothing if it
/// wants the whole.
///
/// 206 has to say that it begins there and goes to the end of the whole, and must not be coded: the
/// file holds what is behind the coding. Any other 2xx brings the whole again. 416 is success if
/// the server's whole is as long as the file.
Verdict verdict_on(const http::Hop& hop, std::optional<std::uint64_t> from);

} // namespace latch::output
