// SPDX-License-Identifier: MIT
#pragma once

#include "output/outlet.hpp"

#include "latch/base/error.hpp"
#include "latch/base/page_buffer.hpp"
#include "latch/output/plan.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace latch::output {

/// Gathers what is shown into few large writes.
///
/// Appending cannot fail: a problem is kept, what comes after it is dropped, and `flush` or
/// `end_chunk` tells. A reader that has gone is no problem, but everything is dropped as well.
class Writer {
public:
    explicit Writer(Outlet outlet);

    /// Opens the outlet; see there.
    base::Result<void> open();

    void append(std::string_view bytes) {
        if (bytes.size() > buffer_.size() - used_) {
            append_beyond(bytes);
            return;
        }
        if (!bytes.empty()) {
            std::memcpy(buffer_.data() + used_, bytes.data(), bytes.size());
            used_ += bytes.size();
        }
    }

    /// Appends the first `size` of sixteen bytes: an escape sequence, without a call.
    void append_short(const std::array<char, 16>& bytes, std::size_t size) {
        if (bytes.size() > buffer_.size() - used_) {
            append_beyond({bytes.data(), size});
            return;
        }
        std::memcpy(buffer_.data() + used_, bytes.data(), bytes.size());
        used_ += size;
    }

    /// Whether `append_piped` may be called.
    bool takes_pipes() const { return !reveals_ && outlet_.takes_pipes(); }

    /// Appends what lies in a pipe, unseen: whatever it ends with, it is no line end.
    void append_piped(base::PipedBytes bytes);

    /// A piece of the body from the network ends here; when it is written is a matter of `pace`.
    base::Result<void> end_chunk(Pace pace = Pace::automatic);

    base::Result<void> flush();

    /// The outlet's file gets its name with the next bytes that are written, not in the end.
    void reveal_early() noexcept { reveals_ = true; }

    /// Flushes, and gives the outlet's file its name.
    base::Result<void> commit();

    /// How many bytes were appended so far.
    std::uint64_t total() const noexcept { return written_ + used_; }

    /// Whether what was appended behind the first `total` bytes can be undone: it was not written
    /// out yet, or is all that there is of a file that nobody has seen.
    bool can_go_back(std::uint64_t total) const noexcept {
        return written_ <= total || (total == 0 && outlet_.can_begin_anew());
    }

    /// Forgets it.
    base::Result<void> go_back(std::uint64_t total);

    /// Whether nothing or a line end is what was appended last.
    bool at_line_start() const noexcept;

    bool reader_gone() const noexcept { return reader_gone_; }

private:
    static constexpr std::size_t capacity = 128UL * 1024;
    static constexpr std::size_t capacity_of_lane = 16UL * 1024; ///< which gathers by itself
    static constexpr char unseen = '\0';

    void append_beyond(std::string_view bytes);
    void write_out(std::string_view bytes);
    base::Result<void> write_through(std::string_view bytes);
    base::Result<void> status() const;

    Outlet outlet_;
    base::PageBuffer buffer_{0}; ///< has its size from the first byte on
    std::size_t used_ = 0;
    std::uint64_t written_ = 0;
    char last_written_ = '\n';
    bool reader_gone_ = false;
    bool reveals_ = false;
    std::optional<base::Error> problem_;
};

} // namespace latch::output
