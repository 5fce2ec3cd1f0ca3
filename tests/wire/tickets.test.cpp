// SPDX-License-Identifier: MIT
// TLS tickets that one run leaves to the next (cookies-and-transport.md, 4.1).
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "support/relay.hpp"
#include "support/tls_fixture.hpp"
#include "wire/caller.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;
using http::TlsTicket;

namespace {

Script answering() {
    return Script()
        .request()
        .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        .until_peer_leaves();
}

/// The client gives up before its request.
Script unheard() {
    return Script().until_peer_leaves();
}

RawOptions speaking_tls(const Identity& identity, int newest = TLS1_3_VERSION) {
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = identity, .newest = newest};
    return options;
}

http::Policy trusting(const std::filesystem::path& ca) {
    http::Policy policy;
    policy.tls.ca = {ca};
    return policy;
}

std::string url_of(const RawServer& server) {
    return "https://localhost:" + std::to_string(server.port()) + "/";
}

/// Runs one after the other, each with a Transport of its own, and what they leave to the next.
class Runs {
public:
    Said get(const http::Policy& policy, const std::string& url) {
        net::Tickets tickets([this](std::string_view key) { return take(key); });
        Caller caller(policy, &tickets);
        Said said = caller.get(url);
        for (TlsTicket& ticket : tickets.release()) {
            kept.push_back(std::move(ticket));
        }
        return said;
    }

    std::vector<TlsTicket> kept;

private:
    std::optional<TlsTicket> take(std::string_view key) {
        const auto found = std::ranges::find(kept, key, &TlsTicket::key);
        if (found == kept.end()) {
            return std::nullopt;
        }
        TlsTicket ticket = std::move(*found);
        kept.erase(found);
        return ticket;
    }
};

/// Which of two runs that got their answers went on with an earlier session, as the server sees it.
std::vector<bool>
resumptions(const http::Policy& first, const http::Policy& second, const RawOptions& options) {
    RawServer server({answering(), answering()}, options);
    Runs runs;
    std::vector<bool> seen;
    for (const http::Policy& policy : {first, second}) {
        const Said said = runs.get(policy, url_of(server));
        INFO(said.in_words());
        REQUIRE(said.finished);
        seen.push_back(server.received(seen.size()).resumed);
        CHECK(said.hop->carrier.resumed == seen.back());
    }
    return seen;
}

const std::vector<bool> once_resumed = {false, true};
const std::vector<bool> never_resumed = {false, false};

/// The session of a client that looked at no certificate, as OpenSSL writes it.
base::Secret unchecked_session(const RawServer& server) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free
    );
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> connection(
        BIO_new_ssl_connect(context.get()), BIO_free_all
    );
    const std::string place = "127.0.0.1:" + std::to_string(server.port());
    BIO_set_conn_hostname(connection.get(), place.c_str());
    SSL* ssl = nullptr;
    BIO_get_ssl(connection.get(), &ssl);
    std::string name = "localhost"; // a server resumes for the same name only
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    REQUIRE(BIO_do_handshake(connection.get()) == 1);
    REQUIRE(SSL_get_verify_result(ssl) != X509_V_OK);
    unsigned char* der = nullptr;
    const int size = i2d_SSL_SESSION(SSL_get0_session(ssl), &der);
    std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return base::Secret(std::move(text));
}

} // namespace

TEST_CASE("tickets: the next run goes on with the session of the first", "[wire]") {
    const TlsFixture fixture;
    const http::Policy policy = trusting(fixture.ca());
    for (const int newest : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        INFO(newest);
        CHECK(resumptions(policy, policy, speaking_tls(fixture.server(), newest)) == once_resumed);
    }
}

TEST_CASE("tickets: TLS 1.2's are given back where a server gives no other one", "[wire]") {
    const TlsFixture fixture;
    RawServer server(
        {answering(), answering(), answering()}, speaking_tls(fixture.server(), TLS1_2_VERSION)
    );
    Runs runs;
    base::Clock::time_point verified;
    for (std::size_t number = 0; number < 3; ++number) {
        REQUIRE(runs.get(trusting(fixture.ca()), url_of(server)).finished);
        CHECK(server.received(number).resumed == (number > 0));
        REQUIRE(runs.kept.size() == 1);
        verified = number == 0 ? runs.kept.front().verified : verified;
        CHECK((runs.kept.front().verified == verified));
    }
}

