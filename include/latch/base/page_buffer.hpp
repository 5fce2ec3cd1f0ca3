// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace latch::base {

/// Memory for bytes on their way through, never zeroed: pages that no byte has reached cost
/// nothing.
///
/// It begins where a page begins. malloc puts large blocks 16 bytes behind that, where the kernel
/// copies from its pages at half the speed: each store looks like one to what is loaded next
/// ("4K aliasing").
class PageBuffer {
public:
    /// `size` in bytes; of none there is no memory.
    explicit PageBuffer(std::size_t size)
        : pages_(size == 0 ? nullptr : pages((size + page_size - 1) / page_size)), size_(size) {}

    char* data() noexcept { return reinterpret_cast<char*>(pages_.get()); }

    const char* data() const noexcept { return reinterpret_cast<const char*>(pages_.get()); }

    std::size_t size() const noexcept { return size_; }

    std::span<char> bytes() noexcept { return {data(), size_}; }

private:
    static constexpr std::size_t page_size = 4096;

    struct alignas(page_size) Page {
        std::array<char, page_size> bytes;
    };

    using Pages = std::unique_ptr<Page[]>; // NOLINT(modernize-avoid-c-arrays): not to be zeroed

    static Pages pages(std::size_t count) {
        // NOLINTNEXTLINE(modernize-avoid-c-arrays): the same
        return std::make_unique_for_overwrite<Page[]>(count);
    }

    Pages pages_;
    std::size_t size_;
};

} // namespace latch::base
