// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/file.hpp"
#include "latch/net/task.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <system_error>

namespace latch::net {

using SteadyClock = std::chrono::steady_clock;

/// The moment at which waiting ends; nothing: never.
using Deadline = std::optional<SteadyClock::time_point>;

/// That long from now; zero: never.
inline Deadline deadline_after(std::chrono::milliseconds limit) {
    return limit == std::chrono::milliseconds::zero() ? Deadline() : SteadyClock::now() + limit;
}

/// Both hold.
inline Deadline earlier(const Deadline& a, const Deadline& b) {
    return a && b ? std::min(*a, *b) : a ? a : b;
}

using Executor = boost::asio::io_context::executor_type;
using Watched = boost::asio::posix::basic_stream_descriptor<Executor>;
using Timer =
    boost::asio::basic_waitable_timer<SteadyClock, boost::asio::wait_traits<SteadyClock>, Executor>;

inline constexpr boost::asio::use_awaitable_t<Executor> use_awaitable;

/// What a coroutine that sleeps on a socket is waiting for: whichever comes first.
struct Interest {
    bool readable = false;
    bool writable = false;
    Watched* input = nullptr; ///< another descriptor that becomes readable
    Deadline alarm{};         ///< a moment
};

/// A socket that never blocks, and sleep until it is ready.
///
/// Reading and writing are system calls of the streams. Only waiting goes through the event loop,
/// so that what is ready at once costs no trip through it, and every wait has a deadline.
class Socket {
public:
    Socket(boost::asio::io_context& loop, base::Descriptor socket);

    int native() const noexcept;

    /// `timed_out` if nothing of it came before the deadline, else no error. What `interest`
    /// refers to must outlive the task.
    Task<std::error_code> wait(Interest interest, Deadline deadline);

    /// Lets everything else that is ready have its turn.
    Task<void> yield();

private:
    class State;
    std::shared_ptr<State> state_; ///< shared with handlers that the loop has yet to call
};

} // namespace latch::net
