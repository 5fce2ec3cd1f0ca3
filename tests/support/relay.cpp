// SPDX-License-Identifier: MIT
#include "support/relay.hpp"

#include "support/client_socket.hpp"

#include <array>
#include <charconv>
#include <poll.h>
#include <sys/socket.h>

namespace latch::test {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// How long one direction is waited for before the other has its turn.
constexpr std::chrono::milliseconds turn{2};

std::uint16_t port_in(const std::string& head) {
    const std::size_t end = head.find(" HTTP/");
    const std::size_t colon = head.rfind(':', end);
    std::uint16_t port = 0;
    std::from_chars(head.data() + colon + 1, head.data() + end, port);
    return port;
}

/// Passes on what the target has sent; whether it may send more.
bool pass_back(const ClientSocket& target, ByteStream& stream) {
    pollfd readable{.fd = target.descriptor(), .events = POLLIN, .revents = 0};
    if (::poll(&readable, 1, static_cast<int>(turn.count())) == 0) {
        return true;
    }
    std::array<char, 16384> buffer{};
    const ssize_t count = ::recv(target.descriptor(), buffer.data(), buffer.size(), 0);
    if (count <= 0) {
        stream.end_sending();
        return false;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    return stream.write(bytes, SteadyClock::now() + std::chrono::seconds(10)) == Ended::done;
}

} // namespace

Relay::Relay(const ListenerOptions& options)
    : options_(options), listener_(options, [this](std::size_t /*connection*/, ByteStream& stream) {
          serve(stream);
      }) {}

std::string Relay::url(const std::string& user_info) const {
    const std::string scheme = options_.tls ? "https://" : "http://";
    return scheme + user_info + "127.0.0.1:" + std::to_string(port());
}

std::vector<std::string> Relay::heads() const {
    const std::lock_guard lock(mutex_);
    return heads_;
}

void Relay::serve(ByteStream& stream) {
    const auto deadline = SteadyClock::now() + std::chrono::seconds(20);
    Received facts;
    Ended ended = stream.start(deadline, facts);
    std::string head;
    while (ended == Ended::done && head.find("\r\n\r\n") == std::string::npos) {
        ended = stream.read_some(head, deadline);
    }
    if (ended != Ended::done) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        heads_.push_back(head);
    }
    ClientSocket target(port_in(head));
    ended = stream.write("HTTP/1.1 200 Connection established\r\n\r\n", deadline);
    while (ended == Ended::done || ended == Ended::timed_out) {
        std::string bytes;
        ended = stream.read_some(bytes, SteadyClock::now() + turn);
        if (!bytes.empty()) {
            target.write(bytes);
        }
        if (!pass_back(target, stream)) {
            return;
        }
    }
}

} // namespace latch::test
