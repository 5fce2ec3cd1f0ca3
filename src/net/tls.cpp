// SPDX-License-Identifier: MIT
#include "net/tls.hpp"

#include "net/ticket_profile.hpp"
#include "net/tls_stream.hpp"
#include "net/trust.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <new>
#include <optional>
#include <string>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::error_code;

unsigned long packed(int value) noexcept {
    return static_cast<unsigned long>(static_cast<unsigned>(value));
}

/// OpenSSL's own words. For an alert of the peer's they are, e.g., "tlsv1 alert unknown ca", and
/// the version in them is that of the alert's first definition, not the connection's.
std::string library_words(unsigned long code) {
    constexpr std::string_view alert = " alert ";
    const char* const text = ERR_reason_error_string(code);
    if (text == nullptr) {
        return "TLS error " + std::to_string(ERR_GET_REASON(code));
    }
    const std::string reason = base::to_ascii_lower(text);
    const std::size_t found = reason.find(alert);
    return found == std::string::npos
               ? reason
               : "the server sent the alert \"" + reason.substr(found + alert.size()) + "\"";
}

std::string tls_words(int value) {
    const unsigned long code = packed(value);
    if (ERR_GET_LIB(code) != ERR_LIB_SSL) {
        return library_words(code);
    }
    switch (ERR_GET_REASON(code)) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
        return "it does not speak TLS";
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
        return "it was closed without TLS's farewell, so it may have been cut off";
    case SSL_R_UNSUPPORTED_PROTOCOL:
        return "the server offers only versions before TLS 1.2";
    default:
        return library_words(code);
    }
}

class TlsCategory final : public std::error_category {
public:
    const char* name() const noexcept override { return "latch.tls"; }

    std::string message(int value) const override { return tls_words(value); }
};

bool has_reason(const error_code& error, int reason) noexcept {
    return error.category() == tls_category() && ERR_GET_REASON(packed(error.value())) == reason;
}

int number_of(http::TlsVersion version) noexcept {
    switch (version) {
    case http::TlsVersion::automatic:
        return 0;
    case http::TlsVersion::tls1_0:
        return TLS1_VERSION;
    case http::TlsVersion::tls1_1:
        return TLS1_1_VERSION;
    case http::TlsVersion::tls1_2:
        return TLS1_2_VERSION;
    case http::TlsVersion::tls1_3:
        return TLS1_3_VERSION;
    }
    return 0;
}

/// OpenSSL has two lists: one of the suites of TLS 1.3, one of everything before.
struct Ciphers {
    std::string tls1_3;
    std::string before;
};

Ciphers sorted_ciphers(std::string_view text) {
    Ciphers ciphers;
    for (const std::string_view name : base::split(text, ':')) {
        std::string& list = name.starts_with("TLS_") ? ciphers.tls1_3 : ciphers.before;
        list += list.empty() ? "" : ":";
        list += name;
    }
    return ciphers;
}

/// A key's passphrase, and whether OpenSSL wanted it.
struct Passphrase {
    std::optional<base::Secret> given;
    bool wanted = false;
};

/// Never lets OpenSSL ask on the terminal: that is for who owns the terminal.
int give_passphrase(char* into, int size, int /*is_for_writing*/, void* from) {
    auto& passphrase = *static_cast<Passphrase*>(from);
    passphrase.wanted = true;
    if (!passphrase.given || passphrase.given->reveal().size() > static_cast<std::size_t>(size)) {
        return -1;
    }
    return static_cast<int>(passphrase.given->reveal().copy(into, static_cast<std::size_t>(size)));
}

/// Why a file was refused, from OpenSSL's queue, which is emptied.
std::string identity_fault(const Passphrase& passphrase) {
    const unsigned long oldest = ERR_peek_error();
    ERR_clear_error();
    if (ERR_SYSTEM_ERROR(oldest)) {
        return base::system_words(ERR_GET_REASON(oldest));
    }
    if (!passphrase.wanted) {
        return "it holds none in PEM";
    }
    return passphrase.given ? "the passphrase does not open it"
                            : "it is encrypted, and there is no passphrase";
}

Error unusable_identity(const std::string& what, std::string cause) {
    return Error(ErrorKind::file, "cannot use the client's " + what)
        .because(std::move(cause))
        .hinting("--cert and --cert-key take PEM files, --cert-key-pass the passphrase of the key");
}

} // namespace

const std::error_category& tls_category() noexcept {
    static const TlsCategory category;
    return category;
}

error_code last_tls_error() noexcept {
    const unsigned long newest = ERR_peek_last_error();
    ERR_clear_error();
    return {static_cast<int>(newest), tls_category()};
}

bool is_truncation(const error_code& error) noexcept {
    return has_reason(error, SSL_R_UNEXPECTED_EOF_WHILE_READING);
}

