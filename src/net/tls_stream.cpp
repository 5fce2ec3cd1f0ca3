// SPDX-License-Identifier: MIT
#include "net/tls_stream.hpp"

#include "net/failure.hpp"
#include "net/ticket_profile.hpp"
#include "net/tls_session.hpp"
#include "net/tls_wire.hpp"
#include "net/words.hpp"

#include "latch/base/text.hpp"

#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string>
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

/// There is no error where the peer vanished without a word.
error_code broken_by(const error_code& error) {
    return error ? error : error_code{ECONNRESET, std::system_category()};
}

class TlsStream final : public Stream {
public:
    TlsStream(std::unique_ptr<Stream> lower, const TlsContext& context)
        : wire_(std::move(lower)), ssl_(SSL_new(context.native())), tickets_(context.tickets()) {
        BIO* const bio = bio_of(wire_);
        SSL_set_bio(ssl_.get(), bio, bio);
        SSL_set_connect_state(ssl_.get());
        SSL_set_app_data(ssl_.get(), this);
    }

    /// Offers the server to go on with an earlier session, if there is one of that kind.
    void resume(std::string key) {
        key_ = std::move(key);
        std::optional<http::TlsTicket> ticket = tickets_.take(key_, base::Clock::now());
        const TlsSession session = ticket ? session_of(ticket->session) : TlsSession();
        if (session && SSL_set_session(ssl_.get(), session.get()) == 1) {
            verified_ = ticket->verified;
            offered_ = std::move(ticket);
        }
        // OpenSSL goes on with any session, and with its verdict on the certificate.
        if (verified_ && !is_sound(session.get())) {
            SSL_set_session(ssl_.get(), nullptr);
            verified_.reset();
            offered_.reset();
        }
        ERR_clear_error();
    }

    /// Keeps what the server gives for the next connection.
    void keep(SSL_SESSION* session) {
        const auto now = base::Clock::now();
        const auto verified =
            is_accepted_ || is_resumed() ? verified_.value_or(base::Clock::time_point()) : now;
        const auto until = ticket_end(
            now,
            std::chrono::seconds(SSL_SESSION_get_timeout(session)),
            verified,
            end_of_certificate(session)
        );
        if (key_.empty() || !is_sound(session) || !until) {
            return;
        }
        http::TlsTicket ticket{
            .key = key_, .session = text_of(session), .verified = verified, .until = *until};
        if (is_accepted_) {
            tickets_.put(std::move(ticket));
        } else {
            waiting_.push_back(std::move(ticket));
        }
    }

    /// The peer is who it has to be: what it gave during the handshake, with TLS 1.2, counts, and
    /// what it is going to give.
    void accept() {
        is_accepted_ = true;
        if (!is_resumed()) {
            verified_ = base::Clock::now();
        }
        // Before TLS 1.3 a server that gives no other one means the same to be used again: it is
        // given back by whoever had it, so that two never use it at once. One of TLS 1.3 is gone.
        const bool is_lasting = is_resumed() && SSL_version(ssl_.get()) < TLS1_3_VERSION;
        if (is_lasting && waiting_.empty() && offered_) {
            waiting_.push_back(*std::move(offered_));
        }
        offered_.reset();
        for (http::TlsTicket& ticket : waiting_) {
            tickets_.put(std::move(ticket));
        }
        waiting_.clear();
    }

    bool is_resumed() const noexcept override { return SSL_session_reused(ssl_.get()) == 1; }

    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;
    TlsStream(TlsStream&&) = delete;
    TlsStream& operator=(TlsStream&&) = delete;

    /// Says farewell, and does not wait for the peer's.
    ~TlsStream() override {
        if (!over_ && SSL_is_init_finished(ssl_.get()) != 0) {
            ERR_clear_error();
            SSL_shutdown(ssl_.get());
            wire_.flush();
        }
        ERR_clear_error();
    }

    SSL* ssl() noexcept { return ssl_.get(); }

    Io try_handshake() {
        ERR_clear_error();
        const int result = SSL_do_handshake(ssl_.get());
        const Io outcome = result == 1 ? Io{} : explain(result);
        const Io flushed = wire_.flush();
        return flushed.state == Io::State::done || outcome.is_over() ? outcome : flushed;
    }

    Io try_read(std::span<char> into) override {
        Io last;
        std::size_t total = 0;
        while (last.state == Io::State::done && total < into.size()) {
            last = read_record(into.subspan(total));
            total += last.count;
        }
        wire_.flush(); // answers to what was read, e.g. to a key update
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
        const Io flushed = wire_.flush();
        if (flushed.state != Io::State::done || last.state != Io::State::done) {
            return flushed.state != Io::State::done ? flushed : last;
        }
        return {.state = Io::State::done, .count = std::exchange(taken_, 0)};
    }

    std::string tls() const override {
        return std::string(SSL_get_version(ssl_.get())) + " " + SSL_get_cipher_name(ssl_.get());
    }

    base::Clock::time_point certificate_end() const override {
        return end_of_certificate(SSL_get_session(ssl_.get()));
    }

