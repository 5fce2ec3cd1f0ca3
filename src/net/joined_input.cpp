// SPDX-License-Identifier: MIT
#include "net/joined_input.hpp"

#include <utility>
#include <variant>

namespace latch::net {

using base::Result;

Result<JoinedInput>
JoinedInput::open(boost::asio::io_context& loop, std::vector<http::BodyPiece> pieces) {
    JoinedInput joined(loop, std::move(pieces));
    const Result<void> begun = joined.begin_piece();
    return begun ? Result<JoinedInput>(std::move(joined)) : begun.error();
}

Result<void> JoinedInput::begin_piece() {
    taken_ = 0;
    input_.reset();
    const auto* const stream =
        piece_ < pieces_.size() ? std::get_if<http::StreamBody>(&pieces_[piece_]) : nullptr;
    if (stream != nullptr) {
        auto input = BodyInput::open(*loop_, *stream);
        if (!input) {
            return input.error();
        }
        input_.emplace(*std::move(input));
    }
    return {};
}

Result<Taken> JoinedInput::take_of_piece(std::span<char> into) {
    if (input_) {
        return input_->take(into);
    }
    const std::string& bytes = std::get<http::BytesBody>(pieces_[piece_]).bytes;
    const std::size_t count = bytes.copy(into.data(), into.size(), taken_);
    taken_ += count;
    return Taken{.count = count, .last = taken_ == bytes.size()};
}

Result<Taken> JoinedInput::take(std::span<char> into) {
    std::size_t filled = 0;
    while (piece_ < pieces_.size() && filled < into.size()) {
        const Result<Taken> taken = take_of_piece(into.subspan(filled));
        if (!taken) {
            return taken.error();
        }
        filled += taken->count;
        if (!taken->last) {
            return Taken{.count = filled, .last = false};
        }
        ++piece_;
        if (const Result<void> begun = begin_piece(); !begun) {
            return begun.error();
        }
    }
    return Taken{.count = filled, .last = piece_ == pieces_.size()};
}

} // namespace latch::net
