// SPDX-License-Identifier: MIT
#include "latch/http/route.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

using namespace latch;
using namespace latch::http;
using namespace latch::test;

namespace {

Policy through(std::string_view proxy) {
    Policy policy;
    policy.proxies.typed = {{.scheme = std::nullopt, .proxy = parse_proxy(proxy).value()}};
    return policy;
}

PreparedRequest suited(std::string_view url, const Policy& policy) {
    PreparedRequest request = RequestBuilder().get(url).prepared();
    REQUIRE(suit_to_route(request, policy));
    return request;
}

} // namespace

TEST_CASE("route: a proxy forwards plain HTTP and makes tunnels for the rest", "[http]") {
    struct Case {
        std::string_view why, proxy, url;
        bool forwarded;
    };

    const Case cases[] = {
        {"http", "http://p.test", "http://a.test/", true},
        {"http over TLS to the proxy", "https://p.test", "http://a.test/", true},
        {"https", "http://p.test", "https://a.test/", false},
        {"SOCKS knows no HTTP", "socks5h://p.test", "http://a.test/", false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Route route = route_for(through(c.proxy), a_url(c.url)).value();
        REQUIRE(route.proxy);
        CHECK(route.peer.host == "a.test");
        CHECK(route.is_forwarded == c.forwarded);
    }
}

TEST_CASE("route: --connect-to leads elsewhere, through a proxy by a tunnel", "[http]") {
    Policy policy;
    policy.detours = {
        {.from_host = "a.test", .from_port = 80, .to_host = "b.test", .to_port = 81},
        {.from_host = "a.test", .to_host = "192.0.2.1", .to_host_kind = HostKind::ipv4},
        {.from_port = 8080, .to_port = 9090},
    };
    const auto reached = [&](std::string_view url) {
        const Peer peer = route_for(policy, a_url(url)).value().peer;
        return peer.host + " " + std::to_string(peer.port);
    };
    CHECK(reached("http://a.test/") == "b.test 81");
    CHECK(reached("https://a.test/") == "192.0.2.1 443");
    CHECK(reached("http://c.test:8080/") == "c.test 9090");
    CHECK(reached("http://c.test/") == "c.test 80");
    policy.proxies = through("http://p.test").proxies;
    CHECK_FALSE(route_for(policy, a_url("http://a.test/")).value().is_forwarded);
    CHECK(route_for(policy, a_url("http://c.test/")).value().is_forwarded);
}

TEST_CASE("route: a unix socket takes the place of hosts and proxies", "[http]") {
    Policy policy = through("http://p.test");
    CHECK(
        route_for(policy, a_url("http+unix://%2Frun%2Fa.sock/x")).value().unix_socket ==
        "/run/a.sock"
    );
    policy.unix_socket = "/run/b.sock";
    const Route route = route_for(policy, a_url("http://a.test/")).value();
    CHECK(route.unix_socket == "/run/b.sock");
    CHECK_FALSE(route.proxy);
    CHECK(
        route_for(policy, a_url("http+unix://%2Frun%2Fa.sock/x")).value().unix_socket ==
        "/run/a.sock"
    );
}

TEST_CASE("route: one through a proxy that cannot be used is its error", "[http]") {
    Policy policy;
    policy.proxies.environment = {{.scheme = Scheme::http, .proxy = parse_proxy("ftp://p.test")}};
    const auto route = route_for(policy, a_url("http://a.test/"));
    REQUIRE_FALSE(route);
    CHECK(route.error().cause() == "the scheme ftp is not one of a proxy");
    PreparedRequest request = RequestBuilder().get("http://a.test/").prepared();
    CHECK(suit_to_route(request, policy).error() == route.error());
    CHECK(route_for(policy, a_url("https://a.test/")));
    policy.unix_socket = "/run/b.sock";
    CHECK(route_for(policy, a_url("http://a.test/")));
}

TEST_CASE("route: only a forwarding proxy gets an absolute target and credentials", "[http]") {
    const Policy policy = through("http://bob:pw@p.test");
    const PreparedRequest forwarded = suited("http://a.test:8080/x?y=1", policy);
    CHECK(forwarded.target == "http://a.test:8080/x?y=1");
    CHECK(forwarded.headers.find("Proxy-Authorization") == "Basic Ym9iOnB3");
    const PreparedRequest tunnelled = suited("https://a.test/x", policy);
    CHECK(tunnelled.target == "/x");
    CHECK_FALSE(tunnelled.headers.contains("Proxy-Authorization"));
    const PreparedRequest by_socks = suited("http://a.test/x", through("socks5://bob:pw@p.test"));
    CHECK(by_socks.target == "/x");
    CHECK_FALSE(by_socks.headers.contains("Proxy-Authorization"));
    CHECK(suited("http://a.test/x", {}).target == "/x");
}

TEST_CASE("route: typed credentials for the proxy win", "[http]") {
    PreparedRequest request =
        RequestBuilder().get("http://a.test/").header("Proxy-Authorization", "Basic x").prepared();
    REQUIRE(suit_to_route(request, through("http://bob:pw@p.test")));
    CHECK(request.headers.all("Proxy-Authorization") == std::vector<std::string_view>{"Basic x"});
}

TEST_CASE("route: credentials for a proxy never go to a server", "[http][pitfall]") {
    for (const std::string_view url : {"http://a.test/", "https://a.test/"}) {
        INFO(url);
        PreparedRequest request =
            RequestBuilder().get(url).header("Proxy-Authorization", "Basic x").prepared();
        const bool is_direct = url.starts_with("http:");
        const Policy policy = is_direct ? Policy{} : through("http://p.test");
        const auto refused = suit_to_route(request, policy);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind() == base::ErrorKind::usage);
        CHECK(refused.error().hint().find("--proxy") != std::string::npos);
    }
}

