// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "support/relay.hpp"
#include "support/tls_fixture.hpp"
#include "wire/caller.hpp"

#include "latch/http/route.hpp"

#include <string>

using namespace latch;
using namespace latch::test;
using namespace std::string_literals;
using base::ErrorKind;

namespace {

const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

Script one_answer() {
    return Script().request().send(answer).until_peer_leaves();
}

http::Policy through(const std::string& proxy) {
    http::Policy policy;
    policy.proxies.typed = {{.scheme = {}, .proxy = http::parse_proxy(proxy).value()}};
    return policy;
}

std::string address_of(const RawServer& server) {
    return "127.0.0.1:" + std::to_string(server.port());
}

RawOptions speaking_tls(const TlsFixture& fixture) {
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    return options;
}

std::string https_url(const RawServer& server) {
    return "https://localhost:" + std::to_string(server.port()) + "/x";
}

/// A request as the conversation makes it for the policy, with a secret of the origin's.
http::PreparedRequest secret_request(std::string_view url, const http::Policy& policy) {
    http::PreparedRequest request = wire_request("GET", url);
    request.headers.add("Authorization", "Bearer of-the-origin");
    REQUIRE(http::suit_to_route(request, policy));
    return request;
}

} // namespace

TEST_CASE("proxy: plain HTTP is forwarded, with the proxy's credentials", "[wire]") {
    RawServer proxy({one_answer()});
    const http::Policy policy = through("http://bob:pw@" + address_of(proxy));
    Caller caller(policy);
    const Said said = caller.ask(secret_request("http://nowhere.invalid/x?y", policy));
    INFO(said.in_words());
    CHECK(said.body == "ok");
    const std::string sent = proxy.received(0).bytes;
    CHECK(sent.starts_with("GET http://nowhere.invalid/x?y HTTP/1.1\r\nHost: nowhere.invalid\r\n"));
    CHECK(sent.find("\r\nProxy-Authorization: Basic Ym9iOnB3\r\n") != std::string::npos);
}

TEST_CASE("proxy: through a tunnel each end sees its own secrets only", "[wire][pitfall]") {
    const TlsFixture fixture;
    RawServer origin({one_answer()}, speaking_tls(fixture));
    const Relay relay;
    http::Policy policy = through(relay.url("bob:pw@"));
    policy.tls.ca = {fixture.ca()};
    {
        Caller caller(policy);
        const Said said = caller.ask(secret_request(https_url(origin), policy));
        INFO(said.in_words());
        REQUIRE(said.finished);
        CHECK(said.hop->carrier.tls.starts_with("TLSv1.3"));
    }
    const std::string target = "localhost:" + std::to_string(origin.port());
    REQUIRE(relay.heads().size() == 1);
    CHECK(
        relay.heads()[0] == "CONNECT " + target + " HTTP/1.1\r\nHost: " + target +
                                "\r\nProxy-Authorization: Basic Ym9iOnB3\r\n\r\n"
    );
    const std::string sent = origin.received(0).bytes;
    CHECK(sent.starts_with("GET /x HTTP/1.1\r\n"));
    CHECK(sent.find("of-the-origin") != std::string::npos);
    CHECK(sent.find("Proxy-Authorization") == std::string::npos);
    CHECK(origin.received(0).sni == "localhost");
}

TEST_CASE("proxy: one that speaks TLS carries TLS in TLS", "[wire]") {
    const TlsFixture fixture;
    std::string body(300'000, 'x');
    RawServer origin(
        {Script()
             .request()
             .send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + body)
             .until_peer_leaves()},
        speaking_tls(fixture)
    );
    ListenerOptions options;
    options.tls = TlsOptions{.identity = fixture.server()};
    const Relay relay(options);
    http::Policy policy = through(relay.url());
    policy.tls.ca = {fixture.ca()};
    Caller caller(policy);
    const Said said = caller.ask(secret_request(https_url(origin), policy));
    INFO(said.in_words());
    REQUIRE(said.finished);
    CHECK(said.body == body);
    REQUIRE(relay.heads().size() == 1);
    CHECK(relay.heads()[0].find("of-the-origin") == std::string::npos);
}

TEST_CASE("proxy: the certificate of one that speaks TLS is checked, as the proxy's", "[wire]") {
    const TlsFixture fixture;
    ListenerOptions options;
    options.tls = TlsOptions{.identity = fixture.self_signed()};
    const Relay relay(options);
    http::Policy policy = through(relay.url());
    policy.tls.ca = {fixture.ca()};
    Caller caller(policy);
    const Said said = caller.get("https://a.test/");
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == ErrorKind::tls);
    CHECK(
        said.failure->error.what() ==
        "cannot trust the certificate of the proxy 127.0.0.1:" + std::to_string(relay.port())
    );
    CHECK(relay.heads().empty());
}

