// SPDX-License-Identifier: MIT
#include "net/socket.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

namespace latch::net {

using AsioError = boost::system::error_code;

/// The descriptor and the one sleeper that waits for it.
class Socket::State : public std::enable_shared_from_this<Socket::State> {
public:
    State(boost::asio::io_context& loop, base::Descriptor owned)
        : owned_(std::move(owned)), watched_(loop, owned_.get()), timer_(loop) {}

    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;

    // `owned_` closes; the watcher only has to let go of the number first.
    ~State() { watched_.release(); }

    int native() const noexcept { return owned_.get(); }

    Watched& watched() noexcept { return watched_; }

    Timer& timer() noexcept { return timer_; }

    void begin(const Interest& interest) {
        ++sleep_;
        woken_ = false;
        // A handler that is called late, because the loop had it queued already, must not end the
        // next sleep, and may find the socket gone.
        const auto alarm = [state = weak_from_this(), sleep = sleep_](const AsioError& error) {
            const auto self = state.lock();
            if (self && self->sleep_ == sleep && error != boost::asio::error::operation_aborted) {
                self->woken_ = true;
                self->timer_.cancel();
            }
        };
        if (interest.readable) {
            watched_.async_wait(Watched::wait_read, alarm);
        }
        if (interest.writable) {
            watched_.async_wait(Watched::wait_write, alarm);
        }
        if (interest.input != nullptr) {
            interest.input->async_wait(Watched::wait_read, alarm);
        }
    }

    /// Whether the sleep was ended by what it waited for.
    bool end(const Interest& interest) {
        ++sleep_;
        AsioError ignored;
        watched_.cancel(ignored);
        if (interest.input != nullptr) {
            interest.input->cancel(ignored);
        }
        return woken_;
    }

private:
    base::Descriptor owned_;
    Watched watched_;
    Timer timer_;
    std::uint64_t sleep_ = 0;
    bool woken_ = false;
};

Socket::Socket(boost::asio::io_context& loop, base::Descriptor socket)
    : state_(std::make_shared<State>(loop, std::move(socket))) {}

int Socket::native() const noexcept {
    return state_->native();
}

Task<std::error_code> Socket::wait(Interest interest, Deadline deadline) {
    const std::shared_ptr<State> state = state_;
    AsioError ignored;
    const bool one_event = interest.readable != interest.writable && interest.input == nullptr;
    if (one_event && !deadline && !interest.alarm) {
        // The usual case by far: no timer, no cancelling.
        const auto event = interest.readable ? Watched::wait_read : Watched::wait_write;
        co_await state->watched().async_wait(
            event, boost::asio::redirect_error(use_awaitable, ignored)
        );
        co_return std::error_code();
    }
    state->begin(interest);
    constexpr auto never = SteadyClock::time_point::max();
    const auto alarm = interest.alarm.value_or(never);
    const auto last = deadline.value_or(never);
    state->timer().expires_at(std::min(alarm, last));
    co_await state->timer().async_wait(boost::asio::redirect_error(use_awaitable, ignored));
    if (state->end(interest) || alarm <= last) {
        co_return std::error_code();
    }
    co_return std::make_error_code(std::errc::timed_out);
}

Task<void> Socket::yield() {
    const std::shared_ptr<State> state = state_;
    co_await boost::asio::post(state->watched().get_executor(), use_awaitable);
}

} // namespace latch::net
