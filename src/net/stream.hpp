// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include "latch/base/environment.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace latch::net {

/// What one try at reading or writing came to.
struct Io {
    enum class State {
        done,        ///< `count` bytes were moved, at least one
        wants_read,  ///< try again when the socket is readable
        wants_write, ///< try again when the socket is writable
        wants_time,  ///< try again at `not_before`
        end,         ///< the peer has sent everything and said so
        failed,      ///< `error` tells
    };

    State state = State::done;
    std::size_t count = 0;
    std::error_code error{};
    SteadyClock::time_point not_before{};

    bool is_over() const noexcept { return state == State::end || state == State::failed; }
};

/// A connection to a peer: bytes that are read or written now or not at all. Plain, TLS, or TLS
/// over another stream, as it is with a proxy that speaks TLS itself.
class Stream {
public:
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    Stream(Stream&&) = delete;
    Stream& operator=(Stream&&) = delete;
    virtual ~Stream() = default;

    virtual Io try_read(std::span<char> into) = 0;

    /// Whether the peer has nothing to tell. Its end, and bytes that nobody asked for (a 408, or
    /// what was smuggled behind the last answer), are something. TLS tickets are read and kept by
    /// the stream, and are no bytes in this sense. To be asked of idle connections: a byte is lost.
    virtual bool is_quiet();

    /// Moves at most `most` bytes into a pipe, unseen. Only if `can_splice`.
    virtual Io try_splice(int /*pipe*/, std::size_t /*most*/) { return {.state = Io::State::end}; }

    /// Whether the peer's bytes are what the socket has: TLS has to look at them.
    virtual bool can_splice() const noexcept { return false; }

    /// After `wants_…` the next try must begin with the same bytes: TLS has begun a record.
    virtual Io try_write(std::string_view bytes) = 0;

    /// "TLSv1.3 TLS_AES_256_GCM_SHA384"; empty without TLS.
    virtual std::string tls() const = 0;

    /// When the peer's certificate expires; the epoch without one.
    virtual base::Clock::time_point certificate_end() const { return {}; }

    /// Whether its TLS session is that of an earlier connection.
    virtual bool is_resumed() const noexcept { return false; }

    /// What everything goes over in the end, and what is waited for.
    virtual Socket& socket() noexcept = 0;
};

/// TCP or a unix socket as it is.
std::unique_ptr<Stream> plain_stream(Socket socket);

/// Adds to `interest` what a try asked for.
void add_wish(Interest& interest, const Io& attempt) noexcept;

} // namespace latch::net
