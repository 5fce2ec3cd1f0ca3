// SPDX-License-Identifier: MIT
#include "latch/net/task_group.hpp"

#include "net/loop.hpp"
#include "net/socket.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/basic_channel.hpp>
#include <boost/asio/experimental/channel_traits.hpp>
#include <boost/asio/redirect_error.hpp>

#include <exception>
#include <utility>

namespace latch::net {

using AsioError = boost::system::error_code;

/// What rings when a task has ended. A timer that is cancelled would do as well, but costs a system
/// call each time that it is set.
using Bell = boost::asio::experimental::
    basic_channel<Executor, boost::asio::experimental::channel_traits<>, void(AsioError)>;

class TaskGroup::State : public std::enable_shared_from_this<TaskGroup::State> {
public:
    explicit State(Loop& loop) : loop_(loop), bell_(loop.context, 1), timer_(loop.context) {}

    void start(Task<void> task) {
        ++loop_.tasks;
        boost::asio::co_spawn(
            loop_.context,
            std::move(task),
            [state = shared_from_this()](const std::exception_ptr& exception) {
                state->note_end(exception);
            }
        );
    }

    Task<void> wait(std::optional<Time> end) {
        if (end) {
            timer_.expires_at(*end);
            timer_.async_wait([state = weak_from_this()](const AsioError& error) {
                if (const auto self = state.lock(); self && !error) {
                    self->ring();
                }
            });
        }
        AsioError ignored;
        co_await bell_.async_receive(boost::asio::redirect_error(use_awaitable, ignored));
        if (end) {
            timer_.cancel();
        }
        if (const std::exception_ptr thrown = std::exchange(thrown_, nullptr)) {
            std::rethrow_exception(thrown);
        }
    }

private:
    void note_end(const std::exception_ptr& exception) {
        --loop_.tasks;
        thrown_ = thrown_ ? thrown_ : exception;
        ring();
    }

    /// Once is enough until somebody has heard it.
    void ring() { bell_.try_send(AsioError()); }

    Loop& loop_;
    Bell bell_;
    Timer timer_;
    std::exception_ptr thrown_;
};

TaskGroup::TaskGroup(Loop& loop) : state_(std::make_shared<State>(loop)) {}

TaskGroup::TaskGroup(TaskGroup&&) noexcept = default;
TaskGroup& TaskGroup::operator=(TaskGroup&&) noexcept = default;
TaskGroup::~TaskGroup() = default;

void TaskGroup::start(Task<void> task) {
    state_->start(std::move(task));
}

Task<void> TaskGroup::wait(std::optional<Time> end) {
    State& state = *state_;
    co_await state.wait(end);
}

} // namespace latch::net
