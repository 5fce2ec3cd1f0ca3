// SPDX-License-Identifier: MIT
#include "net/ticket_profile.hpp"

#include "support/catch.hpp"

#include <set>
#include <string>
#include <vector>

using namespace latch;
using namespace latch::net;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

const base::Clock::time_point noon{hours(500'000)};

TicketProfile profile() {
    return {
        .peer = {.host = "a.test", .host_kind = http::HostKind::name, .port = 443},
        .way = "",
        .tls = {},
        .trust = "",
        .protocol = "http/1.1"};
}

} // namespace

TEST_CASE("ticket profile: any difference in the profile is another key", "[net]") {
    using Change = void (*)(TicketProfile&);
    const std::vector<Change> changes = {
        [](TicketProfile&) {},
        [](TicketProfile& other) { other.peer.host = "b.test"; },
        [](TicketProfile& other) { other.peer.host_kind = http::HostKind::ipv4; },
        [](TicketProfile& other) { other.peer.port = 8443; },
        [](TicketProfile& other) { other.way = "the proxy p.test:3128"; },
        [](TicketProfile& other) { other.trust = "ca.pem, written anew"; },
        [](TicketProfile& other) { other.protocol = "h2"; },
        [](TicketProfile& other) { other.tls.verify = false; },
        [](TicketProfile& other) { other.tls.ca = {"ca.pem"}; },
        [](TicketProfile& other) {
            other.tls.ca = {"ca.pem", "more.pem"};
        },
        [](TicketProfile& other) { other.tls.version = http::TlsVersion::tls1_2; },
        [](TicketProfile& other) { other.tls.ciphers = "TLS_AES_256_GCM_SHA384"; },
        [](TicketProfile& other) { other.tls.certificate = "me.pem"; },
        [](TicketProfile& other) { other.tls.key = "me.pem"; },
        [](TicketProfile& other) { other.tls.pins = {"a pin"}; },
    };
    std::set<std::string> keys;
    for (const Change change : changes) {
        TicketProfile other = profile();
        change(other);
        keys.insert(ticket_key(other));
    }
    CHECK(keys.size() == changes.size());
    // A new part does not compile until it has its row above. Sessions with a client certificate,
    // whose key may have a password, and those of who wants none are not kept at all.
    const http::TlsPolicy policy;
    const auto& [verify, ca, version, ciphers, certificate, key, password, pins, resume] = policy;
    CHECK(verify);
    CHECK(resume);
    CHECK(ticket_key(profile()) == ticket_key(profile()));
    CHECK(ticket_key(profile()).size() == 64);
}

TEST_CASE("ticket profile: what ends one field cannot begin the next", "[net]") {
    TicketProfile a = profile();
    a.tls.ca = {"one", "two"};
    TicketProfile b = profile();
    b.tls.ca = {"one3:two"};
    CHECK(ticket_key(a) != ticket_key(b));
    a = profile();
    a.way = "x";
    a.protocol = "";
    b = profile();
    b.way = "";
    b.protocol = "x";
    CHECK(ticket_key(a) != ticket_key(b));
}

TEST_CASE("ticket profile: a session ends with what comes first", "[net]") {
    const auto far = noon + hours(1000);
    CHECK(ticket_end(noon, hours(2), noon, far) == noon + hours(2));
    CHECK(ticket_end(noon, hours(200), noon, far) == noon + hours(24));
    CHECK(ticket_end(noon, hours(2), noon - hours(23), far) == noon + hours(1));
    CHECK(ticket_end(noon, hours(2), noon, noon + hours(1)) == noon + hours(1));
    CHECK_FALSE(ticket_end(noon, hours(2), noon - hours(24), far));
    CHECK_FALSE(ticket_end(noon, seconds(0), noon, far));
    CHECK_FALSE(ticket_end(noon, hours(2), noon, noon - hours(1)));
}
