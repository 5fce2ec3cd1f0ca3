// SPDX-License-Identifier: MIT
#include "latch/base/base64url.hpp"

#include "support/catch.hpp"

#include <string_view>

using latch::base::base64url_decode;

TEST_CASE("base64url: it has no padding and an alphabet of its own", "[base]") {
    CHECK(base64url_decode("") == "");
    CHECK(base64url_decode("Zg") == "f");
    CHECK(base64url_decode("Zm8") == "fo");
    CHECK(base64url_decode("Zm9v") == "foo");
    CHECK(base64url_decode("-_-_") == "\xfb\xff\xbf");
    for (const std::string_view wrong : {"Z", "Zg==", "+/+/", "Zm9vY", "Zm 9v", "Zm9*"}) {
        INFO(wrong);
        CHECK_FALSE(base64url_decode(wrong));
    }
}
