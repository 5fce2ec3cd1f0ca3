// SPDX-License-Identifier: MIT
#include "net/connect.hpp"

#include "net/words.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>

namespace latch::net {

namespace {

using std::error_code;

error_code last_error() {
    return {errno, std::system_category()};
}

/// A share of the time that is left: half of it for the first of two.
Deadline share_of(Deadline deadline, std::size_t addresses_left) {
    if (!deadline) {
        return deadline;
    }
    const auto now = SteadyClock::now();
    return now + (*deadline - now) / static_cast<SteadyClock::rep>(addresses_left);
}

/// Whether an error tells about our side, e.g. the lack of IPv6, and not about the peer.
bool is_local(const error_code& error) {
    return error == std::errc::network_unreachable || error == std::errc::address_not_available ||
           error == std::errc::address_family_not_supported || error == std::errc::host_unreachable;
}

/// The state of a connection that has become writable.
error_code outcome(const Socket& socket) {
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(socket.native(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        return last_error();
    }
    return {error, std::system_category()};
}

/// Small writes must not wait for the acknowledgement of the one before: a request is written in
/// one piece where possible, and its last piece is as urgent as its first.
void send_at_once(const base::Descriptor& socket) {
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Task<boost::system::result<Socket, std::error_code>> connect_one(
    boost::asio::io_context& loop, Endpoint endpoint, const LocalEnd& from, Deadline deadline
) {
    constexpr int kind = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    base::Descriptor opened(::socket(endpoint.protocol().family(), kind, IPPROTO_TCP));
    if (!opened.is_open()) {
        co_return last_error();
    }
    send_at_once(opened);
    if (const error_code unbound = from.bind(opened.get(), endpoint)) {
        co_return unbound;
    }
    const auto size = static_cast<socklen_t>(endpoint.size());
    const int begun = ::connect(opened.get(), endpoint.data(), size);
    if (begun != 0 && errno != EINPROGRESS) {
        co_return last_error();
    }
    Socket socket(loop, std::move(opened));
    if (begun != 0) {
        const Interest connected{.writable = true};
        const error_code waited = co_await socket.wait(connected, deadline);
        const error_code failed = waited ? waited : outcome(socket);
        if (failed) {
            co_return failed;
        }
    }
    co_return socket;
}

std::optional<sockaddr_un> socket_address(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return std::nullopt;
    }
    path.copy(static_cast<char*>(address.sun_path), path.size());
    return address;
}

error_code try_to_connect(const base::Descriptor& socket, const sockaddr_un& address) {
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    return ::connect(socket.get(), generic, sizeof address) == 0 ? error_code() : last_error();
}

/// Sleep between attempts at what the kernel has no event for: each longer than the one before, so
/// that a short wait stays short and a long one costs little.
class Pauses {
public:
    Pauses(boost::asio::io_context& loop, Deadline deadline) : timer_(loop), deadline_(deadline) {}

    bool are_over() const { return deadline_ && SteadyClock::now() >= *deadline_; }

    Task<void> next() {
        const auto end = SteadyClock::now() + length_;
        timer_.expires_at(deadline_ ? std::min(end, *deadline_) : end);
        length_ = std::min(length_ * 2, longest);
        boost::system::error_code ignored;
        co_await timer_.async_wait(boost::asio::redirect_error(use_awaitable, ignored));
    }

private:
    static constexpr std::chrono::milliseconds shortest{10};
    static constexpr std::chrono::milliseconds longest{200};

    Timer timer_;
    Deadline deadline_;
    std::chrono::milliseconds length_ = shortest;
};

} // namespace

Task<boost::system::result<Connected, std::error_code>> connect(
    boost::asio::io_context& loop,
    std::span<const Endpoint> endpoints,
    const LocalEnd& from,
    Deadline deadline
) {
    error_code telling;
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        const Deadline until = share_of(deadline, endpoints.size() - i);
        boost::system::result<Socket, std::error_code> connected =
            co_await connect_one(loop, endpoints[i], from, until);
        if (connected) {
            co_return Connected{std::move(*connected), to_string(endpoints[i])};
        }
        if (!telling || is_local(telling)) {
            telling = connected.error();
        }
    }
    co_return telling;
}

Task<boost::system::result<Connected, std::error_code>>
connect_to_socket(boost::asio::io_context& loop, const std::string& path, Deadline deadline) {
    const std::optional<sockaddr_un> address = socket_address(path);
    if (!address) {
        co_return std::make_error_code(std::errc::filename_too_long);
    }
    base::Descriptor opened(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!opened.is_open()) {
        co_return last_error();
    }
    error_code failed = try_to_connect(opened, *address);
    Pauses pauses(loop, deadline);
    // For a unix socket this means that its backlog is full; poll(2) knows nothing of it.
    while (failed == std::errc::resource_unavailable_try_again) {
        if (pauses.are_over()) {
            co_return std::make_error_code(std::errc::timed_out);
        }
        co_await pauses.next();
        failed = try_to_connect(opened, *address);
    }
    if (failed) {
        co_return failed;
    }
    co_return Connected{Socket(loop, std::move(opened)), path};
}

std::string to_string(const Endpoint& endpoint) {
    return http::host_and_port(endpoint.address().to_string(), endpoint.port());
}

} // namespace latch::net
