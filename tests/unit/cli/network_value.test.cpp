// SPDX-License-Identifier: MIT
#include "cli/network_value.hpp"

#include "parsed.hpp"
#include "support/catch.hpp"

using namespace latch;
using namespace latch::cli;

TEST_CASE("the value of --proxy: HTTPie's and xh's form, and a URL alone", "[cli]") {
    struct Case {
        std::string_view why, text;
        std::optional<http::Scheme> scheme;
        std::string_view host;
    };

    const Case cases[] = {
        {"for http", "http:http://p.test:1", http::Scheme::http, "p.test"},
        {"for https", "https:http://p.test:1", http::Scheme::https, "p.test"},
        {"for all", "all:socks5://p.test:1", std::nullopt, "p.test"},
        {"the URL without its scheme", "http:p.test:1", http::Scheme::http, "p.test"},
        {"a URL alone", "http://p.test:1", std::nullopt, "p.test"},
        {"an https URL alone", "https://p.test:1", std::nullopt, "p.test"},
        {"a host alone", "p.test:1", std::nullopt, "p.test"},
        {"none", "", std::nullopt, ""},
        {"none for http", "http:", http::Scheme::http, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto rule = parse_proxy_rule(c.text);
        REQUIRE(rule);
        CHECK(rule->scheme == c.scheme);
        CHECK((rule->proxy ? rule->proxy->peer.host : "") == c.host);
    }
    CHECK_FALSE(parse_proxy_rule("ftp://p.test"));
}

TEST_CASE("the value of --connect-to: four parts, each of which may be empty", "[cli]") {
    const auto full = parse_detour("A.test:443:[::1]:8443");
    REQUIRE(full);
    CHECK(full->from_host == "a.test");
    CHECK(full->from_port == 443);
    CHECK(full->to_host == "::1");
    CHECK(full->to_host_kind == http::HostKind::ipv6);
    CHECK(full->to_port == 8443);
    const auto empty = parse_detour(":::");
    REQUIRE(empty);
    CHECK(empty->from_host.empty());
    CHECK_FALSE(empty->from_port);
    CHECK(empty->to_host.empty());
    CHECK_FALSE(empty->to_port);
    CHECK(parse_detour("[::1]:80:b.test:")->from_host == "::1");
    for (const std::string_view text :
         {"",
          "a.test",
          "a.test:1:b.test",
          "a.test:x:b.test:1",
          "a.test:0:b.test:1",
          "a/b:1:c:2",
          "a.test:1:b.test:65536",
          "a.test:1:b.test:2:3",
          "::1:80:b.test:1"}) {
        INFO(text);
        const auto detour = parse_detour(text);
        REQUIRE_FALSE(detour);
        CHECK(detour.error().kind() == base::ErrorKind::usage);
    }
}

TEST_CASE("the value of --pin: curl's form, base64 and hexadecimal", "[cli]") {
    const std::string zeros(32, '\0');
    const std::string base64 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    std::string colons = "00";
    for (int i = 0; i < 31; ++i) {
        colons += ":00";
    }
    for (const std::string& text : {"sha256//" + base64, base64, std::string(64, '0'), colons}) {
        INFO(text);
        const auto pins = parse_pins(text);
        REQUIRE(pins);
        CHECK(*pins == std::vector<std::string>{zeros});
    }
    CHECK(parse_pins("sha256//" + base64 + ";sha256//" + base64)->size() == 2);
    for (const std::string& text :
         {std::string(),
          std::string("x"),
          std::string(62, '0'),
          "sha256//" + std::string(64, '0'),
          "sha1//" + base64,
          base64 + ";",
          std::string(63, '0') + "g"}) {
        INFO(text);
        CHECK_FALSE(parse_pins(text));
    }
}

TEST_CASE("options: the network's go into the policy", "[cli]") {
    const http::Policy policy = sent({"--proxy=http:http://p.test",
                                      "--proxy",
                                      "q.test",
                                      "--unix-socket=/run/a.sock",
                                      "--connect-to=a:1:b:2",
                                      "--interface=lo",
                                      "-4",
                                      "--http-version=1.0",
                                      "--cert=me.pem",
                                      "--cert-key=me.key",
                                      "--cert-key-pass=hush",
                                      "--ssl=tls1.2",
                                      "--ciphers=AES128-SHA",
                                      "--pin=" + std::string(64, '0'),
                                      "--max-time=1.5",
                                      "--max-headers=7",
                                      "--verify=no",
                                      "a.test"})
                                    .policy;
    CHECK(policy.proxies.typed.size() == 2);
    CHECK(policy.unix_socket == "/run/a.sock");
    CHECK(policy.detours.size() == 1);
    CHECK(policy.interface == "lo");
    CHECK(policy.family == http::AddressFamily::ipv4);
    CHECK(policy.http_version == 10);
    CHECK(policy.tls.certificate == "me.pem");
    CHECK(policy.tls.key == "me.key");
    CHECK(policy.tls.key_password->reveal() == "hush");
    CHECK(policy.tls.version == http::TlsVersion::tls1_2);
    CHECK(policy.tls.ciphers == "AES128-SHA");
    CHECK(policy.tls.pins.size() == 1); // --verify has taken nothing back
    CHECK_FALSE(policy.tls.verify);
    CHECK(policy.timeouts.total == std::chrono::milliseconds(1500));
    CHECK(policy.limits.fields == 7);
    CHECK(sent({"-4", "--ipv4", "a.test"}).policy.family == http::AddressFamily::ipv4);
    CHECK(sent({"--ipv4", "-6", "a.test"}).policy.family == http::AddressFamily::any);
    CHECK(sent({"-6", "-4", "-6", "a.test"}).policy.family == http::AddressFamily::any);
    CHECK(sent({"-4", "-6", "--no-ipv4", "a.test"}).policy.family == http::AddressFamily::ipv6);
    CHECK(sent({"--native-tls", "--no-native-tls", "a.test"}).policy.tls == http::TlsPolicy{});
    CHECK(sent({"--ipv6", "a.test"}).policy.family == http::AddressFamily::ipv6);
    CHECK(sent({"--max-headers=0", "a.test"}).policy.limits.fields > 5000);
    CHECK(sent({"--path-as-is", "a.test/../x"}).request.url_rules.path_as_is);
    CHECK_FALSE(parsed({"--cert-key=me.key", "a.test"}));
}
