// SPDX-License-Identifier: MIT
#include "latch/http/proxy.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

using namespace latch;
using namespace latch::http;
using namespace latch::test;

namespace {

std::string host_of(const std::optional<Proxy>& proxy) {
    return proxy ? proxy->peer.host : "direct";
}

ProxyRule rule(std::optional<Scheme> scheme, std::string_view proxy) {
    return {.scheme = scheme, .proxy = parse_proxy(proxy).value()};
}

AmbientProxy ambient(std::optional<Scheme> scheme, std::string_view proxy) {
    return {.scheme = scheme, .proxy = parse_proxy(proxy)};
}

} // namespace

TEST_CASE("proxy: a URL of one is taken apart", "[http]") {
    struct Case {
        std::string_view why, text;
        Proxy::Kind kind;
        std::string_view host;
        std::uint16_t port;
        std::string_view user, password;
    };

    using Kind = Proxy::Kind;
    const Case cases[] = {
        {"http", "http://p.test:3128", Kind::http, "p.test", 3128, "", ""},
        {"no scheme", "p.test:3128", Kind::http, "p.test", 3128, "", ""},
        {"no port", "http://p.test", Kind::http, "p.test", 80, "", ""},
        {"https", "https://p.test", Kind::https, "p.test", 443, "", ""},
        {"socks4", "socks4://p.test", Kind::socks4, "p.test", 1080, "", ""},
        {"socks4a", "SOCKS4A://p.test", Kind::socks4a, "p.test", 1080, "", ""},
        {"socks5", "socks5://p.test:9", Kind::socks5, "p.test", 9, "", ""},
        {"socks5h", "socks5h://127.0.0.1", Kind::socks5h, "127.0.0.1", 1080, "", ""},
        {"as desktops have it", "socks://p.test", Kind::socks5h, "p.test", 1080, "", ""},
        {"IPv6", "http://[::1]:8080", Kind::http, "::1", 8080, "", ""},
        {"a slash at its end", "http://p.test:8080/", Kind::http, "p.test", 8080, "", ""},
        {"a user", "http://bob:pw@p.test", Kind::http, "p.test", 80, "bob", "pw"},
        {"escapes in it", "http://b%40b:p%3Aw@p.test", Kind::http, "p.test", 80, "b@b", "p:w"},
        {"blanks around it", " http://p.test ", Kind::http, "p.test", 80, "", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto proxy = parse_proxy(c.text);
        REQUIRE(proxy);
        CHECK(proxy->kind == c.kind);
        CHECK(proxy->peer.host == c.host);
        CHECK(proxy->peer.port == c.port);
        CHECK(proxy->credentials.has_value() == !c.user.empty());
        if (proxy->credentials) {
            CHECK(proxy->credentials->user == c.user);
            CHECK(proxy->credentials->password.value().reveal() == c.password);
        }
    }
}

TEST_CASE("proxy: what is no proxy is an error that keeps the password", "[http]") {
    for (const std::string_view text :
         {"ftp://bob:hush@p.test",
          "socks6://bob:hush@p.test",
          "http://bob:hush@",
          "http://",
          "http://bob:hush@p.test:99999",
          "http://bob:hush@p.test:x",
          "http://bob:hush@p .test"}) {
        INFO(text);
        const auto proxy = parse_proxy(text);
        REQUIRE_FALSE(proxy);
        const base::Error& error = proxy.error();
        CHECK(error.kind() == base::ErrorKind::usage);
        CHECK((error.what() + error.cause() + error.hint()).find("hush") == std::string::npos);
    }
}

TEST_CASE("proxy: credentials become Basic ones", "[http]") {
    const auto value = [](std::string_view text) {
        return proxy_authorization(parse_proxy(text).value());
    };
    CHECK_FALSE(value("http://p.test"));
    CHECK(
        value("http://Aladdin:open%20sesame@p.test")->reveal() ==
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    CHECK(value("http://bob@p.test")->reveal() == "Basic Ym9iOg==");
}

TEST_CASE("proxy: typed beats environment, a scheme beats all, later beats earlier", "[http]") {
    struct Case {
        std::string_view why;
        ProxyPolicy policy;
        std::string_view for_http, for_https;
    };

    const ProxyRule none{.scheme = std::nullopt, .proxy = std::nullopt};
    const Case cases[] = {
        {"no rule", {}, "direct", "direct"},
        {"for all", {.typed = {rule({}, "a")}}, "a", "a"},
        {"for one", {.typed = {rule(Scheme::https, "a")}}, "direct", "a"},
        {"the scheme first", {.typed = {rule(Scheme::http, "a"), rule({}, "b")}}, "a", "b"},
        {"the later", {.typed = {rule({}, "a"), rule({}, "b")}}, "b", "b"},
        {"typed",
         {.typed = {rule(Scheme::http, "a")}, .environment = {ambient({}, "b")}},
         "a",
         "b"},
        {"typed for all beats the scheme's of the environment",
         {.typed = {rule({}, "a")}, .environment = {ambient(Scheme::http, "b")}},
         "a",
         "a"},
        {"typed: none", {.typed = {none}, .environment = {ambient({}, "b")}}, "direct", "direct"},
        {"an exception from the environment",
         {.environment = {ambient({}, "b")}, .exceptions = "x.test"},
         "direct",
         "direct"},
        {"no exception from what was typed",
         {.typed = {rule(Scheme::http, "a")}, .environment = {}, .exceptions = "*"},
         "a",
         "direct"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(host_of(proxy_for(c.policy, a_url("http://x.test/")).value()) == c.for_http);
        CHECK(host_of(proxy_for(c.policy, a_url("https://x.test/")).value()) == c.for_https);
    }
    const ProxyPolicy all{.typed = {rule({}, "a")}};
    CHECK_FALSE(proxy_for(all, a_url("http+unix://%2Frun%2Fa.sock/")).value());
}

TEST_CASE("proxy: an unusable one is the error of those that need it", "[http]") {
    const ProxyPolicy policy{
        .environment = {ambient(Scheme::http, "ftp://p.test"), ambient({}, "p.test")},
        .exceptions = "x.test"};
    const auto unusable = proxy_for(policy, a_url("http://a.test/"));
    REQUIRE_FALSE(unusable);
    CHECK(unusable.error() == parse_proxy("ftp://p.test").error());
    CHECK(host_of(proxy_for(policy, a_url("https://a.test/")).value()) == "p.test");
    CHECK(host_of(proxy_for(policy, a_url("http://x.test/")).value()) == "direct");
    ProxyPolicy typed = policy;
    typed.typed = {rule(Scheme::http, "q.test")};
    CHECK(host_of(proxy_for(typed, a_url("http://a.test/")).value()) == "q.test");
}
