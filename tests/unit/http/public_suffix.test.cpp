// SPDX-License-Identifier: MIT
#include "latch/http/public_suffix.hpp"

#include "support/catch.hpp"

#include <array>
#include <string_view>

using latch::http::is_public_suffix;

TEST_CASE("public suffix: nobody owns what strangers share", "[http][pitfall]") {
    struct Case {
        std::string_view why, domain;
        bool is_suffix;
    };

    const auto cases = std::to_array<Case>({
        {"a top level", "com", true},
        {"a second level", "co.uk", true},
        {"a private suffix", "github.io", true},
        {"below a wildcard", "anything.kawasaki.jp", true},
        {"an exception of the wildcard", "city.kawasaki.jp", false},
        {"every single label", "intranet", true},
        {"localhost is one as well", "localhost", true},
        {"punycode, as cookies have it", "xn--p1ai", true},
        {"somebody's", "example.com", false},
        {"somebody's below a second level", "example.co.uk", false},
        {"somebody's below a private one", "someone.github.io", false},
        {"further down", "a.b.example.com", false},
    });
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.domain);
        CHECK(is_public_suffix(c.domain) == c.is_suffix);
    }
}
