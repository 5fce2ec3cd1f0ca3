// SPDX-License-Identifier: MIT
#include "net/pool_ledger.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch;
using namespace latch::net;
using namespace std::chrono_literals;

namespace {

using Ids = std::vector<PoolLedger::Id>;

const PoolLedger::Time start{};

PoolKey a_key(std::string host = "api.test") {
    PoolKey key;
    key.origin = {.scheme = http::Scheme::https, .host = std::move(host), .port = 443};
    return key;
}

PoolLedger::Free a_connection(PoolLedger::Id id, PoolKey key = a_key()) {
    return {.id = id, .key = std::move(key), .born = start, .promise = {}};
}

} // namespace

TEST_CASE("pool ledger: what was put back last is taken first", "[net]") {
    PoolLedger ledger;
    CHECK(ledger.put(a_connection(1), start).empty());
    CHECK(ledger.put(a_connection(2), start + 1s).empty());
    CHECK(ledger.take(a_key(), start + 2s) == 2U);
    CHECK(ledger.take(a_key(), start + 2s) == 1U);
    CHECK(ledger.take(a_key(), start + 2s) == std::nullopt);
}

TEST_CASE(
    "pool ledger: a connection serves only who has the same key in every part",
    "[net][pitfall][parity]"
) {
    struct Case {
        std::string_view why;
        void (*change)(PoolKey& key);
    };

    const Case cases[] = {
        {"another host", [](PoolKey& key) { key.origin.host = "api2.test"; }},
        {"another port", [](PoolKey& key) { key.origin.port = 8443; }},
        {"plain instead of TLS", [](PoolKey& key) { key.origin.scheme = http::Scheme::http; }},
        {"another address by --resolve", [](PoolKey& key) { key.addresses = {"192.0.2.1"}; }},
        {"a unix socket", [](PoolKey& key) { key.route.unix_socket = "/run/a.sock"; }},
        {"another host by --connect-to", [](PoolKey& key) { key.route.peer.host = "b.test"; }},
        {"another port by --connect-to", [](PoolKey& key) { key.route.peer.port = 1; }},
        {"another kind of host",
         [](PoolKey& key) { key.route.peer.host_kind = http::HostKind::ipv4; }},
        {"forwarded, not tunnelled", [](PoolKey& key) { key.route.is_forwarded = true; }},
        {"no proxy", [](PoolKey& key) { key.route.proxy.reset(); }},
        {"another proxy", [](PoolKey& key) { key.route.proxy->peer.host = "q.test"; }},
        {"another port of it", [](PoolKey& key) { key.route.proxy->peer.port = 1; }},
        {"another kind of proxy",
         [](PoolKey& key) { key.route.proxy->kind = http::Proxy::Kind::socks5; }},
        {"nobody for the proxy", [](PoolKey& key) { key.route.proxy->credentials.reset(); }},
        {"another user of it", [](PoolKey& key) { key.route.proxy->credentials->user = "eve"; }},
        {"another password",
         [](PoolKey& key) { key.route.proxy->credentials->password = base::Secret("y"); }},
        {"a certificate that was not checked", [](PoolKey& key) { key.tls.verify = false; }},
        {"another CA", [](PoolKey& key) { key.tls.ca = {"/tmp/ca.pem"}; }},
        {"another version of TLS",
         [](PoolKey& key) { key.tls.version = http::TlsVersion::tls1_2; }},
        {"other ciphers", [](PoolKey& key) { key.tls.ciphers = "AES128-SHA"; }},
        {"a client certificate", [](PoolKey& key) { key.tls.certificate = "/tmp/me.pem"; }},
        {"another key", [](PoolKey& key) { key.tls.key = "/tmp/me.key"; }},
        {"another passphrase", [](PoolKey& key) { key.tls.key_password = base::Secret("z"); }},
        {"a pin", [](PoolKey& key) { key.tls.pins = {"x"}; }},
        {"no session is resumed", [](PoolKey& key) { key.tls.resume = false; }},
        {"IPv6 only", [](PoolKey& key) { key.family = http::AddressFamily::ipv6; }},
        {"from another interface", [](PoolKey& key) { key.interface = "eth1"; }},
        {"another version of HTTP", [](PoolKey& key) { key.http_version = 10; }},
    };
    PoolKey key = a_key();
    key.route.peer = {.host = "api.test", .host_kind = http::HostKind::name, .port = 443};
    key.route.proxy = http::parse_proxy("http://bob:x@p.test:3128").value();
    for (const Case& c : cases) {
        INFO(c.why);
        PoolKey other = key;
        c.change(other);
        PoolLedger ledger;
        CHECK(ledger.put(a_connection(1, other), start).empty());
        CHECK_FALSE(ledger.take(key, start));
        CHECK(ledger.take(other, start) == 1U);
    }
    // A new part does not compile until it has its row above.
    const auto& [origin, route, addresses, tls, family, interface, http_version] = key;
    const auto& [unix_socket, proxy, peer, is_forwarded] = route;
    const auto& [verify, ca, version, ciphers, certificate, private_key, password, pins, resume] =
        tls;
    CHECK(&origin == &key.origin);
    CHECK(&unix_socket == &key.route.unix_socket);
    CHECK(&verify == &key.tls.verify);
}

