// SPDX-License-Identifier: MIT
#include "net/tls_session.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <utility>

namespace latch::net {

namespace {

X509* certificate_of(const SSL_SESSION* session) noexcept {
    // OpenSSL 3 has no const here.
    return SSL_SESSION_get0_peer(const_cast<SSL_SESSION*>(session)); // NOLINT
}

} // namespace

base::Secret text_of(SSL_SESSION* session) {
    unsigned char* der = nullptr;
    const int length = i2d_SSL_SESSION(session, &der);
    std::string text(
        reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(length, 0))
    );
    OPENSSL_clear_free(der, text.size());
    return base::Secret(std::move(text));
}

TlsSession session_of(const base::Secret& text) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.reveal().data());
    return TlsSession(d2i_SSL_SESSION(nullptr, &at, static_cast<long>(text.reveal().size())));
}

bool has_certificate(const SSL_SESSION* session) noexcept {
    return certificate_of(session) != nullptr;
}

base::Clock::time_point end_of_certificate(const SSL_SESSION* session) {
    const X509* const certificate = certificate_of(session);
    std::tm end{};
    const bool is_known =
        certificate != nullptr && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1;
    return is_known ? base::Clock::from_time_t(::timegm(&end)) : base::Clock::time_point();
}

} // namespace latch::net
