// SPDX-License-Identifier: MIT
#include "latch/access/csrf_token.hpp"

#include "support/catch.hpp"

#include "latch/base/random.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;

namespace {

const std::string uuid = "6f9d1c3e-0b0a-4d0e-9a53-2f3d6a0f1b77";

} // namespace

TEST_CASE("csrf token: is masked as Spring Security masks it", "[access]") {
    // Java: Base64.getUrlEncoder() over the noise and the bytes of the token XOR the noise.
    CHECK(masked("abc", "\x01\x02\x03") == "AQIDYGBg");
    CHECK(masked("?>", "\xfb\xff") == "-__EwQ==");
    const auto long_one = masked(uuid, latch::base::random_octets(uuid.size()));
    REQUIRE(long_one);
    CHECK(long_one->size() == 96);
    CHECK(long_one->find_first_of("+/") == std::string::npos);
}

TEST_CASE("csrf token: noise of another length masks nothing", "[access]") {
    CHECK_FALSE(masked("", ""));
    CHECK_FALSE(masked("abc", ""));
    CHECK_FALSE(masked("abc", "abcd"));
}

TEST_CASE("csrf token: the raw form of every rendering is the same", "[access]") {
    for (int round = 0; round < 100; ++round) {
        const auto rendered = masked(uuid, latch::base::random_octets(uuid.size()));
        REQUIRE(rendered);
        CHECK(raw_token(*rendered) == uuid);
        CHECK(is_same_token(*rendered, uuid));
    }
}

TEST_CASE("csrf token: what is not masked is its own raw form", "[access]") {
    struct Case {
        std::string_view why, token;
    };

    const std::vector<Case> cases{
        {"nothing", ""},
        {"Spring's UUID", uuid},
        {"Jenkins: hexadecimal digits, which are base64 as well",
         "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
        {"Django: 64 letters, masked in a way of its own",
         "Xh3mPq0ZkLw9TbVr5NcYsJ8dFgA2eUo1Xh3mPq0ZkLw9TbVr5NcYsJ8dFgA2eUo1"},
        {"Rails: base64 of noise and bytes, not of letters",
         "kJt3b0Qm2rX1v9z8yA7cE5gH4iJ6kL0mN2oP3qR4sT5uV6wX7yZ8a9bCdEfGhIjKlMnOpQrStUvWxYz01A=="},
        {"an odd number of bytes", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGk="},
        {"two short halves that happen to give letters", "AQIDYGBg"},
        {"no base64", "10%"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(raw_token(c.token) == c.token);
    }
    CHECK_FALSE(is_same_token(uuid, "00000000-0b0a-4d0e-9a53-2f3d6a0f1b77"));
}
