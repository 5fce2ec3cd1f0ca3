// SPDX-License-Identifier: MIT
// Proxies that leave, fall silent or talk nonsense, at every point of their work.
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "support/relay.hpp"
#include "support/tls_fixture.hpp"
#include "wire/caller.hpp"
#include "wire/stopping.hpp"

#include "latch/http/route.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using base::ErrorKind;

namespace {

http::Policy through(const std::string& proxy) {
    http::Policy policy;
    policy.proxies.typed = {{.scheme = {}, .proxy = http::parse_proxy(proxy).value()}};
    return policy;
}

std::string address_of(const RawServer& server) {
    return "127.0.0.1:" + std::to_string(server.port());
}

http::PreparedRequest secret_request(std::string_view url, const http::Policy& policy) {
    http::PreparedRequest request = wire_request("GET", url);
    request.headers.add("Authorization", "Bearer of-the-origin");
    REQUIRE(http::suit_to_route(request, policy));
    return request;
}

const std::string established = "HTTP/1.1 200 Connection established\r\n\r\n";
const std::string refusal = "HTTP/1.1 407 Proxy Authentication Required\r\n";

struct Death {
    std::string why;
    Script script;
    ErrorKind kind;
    std::string what; ///< how the error begins; "{proxy}" is its address
};

std::string filled(std::string text, const std::string& proxy) {
    const auto at = text.find("{proxy}");
    return at == std::string::npos ? text : text.replace(at, 7, proxy);
}

/// What comes of a request for an https URL through a proxy that does not live long.
void check_tunnel(const Death& death) {
    INFO(death.why);
    RawServer proxy({death.script});
    http::Policy policy = through("http://bob:pw@" + address_of(proxy));
    policy.timeouts.connect = death.kind == ErrorKind::timed_out ? 100ms : 10s;
    Caller caller(policy);
    const Said said = caller.ask(secret_request("https://a.test/", policy));
    INFO(said.in_words());
    REQUIRE(said.failure);
    const net::Failure& failure = *said.failure;
    CHECK(failure.error.kind() == death.kind);
    CHECK(failure.error.what().starts_with(filled(death.what, address_of(proxy))));
    CHECK_FALSE(failure.request_begun);
    CHECK_FALSE(failure.answer_begun);
    proxy.verify();
    CHECK(proxy.received(0).bytes.find("of-the-origin") == std::string::npos);
}

} // namespace

TEST_CASE("dying proxy: no tunnel comes of one that leaves before it is there", "[wire]") {
    const std::string no_tunnel = "cannot connect to a.test:443 through the proxy {proxy}";
    const std::vector<Death> deaths{
        {"at once", Script().close(), ErrorKind::connect, no_tunnel},
        {"reset at once", Script().expect_bytes(1).reset(), ErrorKind::connect, no_tunnel},
        {"with the request", Script().request().close(), ErrorKind::connect, no_tunnel},
        {"in the status line",
         Script().request().send("HTTP/1.1 20").close(),
         ErrorKind::connect,
         no_tunnel},
        {"in the head",
         Script().request().send("HTTP/1.1 200 OK\r\nVia: x").reset(),
         ErrorKind::connect,
         no_tunnel},
        {"in a refusal's head",
         Script().request().send(refusal).close(),
         ErrorKind::connect,
         no_tunnel},
        {"in a refusal's body",
         Script().request().send(refusal + "Content-Length: 9\r\n\r\nhalf").close(),
         ErrorKind::connect,
         no_tunnel},
        {"silent behind a refusal, with the connection kept",
         Script().request().send(refusal + "Content-Length: 9\r\n\r\n").until_peer_leaves(),
         ErrorKind::connect,
         no_tunnel},
        {"nonsense",
         Script().request().send("\x1b[2J\r\n\r\n").until_peer_leaves(),
         ErrorKind::protocol,
         "the answer of the proxy {proxy} is not valid HTTP"},
        {"words behind its consent",
         Script().request().send(established + "x").until_peer_leaves(),
         ErrorKind::protocol,
         no_tunnel},
        {"silent", Script().request().until_peer_leaves(), ErrorKind::timed_out, no_tunnel},
        {"silent in the head",
         Script().request().send("HTTP/1.1 200 OK\r\n").until_peer_leaves(),
         ErrorKind::timed_out,
         no_tunnel},
    };
    for (const Death& death : deaths) {
        check_tunnel(death);
    }
}

TEST_CASE("dying proxy: one that leaves with the tunnel made breaks off the handshake", "[wire]") {
    const std::vector<Death> deaths{
        {"at once",
         Script().request().send(established).close(),
         ErrorKind::protocol,
         "cannot speak TLS with a.test:443"},
        {"in the handshake",
         Script().request().send(established).expect_bytes(5).close(),
         ErrorKind::protocol,
         "cannot speak TLS with a.test:443"},
        {"reset in the handshake",
         Script().request().send(established).expect_bytes(5).reset(),
         ErrorKind::protocol,
         "cannot speak TLS with a.test:443"},
        {"silent in the handshake",
         Script().request().send(established).until_peer_leaves(),
         ErrorKind::timed_out,
         "cannot connect to a.test:443"},
    };
    for (const Death& death : deaths) {
        check_tunnel(death);
    }
}

