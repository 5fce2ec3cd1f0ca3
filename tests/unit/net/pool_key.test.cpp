// SPDX-License-Identifier: MIT
#include "net/dial.hpp"
#include "net/pool_ledger.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using namespace latch::net;

namespace {

using Random = std::minstd_rand;

const PoolLedger::Time now{};

std::size_t any(Random& random, std::size_t count) {
    return random() % count;
}

std::string a_text(Random& random) {
    constexpr std::string_view texts[] = {"", "a", "b", "a.test", "192.0.2.1", "/tmp/x.pem", "\n"};
    return std::string(texts[any(random, std::size(texts))]);
}

std::vector<std::string> some_texts(Random& random) {
    std::vector<std::string> texts(any(random, 3));
    for (std::string& text : texts) {
        text = a_text(random);
    }
    return texts;
}

http::Peer a_peer(Random& random) {
    return {
        .host = a_text(random),
        .host_kind = static_cast<http::HostKind>(any(random, 3)),
        .port = static_cast<std::uint16_t>(80 + any(random, 3))};
}

PoolKey a_key(Random& random) {
    PoolKey key;
    key.origin = {
        .scheme = any(random, 2) == 0 ? http::Scheme::http : http::Scheme::https,
        .host = a_text(random),
        .port = static_cast<std::uint16_t>(80 + any(random, 3))};
    key.route = {
        .unix_socket = a_text(random),
        .proxy =
            http::Proxy{
                .kind = static_cast<http::Proxy::Kind>(any(random, 6)),
                .peer = a_peer(random),
                .credentials =
                    http::UserInfo{
                        .user = a_text(random), .password = base::Secret(a_text(random))}},
        .peer = a_peer(random),
        .is_forwarded = any(random, 2) == 0};
    key.addresses = some_texts(random);
    key.tls = {
        .verify = any(random, 2) == 0,
        .ca = some_texts(random),
        .version = static_cast<http::TlsVersion>(any(random, 5)),
        .ciphers = a_text(random),
        .certificate = a_text(random),
        .key = a_text(random),
        .key_password = base::Secret(a_text(random)),
        .pins = some_texts(random),
        .resume = any(random, 2) == 0};
    key.family = static_cast<http::AddressFamily>(any(random, 3));
    key.interface = a_text(random);
    key.http_version = any(random, 2) == 0 ? 10 : 11;
    return key;
}

/// Another value of the same type.
template <class Enum>
void next(Enum& value, int count) {
    value = static_cast<Enum>((static_cast<int>(value) + 1) % count);
}

void next(base::Secret& secret) {
    secret = base::Secret(std::string(secret.reveal()) + 'x');
}

struct Change {
    std::string_view what;
    void (*change)(PoolKey& key);
};

/// Every part of a key, each changed in one way at least.
const std::vector<Change>& changes() {
    static const std::vector<Change> all = {
        {"scheme", [](PoolKey& key) { next(key.origin.scheme, 2); }},
        {"host", [](PoolKey& key) { key.origin.host += 'x'; }},
        {"port", [](PoolKey& key) { ++key.origin.port; }},
        {"unix socket", [](PoolKey& key) { key.route.unix_socket += 'x'; }},
        {"no proxy", [](PoolKey& key) { key.route.proxy.reset(); }},
        {"kind of proxy", [](PoolKey& key) { next(key.route.proxy->kind, 6); }},
        {"proxy's host", [](PoolKey& key) { key.route.proxy->peer.host += 'x'; }},
        {"its kind", [](PoolKey& key) { next(key.route.proxy->peer.host_kind, 3); }},
        {"proxy's port", [](PoolKey& key) { ++key.route.proxy->peer.port; }},
        {"nobody for it", [](PoolKey& key) { key.route.proxy->credentials.reset(); }},
        {"proxy's user", [](PoolKey& key) { key.route.proxy->credentials->user += 'x'; }},
        {"no password for it",
         [](PoolKey& key) { key.route.proxy->credentials->password.reset(); }},
        {"proxy's password", [](PoolKey& key) { next(*key.route.proxy->credentials->password); }},
        {"peer's host", [](PoolKey& key) { key.route.peer.host += 'x'; }},
        {"peer's kind", [](PoolKey& key) { next(key.route.peer.host_kind, 3); }},
        {"peer's port", [](PoolKey& key) { ++key.route.peer.port; }},
        {"forwarded", [](PoolKey& key) { key.route.is_forwarded ^= true; }},
        {"one address more", [](PoolKey& key) { key.addresses.emplace_back("192.0.2.9"); }},
        {"verify", [](PoolKey& key) { key.tls.verify ^= true; }},
        {"one CA more", [](PoolKey& key) { key.tls.ca.emplace_back("/ca.pem"); }},
        {"version of TLS", [](PoolKey& key) { next(key.tls.version, 5); }},
        {"ciphers", [](PoolKey& key) { key.tls.ciphers += 'x'; }},
        {"client certificate", [](PoolKey& key) { key.tls.certificate += 'x'; }},
        {"its key", [](PoolKey& key) { key.tls.key += 'x'; }},
        {"no passphrase", [](PoolKey& key) { key.tls.key_password.reset(); }},
        {"passphrase", [](PoolKey& key) { next(*key.tls.key_password); }},
        {"one pin more", [](PoolKey& key) { key.tls.pins.emplace_back("x"); }},
        {"resumption", [](PoolKey& key) { key.tls.resume ^= true; }},
        {"family", [](PoolKey& key) { next(key.family, 3); }},
        {"interface", [](PoolKey& key) { key.interface += 'x'; }},
        {"version of HTTP", [](PoolKey& key) { key.http_version ^= 1U; }},
    };
    return all;
}

/// Whether an idle connection of one key is given to who wants one for the other.
bool shares(const PoolKey& idle, const PoolKey& wanted) {
    PoolLedger ledger;
    const auto made = ledger.claim(idle, PoolLedger::Wish::any, now);
    static_cast<void>(
        ledger.put({.id = made.grant->id, .key = idle, .born = now, .promise = {}}, now)
    );
    return ledger.claim(wanted, PoolLedger::Wish::any, now).grant->is_idle;
}

} // namespace

