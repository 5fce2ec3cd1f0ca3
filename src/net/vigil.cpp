// SPDX-License-Identifier: MIT
#include "net/vigil.hpp"

#include <boost/asio/redirect_error.hpp>

#include <map>
#include <utility>

namespace latch::net {

namespace {

using AsioError = boost::system::error_code;

/// A watcher that closes nothing.
class Guest {
public:
    Guest(boost::asio::io_context& loop, int descriptor) : watched_(loop, descriptor) {}

    Guest(const Guest&) = delete;
    Guest& operator=(const Guest&) = delete;
    Guest(Guest&&) = delete;
    Guest& operator=(Guest&&) = delete;

    ~Guest() { watched_.release(); }

    Watched& watched() noexcept { return watched_; }

private:
    Watched watched_;
};

} // namespace

class Vigil::State : public std::enable_shared_from_this<Vigil::State> {
public:
    explicit State(boost::asio::io_context& loop) : loop_(loop), timer_(loop) {}

    Id watch(int descriptor, For what) {
        const Id id = ++last_id_;
        Guest& guest = guests_.try_emplace(id, loop_, descriptor).first->second;
        const auto event = what == For::reading ? Watched::wait_read : Watched::wait_write;
        // A handler that is called late finds that its guest has left, or all of us.
        guest.watched().async_wait(event, [state = weak_from_this(), id](const AsioError& error) {
            if (const auto self = state.lock(); self && !error) {
                self->tell(id);
            }
        });
        return id;
    }

    bool has_news() const noexcept { return !ready_.empty(); }

    std::vector<Id> news() { return std::exchange(ready_, {}); }

    Timer& timer() noexcept { return timer_; }

private:
    void tell(Id id) {
        if (guests_.erase(id) != 0) {
            ready_.push_back(id);
            timer_.cancel();
        }
    }

    boost::asio::io_context& loop_;
    Timer timer_;
    std::map<Id, Guest> guests_;
    std::vector<Id> ready_;
    Id last_id_ = 0;
};

Vigil::Vigil(boost::asio::io_context& loop) : state_(std::make_shared<State>(loop)) {}

Vigil::Id Vigil::watch(int descriptor, For what) {
    return state_->watch(descriptor, what);
}

Task<std::vector<Vigil::Id>> Vigil::wait(Deadline until) {
    const std::shared_ptr<State> state = state_;
    if (!state->has_news()) {
        state->timer().expires_at(until.value_or(SteadyClock::time_point::max()));
        AsioError ignored;
        co_await state->timer().async_wait(boost::asio::redirect_error(use_awaitable, ignored));
    }
    co_return state->news();
}

} // namespace latch::net
