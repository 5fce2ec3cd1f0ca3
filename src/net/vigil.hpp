// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace latch::net {

/// Sleep until one of several descriptors is ready, for who has more to wait for than one socket.
class Vigil {
public:
    using Id = std::size_t;
    enum class For { reading, writing };

    explicit Vigil(boost::asio::io_context& loop);

    /// Begins to watch; it is told once. The descriptor stays the caller's, and has to be open
    /// until it has been told, or the vigil ends.
    Id watch(int descriptor, For what);

    /// Those that have become ready and were not told yet, as soon as there is one; none if it is
    /// `until` before that.
    Task<std::vector<Id>> wait(Deadline until);

private:
    class State;
    std::shared_ptr<State> state_; ///< shared with handlers that the loop has yet to call
};

} // namespace latch::net
