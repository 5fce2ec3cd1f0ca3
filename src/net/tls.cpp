// SPDX-License-Identifier: MIT
#include "net/tls.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <filesystem>
#include <new>
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

Error cannot_trust(const std::string& place, std::string cause) {
    ERR_clear_error();
    return Error(ErrorKind::file, "cannot take CA certificates from " + place)
        .because(std::move(cause))
        .hinting("--verify takes a PEM file or a folder made by c_rehash");
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

TlsContext::TlsContext(const http::TlsPolicy& policy) : verifies_(policy.verify) {
    // openssl.cnf takes 0.4 ms, and its surprises are the system's, not the user's.
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (!context_) {
        throw std::bad_alloc();
    }
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context_.get(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(
        context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    );
    // Many records with one system call, instead of two calls for each record.
    constexpr std::size_t read_ahead = std::size_t{128} * 1024;
    SSL_CTX_set_read_ahead(context_.get(), 1);
    SSL_CTX_set_default_read_buffer_len(context_.get(), read_ahead);
    SSL_CTX_set_verify(context_.get(), policy.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
}

Result<TlsContext> TlsContext::make(const http::TlsPolicy& policy) {
    TlsContext context(policy);
    if (policy.verify) {
        if (const Result<void> trusted = context.trust(policy); !trusted) {
            return trusted.error();
        }
    }
    return context;
}

Result<void> TlsContext::trust(const http::TlsPolicy& policy) {
    X509_STORE* const store = SSL_CTX_get_cert_store(context_.get());
    const bool of_system = policy.ca.empty();
    std::string place = of_system ? X509_get_default_cert_dir() : policy.ca;
    std::error_code missing;
    std::filesystem::file_status status = std::filesystem::status(place, missing);
    if (of_system && !std::filesystem::is_directory(status)) {
        place = X509_get_default_cert_file();
        status = std::filesystem::status(place, missing);
    }
    if (!std::filesystem::exists(status)) {
        return cannot_trust(place, base::system_words(missing ? missing.value() : ENOENT));
    }
    // Not X509_STORE_set_default_paths: it reads the whole bundle, and the environment.
    const bool is_folder = std::filesystem::is_directory(status);
    const int added = is_folder ? X509_STORE_load_path(store, place.c_str())
                                : X509_STORE_load_file(store, place.c_str());
    return added == 1 ? Result<void>() : cannot_trust(place, "it holds no certificate");
}

} // namespace latch::net