TEST_CASE("pool ledger: a connection is idle for 118 seconds at most", "[net]") {
    PoolLedger ledger;
    CHECK(ledger.put(a_connection(1), start).empty());
    CHECK(ledger.expire(start + 118s - 1ms).empty());
    CHECK_FALSE(ledger.take(a_key(), start + 118s));
    CHECK(ledger.expire(start + 118s) == Ids{1});
    CHECK(ledger.size() == 0);
}

TEST_CASE("pool ledger: a connection lives a day, however busy it is", "[net][pitfall]") {
    PoolLedger ledger;
    CHECK(ledger.put(a_connection(1), start + 24h - 10s).empty());
    CHECK_FALSE(ledger.take(a_key(), start + 24h));
    CHECK(ledger.put(a_connection(2), start + 24h) == Ids{1, 2});
}

TEST_CASE("pool ledger: what the server promised shortens the time, never lengthens it", "[net]") {
    struct Case {
        std::string_view why;
        KeepAlive promise;
        std::chrono::seconds usable, gone;
    };

    const Case cases[] = {
        {"a second is left for the way", {.timeout = 5s, .max = {}}, 3s, 4s},
        {"an hour is more than ours", {.timeout = 3600s, .max = {}}, 117s, 118s},
        {"requests are left", {.timeout = {}, .max = 1}, 117s, 118s},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        for (const auto& [after, there] : {std::pair(c.usable, true), std::pair(c.gone, false)}) {
            PoolLedger ledger;
            PoolLedger::Free connection = a_connection(1);
            connection.promise = c.promise;
            CHECK(ledger.put(connection, start).empty());
            CHECK(ledger.take(a_key(), start + after).has_value() == there);
        }
    }
}

TEST_CASE("pool ledger: a connection without a future is not kept", "[net]") {
    const KeepAlive promises[] = {
        {.timeout = 0s, .max = {}}, {.timeout = 1s, .max = {}}, {.timeout = {}, .max = 0}};
    for (const KeepAlive& promise : promises) {
        PoolLedger ledger;
        PoolLedger::Free connection = a_connection(7);
        connection.promise = promise;
        CHECK(ledger.put(connection, start) == Ids{7});
        CHECK(ledger.size() == 0);
    }
}

TEST_CASE("pool ledger: over a limit the one that was idle longest goes", "[net]") {
    PoolLedger ledger({.per_key = 2, .total = 3});
    CHECK(ledger.put(a_connection(1), start).empty());
    CHECK(ledger.put(a_connection(2, a_key("b.test")), start + 1s).empty());
    CHECK(ledger.put(a_connection(3), start + 2s).empty());

    SECTION("of the same key, where that has too many") {
        CHECK(ledger.put(a_connection(4), start + 3s) == Ids{1});
        CHECK(ledger.take(a_key("b.test"), start + 3s) == 2U);
    }
    SECTION("of all, where there are too many") {
        CHECK(ledger.put(a_connection(4, a_key("c.test")), start + 3s) == Ids{1});
        CHECK(ledger.size() == 3);
    }
    SECTION("but first what has aged out") {
        CHECK(ledger.put(a_connection(4), start + 119s) == Ids{1, 2});
        CHECK(ledger.size() == 2);
    }
}

TEST_CASE("pool ledger: Keep-Alive is a list of hints that may be garbled", "[net]") {
    struct Case {
        std::string_view why;
        std::vector<std::string> lines;
        KeepAlive promise;
    };

    const Case cases[] = {
        {"none", {}, {}},
        {"both", {"timeout=5, max=100"}, {.timeout = 5s, .max = 100}},
        {"on two lines", {"max=1", "timeout=2"}, {.timeout = 2s, .max = 1}},
        {"in capitals and with blanks", {" Timeout = 15 "}, {.timeout = 15s, .max = {}}},
        {"no numbers", {"timeout=soon, max=-1, max"}, {}},
        {"a number that would overflow the clock",
         {"timeout=18446744073709551615"},
         {.timeout = 1'000'000'000s, .max = {}}},
        {"unknown parameters", {"ext=1, max=3"}, {.timeout = {}, .max = 3}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::Headers headers;
        for (const std::string& line : c.lines) {
            headers.add("Keep-Alive", line);
        }
        CHECK(parse_keep_alive(headers) == c.promise);
    }
}
