// SPDX-License-Identifier: MIT
#include "net/tls_stream.hpp"

#include "net/words.hpp"

#include "latch/base/text.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <vector>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::error_code;

struct FreeSsl {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};

/// Records on their way out: OpenSSL writes each by itself, the socket gets them together.
class Outbox {
public:
    void add(std::string_view record) {
        records_.insert(records_.end(), record.begin(), record.end());
    }

    bool empty() const noexcept { return records_.empty(); }

    /// `done` when everything is sent.
    Io flush(int socket) {
        while (sent_ < records_.size()) {
            const ssize_t count =
                ::send(socket, records_.data() + sent_, records_.size() - sent_, MSG_NOSIGNAL);
            if (count >= 0) {
                sent_ += static_cast<std::size_t>(count);
            } else if (errno == EAGAIN) {
                return {.state = Io::State::wants_write};
            } else if (errno != EINTR) {
                return {.state = Io::State::failed, .error = {errno, std::system_category()}};
            }
        }
        records_.clear();
        sent_ = 0;
        return {.state = Io::State::done};
    }

private:
    std::vector<char> records_;
    std::size_t sent_ = 0;
};

/// OpenSSL leaves it at zero where the peer vanished without a word.
error_code broken_by(int error_number) {
    return {error_number != 0 ? error_number : ECONNRESET, std::system_category()};
}

int write_to_outbox(BIO* bio, const char* data, int size) {
    static_cast<Outbox*>(BIO_get_data(bio))->add({data, static_cast<std::size_t>(size)});
    return size;
}

long control_outbox(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO* outbox_bio(Outbox& outbox) {
    struct Free {
        void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
    };

    static const std::unique_ptr<BIO_METHOD, Free> method = [] {
        std::unique_ptr<BIO_METHOD, Free> made(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "latch outbox"));
        BIO_meth_set_write(made.get(), write_to_outbox);
        BIO_meth_set_ctrl(made.get(), control_outbox);
        return made;
    }();
    BIO* const bio = BIO_new(method.get());
    BIO_set_data(bio, &outbox);
    BIO_set_init(bio, 1);
    return bio;
}

class TlsStream final : public Stream {
public:
    TlsStream(Socket socket, const TlsContext& context)
        : Stream(std::move(socket)), ssl_(SSL_new(context.native())) {
        // The socket is only read from through OpenSSL: its write would raise SIGPIPE.
        SSL_set_bio(ssl_.get(), BIO_new_socket(native(), BIO_NOCLOSE), outbox_bio(outbox_));
        SSL_set_connect_state(ssl_.get());
    }

    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;
    TlsStream(TlsStream&&) = delete;
    TlsStream& operator=(TlsStream&&) = delete;

    /// Says farewell, and does not wait for the peer's.
    ~TlsStream() override {
        if (!over_ && SSL_is_init_finished(ssl_.get()) != 0) {
            ERR_clear_error();
            SSL_shutdown(ssl_.get());
            outbox_.flush(native());
        }
        ERR_clear_error();
    }

    SSL* ssl() noexcept { return ssl_.get(); }

    Io try_handshake() {
        ERR_clear_error();
        const int result = SSL_do_handshake(ssl_.get());
        const Io outcome = result == 1 ? Io{} : explain(result);
        const Io flushed = outbox_.flush(native());
        return flushed.state == Io::State::done || outcome.is_over() ? outcome : flushed;
    }

    Io try_read(std::span<char> into) override {
        Io last;
        std::size_t total = 0;
        while (last.state == Io::State::done && total < into.size()) {
            last = read_record(into.subspan(total));
            total += last.count;
        }
        outbox_.flush(native()); // answers to what was read, e.g. to a key update
        return total > 0 ? Io{.state = Io::State::done, .count = total} : last;
    }

    Io try_write(std::string_view bytes) override {
        Io last;
        while (last.state == Io::State::done && taken_ < bytes.size()) {
            last = write_record(bytes.substr(taken_));
            taken_ += last.count;
        }
        if (last.is_over()) {
            return last;
        }
        const Io flushed = outbox_.flush(native());
        if (flushed.state != Io::State::done || last.state != Io::State::done) {
            return flushed.state != Io::State::done ? flushed : last;
        }
        return {.state = Io::State::done, .count = std::exchange(taken_, 0)};
    }

