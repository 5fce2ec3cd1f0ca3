// SPDX-License-Identifier: MIT
#pragma once

#include "net/stream.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <sys/eventfd.h>

namespace latch::test {

/// A peer that takes so many bytes and no more, without a network.
class FakeStream final : public net::Stream {
public:
    explicit FakeStream(boost::asio::io_context& loop)
        : socket_(loop, base::Descriptor(::eventfd(0, EFD_CLOEXEC))) {}

    net::Io try_read(std::span<char> /*into*/) override {
        return {.state = net::Io::State::wants_read};
    }

    net::Io try_write(std::string_view bytes) override {
        ++writes;
        offered = bytes.size();
        if (broken_by) {
            return {.state = net::Io::State::failed, .error = *broken_by};
        }
        const std::size_t count = std::min(room, bytes.size());
        if (count == 0) {
            return {.state = net::Io::State::wants_write};
        }
        written += bytes.substr(0, count);
        room -= count;
        return {.state = net::Io::State::done, .count = count};
    }

    std::string tls() const override { return {}; }

    net::Socket& socket() noexcept override { return socket_; }

    std::string written;
    std::size_t room = std::string::npos;
    std::optional<std::error_code> broken_by;
    int writes = 0;
    std::size_t offered = 0; ///< with the last try

private:
    net::Socket socket_;
};

} // namespace latch::test
