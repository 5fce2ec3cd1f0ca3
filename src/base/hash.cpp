// SPDX-License-Identifier: MIT
#include "latch/base/hash.hpp"

#include "latch/base/text.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace latch::base {

namespace {

const EVP_MD* algorithm_of(HashFunction function) noexcept {
    switch (function) {
    case HashFunction::md5:
        return EVP_md5();
    case HashFunction::sha1:
        return EVP_sha1();
    case HashFunction::sha256:
        return EVP_sha256();
    case HashFunction::sha512_256:
        return EVP_sha512_256();
    case HashFunction::sha512:
        return EVP_sha512();
    }
    return nullptr;
}

void insist(bool done) {
    if (!done) {
        throw std::runtime_error("the cryptographic library refuses to work");
    }
}

} // namespace

/// Owns the library's state of one hash.
class Hash::Context {
public:
    EVP_MD_CTX* get() noexcept { return context_.get(); }

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    };

    std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

bool is_available(HashFunction function) {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> probe(
        EVP_MD_CTX_new(), EVP_MD_CTX_free
    );
    return EVP_DigestInit_ex(probe.get(), algorithm_of(function), nullptr) == 1;
}

Hash::Hash(HashFunction function) : context_(std::make_unique<Context>()) {
    insist(EVP_DigestInit_ex(context_->get(), algorithm_of(function), nullptr) == 1);
}

Hash::Hash(Hash&&) noexcept = default;
Hash& Hash::operator=(Hash&&) noexcept = default;
Hash::~Hash() = default;

void Hash::update(std::string_view bytes) {
    insist(EVP_DigestUpdate(context_->get(), bytes.data(), bytes.size()) == 1);
}

std::string Hash::octets() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    insist(EVP_DigestFinal_ex(context_->get(), bytes.data(), &size) == 1);
    return {reinterpret_cast<const char*>(bytes.data()), size};
}

std::string Hash::hex() {
    return to_hex(octets());
}

std::string hash_hex(HashFunction function, std::string_view bytes) {
    Hash hash(function);
    hash.update(bytes);
    return hash.hex();
}

} // namespace latch::base
