// SPDX-License-Identifier: MIT
#include "support/byte_stream.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cerrno>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace latch::test {

namespace {

int milliseconds_until(Deadline deadline) {
    const auto left = deadline - std::chrono::steady_clock::now();
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return rounded < 0 ? 0 : static_cast<int>(rounded);
}

/// Polls two descriptors, the second being the signal to stop.
Ended poll_both(pollfd wanted, int stop, Deadline deadline) {
    std::array<pollfd, 2> set{wanted, pollfd{.fd = stop, .events = POLLIN, .revents = 0}};
    int ready = 0;
    do {
        ready = ::poll(set.data(), set.size(), milliseconds_until(deadline));
    } while (ready < 0 && errno == EINTR);
    if (set[1].revents != 0) {
        return Ended::stopped;
    }
    return ready > 0 ? Ended::done : Ended::timed_out;
}

Attempt attempt_of(ssize_t result, Attempt::Kind when_not_ready) {
    if (result > 0) {
        return {.kind = Attempt::Kind::done, .count = static_cast<std::size_t>(result)};
    }
    if (result < 0 && (errno == EAGAIN || errno == EINTR)) {
        return {.kind = when_not_ready};
    }
    return {.kind = Attempt::Kind::end};
}

class PlainStream final : public ByteStream {
public:
    using ByteStream::ByteStream;

    Ended start(Deadline /*deadline*/, Received& /*facts*/) override { return Ended::done; }

    void end_sending() override { ::shutdown(socket(), SHUT_WR); }

protected:
    Attempt try_read(char* into, std::size_t size) override {
        return attempt_of(::recv(socket(), into, size, 0), Attempt::Kind::wants_read);
    }

    Attempt try_write(std::string_view bytes) override {
        return attempt_of(
            ::send(socket(), bytes.data(), bytes.size(), MSG_NOSIGNAL), Attempt::Kind::wants_write
        );
    }
};

struct FreeSsl {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};

class TlsStream final : public ByteStream {
public:
    TlsStream(base::Descriptor socket, int stop, SSL_CTX* context)
        : ByteStream(std::move(socket), stop), ssl_(SSL_new(context)) {
        SSL_set_fd(ssl_.get(), this->socket());
    }

    Ended start(Deadline deadline, Received& facts) override {
        while (true) {
            const Attempt attempt = outcome(SSL_accept(ssl_.get()));
            if (attempt.kind == Attempt::Kind::done) {
                describe(facts);
                return Ended::done;
            }
            if (attempt.kind == Attempt::Kind::end) {
                return Ended::peer_left;
            }
            if (const Ended ended = wait(attempt.kind, deadline); ended != Ended::done) {
                return ended;
            }
        }
    }

    void end_sending() override {
        SSL_shutdown(ssl_.get());
        ::shutdown(socket(), SHUT_WR);
    }

protected:
    Attempt try_read(char* into, std::size_t size) override {
        return outcome(SSL_read(ssl_.get(), into, static_cast<int>(size)));
    }

    Attempt try_write(std::string_view bytes) override {
        return outcome(SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())));
    }

private:
    Attempt outcome(int result) const {
        if (result > 0) {
            return {.kind = Attempt::Kind::done, .count = static_cast<std::size_t>(result)};
        }
        switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return {.kind = Attempt::Kind::wants_read};
        case SSL_ERROR_WANT_WRITE:
            return {.kind = Attempt::Kind::wants_write};
        default:
            return {.kind = Attempt::Kind::end};
        }
    }

    void describe(Received& facts) const {
        facts.handshake_done = true;
        facts.resumed = SSL_session_reused(ssl_.get()) == 1;
        if (const char* name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name)) {
            facts.sni = name;
        }
        const unsigned char* protocol = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(ssl_.get(), &protocol, &size);
        facts.alpn.assign(protocol, protocol + size);
        if (X509* certificate = SSL_get0_peer_certificate(ssl_.get())) {
            std::array<char, 256> name{};
            X509_NAME_get_text_by_NID(
                X509_get_subject_name(certificate), NID_commonName, name.data(), name.size()
            );
            facts.client_subject = name.data();
        }
    }

    std::unique_ptr<SSL, FreeSsl> ssl_;
};

