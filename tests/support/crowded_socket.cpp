// SPDX-License-Identifier: MIT
#include "support/crowded_socket.hpp"

#include "support/catch.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <utility>

namespace latch::test {

namespace {

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    path.copy(static_cast<char*>(address.sun_path), path.size());
    return address;
}

} // namespace

base::Descriptor unix_listener(const std::string& path, int backlog) {
    base::Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = address_of(path);
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    REQUIRE(::bind(listener.get(), generic, sizeof address) == 0);
    REQUIRE(::listen(listener.get(), backlog) == 0);
    return listener;
}

CrowdedSocket::CrowdedSocket(const std::string& path) : listener_(unix_listener(path, 0)) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(listener_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const sockaddr_un address = address_of(path);
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    for (;;) {
        base::Descriptor client(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (::connect(client.get(), generic, sizeof address) != 0) {
            REQUIRE(errno == EAGAIN);
            return;
        }
        crowd_.push_back(std::move(client));
    }
}

void CrowdedSocket::make_room() {
    for (; !crowd_.empty(); crowd_.pop_back()) {
        accept();
    }
}

base::Descriptor CrowdedSocket::accept() const {
    base::Descriptor accepted(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    REQUIRE(accepted.is_open());
    return accepted;
}

} // namespace latch::test
