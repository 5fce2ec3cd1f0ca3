// SPDX-License-Identifier: MIT
#include "latch/base/keyring.hpp"

#include "support/catch.hpp"

using namespace latch::base;

TEST_CASE("keyring: an entry is a service and a user, parted by the last slash", "[base]") {
    struct Case {
        std::string why;
        std::string_view text;
        std::optional<KeyringEntry> entry;
    };

    using namespace std::string_view_literals;
    const std::vector<Case> cases = {
        {"both", "api/bob", KeyringEntry{"api", "bob"}},
        {"a URL", "https://a.test/v2/bob", KeyringEntry{"https://a.test/v2", "bob"}},
        {"an address", "api/bob@a.test", KeyringEntry{"api", "bob@a.test"}},
        {"no user said", "api", std::nullopt},
        {"an empty user", "api/", std::nullopt},
        {"an empty service", "/bob", std::nullopt},
        {"nothing", "", std::nullopt},
        {"a NUL byte would end the name early", "api/b\0b"sv, std::nullopt},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(parse_keyring_entry(c.text) == c.entry);
    }
}

TEST_CASE("keyring: a library that is not there is an error that says what to do", "[base]") {
    const auto secret = secret_in_keyring({"api", "bob"}, "libno-such-thing.so.0");
    REQUIRE_FALSE(secret);
    CHECK(secret.error().kind() == ErrorKind::usage);
    CHECK(secret.error().what() == "cannot open the library for keyrings");
    CHECK(secret.error().cause().find("libno-such-thing.so.0") != std::string::npos);
    CHECK(secret.error().hint().find("install libsecret") != std::string::npos);
}

TEST_CASE("keyring: a library that lacks a function is not called", "[base]") {
    const auto secret = secret_in_keyring({"api", "bob"}, "libc.so.6");
    REQUIRE_FALSE(secret);
    CHECK(secret.error().what() == "cannot open the library for keyrings");
}
