// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "support/tls_fixture.hpp"
#include "wire/caller.hpp"

#include "latch/base/file.hpp"

#include <openssl/tls1.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;

namespace {

/// Which name of the loopback a test calls the server by.
enum class CalledBy { name, address };

Script answering() {
    return Script()
        .request()
        .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        .until_peer_leaves();
}

/// The client gives up during the handshake.
Script refused_by_client() {
    return Script().until_peer_leaves();
}

RawOptions speaking_tls(const Identity& identity) {
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = identity};
    return options;
}

http::Policy trusting(const std::filesystem::path& ca) {
    http::Policy policy;
    if (!ca.empty()) {
        policy.tls.ca = {ca};
    }
    return policy;
}

std::string url_of(const RawServer& server, CalledBy called) {
    const std::string host = called == CalledBy::name ? "localhost" : "127.0.0.1";
    return "https://" + host + ":" + std::to_string(server.port()) + "/";
}

} // namespace

TEST_CASE("tls: a server that the given CA vouches for is spoken to", "[wire]") {
    const TlsFixture fixture;
    for (const CalledBy called : {CalledBy::name, CalledBy::address}) {
        RawServer server({answering()}, speaking_tls(fixture.server()));
        Caller caller(trusting(fixture.ca()));
        const Said said = caller.get(url_of(server, called));
        INFO(said.in_words());
        REQUIRE(said.finished);
        CHECK(said.body == "ok");
        CHECK(said.hop->carrier.tls.starts_with("TLSv1.3 TLS_"));
        CHECK(said.hop->timings.tls.count() > 0);
        // RFC 6066, 3: a literal is no server name.
        CHECK(server.received(0).sni == (called == CalledBy::name ? "localhost" : ""));
    }
}

TEST_CASE("tls: the CA is found in any bundle, whatever else is in it", "[wire]") {
    const TlsFixture fixture;
    const TempDir folder;
    const std::string ca = slurp(fixture.ca());
    const std::string other = slurp(fixture.self_signed().certificate);
    const std::string broken = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
    const std::string no_certificate =
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    const std::string key = slurp(fixture.server().key);
    const auto written = [&](std::string_view name, std::string_view pem) {
        return folder.write(name, pem).string();
    };

    struct Case {
        std::string why;
        std::vector<std::string> places;
    };

    const std::vector<Case> cases{
        {"behind another", {written("1.pem", other + ca)}},
        {"twice", {written("2.pem", ca + ca)}},
        {"behind words", {written("3.pem", "# Test CA\n" + ca)}},
        {"behind a broken one", {written("4.pem", broken + ca)}},
        {"behind one that is none", {written("5.pem", no_certificate + ca)}},
        {"behind a key", {written("6.pem", key + ca)}},
        {"in the second of two", {written("7.pem", other), written("8.pem", ca)}},
        {"beside a folder", {folder.path().string(), written("9.pem", ca)}},
        {"without a line end", {written("10.pem", ca.substr(0, ca.size() - 1))}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({answering()}, speaking_tls(fixture.server()));
        http::Policy policy;
        policy.tls.ca = c.places;
        Caller caller(policy);
        const Said said = caller.get(url_of(server, CalledBy::name));
        INFO(said.in_words());
        CHECK(said.body == "ok");
    }
}

TEST_CASE("tls: a certificate that was named is trusted, whoever signed it", "[wire]") {
    const TlsFixture fixture;
    RawServer server({answering()}, speaking_tls(fixture.server()));
    Caller caller(trusting(fixture.server().certificate));
    CHECK(caller.get(url_of(server, CalledBy::name)).body == "ok");
}

TEST_CASE("tls: a bundle vouches for nobody who is not signed by it", "[wire]") {
    const TlsFixture fixture;
    const TlsFixture strangers; // their CA has the same name, and another key
    RawServer server({refused_by_client()}, speaking_tls(fixture.server()));
    Caller caller(trusting(strangers.ca()));
    const Said said = caller.get(url_of(server, CalledBy::name));
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == base::ErrorKind::tls);
}

TEST_CASE(
    "tls: a certificate that does not convince ends the connection before a byte", "[wire][pitfall]"
) {
    const TlsFixture fixture;

    struct Case {
        std::string why;
        const Identity& identity;
        std::filesystem::path ca;
        CalledBy called;
        std::string cause;
    };

    const std::vector<Case> cases{
        {"signed by itself",
         fixture.self_signed(),
         fixture.ca(),
         CalledBy::name,
         "self-signed certificate"},
        {"for another host",
         fixture.wrong_host(),
         fixture.ca(),
         CalledBy::name,
         "hostname mismatch"},
        {"for a name that reads like the address it is called by (CVE-2014-0139)",
         fixture.wrong_host(),
         fixture.ca(),
         CalledBy::address,
         "ip address mismatch"},
        {"its time has passed",
         fixture.expired(),
         fixture.ca(),
         CalledBy::name,
         "certificate has expired"},
        {"of a CA that nobody named",
         fixture.server(),
         {},
         CalledBy::name,
         "unable to get local issuer certificate"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({refused_by_client()}, speaking_tls(c.identity));
        Caller caller(trusting(c.ca));
        const Said said = caller.get(url_of(server, c.called));
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == base::ErrorKind::tls);
        CHECK(said.failure->error.cause() == c.cause);
        CHECK(said.failure->error.hint().find("--verify") != std::string::npos);
        server.finish(); // the handshake fails by design, and the server would mind
        CHECK(server.received(0).bytes.empty());
    }
}

