// SPDX-License-Identifier: MIT
#include "net/tls.hpp"

#include "net/failure.hpp"
#include "net/words.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_fixture.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string>

using namespace latch;
using namespace latch::net;
using namespace latch::test;

namespace {

std::error_code tls_error(int reason) {
    return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, reason)), tls_category()};
}

} // namespace

TEST_CASE("tls: OpenSSL's errors read plainly", "[net]") {
    struct Case {
        int reason;
        std::string_view text;
    };

    const Case cases[] = {
        {SSL_R_WRONG_VERSION_NUMBER, "it does not speak TLS"},
        {SSL_R_HTTP_REQUEST, "it does not speak TLS"},
        {SSL_R_UNEXPECTED_EOF_WHILE_READING,
         "it was closed without TLS's farewell, so it may have been cut off"},
        {SSL_R_UNSUPPORTED_PROTOCOL, "the server offers only versions before TLS 1.2"},
        {SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, "the server sent the alert \"handshake failure\""},
        {SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED,
         "the server sent the alert \"certificate required\""},
    };
    const auto context = TlsContext::make({.verify = false, .ca = {}}); // loads OpenSSL's texts
    REQUIRE(context);
    for (const Case& c : cases) {
        CHECK(words(tls_error(c.reason)) == c.text);
    }
}

TEST_CASE("tls: a broken connection is TLS's fault only if TLS says so", "[net]") {
    const std::error_code alert = tls_error(SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED);
    const std::error_code cut = tls_error(SSL_R_UNEXPECTED_EOF_WHILE_READING);
    CHECK(broken("api.test:443", alert).kind() == base::ErrorKind::tls);
    CHECK(no_answer("api.test:443", alert).kind() == base::ErrorKind::tls);
    CHECK(broken("api.test:443", cut).kind() == base::ErrorKind::protocol);
    CHECK(is_truncation(cut));
    CHECK_FALSE(is_truncation(alert));
}

TEST_CASE("tls: a CA that cannot be used is an error that names it", "[net]") {
    const TempDir folder;
    const TlsFixture fixture;
    const std::string ca = slurp(fixture.ca());
    const std::string end = "-----END CERTIFICATE-----\n";
    const std::string_view half = std::string_view(ca).substr(0, ca.size() / 2);
    const std::string_view half_of_lines = half.substr(0, half.rfind('\n') + 1);
    const auto certificate = [&](std::string_view base64) {
        return "-----BEGIN CERTIFICATE-----\n" + std::string(base64) + end;
    };

    struct Case {
        std::string why;
        std::filesystem::path ca;
        std::string cause;
    };

    const std::string none = "it holds no certificate";
    const std::string unreadable = "none of its certificates can be read";
    const std::string some_unreadable =
        "one of its certificates or revocation lists cannot be read";
    const Case cases[] = {
        {"no such file", folder / "none.pem", "no such file or directory"},
        {"a file without a certificate", folder.write("x.pem", "x"), none},
        {"an empty file", folder.write("empty.pem", ""), none},
        {"a key", fixture.server().key, none},
        {"a revocation list",
         folder.write("crl.pem", "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"),
         none},
        {"no base64", folder.write("1.pem", certificate("!!!!\n")), unreadable},
        {"no DER", folder.write("2.pem", certificate("AAAA\n")), unreadable},
        {"nothing", folder.write("3.pem", certificate("")), unreadable},
        {"half of one", folder.write("4.pem", std::string(half_of_lines) + end), unreadable},
        {"one that was cut off", folder.write("5.pem", half), unreadable},
        {"a trusted one that is none",
         folder.write(
             "6.pem",
             "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----\n"
         ),
         some_unreadable},
        {"several",
         folder.write("7.pem", certificate("!!!!\n") + certificate("AAAA\n")),
         unreadable},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto context = TlsContext::make({.verify = true, .ca = {c.ca}});
        REQUIRE_FALSE(context);
        CHECK(context.error().kind() == base::ErrorKind::file);
        CHECK(context.error().what() == "cannot take CA certificates from " + c.ca.string());
        CHECK(context.error().cause() == c.cause);
        CHECK(TlsContext::make({.verify = false, .ca = {c.ca}}));
    }
}

TEST_CASE("tls: a bundle, a folder and the system's CAs make a context", "[net]") {
    const TlsFixture fixture;
    CHECK(TlsContext::make({.verify = true, .ca = {fixture.ca()}}));
    const TempDir folder;
    const std::string broken = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
    const auto behind_broken = folder.write("a.pem", broken + slurp(fixture.ca()));
    CHECK(TlsContext::make({.verify = true, .ca = {behind_broken}}));
    CHECK(TlsContext::make({.verify = true, .ca = {fixture.ca().parent_path()}}));
    CHECK(TlsContext::make({.verify = true, .ca = {}}));
}