/// OpenSSL's shape of a choice, parameters and all.
// NOLINTNEXTLINE(readability-function-size): SSL_CTX_set_alpn_select_cb wants six
int choose_protocol(
    SSL* /*ssl*/,
    const unsigned char** out,
    unsigned char* out_size,
    const unsigned char* offered,
    unsigned offered_size,
    void* agreed
) {
    const auto& list = *static_cast<const std::vector<unsigned char>*>(agreed);
    unsigned char* chosen = nullptr;
    const int found = SSL_select_next_proto(
        &chosen, out_size, list.data(), static_cast<unsigned>(list.size()), offered, offered_size
    );
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

std::vector<unsigned char> wire_form(const std::vector<std::string>& protocols) {
    std::vector<unsigned char> list;
    for (const std::string& protocol : protocols) {
        list.push_back(static_cast<unsigned char>(protocol.size()));
        list.insert(list.end(), protocol.begin(), protocol.end());
    }
    return list;
}

void require(int result, const char* what) {
    if (result != 1) {
        throw std::runtime_error(std::string("cannot set up a TLS server: ") + what);
    }
}

} // namespace

ByteStream::ByteStream(base::Descriptor socket, int stop) noexcept
    : socket_(std::move(socket)), stop_(stop) {}

Ended ByteStream::wait(Attempt::Kind wanted, Deadline deadline) const {
    const short events = wanted == Attempt::Kind::wants_write ? POLLOUT : POLLIN;
    return poll_both({.fd = socket(), .events = events, .revents = 0}, stop_, deadline);
}

Ended ByteStream::read_some(std::string& into, Deadline deadline) {
    std::array<char, 131072> buffer; // NOLINT(*-member-init): try_read() fills it
    while (true) {
        const Attempt attempt = try_read(buffer.data(), buffer.size());
        if (attempt.kind == Attempt::Kind::done) {
            into.append(buffer.data(), attempt.count);
            return Ended::done;
        }
        if (attempt.kind == Attempt::Kind::end) {
            return Ended::peer_left;
        }
        if (const Ended ended = wait(attempt.kind, deadline); ended != Ended::done) {
            return ended;
        }
    }
}

Ended ByteStream::write(std::string_view bytes, Deadline deadline) {
    while (!bytes.empty()) {
        const Attempt attempt = try_write(bytes);
        if (attempt.kind == Attempt::Kind::done) {
            bytes.remove_prefix(attempt.count);
            continue;
        }
        if (attempt.kind == Attempt::Kind::end) {
            return Ended::peer_left;
        }
        if (const Ended ended = wait(attempt.kind, deadline); ended != Ended::done) {
            return ended;
        }
    }
    return Ended::done;
}

Ended ByteStream::wait_for(int event, Deadline deadline) {
    std::array<pollfd, 3> set{
        pollfd{.fd = event, .events = POLLIN, .revents = 0},
        pollfd{.fd = socket(), .events = POLLRDHUP, .revents = 0},
        pollfd{.fd = stop_, .events = POLLIN, .revents = 0},
    };
    for (;;) {
        const int ready = ::poll(set.data(), set.size(), milliseconds_until(deadline));
        if (set[2].revents != 0) {
            return Ended::stopped;
        }
        if (set[0].revents == 0) {
            return ready > 0 ? Ended::peer_left : Ended::timed_out;
        }
        std::uint64_t count = 0;
        if (::read(event, &count, sizeof count) > 0) {
            return Ended::done;
        }
        // It was for another connection that stalls as well.
    }
}

void ByteStream::cut() noexcept {
    socket_.close();
}

void ByteStream::reset() noexcept {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    socket_.close();
}

void TlsContext::Free::operator()(ssl_ctx_st* context) const noexcept {
    SSL_CTX_free(context);
}

TlsContext::TlsContext(const TlsOptions& tls)
    : context_(SSL_CTX_new(TLS_server_method())), alpn_(wire_form(tls.alpn)) {
    SSL_CTX* context = context_.get();
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    require(SSL_CTX_use_certificate_chain_file(context, tls.identity.certificate.c_str()), "chain");
    require(
        SSL_CTX_use_PrivateKey_file(context, tls.identity.key.c_str(), SSL_FILETYPE_PEM), "key"
    );
    // Without a name for the context, sessions of clients with a certificate are not resumed.
    constexpr std::array<unsigned char, 5> name{'l', 'a', 't', 'c', 'h'};
    require(SSL_CTX_set_session_id_context(context, name.data(), name.size()), "session");
    if (tls.newest) {
        SSL_CTX_set_max_proto_version(context, *tls.newest);
    }
    if (!tls.client_ca.empty()) {
        require(SSL_CTX_load_verify_locations(context, tls.client_ca.c_str(), nullptr), "CA");
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    if (!alpn_.empty()) {
        SSL_CTX_set_alpn_select_cb(context, choose_protocol, &alpn_);
    }
}

std::unique_ptr<ByteStream> plain_stream(base::Descriptor socket, int stop) {
    return std::make_unique<PlainStream>(std::move(socket), stop);
}

std::unique_ptr<ByteStream>
tls_stream(base::Descriptor socket, int stop, const TlsContext& context) {
    return std::make_unique<TlsStream>(std::move(socket), stop, context.get());
}

} // namespace latch::test
