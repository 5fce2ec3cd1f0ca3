// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/page_buffer.hpp"

#include <cstring>
#include <span>
#include <string_view>

namespace latch::net {

/// Bytes that have arrived and wait to be used, in one piece, as the parser wants them.
class ReadBuffer {
public:
    explicit ReadBuffer(std::size_t capacity) : memory_(capacity) {}

    std::string_view unread() const noexcept { return {memory_.data() + begin_, end_ - begin_}; }

    bool empty() const noexcept { return begin_ == end_; }

    bool full() const noexcept { return end_ - begin_ == capacity(); }

    std::size_t capacity() const noexcept { return memory_.size(); }

    void consume(std::size_t count) noexcept {
        begin_ += count;
        if (begin_ == end_) {
            begin_ = end_ = 0;
        }
    }

    /// Where the next bytes go; never empty unless the buffer is full.
    std::span<char> space() noexcept {
        if (begin_ > 0) {
            std::memmove(memory_.data(), memory_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        return memory_.bytes().subspan(end_);
    }

    void commit(std::size_t count) noexcept { end_ += count; }

    /// Keeps what is unread.
    void grow(std::size_t capacity) {
        if (capacity <= memory_.size()) {
            return;
        }
        ReadBuffer larger(capacity);
        std::memcpy(larger.memory_.data(), memory_.data() + begin_, end_ - begin_);
        larger.end_ = end_ - begin_;
        *this = std::move(larger);
    }

private:
    base::PageBuffer memory_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace latch::net
