// SPDX-License-Identifier: MIT
#include "net/ca_bundle.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr base::Bytes largest_bundle = base::mebibytes(64);

struct Free {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }

    void operator()(X509* certificate) const noexcept { X509_free(certificate); }

    void operator()(X509_NAME* name) const noexcept { X509_NAME_free(name); }

    void operator()(X509_LOOKUP_METHOD* method) const noexcept { X509_LOOKUP_meth_free(method); }
};

struct FreeBytes {
    template <class T>
    void operator()(T* bytes) const noexcept {
        OPENSSL_free(bytes);
    }
};

template <class T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* raw(std::string_view bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// One value of a DER encoding: with its header, and what is in it.
struct Element {
    std::string_view whole;
    std::string_view content;
    int tag = 0;
};

/// Takes the next value off `der`; nothing if there is none.
std::optional<Element> take(std::string_view& der) {
    const unsigned char* at = raw(der);
    long length = 0;
    int tag = 0;
    int kind = 0;
    constexpr int failed = 0x80;
    const auto room = static_cast<long>(der.size());
    if ((static_cast<unsigned>(ASN1_get_object(&at, &length, &tag, &kind, room)) & failed) != 0) {
        ERR_clear_error();
        return std::nullopt;
    }
    const auto header = static_cast<std::size_t>(at - raw(der));
    const std::size_t size = header + static_cast<std::size_t>(length);
    const Element element{
        .whole = der.substr(0, size), .content = der.substr(header, size - header), .tag = tag};
    der.remove_prefix(size);
    return element;
}

/// The subject's Name in a certificate (RFC 5280, 4.1); empty if it is none.
std::string_view subject_of(std::string_view der) {
    const auto certificate = take(der);
    if (!certificate) {
        return {};
    }
    std::string_view rest = certificate->content;
    const auto to_be_signed = take(rest);
    if (!to_be_signed) {
        return {};
    }
    rest = to_be_signed->content;
    auto first = take(rest);
    const bool has_version = first && first->tag == 0;
    // Behind the serial number: algorithm, issuer, validity.
    for (int skipped = has_version ? 0 : 1; skipped < 4; ++skipped) {
        if (!take(rest)) {
            return {};
        }
    }
    const auto subject = take(rest);
    return subject ? subject->whole : std::string_view{};
}

/// Goes through the blocks of a text, of which some may be broken.
class PemReader {
public:
    /// `pem` must outlive the reader.
    explicit PemReader(std::string_view pem)
        : source_(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))) {}

    /// What the base64 of the next certificate stands for, be it a certificate or not; nothing at
    /// the end.
    std::optional<std::string> next_certificate() {
        for (;;) {
            const auto block = next();
            if (!block) {
                return std::nullopt;
            }
            if (block->label == PEM_STRING_X509 || block->label == PEM_STRING_X509_OLD) {
                return block->der;
            }
        }
    }

private:
    /// Of a broken one nothing is known.
    struct Block {
        std::string label;
        std::string der;
    };

    std::optional<Block> next() {
        char* label = nullptr;
        char* header = nullptr;
        unsigned char* data = nullptr;
        long size = 0;
        ERR_clear_error();
        const int is_read = PEM_read_bio(source_.get(), &label, &header, &data, &size);
        const std::unique_ptr<char, FreeBytes> owned_label(label);
        const std::unique_ptr<char, FreeBytes> owned_header(header);
        const std::unique_ptr<unsigned char, FreeBytes> owned_data(data);
        const bool is_broken = is_read != 1 && !is_at_end();
        ERR_clear_error();
        if (is_broken) {
            return Block{};
        }
        if (is_read != 1) {
            return std::nullopt;
        }
        return Block{
            .label = label,
            .der =
                std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size))};
    }

    /// Whether OpenSSL's last failure was that there is no block any more.
    static bool is_at_end() {
        const unsigned long error = ERR_peek_last_error();
        return error == 0 || ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
    }

    Owned<BIO> source_;
};

/// A certificate that is decoded when it is asked for.
struct Sealed {
    std::string der;
    std::string_view subject; ///< of `der`
    Owned<X509> opened{};

    explicit Sealed(std::string bytes) : der(std::move(bytes)), subject(subject_of(der)) {}

    Sealed(const Sealed&) = delete;
    Sealed& operator=(const Sealed&) = delete;
    Sealed(Sealed&&) = delete;
    Sealed& operator=(Sealed&&) = delete;
    ~Sealed() = default;
};

class Bundle {
public:
    void append(std::string_view pem) { pem_.append(pem).append("\n"); }

    /// Puts the certificates of that name into the store; the first of them, which stays ours.
    X509* find(const X509_NAME& name, X509_STORE& store) {
        open();
        const unsigned char* bytes = nullptr;
        std::size_t size = 0;
        X509_NAME_get0_der(&name, &bytes, &size);
        const std::string_view wanted(reinterpret_cast<const char*>(bytes), size);
        X509* found = add_where([&](std::string_view subject) { return subject == wanted; }, store);
        // Two encodings can be one name (RFC 5280, 7.1); comparing such takes decoding them.
        return found != nullptr
                   ? found
                   : add_where(
                         [&](std::string_view subject) {
                             const unsigned char* at = raw(subject);
                             const Owned<X509_NAME> decoded(
                                 d2i_X509_NAME(nullptr, &at, static_cast<long>(subject.size()))
                             );
                             return decoded && X509_NAME_cmp(decoded.get(), &name) == 0;
                         },
                         store
                     );
    }

private:
    /// Undoes the base64 of all of them, once.
    void open() {
        PemReader reader(pem_);
        while (auto der = reader.next_certificate()) {
            sealed_.push_back(std::make_unique<Sealed>(*std::move(der)));
        }
        pem_.clear();
    }

