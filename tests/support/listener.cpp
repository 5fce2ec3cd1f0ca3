// SPDX-License-Identifier: MIT
#include "support/listener.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace latch::test {

namespace {

template <class Address>
int bind_to(int socket, const Address& address) {
    // The sockets interface is made of casts from one address type to another.
    return ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int bind_to_loopback(int socket, Loopback family, std::uint16_t port) {
    if (family == Loopback::ipv6) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        address.sin6_addr = in6addr_loopback;
        return bind_to(socket, address);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind_to(socket, address);
}

void connect_to_loopback(int socket, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

} // namespace

base::Descriptor bound_socket(Loopback address, std::uint16_t port) {
    const int family = address == Loopback::ipv6 ? AF_INET6 : AF_INET;
    base::Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (bind_to_loopback(socket.get(), address, port) != 0) {
        throw std::runtime_error("cannot bind to loopback: " + base::system_words(errno));
    }
    return socket;
}

std::uint16_t port_of(const base::Descriptor& socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
    // Both families keep the port at the same place.
    sockaddr_in loopback{};
    std::memcpy(&loopback, &address, sizeof loopback);
    return ntohs(loopback.sin_port);
}

SilentPort::SilentPort(std::uint16_t port) : listener_(bound_socket(Loopback::ipv4, port)) {
    ::listen(listener_.get(), 0);
    // The one that gets no answer within this time has found the queue full.
    constexpr int silence = 100;
    bool is_answered = true;
    while (is_answered) {
        base::Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        connect_to_loopback(client.get(), port_of(listener_));
        pollfd connected{.fd = client.get(), .events = POLLOUT, .revents = 0};
        is_answered = ::poll(&connected, 1, silence) > 0;
        crowd_.push_back(std::move(client));
    }
}

Event::Event(Kind kind)
    : descriptor_(
          ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | (kind == Kind::counts ? EFD_SEMAPHORE : 0))
      ) {}

void Event::signal() const noexcept {
    const std::uint64_t one = 1;
    // An event counter takes every signal until it has had 2^64 of them.
    static_cast<void>(::write(descriptor_.get(), &one, sizeof one));
}

Listener::Listener(const ListenerOptions& options, Serve serve)
    : options_(options), serve_(std::move(serve)),
      socket_(bound_socket(options.address, options.port)), port_(port_of(socket_)) {
    if (options_.tls) {
        context_ = std::make_unique<TlsContext>(*options_.tls);
    }
    if (::listen(socket_.get(), SOMAXCONN) != 0) {
        throw std::runtime_error("cannot listen: " + base::system_words(errno));
    }
    acceptor_ = std::thread([this] { accept_all(); });
}

std::string Listener::url(std::string_view path) const {
    std::string url = options_.tls ? "https://" : "http://";
    url += options_.address == Loopback::ipv6 ? "[::1]:" : "127.0.0.1:";
    return url.append(std::to_string(port_)).append(path);
}

void Listener::stop() noexcept {
    stop_.signal();
    if (acceptor_.joinable()) {
        acceptor_.join();
    }
    for (std::thread& worker : workers_) {
        worker.join();
    }
    workers_.clear();
}

void Listener::accept_all() {
    while (true) {
        std::array<pollfd, 2> set{
            pollfd{.fd = socket_.get(), .events = POLLIN, .revents = 0},
            pollfd{.fd = stop_.get(), .events = POLLIN, .revents = 0},
        };
        ::poll(set.data(), set.size(), -1);
        if (set[1].revents != 0) {
            return;
        }
        base::Descriptor socket(
            ::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)
        );
        if (socket.is_open()) {
            begin(std::move(socket));
        }
    }
}

void Listener::begin(base::Descriptor socket) {
    const int yes = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    auto stream = context_ ? tls_stream(std::move(socket), stop_.get(), *context_)
                           : plain_stream(std::move(socket), stop_.get());
    const std::size_t connection = workers_.size();
    workers_.emplace_back([this, connection, owned = std::move(stream)] {
        serve_(connection, *owned);
        owned->cut();
    });
}

} // namespace latch::test
