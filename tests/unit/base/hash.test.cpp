// SPDX-License-Identifier: MIT
#include "latch/base/hash.hpp"

#include "support/catch.hpp"

#include <string_view>
#include <utility>
#include <vector>

using namespace latch::base;

TEST_CASE("hash: the published vectors come out", "[base]") {
    struct Case {
        std::string_view why;
        HashFunction function;
        std::string_view bytes, hash;
    };

    const std::vector<Case> cases{
        {"RFC 1321, A.5", HashFunction::md5, "", "d41d8cd98f00b204e9800998ecf8427e"},
        {"RFC 1321, A.5", HashFunction::md5, "abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"FIPS 180-4 example",
         HashFunction::sha1,
         "abc",
         "a9993e364706816aba3e25717850c26c9cd0d89d"},
        {"FIPS 180-4 example",
         HashFunction::sha256,
         "abc",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"FIPS 180-4 example",
         HashFunction::sha512_256,
         "abc",
         "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"},
        {"FIPS 180-4 example",
         HashFunction::sha512,
         "abc",
         "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
         "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(is_available(c.function));
        CHECK(hash_hex(c.function, c.bytes) == c.hash);
    }
}

TEST_CASE("hash: pieces make the hash of the whole", "[base]") {
    Hash hash(HashFunction::md5);
    hash.update("a");
    hash.update("");
    Hash moved = std::move(hash);
    moved.update("bc");
    CHECK(moved.hex() == hash_hex(HashFunction::md5, "abc"));
}
