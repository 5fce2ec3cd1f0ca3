// SPDX-License-Identifier: MIT
#pragma once

#include "support/listener.hpp"
#include "support/tls_fixture.hpp"

#include "latch/base/file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace latch::test {

/// The other end of a test server, blocking and simple, for tests of the servers themselves.
class ClientSocket {
public:
    /// Connects to a loopback port; throws with the system's words if it cannot.
    explicit ClientSocket(std::uint16_t port, Loopback family = Loopback::ipv4);

    void write(std::string_view bytes);
    /// Exactly `count` bytes, or fewer if the connection ends before.
    std::string read(std::size_t count);
    std::string read_to_end();
    /// The words for what reading failed with; empty at an orderly end.
    std::string read_error();
    /// Shuts down the sending half.
    void end_sending();
    void close();

    int descriptor() const noexcept { return socket_.get(); }

private:
    base::Descriptor socket_;
};

/// A TLS client of OpenSSL's own making.
class TlsClient {
public:
    TlsClient(std::uint16_t port, const std::filesystem::path& ca);
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    TlsClient(TlsClient&&) = delete;
    TlsClient& operator=(TlsClient&&) = delete;
    ~TlsClient();

    void identify(const Identity& identity);
    /// Offers ALPN protocols, in wire form.
    void offer(std::string_view protocols);
    /// The verdict on the server's certificate, an X509_V_ number; -1 if there was no handshake.
    long handshake(std::string host);
    void write(std::string_view bytes);
    std::string read_to_end();
    std::string version() const;

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const noexcept;
        void operator()(ssl_st* connection) const noexcept;
    };

    ClientSocket socket_;
    std::unique_ptr<ssl_ctx_st, Free> context_;
    std::unique_ptr<ssl_st, Free> connection_;
};

} // namespace latch::test
