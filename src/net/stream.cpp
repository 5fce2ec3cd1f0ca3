// SPDX-License-Identifier: MIT
#include "net/stream.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

namespace latch::net {

namespace {

/// Runs a system call through EINTR and reads its result.
template <class Call>
Io attempt(Io::State when_not_ready, Call call) {
    ssize_t result = -1;
    do {
        result = call();
    } while (result < 0 && errno == EINTR);
    if (result > 0) {
        return {.state = Io::State::done, .count = static_cast<std::size_t>(result)};
    }
    if (result == 0) {
        return {.state = Io::State::end};
    }
    if (errno == EAGAIN) {
        return {.state = when_not_ready};
    }
    return {.state = Io::State::failed, .error = {errno, std::system_category()}};
}

class PlainStream final : public Stream {
public:
    explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

    Io try_read(std::span<char> into) override {
        return attempt(Io::State::wants_read, [&] {
            return ::recv(socket_.native(), into.data(), into.size(), 0);
        });
    }

    Io try_splice(int pipe, std::size_t most) override {
        return attempt(Io::State::wants_read, [&] {
            return ::splice(socket_.native(), nullptr, pipe, nullptr, most, SPLICE_F_NONBLOCK);
        });
    }

    bool can_splice() const noexcept override { return true; }

    Io try_write(std::string_view bytes) override {
        return attempt(Io::State::wants_write, [&] {
            return ::send(socket_.native(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        });
    }

    std::string tls() const override { return {}; }

    Socket& socket() noexcept override { return socket_; }

private:
    Socket socket_;
};

} // namespace

bool Stream::is_quiet() {
    char unexpected = 0;
    return try_read({&unexpected, 1}).state == Io::State::wants_read;
}

std::unique_ptr<Stream> plain_stream(Socket socket) {
    return std::make_unique<PlainStream>(std::move(socket));
}

void add_wish(Interest& interest, const Io& attempt) noexcept {
    interest.readable = interest.readable || attempt.state == Io::State::wants_read;
    interest.writable = interest.writable || attempt.state == Io::State::wants_write;
    if (attempt.state == Io::State::wants_time) {
        interest.alarm = std::min(interest.alarm.value_or(attempt.not_before), attempt.not_before);
    }
}

} // namespace latch::net
