// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/net/task.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace latch::net {

/// The one visit that is waited for.
struct Callback {
    std::string path;
    std::string parameter; ///< "name=value", which the query must have: others can knock as well
    std::string page;      ///< HTML that is shown for it
};

/// A server on 127.0.0.1 that a browser is sent to once, with the answer of an authorization server
/// (RFC 8252, 7.3).
class Loopback {
public:
    Loopback(Loopback&&) noexcept;
    Loopback& operator=(Loopback&&) noexcept;
    Loopback(const Loopback&) = delete;
    Loopback& operator=(const Loopback&) = delete;
    ~Loopback();

    std::uint16_t port() const noexcept;

    /// Waits for that visit, a GET, and stores its path and query in `target`, which must outlive
    /// the task. Whatever else comes, as browsers ask for icons and open connections ahead, is
    /// answered with 404 or left after a second. Errors: `connect`.
    Task<base::Result<void>> hear(Callback callback, std::string& target);

private:
    friend class Transport;
    class State;
    explicit Loopback(std::unique_ptr<State> state);
    static base::Result<Loopback> open(boost::asio::io_context& loop);

    std::unique_ptr<State> state_;
};

} // namespace latch::net
