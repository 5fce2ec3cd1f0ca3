// SPDX-License-Identifier: MIT
#pragma once

#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace latch::net {

/// Bytes that have arrived and wait to be used, in one piece, as the parser wants them.
///
/// Not a vector: its memory is never zeroed, so that pages no byte has reached cost nothing.
class ReadBuffer {
public:
    explicit ReadBuffer(std::size_t capacity)
        : // NOLINTNEXTLINE(modernize-avoid-c-arrays): not to be zeroed
          memory_(std::make_unique_for_overwrite<char[]>(capacity)), capacity_(capacity) {}

    std::string_view unread() const noexcept { return {memory_.get() + begin_, end_ - begin_}; }

    bool empty() const noexcept { return begin_ == end_; }

    bool full() const noexcept { return end_ - begin_ == capacity_; }

    std::size_t capacity() const noexcept { return capacity_; }

    void consume(std::size_t count) noexcept {
        begin_ += count;
        if (begin_ == end_) {
            begin_ = end_ = 0;
        }
    }

    /// Where the next bytes go; never empty unless the buffer is full.
    std::span<char> space() noexcept {
        if (begin_ > 0) {
            std::memmove(memory_.get(), memory_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        return {memory_.get() + end_, capacity_ - end_};
    }

    void commit(std::size_t count) noexcept { end_ += count; }

    /// Keeps what is unread.
    void grow(std::size_t capacity) {
        if (capacity <= capacity_) {
            return;
        }
        ReadBuffer larger(capacity);
        std::memcpy(larger.memory_.get(), memory_.get() + begin_, end_ - begin_);
        larger.end_ = end_ - begin_;
        *this = std::move(larger);
    }

private:
    std::unique_ptr<char[]> memory_; // NOLINT(modernize-avoid-c-arrays): not to be zeroed
    std::size_t capacity_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace latch::net