    template <class Matches>
    X509* add_where(const Matches& matches, X509_STORE& store) {
        X509* first = nullptr;
        for (const auto& sealed : sealed_) {
            if (!matches(sealed->subject)) {
                continue;
            }
            const unsigned char* at = raw(sealed->der);
            sealed->opened.reset(d2i_X509(nullptr, &at, static_cast<long>(sealed->der.size())));
            X509* const certificate = sealed->opened.get();
            if (certificate != nullptr && X509_STORE_add_cert(&store, certificate) == 1 &&
                first == nullptr) {
                first = certificate;
            }
        }
        return first;
    }

    std::string pem_; ///< until something is asked for
    std::vector<std::unique_ptr<Sealed>> sealed_;
};

int by_subject(
    X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, const X509_NAME* name, X509_OBJECT* found
) {
    auto* const bundle = static_cast<Bundle*>(X509_LOOKUP_get_method_data(lookup));
    X509* const certificate =
        type == X509_LU_X509 ? bundle->find(*name, *X509_LOOKUP_get_store(lookup)) : nullptr;
    if (certificate == nullptr || X509_OBJECT_set1_X509(found, certificate) != 1) {
        return 0;
    }
    // The caller counts its own reference to what we found (X509_LOOKUP_meth_new(3)).
    X509_free(certificate);
    return 1;
}

void forget(X509_LOOKUP* lookup) {
    const std::unique_ptr<Bundle> owned(static_cast<Bundle*>(X509_LOOKUP_get_method_data(lookup)));
}

X509_LOOKUP_METHOD* lookup_method() {
    static const Owned<X509_LOOKUP_METHOD> method = [] {
        Owned<X509_LOOKUP_METHOD> made(X509_LOOKUP_meth_new("certificates of a bundle by subject"));
        if (!made) {
            throw std::bad_alloc();
        }
        X509_LOOKUP_meth_set_free(made.get(), forget);
        X509_LOOKUP_meth_set_get_by_subject(made.get(), by_subject);
        return made;
    }();
    return method.get();
}

constexpr std::string_view begin_trusted = "-----BEGIN TRUSTED CERTIFICATE-----";

bool holds(std::string_view pem, std::string_view part) {
    return pem.find(part) != std::string_view::npos;
}

/// What only OpenSSL's own reader understands: revocation lists, and trust beside a certificate.
bool is_special(std::string_view pem) {
    return holds(pem, begin_trusted) || holds(pem, "-----BEGIN X509 CRL-----");
}

bool announces_certificate(std::string_view pem) {
    return holds(pem, "-----BEGIN CERTIFICATE-----") ||
           holds(pem, "-----BEGIN X509 CERTIFICATE-----") || holds(pem, begin_trusted);
}

/// Whether one of them is a certificate as far as its outer form tells. The first is, but for a
/// file that is broken, so this costs next to nothing.
bool has_certificate(std::string_view pem) {
    PemReader reader(pem);
    while (const auto der = reader.next_certificate()) {
        if (!subject_of(*der).empty()) {
            return true;
        }
    }
    return false;
}

Error none_in_it() {
    return {ErrorKind::file, "it holds no certificate"};
}

/// OpenSSL's own reader stops at the first.
Error some_unreadable() {
    return {ErrorKind::file, "one of its certificates or revocation lists cannot be read"};
}

Error none_readable() {
    return {ErrorKind::file, "none of its certificates can be read"};
}

} // namespace

Result<void> add_bundle(x509_store_st& store, const std::string& path) {
    auto pem = base::read_whole(path, largest_bundle.count);
    if (!pem) {
        return Error(ErrorKind::file, pem.error().cause());
    }
    if (!announces_certificate(*pem)) {
        return none_in_it();
    }
    if (is_special(*pem)) {
        const bool is_loaded = X509_STORE_load_file(&store, path.c_str()) == 1;
        ERR_clear_error();
        return is_loaded ? Result<void>() : some_unreadable();
    }
    if (!has_certificate(*pem)) {
        return none_readable();
    }
    X509_LOOKUP* const lookup = X509_STORE_add_lookup(&store, lookup_method());
    if (lookup == nullptr) {
        throw std::bad_alloc();
    }
    // A store has one lookup of a kind, so that two files become one bundle.
    if (X509_LOOKUP_get_method_data(lookup) == nullptr) {
        X509_LOOKUP_set_method_data(lookup, std::make_unique<Bundle>().release());
    }
    static_cast<Bundle*>(X509_LOOKUP_get_method_data(lookup))->append(*pem);
    return {};
}

} // namespace latch::net
