// SPDX-License-Identifier: MIT
#include "support/tls_fixture.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace latch::test {

namespace {

constexpr long day = 24L * 60 * 60;

template <auto Function>
struct FreeWith {
    template <class T>
    void operator()(T* object) const noexcept {
        Function(object);
    }
};

using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free>>;

/// A certificate with the key that belongs to it.
struct Signed {
    Key key;
    Certificate certificate;
};

/// What is to be certified.
struct Wish {
    std::string common_name;
    std::string alternative_names = {}; ///< in OpenSSL's notation; empty: none
    bool is_authority = false;
    long begins = -2 * day; ///< from now, in seconds
    long ends = 30 * day;
};

constexpr const char* local_names = "DNS:localhost,IP:127.0.0.1,IP:::1";

template <class T>
T* must(T* pointer) {
    if (pointer == nullptr) {
        throw std::runtime_error("OpenSSL cannot make a certificate");
    }
    return pointer;
}

void add_extension(X509& certificate, int kind, const std::string& value) {
    const Extension extension(must(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str())));
    X509_add_ext(&certificate, extension.get(), -1);
}

void name(X509& certificate, const std::string& common_name) {
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(&certificate),
        "CN",
        MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>(common_name.c_str()),
        -1,
        -1,
        0
    );
}

/// A certificate for `wish`, signed by `issuer`, or by itself without one.
Signed certify(const Wish& wish, const Signed* issuer) {
    // Every certificate of an authority needs a number of its own.
    static long serial = 0;
    Signed made{Key(must(EVP_EC_gen("P-256"))), Certificate(must(X509_new()))};
    X509& certificate = *made.certificate;
    X509_set_version(&certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(&certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(&certificate), wish.begins);
    X509_gmtime_adj(X509_getm_notAfter(&certificate), wish.ends);
    X509_set_pubkey(&certificate, made.key.get());
    name(certificate, wish.common_name);
    const Signed& signer = issuer != nullptr ? *issuer : made;
    X509_set_issuer_name(&certificate, X509_get_subject_name(signer.certificate.get()));
    add_extension(
        certificate,
        NID_basic_constraints,
        wish.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE"
    );
    if (!wish.alternative_names.empty()) {
        add_extension(certificate, NID_subject_alt_name, wish.alternative_names);
    }
    if (X509_sign(&certificate, signer.key.get(), EVP_sha256()) == 0) {
        throw std::runtime_error("OpenSSL cannot sign a certificate");
    }
    return made;
}

Identity write(const Signed& made, const std::filesystem::path& folder, const std::string& name) {
    Identity files{.certificate = folder / (name + ".pem"), .key = folder / (name + ".key")};
    const Bio certificate(must(BIO_new_file(files.certificate.c_str(), "w")));
    PEM_write_bio_X509(certificate.get(), made.certificate.get());
    const Bio key(must(BIO_new_file(files.key.c_str(), "w")));
    PEM_write_bio_PrivateKey(key.get(), made.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return files;
}

/// "9d66eef0.0"
std::string hashed_name(X509& certificate) {
    std::array<char, 16> name{};
    const unsigned long hash = X509_subject_name_hash(&certificate);
    std::snprintf(name.data(), name.size(), "%08lx.0", hash);
    return name.data();
}

} // namespace

TlsFixture::TlsFixture() {
    const Signed authority =
        certify({.common_name = "latch test CA", .is_authority = true}, nullptr);
    ca_ = write(authority, folder_.path(), "ca").certificate;
    ca_folder_ = folder_ / "hashed";
    std::filesystem::create_directory(ca_folder_);
    std::filesystem::copy(ca_, ca_folder_ / hashed_name(*authority.certificate));

    const auto make = [&](const std::string& file, const Wish& wish) {
        return write(certify(wish, &authority), folder_.path(), file);
    };
    server_ = make("server", {.common_name = "localhost", .alternative_names = local_names});
    wrong_host_ = make(
        "wrong", {.common_name = "wrong.test", .alternative_names = "DNS:wrong.test,DNS:127.0.0.1"}
    );
    expired_ = make(
        "expired", {.common_name = "localhost", .alternative_names = local_names, .ends = -1 * day}
    );
    client_ = make("client", {.common_name = "test client"});
    const Wish lonely{.common_name = "localhost", .alternative_names = local_names};
    self_signed_ = write(certify(lonely, nullptr), folder_.path(), "self-signed");
}

std::string pin_of(const std::filesystem::path& certificate) {
    const Bio file(must(BIO_new_file(certificate.c_str(), "r")));
    const Certificate read(must(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr)));
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(X509_get0_pubkey(read.get()), &der);
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(der, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(digest.data()));
    OPENSSL_free(der);
    return digest;
}

std::filesystem::path
encrypted_key(const Identity& identity, const TempDir& folder, const std::string& password) {
    const Bio in(must(BIO_new_file(identity.key.c_str(), "r")));
    const Key key(must(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr)));
    const std::filesystem::path path = folder / "encrypted.key";
    const Bio out(must(BIO_new_file(path.c_str(), "w")));
    PEM_write_bio_PKCS8PrivateKey(
        out.get(),
        key.get(),
        EVP_aes_128_cbc(),
        password.data(),
        static_cast<int>(password.size()),
        nullptr,
        nullptr
    );
    return path;
}

} // namespace latch::test