namespace {

/// Two connections of one run to a server: which of them went on with an earlier TLS session, as
/// the server sees it. What latch says of it has to agree.
std::vector<bool> resumptions(const http::Policy& policy, const RawOptions& options) {
    RawServer server({answering(), answering()}, options);
    Caller caller(policy);
    std::vector<bool> seen;
    for (std::size_t number = 0; number < 2; ++number) {
        const Said said = caller.get_afresh(url_of(server, CalledBy::name));
        INFO(said.in_words());
        REQUIRE(said.finished);
        seen.push_back(server.received(number).resumed);
        CHECK(said.hop->carrier.resumed == seen.back());
    }
    return seen;
}

const std::vector<bool> once_resumed = {false, true};
const std::vector<bool> never_resumed = {false, false};

} // namespace

TEST_CASE("tls: the next connection goes on with the session of the first", "[wire]") {
    const TlsFixture fixture;
    for (const int newest : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        INFO(newest);
        RawOptions options = speaking_tls(fixture.server());
        options.listener.tls->newest = newest;
        CHECK(resumptions(trusting(fixture.ca()), options) == once_resumed);
    }
}

TEST_CASE("tls: no session is resumed that nobody checked, or that knows who we are", "[wire]") {
    const TlsFixture fixture;
    const RawOptions options = speaking_tls(fixture.server());
    http::Policy policy = trusting(fixture.ca());
    policy.tls.resume = false;
    CHECK(resumptions(policy, options) == never_resumed);

    policy = trusting(fixture.ca());
    policy.tls.verify = false;
    CHECK(resumptions(policy, options) == never_resumed);

    policy = trusting(fixture.ca());
    policy.tls.certificate = fixture.client().certificate;
    policy.tls.key = fixture.client().key;
    RawOptions asking = speaking_tls(fixture.server());
    asking.listener.tls->client_ca = fixture.ca();
    CHECK(resumptions(policy, asking) == never_resumed);
}

TEST_CASE("tls: a session is for the name that was checked", "[wire]") {
    const TlsFixture fixture;
    RawServer server({answering(), answering()}, speaking_tls(fixture.server()));
    Caller caller(trusting(fixture.ca()));
    REQUIRE(caller.get_afresh(url_of(server, CalledBy::name)).finished);
    REQUIRE(caller.get_afresh(url_of(server, CalledBy::address)).finished);
    CHECK_FALSE(server.received(1).resumed);
}

TEST_CASE("tls: the pin of a session that is resumed still counts", "[wire]") {
    const TlsFixture fixture;
    http::Policy policy = trusting(fixture.ca());
    policy.tls.pins = {pin_of(fixture.server().certificate)};
    CHECK(resumptions(policy, speaking_tls(fixture.server())) == once_resumed);

    // With TLS 1.2 the ticket is there before the pin is looked at.
    RawOptions options = speaking_tls(fixture.server());
    options.listener.tls->newest = TLS1_2_VERSION;
    RawServer server({refused_by_client(), refused_by_client()}, options);
    policy.tls.pins = {std::string(32, 'x')};
    Caller caller(policy);
    for (int number = 0; number < 2; ++number) {
        const Said said = caller.get_afresh(url_of(server, CalledBy::name));
        REQUIRE(said.failure);
        CHECK(said.failure->error.what().starts_with("cannot trust the key of "));
    }
}

TEST_CASE("tls: a handshake that breaks off is told from one that is refused", "[wire]") {
    struct Case {
        std::string why;
        Script script;
        base::ErrorKind kind;
    };

    const std::vector<Case> cases{
        {"reset", Script().expect_bytes(5).reset(), base::ErrorKind::protocol},
        {"closed", Script().expect_bytes(5).close(), base::ErrorKind::protocol},
        {"no TLS",
         Script().expect_bytes(5).send("HTTP/1.1 400 Bad Request\r\n\r\n").until_peer_leaves(),
         base::ErrorKind::tls},
        {"an alert",
         Script().expect_bytes(5).send({"\x15\x03\x03\0\x02\x02\x28", 7}).until_peer_leaves(),
         base::ErrorKind::tls},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.script});
        Caller caller(http::Policy{});
        const Said said = caller.get(url_of(server, CalledBy::address));
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == c.kind);
        CHECK(said.failure->error.what().starts_with("cannot speak TLS with 127.0.0.1"));
    }
}
