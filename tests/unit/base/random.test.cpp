// SPDX-License-Identifier: MIT
#include "latch/base/random.hpp"

#include "support/catch.hpp"

using namespace latch::base;

TEST_CASE("random: the digits differ each time and are as many as asked", "[base][pitfall]") {
    CHECK(random_hex(16).size() == 32);
    CHECK(random_hex(16) != random_hex(16));
    CHECK(random_octets(36).size() == 36);
    CHECK(random_octets(36) != random_octets(36));
    CHECK(random_hex(8).find_first_not_of("0123456789abcdef") == std::string::npos);
}