TEST_CASE("dying proxy: one that forwards is a server to the connection", "[wire]") {
    for (const Stop& stop : stops()) {
        INFO(stop.why);
        RawServer proxy(
            {Script().request().send(whole_answer()).request().send(stop.said).close(),
             one_answer()}
        );
        const http::Policy policy = through("http://" + address_of(proxy));
        Caller caller(policy);
        REQUIRE(caller.ask(secret_request("http://a.test/1", policy)).finished);
        const Said said = caller.ask(secret_request("http://a.test/2", policy));
        INFO(said.in_words());
        REQUIRE(said.failure);
        CHECK((said.hop || said.failure->on_reused_connection)); // a body's failure does not say
        CHECK(said.failure->answer_begun == !stop.said.empty());
        const Said next = caller.ask(secret_request("http://a.test/3", policy));
        REQUIRE(next.finished);
        CHECK_FALSE(next.hop->carrier.reused);
    }
}

TEST_CASE("dying proxy: a 407 that breaks off is no answer, a whole one is", "[wire]") {
    RawServer proxy({
        Script().request().send(refusal + "Content-Length: 9\r\n\r\nhalf").close(),
        Script().request().send(refusal + "Content-Length: 4\r\n\r\nhalf").until_peer_leaves(),
    });
    const http::Policy policy = through("http://" + address_of(proxy));
    Caller caller(policy);
    const Said broken = caller.ask(secret_request("http://a.test/", policy));
    REQUIRE(broken.failure);
    CHECK(broken.failure->error.cause() == "4 of 9 bytes arrived");
    const Said whole = caller.ask(secret_request("http://a.test/", policy));
    REQUIRE(whole.finished);
    CHECK(whole.hop->response.status == 407);
    CHECK(whole.body == "half");
}

TEST_CASE("dying proxy: a tunnel that is gone is made anew", "[wire]") {
    const TlsFixture fixture;
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    RawServer origin(
        {
            Script().request().send(whole_answer()).request().cut(),
            one_answer(),
        },
        options
    );
    const Relay relay;
    http::Policy policy = through(relay.url());
    policy.tls.ca = {fixture.ca()};
    Caller caller(policy);
    const std::string url = "https://localhost:" + std::to_string(origin.port()) + "/";
    REQUIRE(caller.get(url).finished);
    const Said stale = caller.get(url);
    REQUIRE(stale.failure);
    CHECK(stale.failure->on_reused_connection);
    CHECK_FALSE(stale.failure->answer_begun);
    CHECK(caller.get(url).body == "ok");
    CHECK(relay.heads().size() == 2);
}

TEST_CASE("dying proxy: SOCKS that breaks off or falls silent leads nowhere", "[wire]") {
    struct Case {
        std::string why, scheme;
        Script script;
        ErrorKind kind;
    };

    const std::vector<Case> cases{
        {"5, at once", "socks5h", Script().close(), ErrorKind::connect},
        {"5, in its choice",
         "socks5h",
         Script().expect_bytes(3).send("\5").close(),
         ErrorKind::connect},
        {"5, behind its choice",
         "socks5h",
         Script().expect_bytes(3).send("\5\0"s).expect_bytes(1).reset(),
         ErrorKind::connect},
        {"5, in its reply",
         "socks5h",
         Script().expect_bytes(3).send("\5\0"s).expect_bytes(13).send("\5\0\0\1"s).close(),
         ErrorKind::connect},
        {"5, nonsense",
         "socks5h",
         Script().expect_bytes(3).send("HTTP/1.1 400 Bad Request\r\n\r\n").until_peer_leaves(),
         ErrorKind::protocol},
        {"5, silent",
         "socks5h",
         Script().expect_bytes(3).send("\5\0"s).until_peer_leaves(),
         ErrorKind::timed_out},
        {"4a, in its reply",
         "socks4a",
         Script().expect_bytes(9).send("\0\x5a"s).close(),
         ErrorKind::connect},
        {"4a, silent", "socks4a", Script().until_peer_leaves(), ErrorKind::timed_out},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer proxy({c.script});
        http::Policy policy = through(c.scheme + "://" + address_of(proxy));
        policy.timeouts.connect = c.kind == ErrorKind::timed_out ? 100ms : 10s;
        Caller caller(policy);
        const Said said = caller.get("http://a.test/");
        INFO(said.in_words());
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == c.kind);
        CHECK_FALSE(said.failure->request_begun);
    }
}
