// SPDX-License-Identifier: MIT
#pragma once

#include "net/body_input.hpp"

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace latch::net {

/// The pieces of a body, one after the other; a file is opened for reading when its turn comes.
class JoinedInput {
public:
    /// Opens the first piece. Errors: `file`.
    static base::Result<JoinedInput>
    open(boost::asio::io_context& loop, std::vector<http::BodyPiece> pieces);

    /// As `BodyInput::take`. Errors: `file`.
    base::Result<Taken> take(std::span<char> into);

    /// Becomes readable when `take` should be tried again; null if that may be done at once.
    Watched* watched() noexcept { return input_ ? input_->watched() : nullptr; }

private:
    JoinedInput(boost::asio::io_context& loop, std::vector<http::BodyPiece> pieces)
        : loop_(&loop), pieces_(std::move(pieces)) {}

    base::Result<void> begin_piece();
    base::Result<Taken> take_of_piece(std::span<char> into);

    boost::asio::io_context* loop_;
    std::vector<http::BodyPiece> pieces_;
    std::size_t piece_ = 0;          ///< the one whose turn it is
    std::size_t taken_ = 0;          ///< of a piece in memory
    std::optional<BodyInput> input_; ///< of a piece that is read
};

} // namespace latch::net
