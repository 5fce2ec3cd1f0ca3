// SPDX-License-Identifier: MIT
#pragma once

#include "client/memory.hpp"

#include "latch/client/conversation.hpp"

#include <memory>

namespace latch::client {

/// One conversation on its way.
class Talk {
public:
    /// All but the request must outlive the object.
    Talk(
        http::Request request, Memory& memory, Audience& audience, const Surroundings& surroundings
    );
    Talk(const Talk&) = delete;
    Talk& operator=(const Talk&) = delete;
    Talk(Talk&&) = delete;
    Talk& operator=(Talk&&) = delete;
    ~Talk();

    /// Sends the request and obeys what follows from each answer. The object must outlive the task.
    net::Task<base::Result<void>> go();

    /// What came of it, with the error of `result`, if it has one. The last call, when nothing of
    /// the task is left.
    Outcome end(const base::Result<void>& result);

private:
    class Conversation;
    std::unique_ptr<Conversation> conversation_;
};

} // namespace latch::client