    Socket& socket() noexcept override { return wire_.lower().socket(); }

private:
    /// Whether a session, which is this connection's or to be, may be resumed: its certificate was
    /// good.
    bool is_sound(const SSL_SESSION* session) const noexcept {
        return SSL_get_verify_result(ssl_.get()) == X509_V_OK &&
               SSL_SESSION_is_resumable(session) == 1 && has_certificate(session);
    }

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
            return {.state = wire_.last_read().state};
        case SSL_ERROR_WANT_WRITE:
            return {.state = Io::State::wants_write};
        case SSL_ERROR_ZERO_RETURN:
            over_ = {.state = Io::State::end};
            break;
        case SSL_ERROR_SYSCALL:
            over_ = {.state = Io::State::failed, .error = broken_by(wire_.last_read().error)};
            break;
        default:
            over_ = {.state = Io::State::failed, .error = last_tls_error()};
        }
        return *over_;
    }

    Wire wire_; ///< outlives OpenSSL's pointer to it
    std::unique_ptr<SSL, FreeSsl> ssl_;
    Tickets& tickets_;
    std::string key_; ///< of the session's profile; empty: nothing is kept
    /// When the certificate of the session was checked: the one that is offered, then the
    /// connection's own.
    std::optional<base::Clock::time_point> verified_;
    std::optional<http::TlsTicket> offered_; ///< until the peer is accepted
    std::vector<http::TlsTicket> waiting_;   ///< given until then
    bool is_accepted_ = false;
    std::size_t taken_ = 0; ///< of what is being written, by OpenSSL
    std::optional<Io> over_;
};

/// Who the certificate must belong to. A literal is compared with IP addresses only, never with
/// names, and is not told in SNI (RFC 6066, 3).
bool expect_host(SSL* ssl, const http::Peer& peer) {
    if (peer.host_kind == http::HostKind::ipv4 || peer.host_kind == http::HostKind::ipv6) {
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), peer.host.c_str()) == 1;
    }
    // Over a unix socket it is localhost, as in the Host field. The macro for SNI wants it
    // writable.
    std::string name = peer.host_kind == http::HostKind::name ? peer.host : "localhost";
    // The subject's common name is no host name any more (RFC 9110, 4.3.4).
    SSL_set_hostflags(
        ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT
    );
    return SSL_set1_host(ssl, name.c_str()) == 1 &&
           SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

void offer_http1(SSL* ssl) {
    const auto* const protocols = reinterpret_cast<const unsigned char*>(offered_protocols.data());
    SSL_set_alpn_protos(ssl, protocols, static_cast<unsigned>(offered_protocols.size()));
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
    const bool closed = outcome.state == Io::State::end || is_truncation(outcome.error);
    // What is not TLS's own word may be another next time.
    const bool is_broken = closed || outcome.error.category() == std::system_category();
    const Error failed =
        Error(is_broken ? ErrorKind::protocol : ErrorKind::tls, "cannot speak TLS with " + peer)
            .because(closed ? "the server closed the connection" : words(outcome.error));
    return closed || is_no_tls(outcome.error) ? Error(failed).hinting("try http://") : failed;
}

/// The SHA-256 digest of the public key, whatever certificate it comes in.
std::string pin_of(const SSL* ssl) {
    const X509* const certificate = SSL_get0_peer_certificate(ssl);
    if (certificate == nullptr) {
        return {};
    }
    unsigned char* der = nullptr;
    const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(der, static_cast<std::size_t>(std::max(length, 0)), digest.data());
    OPENSSL_free(der);
    return {digest.begin(), digest.end()};
}

/// Nothing is pinned, or what the server has is.
Result<void> check_pin(const SSL* ssl, const TlsContext& context, const std::string& shown) {
    const std::vector<std::string>& pins = context.pins();
    const std::string pin = pin_of(ssl);
    if (pins.empty() || std::ranges::find(pins, pin) != pins.end()) {
        return {};
    }
    return Error(ErrorKind::tls, "cannot trust the key of " + shown)
        .because("its pin is sha256//" + base::base64_encode(pin))
        .hinting("--pin names another one; somebody may be in between, or the key was changed");
}

int keep_ticket(SSL* ssl, SSL_SESSION* session) {
    static_cast<TlsStream*>(SSL_get_app_data(ssl))->keep(session);
    return 0; // OpenSSL's own reference stays its own
}

} // namespace

void keep_tickets(ssl_ctx_st* context) {
    SSL_CTX_set_session_cache_mode(
        context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE
    );
    SSL_CTX_sess_set_new_cb(context, keep_ticket);
}

Task<Result<std::unique_ptr<Stream>>> secure(
    std::unique_ptr<Stream> lower,
    const TlsContext& context,
    const TlsPeer& peer,
    HandshakeTime time
) {
    auto stream = std::make_unique<TlsStream>(std::move(lower), context);
    offer_http1(stream->ssl());
    if (!expect_host(stream->ssl(), peer.peer)) {
        co_return Error(ErrorKind::tls, "cannot check the certificate of " + peer.shown)
            .because("its name is not one that certificates can hold");
    }
    if (context.resumes()) {
        stream->resume(context.key_for(peer.peer, peer.way));
    }
    const Deadline deadline = earlier(time.connected, deadline_after(time.limit));
    Io outcome = stream->try_handshake();
    while (!outcome.is_over() && outcome.state != Io::State::done) {
        Interest interest;
        add_wish(interest, outcome);
        const error_code late = co_await stream->socket().wait(interest, deadline);
        if (late) {
            co_return slow_handshake(peer.shown, time);
        }
        outcome = stream->try_handshake();
    }
    if (outcome.is_over()) {
        co_return failed_handshake(stream->ssl(), peer.shown, outcome);
    }
    if (const Result<void> pinned = check_pin(stream->ssl(), context, peer.shown); !pinned) {
        co_return pinned.error();
    }
    stream->accept();
    co_return std::unique_ptr<Stream>(std::move(stream));
}

} // namespace latch::net
