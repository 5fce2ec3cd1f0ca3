// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"

#include <optional>
#include <span>
#include <utility>

namespace latch::net {

/// What reading a body's source came to.
struct Taken {
    std::size_t count = 0;
    bool last = false; ///< nothing comes after these; neither bytes nor last: nothing there yet
};

/// The source of a streamed body: a regular file from its offset, or a pipe as it fills.
///
/// A pipe that has nothing yet does not hold up the event loop: interrupts, deadlines and an early
/// answer are still heard. Its descriptor is shared with other processes, so it is not made
/// non-blocking; an epoll of our own watches it instead.
class BodyInput {
public:
    static base::Result<BodyInput>
    open(boost::asio::io_context& loop, const http::StreamBody& body);

    /// Takes what there is now, at most as much as fits. Errors: `file`, also for a source that
    /// ends before its announced length or has grown past it.
    base::Result<Taken> take(std::span<char> into);

    /// Becomes readable when `take` should be tried again.
    Watched* watched() noexcept { return watched_ ? &*watched_ : nullptr; }

private:
    explicit BodyInput(http::StreamBody body) : body_(std::move(body)) {}

    bool has_bytes() const;
    base::Result<std::size_t> read(std::span<char> into) const;
    base::Result<bool> at_announced_end() const;
    base::Error cannot_read(std::string cause) const;

    http::StreamBody body_;
    std::uint64_t taken_ = 0;
    std::optional<Watched> watched_; ///< an epoll on the source; none if it is always ready
};

} // namespace latch::net
