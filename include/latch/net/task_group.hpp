// SPDX-License-Identifier: MIT
#pragma once

#include "latch/net/task.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace latch::net {

struct Loop;

/// Tasks that are done side by side, in the run of a transport. The group belongs into the frame of
/// the task that waits for them; if that ends first, they are destroyed where they stand.
class TaskGroup {
public:
    using Time = std::chrono::steady_clock::time_point;

    TaskGroup(TaskGroup&&) noexcept;
    TaskGroup& operator=(TaskGroup&&) noexcept;
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;
    ~TaskGroup();

    /// Begins a task, which goes on while the caller waits.
    void start(Task<void> task);

    /// Waits until a task has ended since the last time, or until `end`. What a task throws comes
    /// out here.
    Task<void> wait(std::optional<Time> end);

private:
    friend class Transport;
    class State;
    explicit TaskGroup(Loop& loop);

    std::shared_ptr<State> state_; ///< with the ends of tasks that outlast the group
};

} // namespace latch::net