TEST_CASE(
    "pool key: equal keys share, and any change in any part forbids it", "[net][pitfall][parity]"
) {
    Random random(1);
    for (int round = 0; round < 100; ++round) {
        Random again = random;
        const PoolKey key = a_key(random);
        REQUIRE(shares(key, a_key(again)));
        for (const Change& change : changes()) {
            INFO(change.what);
            PoolKey other = key;
            change.change(other);
            REQUIRE_FALSE(shares(key, other));
            REQUIRE_FALSE(shares(other, key));
        }
    }
}

/// This does not compile any more when there is a new part, which then needs its row above.
TEST_CASE("pool key: every part has a row in the table", "[net]") {
    const PoolKey key;
    const auto& [origin, route, addresses, tls, family, interface, http_version] = key;
    const auto& [scheme, host, port] = origin;
    const auto& [unix_socket, proxy, peer, is_forwarded] = route;
    const auto& [peer_host, peer_kind, peer_port] = peer;
    const http::Proxy a_proxy;
    const auto& [proxy_kind, proxy_peer, credentials] = a_proxy;
    const http::UserInfo somebody;
    const auto& [user, password] = somebody;
    const auto& [verify, ca, version, ciphers, certificate, private_key, key_password, pins, resume] =
        tls;
    constexpr std::size_t of_key = 7 - 3;               // origin, route and tls have parts
    constexpr std::size_t of_route = 4 - 2 + 3;         // proxy and peer have
    constexpr std::size_t of_proxy = 3 - 2 + 3 + 2 + 3; // and three things may be missing
    constexpr std::size_t of_tls = 9 + 1;
    CHECK(changes().size() == of_key + 3 + of_route + of_proxy + of_tls);
    CHECK(&interface == &key.interface);
    CHECK(&scheme == &key.origin.scheme);
    CHECK(&unix_socket == &key.route.unix_socket);
    CHECK(&peer_port == &key.route.peer.port);
    CHECK(&credentials == &a_proxy.credentials);
    CHECK(&password == &somebody.password);
    CHECK(&resume == &key.tls.resume);
}

TEST_CASE("pool key: whatever a policy says of a connection is in its key", "[net][pitfall]") {
    struct Case {
        std::string_view why;
        void (*change)(http::Policy& policy);
    };

    const Case cases[] = {
        {"--verify=no", [](http::Policy& policy) { policy.tls.verify = false; }},
        {"--verify=FILE", [](http::Policy& policy) { policy.tls.ca = {"/ca.pem"}; }},
        {"--ssl", [](http::Policy& policy) { policy.tls.version = http::TlsVersion::tls1_2; }},
        {"--ciphers", [](http::Policy& policy) { policy.tls.ciphers = "AES128-SHA"; }},
        {"--cert", [](http::Policy& policy) { policy.tls.certificate = "/me.pem"; }},
        {"--cert-key", [](http::Policy& policy) { policy.tls.key = "/me.key"; }},
        {"--cert-key-pass",
         [](http::Policy& policy) { policy.tls.key_password = base::Secret("x"); }},
        {"--pin", [](http::Policy& policy) { policy.tls.pins = {std::string(32, 'p')}; }},
        {"--no-tls-resume", [](http::Policy& policy) { policy.tls.resume = false; }},
        {"--resolve",
         [](http::Policy& policy) {
             policy.addresses = {{.host = "a.test", .port = {}, .address = "192.0.2.1"}};
         }},
        {"--connect-to", [](http::Policy& policy) { policy.detours = {{.to_host = "b.test"}}; }},
        {"--proxy",
         [](http::Policy& policy) {
             policy.proxies.typed = {
                 {.scheme = {}, .proxy = http::parse_proxy("http://p.test:3128").value()}};
         }},
        {"--unix-socket", [](http::Policy& policy) { policy.unix_socket = "/run/a.sock"; }},
        {"-6", [](http::Policy& policy) { policy.family = http::AddressFamily::ipv6; }},
        {"--interface", [](http::Policy& policy) { policy.interface = "eth1"; }},
        {"--http-version", [](http::Policy& policy) { policy.http_version = 10; }},
    };
    boost::asio::io_context loop;
    Tickets tickets;
    const http::Url url = test::a_url("https://a.test/x");
    const http::Policy policy;
    const PoolKey key = Dialer(loop, policy, tickets).key_for(url);
    CHECK(Dialer(loop, policy, tickets).key_for(test::a_url("https://a.test/y")) == key);
    for (const Case& c : cases) {
        INFO(c.why);
        http::Policy other = policy;
        c.change(other);
        CHECK_FALSE(Dialer(loop, other, tickets).key_for(url) == key);
    }
}
