// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace latch::base {

/// The hash functions that HTTP authentication asks for, the weakest first.
enum class HashFunction { md5, sha1, sha256, sha512_256, sha512 };

/// Whether the library offers it: a machine in FIPS mode has no MD5.
bool is_available(HashFunction function);

/// A hash in the making, for what does not fit into memory.
class Hash {
public:
    /// The function must be available.
    explicit Hash(HashFunction function);
    Hash(Hash&&) noexcept;
    Hash& operator=(Hash&&) noexcept;
    Hash(const Hash&) = delete;
    Hash& operator=(const Hash&) = delete;
    ~Hash();

    void update(std::string_view bytes);
    /// The hash of all bytes so far; the last call.
    std::string octets();
    /// The hash of all bytes so far in lowercase hexadecimal; the last call.
    std::string hex();

private:
    class Context;
    std::unique_ptr<Context> context_;
};

/// `Hash` in one call.
std::string hash_hex(HashFunction function, std::string_view bytes);

} // namespace latch::base
