// SPDX-License-Identifier: MIT
#pragma once

#include "support/tls_fixture.hpp"

#include "latch/base/file.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ssl_ctx_st;

namespace latch::test {

/// How a test server speaks TLS.
struct TlsOptions {
    Identity identity;
    std::string client_ca = {};         ///< asks for a client certificate signed by this one
    std::optional<int> newest = {};     ///< e.g. TLS1_2_VERSION
    std::vector<std::string> alpn = {}; ///< protocols it agrees to, the best first
};

/// What a test server saw of one connection.
struct Received {
    std::string bytes;
    bool handshake_done = false; ///< of TLS
    std::string sni;
    std::string alpn;
    bool resumed = false;       ///< a TLS session was taken up again
    std::string client_subject; ///< common name of the client's certificate
};

using Deadline = std::chrono::steady_clock::time_point;

/// How an operation on a stream ended.
enum class Ended { done, peer_left, timed_out, stopped };

/// What one try at a non-blocking operation came to.
struct Attempt {
    enum class Kind { done, wants_read, wants_write, end };
    Kind kind = Kind::end;
    std::size_t count = 0;
};

/// The server's end of an accepted connection, plain or TLS; every operation has a deadline and
/// ends early when `stop` becomes readable.
class ByteStream {
public:
    ByteStream(base::Descriptor socket, int stop) noexcept;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;
    ByteStream(ByteStream&&) = delete;
    ByteStream& operator=(ByteStream&&) = delete;
    virtual ~ByteStream() = default;

    /// The TLS handshake, if there is one; fills in what it told about the peer.
    virtual Ended start(Deadline deadline, Received& facts) = 0;
    /// Appends what has arrived, at least one byte.
    Ended read_some(std::string& into, Deadline deadline);
    Ended write(std::string_view bytes, Deadline deadline);
    /// Until `event` is readable (it is then read once) or the peer is gone.
    Ended wait_for(int event, Deadline deadline);

    virtual void end_sending() = 0;
    /// Closes; without a farewell of TLS's.
    void cut() noexcept;
    void reset() noexcept;

protected:
    int socket() const noexcept { return socket_.get(); }

    virtual Attempt try_read(char* into, std::size_t size) = 0;
    virtual Attempt try_write(std::string_view bytes) = 0;
    /// Waits for what an attempt wants; `done` when it can be tried again.
    Ended wait(Attempt::Kind wanted, Deadline deadline) const;

private:
    base::Descriptor socket_;
    int stop_;
};

/// What all TLS connections of a server share.
class TlsContext {
public:
    explicit TlsContext(const TlsOptions& tls);
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;
    TlsContext(TlsContext&&) = delete;
    TlsContext& operator=(TlsContext&&) = delete;
    ~TlsContext() = default;

    ssl_ctx_st* get() const noexcept { return context_.get(); }

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const noexcept;
    };

    std::unique_ptr<ssl_ctx_st, Free> context_;
    std::vector<unsigned char> alpn_; ///< length-prefixed names; the context refers to it
};

std::unique_ptr<ByteStream> plain_stream(base::Descriptor socket, int stop);
std::unique_ptr<ByteStream>
tls_stream(base::Descriptor socket, int stop, const TlsContext& context);

} // namespace latch::test