bool is_distrust(const error_code& error) noexcept {
    return has_reason(error, SSL_R_CERTIFICATE_VERIFY_FAILED);
}

bool is_no_tls(const error_code& error) noexcept {
    return has_reason(error, SSL_R_WRONG_VERSION_NUMBER) || has_reason(error, SSL_R_HTTP_REQUEST) ||
           has_reason(error, SSL_R_PACKET_LENGTH_TOO_LONG);
}

void TlsContext::Free::operator()(ssl_ctx_st* context) const noexcept {
    SSL_CTX_free(context);
}

TlsContext::TlsContext(const http::TlsPolicy& policy, Tickets* shared)
    : policy_(policy), own_(shared != nullptr ? nullptr : std::make_unique<Tickets>()),
      tickets_(shared != nullptr ? shared : own_.get()) {
    // openssl.cnf takes 0.4 ms, and its surprises are the system's, not the user's.
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (!context_) {
        throw std::bad_alloc();
    }
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    // What has been read is wiped: tokens and cookies.
    SSL_CTX_set_options(context_.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CLEANSE_PLAINTEXT);
    SSL_CTX_set_mode(
        context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    );
    // Many records with one system call, instead of two calls for each record; of TLS 1.3's largest
    // (16384 bytes, and 22 around them) no piece is left over.
    constexpr std::size_t read_ahead = std::size_t{8} * (16384 + 22);
    SSL_CTX_set_read_ahead(context_.get(), 1);
    SSL_CTX_set_default_read_buffer_len(context_.get(), read_ahead);
    SSL_CTX_set_verify(context_.get(), policy.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
}

Result<TlsContext> TlsContext::make(const http::TlsPolicy& policy, Tickets* shared) {
    TlsContext context(policy, shared);
    if (const Result<void> narrowed = context.narrow(policy); !narrowed) {
        return narrowed.error();
    }
    if (const Result<void> identified = context.identify(policy); !identified) {
        return identified.error();
    }
    if (context.resumes()) {
        // Before the certificates are read: what changes in between is another identity then.
        context.trust_ = trust_identity(policy.ca);
        keep_tickets(context.native());
    }
    if (policy.verify) {
        X509_STORE* const store = SSL_CTX_get_cert_store(context.native());
        if (const Result<void> trusted = trust(*store, policy.ca); !trusted) {
            return trusted.error();
        }
    }
    return context;
}

std::string TlsContext::key_for(const http::Peer& peer, const std::string& way) const {
    return ticket_key(
        {.peer = peer,
         .way = way,
         .tls = policy_,
         .trust = trust_,
         .protocol = std::string(offered_protocols)}
    );
}

/// What is asked for by --ssl and --ciphers.
Result<void> TlsContext::narrow(const http::TlsPolicy& policy) {
    if (const int version = number_of(policy.version); version != 0) {
        SSL_CTX_set_min_proto_version(context_.get(), version);
        SSL_CTX_set_max_proto_version(context_.get(), version);
        if (version < TLS1_2_VERSION) {
            SSL_CTX_set_security_level(context_.get(), 0); // they sign with SHA-1
        }
    }
    const Ciphers ciphers = sorted_ciphers(policy.ciphers);
    const bool known = (ciphers.tls1_3.empty() ||
                        SSL_CTX_set_ciphersuites(context_.get(), ciphers.tls1_3.c_str()) == 1) &&
                       (ciphers.before.empty() ||
                        SSL_CTX_set_cipher_list(context_.get(), ciphers.before.c_str()) == 1);
    ERR_clear_error();
    if (!known) {
        return Error(ErrorKind::usage, "cannot use the ciphers " + policy.ciphers)
            .because("OpenSSL knows none of that name")
            .hinting("openssl ciphers -v lists those it knows");
    }
    return {};
}

/// The client certificate and its key.
Result<void> TlsContext::identify(const http::TlsPolicy& policy) {
    if (policy.certificate.empty()) {
        return {};
    }
    const std::string& key = policy.key.empty() ? policy.certificate : policy.key;
    Passphrase passphrase{.given = policy.key_password};
    SSL_CTX* const context = context_.get();
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context, policy.certificate.c_str()) != 1) {
        return unusable_identity("certificate " + policy.certificate, identity_fault({}));
    }
    SSL_CTX_set_default_passwd_cb(context, give_passphrase);
    SSL_CTX_set_default_passwd_cb_userdata(context, &passphrase);
    const bool is_read = SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb(context, nullptr);
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    if (is_read) {
        return {};
    }
    const unsigned long newest = ERR_peek_last_error();
    const bool is_anothers =
        ERR_GET_LIB(newest) == ERR_LIB_X509 && ERR_GET_REASON(newest) == X509_R_KEY_VALUES_MISMATCH;
    return unusable_identity(
        "key " + key,
        is_anothers ? "certificate and key do not belong together" : identity_fault(passphrase)
    );
}

} // namespace latch::net