    std::string tls() const override {
        return std::string(SSL_get_version(ssl_.get())) + " " + SSL_get_cipher_name(ssl_.get());
    }

private:
    Io read_record(std::span<char> into) {
        if (over_) {
            return *over_;
        }
        ERR_clear_error();
        std::size_t count = 0;
        const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &count);
        return result == 1 ? Io{.state = Io::State::done, .count = count} : explain(result);
    }

    Io write_record(std::string_view bytes) {
        if (over_) {
            return *over_;
        }
        ERR_clear_error();
        std::size_t count = 0;
        const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count);
        return result == 1 ? Io{.state = Io::State::done, .count = count} : explain(result);
    }

    /// Remembers the end: after a fatal error OpenSSL's next answer is an ordinary end.
    Io explain(int result) {
        switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return {.state = Io::State::wants_read};
        case SSL_ERROR_WANT_WRITE:
            return {.state = Io::State::wants_write};
        case SSL_ERROR_ZERO_RETURN:
            over_ = {.state = Io::State::end};
            break;
        case SSL_ERROR_SYSCALL:
            over_ = {.state = Io::State::failed, .error = broken_by(errno)};
            break;
        default:
            over_ = {.state = Io::State::failed, .error = last_tls_error()};
        }
        return *over_;
    }

    Outbox outbox_;
    std::unique_ptr<SSL, FreeSsl> ssl_;
    std::size_t taken_ = 0; ///< of what is being written, by OpenSSL
    std::optional<Io> over_;
};

/// Who the certificate must belong to. A literal is compared with IP addresses only, never with
/// names, and is not told in SNI (RFC 6066, 3).
bool expect_host(SSL* ssl, const http::Url& url) {
    if (url.host_kind != http::HostKind::name) {
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), url.host.c_str()) == 1;
    }
    std::string name = url.host; // the macro for SNI wants it writable
    // The subject's common name is no host name any more (RFC 9110, 4.3.4).
    SSL_set_hostflags(
        ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT
    );
    return SSL_set1_host(ssl, url.host.c_str()) == 1 &&
           SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

void offer_http1(SSL* ssl) {
    constexpr std::array<unsigned char, 9> protocols = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_set_alpn_protos(ssl, protocols.data(), protocols.size());
}

Error refused_certificate(const std::string& peer, long verdict) {
    const bool other_host =
        verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH;
    return Error(ErrorKind::tls, "cannot trust the certificate of " + peer)
        .because(base::to_ascii_lower(X509_verify_cert_error_string(verdict)))
        .hinting(
            other_host ? "try the name it was made for, or --verify=no to skip the check"
                       : "try --verify=CA.pem, or --verify=no to skip the check"
        );
}

Error failed_handshake(SSL* ssl, const std::string& peer, const Io& outcome) {
    if (is_distrust(outcome.error)) {
        return refused_certificate(peer, SSL_get_verify_result(ssl));
    }
    Error failed(ErrorKind::tls, "cannot speak TLS with " + peer);
    const bool closed = outcome.state == Io::State::end || is_truncation(outcome.error);
    failed = std::move(failed).because(
        closed ? "the server closed the connection" : words(outcome.error)
    );
    return closed || is_no_tls(outcome.error) ? std::move(failed).hinting("try http://") : failed;
}

} // namespace

Task<Result<std::unique_ptr<Stream>>>
secure(Socket socket, const TlsContext& context, const http::Url& url, Deadline deadline) {
    auto stream = std::make_unique<TlsStream>(std::move(socket), context);
    const std::string peer = host_and_port(url.host, url.port);
    offer_http1(stream->ssl());
    if (!expect_host(stream->ssl(), url)) {
        co_return Error(ErrorKind::tls, "cannot check the certificate of " + peer)
            .because("its name is not one that certificates can hold");
    }
    for (;;) {
        const Io outcome = stream->try_handshake();
        if (outcome.state == Io::State::done) {
            co_return std::unique_ptr<Stream>(std::move(stream));
        }
        if (outcome.is_over()) {
            co_return failed_handshake(stream->ssl(), peer, outcome);
        }
        Interest interest;
        add_wish(interest, outcome);
        const error_code late = co_await stream->socket().wait(interest, deadline);
        if (late) {
            co_return Error(ErrorKind::timed_out, "cannot connect to " + peer)
                .because("the TLS handshake did not end in time")
                .hinting("try --connect-timeout to wait longer");
        }
    }
}

} // namespace latch::net