TEST_CASE("route: HTTP/1.0 is said in the request line, and has no chunks", "[http]") {
    Policy policy;
    policy.http_version = 10;
    CHECK(serialize_head(suited("http://a.test/", policy))->starts_with("GET / HTTP/1.0\r\n"));
    PreparedRequest expecting =
        RequestBuilder().get("/").header("Expect", "100-continue").prepared();
    REQUIRE(suit_to_route(expecting, policy));
    CHECK_FALSE(expecting.headers.contains("Expect"));
    PreparedRequest chunked = RequestBuilder().get("/").prepared();
    chunked.headers.add("Transfer-Encoding", "chunked");
    const auto refused = suit_to_route(chunked, policy);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind() == base::ErrorKind::usage);
    CHECK(refused.error().hint().find("--http-version") != std::string::npos);
}

TEST_CASE("url: a unix socket has its own origin, and localhost for a name", "[http]") {
    const Url url = a_url("http+unix://%2Frun%2Fmy%20app.sock/v1/x?y#z");
    CHECK(url.host == "/run/my app.sock");
    CHECK(url.host_kind == HostKind::unix_socket);
    CHECK(target(url) == "/v1/x?y");
    CHECK(authority(url) == "localhost");
    CHECK(to_string(origin(url)) == "http+unix://%2Frun%2Fmy%20app.sock");
    CHECK(parse_origin(to_string(origin(url))).value() == origin(url));
    CHECK(a_url(to_string(url)) == url);
    CHECK(origin(url) != origin(a_url("http://localhost/")));
    CHECK(to_string(origin(a_url("https+unix://%2Fa/"))) == "https+unix://%2Fa");
    CHECK(resolve_reference(url, "/other")->host == url.host);
}

TEST_CASE("url: a unix socket needs an absolute path, and no server leads to one", "[http]") {
    for (const std::string_view text :
         {"http+unix://a.sock/x",
          "http+unix:///run/a.sock",
          "http+unix://%2Frun%00/x",
          "ftp+unix://%2Fa/",
          "+unix://%2Fa/"}) {
        INFO(text);
        CHECK_FALSE(parse_url(text));
    }
    const auto lured = resolve_reference(a_url("http://a.test/"), "http+unix://%2Frun%2Fa.sock/");
    REQUIRE_FALSE(lured);
    CHECK(lured.error().kind() == base::ErrorKind::protocol);
}