TEST_CASE("tickets: a chain of runs uses each ticket once", "[wire]") {
    const TlsFixture fixture;
    RawServer server(
        {answering(), answering(), answering(), answering()}, speaking_tls(fixture.server())
    );
    Runs runs;
    std::vector<std::string> seen;
    for (std::size_t number = 0; number < 4; ++number) {
        REQUIRE(runs.get(trusting(fixture.ca()), url_of(server)).finished);
        CHECK(server.received(number).resumed == (number > 0));
        for (const TlsTicket& ticket : runs.kept) {
            CHECK(ticket.verified == runs.kept.front().verified); // none was checked since
        }
        seen.emplace_back(runs.kept.back().session.reveal());
    }
    std::ranges::sort(seen);
    CHECK(std::ranges::adjacent_find(seen) == seen.end());
}

TEST_CASE("tickets: whatever else is demanded forbids to go on with a session", "[wire][pitfall]") {
    const TlsFixture fixture;
    const TempDir folder;
    const auto copy = folder.write("ca.pem", slurp(fixture.ca()));
    using Change = std::function<void(http::Policy&)>;

    struct Case {
        std::string why;
        Change first;
        Change second;
    };

    const Change nothing = [](http::Policy&) {};
    const Change unverified = [](http::Policy& policy) { policy.tls.verify = false; };
    const Change as_client = [&](http::Policy& policy) {
        policy.tls.certificate = fixture.client().certificate;
        policy.tls.key = fixture.client().key;
    };
    const std::vector<Case> cases{
        {"the first was verified", nothing, unverified},
        {"the second is verified", unverified, nothing},
        {"neither is", unverified, unverified},
        {"the second has a client certificate (CVE-2016-5419)", nothing, as_client},
        {"the first had one (CVE-2017-7468)", as_client, nothing},
        {"both have one", as_client, as_client},
        {"other CAs",
         nothing,
         [&](http::Policy& policy) { policy.tls.ca.push_back(fixture.ca_folder()); }},
        {"the CAs were changed",
         [&](http::Policy& policy) { policy.tls.ca = {copy}; },
         [&](http::Policy& policy) {
             folder.write("ca.pem", slurp(fixture.ca()) + "\n");
             policy.tls.ca = {copy};
         }},
        {"a pin",
         nothing,
         [&](http::Policy& policy) { policy.tls.pins = {pin_of(fixture.server().certificate)}; }},
        {"other ciphers",
         nothing,
         [](http::Policy& policy) { policy.tls.ciphers = "TLS_AES_256_GCM_SHA384"; }},
        {"one version",
         nothing,
         [](http::Policy& policy) { policy.tls.version = http::TlsVersion::tls1_3; }},
        {"none is wanted", nothing, [](http::Policy& policy) { policy.tls.resume = false; }},
        {"none was wanted", [](http::Policy& policy) { policy.tls.resume = false; }, nothing},
        {"another address of the server",
         nothing,
         [](http::Policy& policy) {
             policy.detours = {{.to_host = "127.0.0.1", .to_host_kind = http::HostKind::ipv4}};
         }},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::Policy first = trusting(fixture.ca());
        http::Policy second = first;
        c.first(first);
        RawServer server({answering(), answering()}, speaking_tls(fixture.server()));
        Runs runs;
        REQUIRE(runs.get(first, url_of(server)).finished);
        c.second(second); // once the first run is over
        REQUIRE(runs.get(second, url_of(server)).finished);
        CHECK_FALSE(server.received(1).resumed);
    }
}

TEST_CASE("tickets: a server that knows the client is greeted in full", "[wire][pitfall]") {
    const TlsFixture fixture;
    http::Policy policy = trusting(fixture.ca());
    policy.tls.certificate = fixture.client().certificate;
    policy.tls.key = fixture.client().key;
    RawOptions asking = speaking_tls(fixture.server());
    asking.listener.tls->client_ca = fixture.ca();
    CHECK(resumptions(policy, policy, asking) == never_resumed);
}

TEST_CASE("tickets: they are for the name that was checked", "[wire][pitfall]") {
    const TlsFixture fixture;
    RawServer server({answering(), answering()}, speaking_tls(fixture.server()));
    Runs runs;
    REQUIRE(runs.get(trusting(fixture.ca()), url_of(server)).finished);
    REQUIRE(runs.get(trusting(fixture.ca()), server.url()).finished);
    CHECK_FALSE(server.received(1).resumed);
}

