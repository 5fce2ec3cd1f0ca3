// SPDX-License-Identifier: MIT
#include "support/client_socket.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <vector>

namespace latch::test {

namespace {

/// Long enough for a loaded machine, short enough for a test that hangs.
constexpr timeval patience{.tv_sec = 20, .tv_usec = 0};

int connect_to(int socket, Loopback family, std::uint16_t port) {
    if (family == Loopback::ipv6) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        address.sin6_addr = in6addr_loopback;
        return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

bool is_address(const std::string& host) {
    return host.find(':') != std::string::npos || (host.front() >= '0' && host.front() <= '9');
}

} // namespace

ClientSocket::ClientSocket(std::uint16_t port, Loopback family)
    : socket_(::socket(family == Loopback::ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)
      ) {
    if (connect_to(socket_.get(), family, port) != 0) {
        throw std::runtime_error(base::system_words(errno));
    }
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

void ClientSocket::write(std::string_view bytes) {
    if (const auto done = base::write_all(socket_.get(), bytes, "server"); done.has_error()) {
        throw std::runtime_error(done.error().what());
    }
}

std::string ClientSocket::read(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t got = 0;
    while (got < count) {
        const ssize_t more = ::recv(socket_.get(), bytes.data() + got, count - got, 0);
        if (more <= 0) {
            break;
        }
        got += static_cast<std::size_t>(more);
    }
    bytes.resize(got);
    return bytes;
}

std::string ClientSocket::read_to_end() {
    std::string all;
    for (std::string part = read(4096); !part.empty(); part = read(4096)) {
        all += part;
    }
    return all;
}

std::string ClientSocket::read_error() {
    char byte = 0;
    const ssize_t got = ::recv(socket_.get(), &byte, 1, 0);
    return got < 0 ? base::system_words(errno) : std::string();
}

void ClientSocket::end_sending() {
    ::shutdown(socket_.get(), SHUT_WR);
}

void ClientSocket::close() {
    socket_.close();
}

void TlsClient::Free::operator()(ssl_ctx_st* context) const noexcept {
    SSL_CTX_free(context);
}

void TlsClient::Free::operator()(ssl_st* connection) const noexcept {
    SSL_free(connection);
}

TlsClient::TlsClient(std::uint16_t port, const std::filesystem::path& ca)
    : socket_(port), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_load_verify_locations(context_.get(), ca.c_str(), nullptr);
    connection_.reset(SSL_new(context_.get()));
    SSL_set_fd(connection_.get(), socket_.descriptor());
}

TlsClient::~TlsClient() = default;

void TlsClient::identify(const Identity& identity) {
    SSL_use_certificate_file(connection_.get(), identity.certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_use_PrivateKey_file(connection_.get(), identity.key.c_str(), SSL_FILETYPE_PEM);
}

void TlsClient::offer(std::string_view protocols) {
    const std::vector<unsigned char> list(protocols.begin(), protocols.end());
    SSL_set_alpn_protos(connection_.get(), list.data(), static_cast<unsigned>(list.size()));
}

long TlsClient::handshake(std::string host) {
    if (is_address(host)) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection_.get()), host.c_str());
    } else {
        SSL_set1_host(connection_.get(), host.c_str());
        // What SSL_set_tlsext_host_name does, without its old-style cast.
        SSL_ctrl(
            connection_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()
        );
    }
    const bool done = SSL_connect(connection_.get()) == 1;
    return done ? SSL_get_verify_result(connection_.get()) : -1;
}

void TlsClient::write(std::string_view bytes) {
    SSL_write(connection_.get(), bytes.data(), static_cast<int>(bytes.size()));
}

std::string TlsClient::read_to_end() {
    std::string all;
    std::array<char, 4096> buffer{};
    int got = 0;
    while ((got = SSL_read(connection_.get(), buffer.data(), static_cast<int>(buffer.size()))) > 0
    ) {
        all.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return all;
}

std::string TlsClient::version() const {
    return SSL_get_version(connection_.get());
}

} // namespace latch::test
