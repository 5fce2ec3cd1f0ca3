// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.hpp"
#include "net/http1.hpp"
#include "net/loop.hpp"
#include "net/request_writer.hpp"

#include "latch/http/exchange.hpp"
#include "latch/net/transport.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace latch::net {

/// A hop on its way, from the request to the end of the body. It stays where it is, because its
/// parts refer to one another.
class Answer::State {
public:
    /// `observers` may be null.
    State(Loop& loop, http::PreparedRequest request, const Observers* observers);
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;
    ~State() = default;

    /// Waits for a connection or the place for one, checks the request and opens its body, and
    /// connects if there is need to. Errors: `usage`, `file`, those of `Dialer::dial`.
    Task<base::Result<void>> connect(Transport::Connection wish);

    /// Sends, and receives the head.
    Task<base::Result<void>> converse();

    /// What a failure says besides its error; the last call.
    Failure failure(base::Error error);

    Task<base::Result<void>> read_body(http::BodySink& sink);
    Task<base::Result<void>> discard_body();

    const http::Hop& hop() const noexcept { return hop_; }

    /// The last call.
    http::Hop take_hop() { return std::move(hop_); }

    bool has_broken_off() const noexcept { return has_broken_off_; }

private:
    bool is_bodyless() const noexcept;
    void settle();
    void hang_up();

    Loop& loop_;
    const Observers* observers_;
    http::Hop hop_;
    SteadyClock::time_point begun_ = SteadyClock::now();
    RequestWriter writer_;
    std::unique_ptr<Connection> connection_;
    std::optional<Http1> http1_;
    bool has_broken_off_ = false;
};

} // namespace latch::net
