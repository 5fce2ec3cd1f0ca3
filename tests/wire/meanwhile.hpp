// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <thread>
#include <utility>

namespace latch::test {

/// Lets time pass where time itself is what a test is about.
inline void let_pass(std::chrono::milliseconds duration) {
    const auto end = std::chrono::steady_clock::now() + duration;
    while (std::chrono::steady_clock::now() < end) {
        std::this_thread::yield();
    }
}

/// Does something in a thread while a test waits for the network.
class Meanwhile {
public:
    explicit Meanwhile(std::function<void()> work) : thread_(std::move(work)) {}

    Meanwhile(const Meanwhile&) = delete;
    Meanwhile& operator=(const Meanwhile&) = delete;
    Meanwhile(Meanwhile&&) = delete;
    Meanwhile& operator=(Meanwhile&&) = delete;

    ~Meanwhile() { thread_.join(); }

private:
    std::thread thread_;
};

} // namespace latch::test