TEST_CASE("tickets: a connection that was refused leaves none (CVE-2024-0853)", "[wire][pitfall]") {
    const TlsFixture fixture;
    // With TLS 1.2 the ticket is there before the pin is looked at.
    RawServer server({unheard()}, speaking_tls(fixture.server(), TLS1_2_VERSION));
    http::Policy policy = trusting(fixture.ca());
    policy.tls.pins = {std::string(32, 'x')};
    Runs runs;
    const Said said = runs.get(policy, url_of(server));
    REQUIRE(said.failure);
    CHECK(said.failure->error.what().starts_with("cannot trust the key of "));
    CHECK(runs.kept.empty());
}

TEST_CASE("tickets: a proxy's are no server's (CVE-2021-22890)", "[wire][pitfall]") {
    const TlsFixture fixture;
    RawServer origin({answering(), answering()}, speaking_tls(fixture.server()));
    ListenerOptions options;
    options.tls = TlsOptions{.identity = fixture.server()};
    const Relay relay(options);
    http::Policy direct = trusting(fixture.ca());
    http::Policy policy = direct;
    policy.proxies.typed = {{.scheme = {}, .proxy = http::parse_proxy(relay.url()).value()}};
    Runs runs;
    // The certificate of the proxy is the server's own, and good for both names.
    REQUIRE(runs.get(policy, url_of(origin)).finished);
    REQUIRE_FALSE(runs.kept.empty());
    for (const TlsTicket& ticket : runs.kept) {
        CHECK(ticket.key == runs.kept.front().key); // the origin's alone
    }
    REQUIRE(runs.get(direct, url_of(origin)).finished);
    CHECK_FALSE(origin.received(1).resumed);
}

TEST_CASE("tickets: a session that nobody checked is not resumed, whatever its label", "[wire]") {
    const TlsFixture fixture;
    RawServer server({unheard(), answering()}, speaking_tls(fixture.self_signed(), TLS1_2_VERSION));
    const base::Secret session = unchecked_session(server);
    const auto begun = base::Clock::now();
    net::Tickets tickets([&](std::string_view key) {
        return std::optional(TlsTicket{
            .key = std::string(key),
            .session = session,
            .verified = begun,
            .until = begun + std::chrono::hours(1)});
    });
    Caller caller(trusting(fixture.self_signed().certificate), &tickets);
    const Said said = caller.get(url_of(server));
    INFO(said.in_words());
    REQUIRE(said.finished); // checked, and good
    CHECK_FALSE(server.received(1).resumed);
}

TEST_CASE("tickets: one that is broken or strange is a handshake with all its checks", "[wire]") {
    const TlsFixture fixture;
    const http::Policy policy = trusting(fixture.ca());
    RawServer first({answering()}, speaking_tls(fixture.server()));
    Runs runs;
    REQUIRE(runs.get(policy, url_of(first)).finished);
    const TlsTicket of_another = runs.kept.back();

    struct Case {
        std::string why;
        std::string session;
        const Identity& identity;
        bool is_trusted;
    };

    const std::string strange(of_another.session.reveal());
    const std::vector<Case> cases{
        {"empty", "", fixture.server(), true},
        {"noise", "noise", fixture.server(), true},
        {"cut off", strange.substr(0, strange.size() / 2), fixture.server(), true},
        {"of another server", strange, fixture.server(), true},
        {"of another server, shown to one that nobody vouches for",
         strange,
         fixture.self_signed(),
         false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.is_trusted ? answering() : unheard()}, speaking_tls(c.identity));
        bool was_asked = false;
        net::Tickets tickets([&](std::string_view key) {
            was_asked = true;
            TlsTicket ticket = of_another;
            ticket.key = key;
            ticket.session = base::Secret(c.session);
            return std::optional(std::move(ticket));
        });
        Caller caller(policy, &tickets);
        const Said said = caller.get(url_of(server));
        INFO(said.in_words());
        CHECK(was_asked);
        CHECK(said.finished == c.is_trusted);
        CHECK_FALSE(server.received(0).resumed);
        server.finish(); // of a handshake that fails by design
    }
}

TEST_CASE("tickets: what is too old is not shown to the server", "[wire]") {
    const TlsFixture fixture;
    const http::Policy policy = trusting(fixture.ca());
    RawServer server({answering(), answering()}, speaking_tls(fixture.server()));
    Runs runs;
    REQUIRE(runs.get(policy, url_of(server)).finished);
    for (TlsTicket& ticket : runs.kept) {
        ticket.verified -= http::longest_trust;
        ticket.until -= http::longest_trust;
    }
    REQUIRE(runs.get(policy, url_of(server)).finished);
    CHECK_FALSE(server.received(1).resumed);
}