TEST_CASE("proxy: two of them hear their own credentials only", "[wire][pitfall]") {
    RawServer for_http({one_answer()});
    RawServer for_https(
        {Script().request().send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").close()}
    );
    http::Policy policy;
    policy.proxies.typed = {
        {.scheme = http::Scheme::http,
         .proxy = http::parse_proxy("bob:one@" + address_of(for_http)).value()},
        {.scheme = http::Scheme::https,
         .proxy = http::parse_proxy("eve:two@" + address_of(for_https)).value()},
    };
    Caller caller(policy);
    CHECK(caller.ask(secret_request("http://a.test/", policy)).body == "ok");
    const Said refused = caller.ask(secret_request("https://a.test/", policy));
    REQUIRE(refused.failure);
    const base::Error& error = refused.failure->error;
    CHECK(error.kind() == ErrorKind::connect);
    CHECK(
        error.what() == "cannot connect to a.test:443 through the proxy " + address_of(for_https)
    );
    CHECK(error.cause() == "it answered 407 Proxy Authentication Required");
    CHECK(for_http.received(0).bytes.find("Basic Ym9iOm9uZQ==") != std::string::npos);
    CHECK(for_https.received(0).bytes.find("Basic ZXZlOnR3bw==") != std::string::npos);
    CHECK(for_https.received(0).bytes.find("of-the-origin") == std::string::npos);
}

TEST_CASE("proxy: an error tells the proxy from the host", "[wire]") {
    const ClosedPort closed;
    const std::string place = "127.0.0.1:" + std::to_string(closed.port());
    for (const std::string url : {"http://a.test/", "https://a.test/"}) {
        INFO(url);
        Caller caller(through("http://" + place));
        const Said said = caller.get(url);
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::connect);
        CHECK(said.failure->error.what() == "cannot connect to the proxy " + place);
        CHECK(said.failure->error.hint().starts_with("check --proxy"));
    }
}

TEST_CASE("proxy: one that hangs up or stays silent is not waited for", "[wire]") {
    struct Case {
        std::string why;
        Script script;
        ErrorKind kind;
        std::string cause;
    };

    const Case cases[] = {
        {"hangs up", Script().request().close(), ErrorKind::connect, "it closed the connection"},
        {"silent",
         Script().request().until_peer_leaves(),
         ErrorKind::timed_out,
         "it did not answer in time"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer proxy({c.script});
        http::Policy policy = through("http://" + address_of(proxy));
        policy.timeouts.connect = std::chrono::milliseconds(100);
        policy.timeouts.connect =
            std::chrono::milliseconds(c.kind == ErrorKind::timed_out ? 100 : 10'000);
        Caller caller(policy);
        const Said said = caller.get("https://a.test/");
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == c.kind);
        CHECK(said.failure->error.cause() == c.cause);
        CHECK(said.failure->error.what().starts_with("cannot connect to a.test:443 through "));
    }
}

TEST_CASE("proxy: SOCKS leads to the host, named or looked up", "[wire]") {
    struct Case {
        std::string why, scheme;
        Script script;
        std::string told;
    };

    const std::string granted5 = "\5\0\0\1\0\0\0\0\0\0"s;
    const std::string granted4 = "\0\x5a\0\0\0\0\0\0"s;
    const Case cases[] = {
        {"5, by name",
         "socks5h",
         Script().expect_bytes(3).drip("\5\0"s).expect_bytes(20).drip(granted5),
         "\5\1\0\5\1\0\3\x0d"
         "app.localhost\0"s},
        {"5, looked up here",
         "socks5",
         Script().expect_bytes(3).send("\5\0"s).expect_bytes(10).send(granted5),
         "\5\1\0\5\1\0\1\x7f\0\0\1\0\x50"s},
        {"4, looked up here",
         "socks4",
         Script().expect_bytes(9).send(granted4),
         "\4\1\0\x50\x7f\0\0\1\0"s},
        {"4a, by name",
         "socks4a",
         Script().expect_bytes(23).drip(granted4),
         "\4\1\0\x50\0\0\0\1\0app.localhost\0"s},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Script script = c.script;
        RawServer proxy({script.request().send(answer).until_peer_leaves()});
        Caller caller(through(c.scheme + "://" + address_of(proxy)));
        const Said said = caller.get("http://app.localhost/");
        INFO(said.in_words());
        CHECK(said.body == "ok");
        const std::string sent = proxy.received(0).bytes;
        CHECK(sent.find("GET / HTTP/1.1\r\nHost: app.localhost\r\n") != std::string::npos);
        CHECK(sent.starts_with(c.told));
    }
}

TEST_CASE("proxy: a tunnel is used again, for its own origin only", "[wire]") {
    const TlsFixture fixture;
    RawServer origin(
        {Script().request().send(answer).request().send(answer).until_peer_leaves()},
        speaking_tls(fixture)
    );
    const Relay relay;
    http::Policy policy = through(relay.url());
    policy.tls.ca = {fixture.ca()};
    Caller caller(policy);
    REQUIRE(caller.get(https_url(origin)).finished);
    CHECK(caller.get(https_url(origin)).hop->carrier.reused);
    CHECK(relay.heads().size() == 1);
}
