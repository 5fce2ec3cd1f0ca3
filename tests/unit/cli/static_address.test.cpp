// SPDX-License-Identifier: MIT
#include "cli/static_address.hpp"

#include "support/catch.hpp"

using namespace latch::cli;

TEST_CASE("static address: host, port and address are told apart", "[cli]") {
    struct Case {
        std::string_view why, text, host;
        std::optional<std::uint16_t> port;
        std::string_view address;
    };

    const Case cases[] = {
        {"IPv4", "x.test:10.0.0.1", "x.test", std::nullopt, "10.0.0.1"},
        {"IPv4 with a port", "x.test:443:10.0.0.1", "x.test", 443, "10.0.0.1"},
        {"IPv6", "x.test:::1", "x.test", std::nullopt, "::1"},
        {"IPv6 in brackets", "x.test:[::1]", "x.test", std::nullopt, "::1"},
        {"IPv6 with a port", "x.test:443:::1", "x.test", 443, "::1"},
        {"IPv6 in brackets with a port", "x.test:443:[2001:db8::1]", "x.test", 443, "2001:db8::1"},
        {"brackets end a doubt", "x.test:[2001:db8::1]", "x.test", std::nullopt, "2001:db8::1"},
        {"a group with letters is no port", "x.test:fe80::1", "x.test", std::nullopt, "fe80::1"},
        {"all eight groups", "x.test:1:2:3:4:5:6:7:8", "x.test", std::nullopt, "1:2:3:4:5:6:7:8"},
        {"a port and eight", "x.test:80:1:2:3:4:5:6:7:8", "x.test", 80, "1:2:3:4:5:6:7:8"},
        {"the host in lower case", "X.Test:10.0.0.1", "x.test", std::nullopt, "10.0.0.1"},
        {"the host without its dot", "x.test.:10.0.0.1", "x.test", std::nullopt, "10.0.0.1"},
        {"an international host",
         "b\xc3\xbc"
         "cher.test:10.0.0.1",
         "xn--bcher-kva.test",
         std::nullopt,
         "10.0.0.1"},
        {"the address in one form", "x.test:[0:0::0:1]", "x.test", std::nullopt, "::1"},
        {"a single label", "db:10.0.0.1", "db", std::nullopt, "10.0.0.1"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        const auto address = parse_static_address(c.text);
        REQUIRE(address);
        CHECK(address->port == c.port);
        CHECK(address->address == c.address);
        CHECK(address->host == c.host);
    }
}

TEST_CASE("static address: everything else is refused", "[cli]") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"empty", ""},
        {"a host only", "x.test"},
        {"no address", "x.test:"},
        {"a port only", "x.test:443"},
        {"a port and no address", "x.test:443:"},
        {"a name for an address", "x.test:y.test"},
        {"no host", ":10.0.0.1"},
        {"an address for a host", "10.0.0.1:10.0.0.2"},
        {"a literal for a host", "[::1]:10.0.0.2"},
        {"port 0", "x.test:0:10.0.0.1"},
        {"a port too large", "x.test:65536:10.0.0.1"},
        {"a port too large for IPv6", "x.test:99999:::1"},
        {"a word for a port", "x.test:https:10.0.0.1"},
        {"a half address", "x.test:10.0.0"},
        {"an octet too large", "x.test:10.0.0.256"},
        {"brackets around IPv4", "x.test:[10.0.0.1]"},
        {"brackets that stay open", "x.test:[::1"},
        {"brackets from nowhere", "x.test:::1]"},
        {"an address and more", "x.test:10.0.0.1:80"},
        {"a path", "x.test:10.0.0.1/x"},
        {"a path in the host", "x.test/y:10.0.0.1"},
        {"a user", "bob@x.test:10.0.0.1"},
        {"a URL", "http://x.test:10.0.0.1"},
        {"a blank", "x test:10.0.0.1"},
        {"2001 could be a port", "x.test:2001:db8::1"},
        {"443 could be a group", "x.test:443:2001:db8::1"},
    };
    for (const auto& [why, text] : cases) {
        INFO(why << ": " << text);
        const auto address = parse_static_address(text);
        REQUIRE_FALSE(address);
        CHECK(address.error().kind() == latch::base::ErrorKind::usage);
    }
    CHECK(
        parse_static_address("x.test:2001:db8::1").error().hint().find("brackets") !=
        std::string::npos
    );
}
