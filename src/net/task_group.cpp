// SPDX-License-Identifier: MIT
#include "latch/net/task_group.hpp"

#include "net/loop.hpp"
#include "net/socket.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>

#include <exception>
#include <utility>

namespace latch::net {

/// The timer stands for a condition variable: the end of a task cancels it.
class TaskGroup::State : public std::enable_shared_from_this<TaskGroup::State> {
public:
    explicit State(Loop& loop) : loop_(loop), bell_(loop.context) {}

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
        if (!ended_) {
            bell_.expires_at(end.value_or(Time::max()));
            boost::system::error_code ignored;
            co_await bell_.async_wait(boost::asio::redirect_error(use_awaitable, ignored));
        }
        ended_ = false;
        if (const std::exception_ptr thrown = std::exchange(thrown_, nullptr)) {
            std::rethrow_exception(thrown);
        }
    }

private:
    void note_end(const std::exception_ptr& exception) {
        --loop_.tasks;
        ended_ = true;
        thrown_ = thrown_ ? thrown_ : exception;
        bell_.cancel();
    }

    Loop& loop_;
    Timer bell_;
    bool ended_ = false;
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
