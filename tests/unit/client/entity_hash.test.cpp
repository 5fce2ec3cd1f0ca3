// SPDX-License-Identifier: MIT
#include "client/entity_hash.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/net/streamed_body.hpp"

#include <string>

using namespace latch;
using namespace latch::test;
using latch::client::entity_hash;

TEST_CASE("entity hash: it is that of all bytes of a body, whatever they come from", "[client]") {
    constexpr auto md5 = base::HashFunction::md5;
    const TempDir folder;
    const http::StreamBody file = file_body(folder, "bcd");
    const std::string expected = base::hash_hex(md5, "abcde");
    CHECK(entity_hash(md5, http::BytesBody{"abcde"}).value() == expected);
    const http::JoinedBody joined{{http::BytesBody{"a"}, file, http::BytesBody{"e"}}};
    CHECK(entity_hash(md5, joined).value() == expected);
    CHECK(entity_hash(md5, file).value() == base::hash_hex(md5, "bcd"));
    // A second time: nothing has moved.
    CHECK(entity_hash(md5, joined).value() == expected);
    CHECK(entity_hash(md5, http::NoBody{}).value() == base::hash_hex(md5, ""));
}

TEST_CASE("entity hash: what can be read only once has none", "[client]") {
    PipedBody pipe;
    pipe.write("x");
    const auto refused = entity_hash(base::HashFunction::md5, pipe.body);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind() == base::ErrorKind::usage);
    const http::JoinedBody joined{{http::BytesBody{"a"}, pipe.body}};
    CHECK_FALSE(entity_hash(base::HashFunction::md5, joined));
}
