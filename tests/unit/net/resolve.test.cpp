// SPDX-License-Identifier: MIT
#include "net/resolve.hpp"

#include "net/connect.hpp"
#include "net/names.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include <array>
#include <netdb.h>
#include <string>
#include <vector>

using namespace latch;
using namespace latch::net;
using namespace latch::test;

namespace {

std::vector<std::string>
known(std::string_view url, const std::vector<http::StaticAddress>& table = {}) {
    std::vector<std::string> shown;
    for (const Endpoint& endpoint : known_addresses(table, http::peer(a_url(url)))) {
        shown.push_back(to_string(endpoint));
    }
    return shown;
}

} // namespace

TEST_CASE("resolve: literals and localhost need no resolver", "[net]") {
    using Shown = std::vector<std::string>;
    const Shown loopback = {"127.0.0.1:8080", "[::1]:8080"};
    CHECK(known("http://192.0.2.1:81/") == Shown{"192.0.2.1:81"});
    CHECK(known("https://[2001:db8::1]/") == Shown{"[2001:db8::1]:443"});
    CHECK(known("http://localhost:8080/") == loopback);
    CHECK(known("http://app.localhost:8080/") == loopback);
    CHECK(known("http://notlocalhost/").empty());
    CHECK(known("http://localhost.example/").empty());
    CHECK(known("http://api.test/").empty());
}

TEST_CASE("resolve: a static address is for its host, and for its port if it names one", "[net]") {
    using Shown = std::vector<std::string>;
    const std::vector<http::StaticAddress> table = {
        {.host = "api.test", .port = 8443, .address = "192.0.2.7"},
        {.host = "api.test", .port = {}, .address = "2001:db8::7"},
        {.host = "localhost", .port = {}, .address = "192.0.2.8"},
    };
    CHECK(known("https://api.test:8443/", table) == Shown{"192.0.2.7:8443"});
    CHECK(known("https://api.test/", table) == Shown{"[2001:db8::7]:443"});
    CHECK(known("http://localhost/", table) == Shown{"192.0.2.8:80"});
    CHECK(known("http://other.test/", table).empty());
    CHECK(static_address(table, http::peer(a_url("http://api.test/"))) == "2001:db8::7");
    CHECK(static_address(table, http::peer(a_url("http://other.test/"))).empty());
}

TEST_CASE("resolve: -4 and -6 leave the addresses of one kind, or an error", "[net]") {
    using http::AddressFamily;
    const http::Peer both = http::peer(a_url("http://localhost/"));
    const http::Peer only_ipv6 = http::peer(a_url("http://[2001:db8::1]/"));
    const auto left = [](const http::Peer& peer, AddressFamily family) {
        return of_family(known_addresses({}, peer), {.peer = peer, .family = family, .shown = "x"});
    };
    CHECK(left(both, AddressFamily::any)->size() == 2);
    REQUIRE(left(both, AddressFamily::ipv4)->size() == 1);
    CHECK(left(both, AddressFamily::ipv4)->front().address().is_v4());
    REQUIRE(left(both, AddressFamily::ipv6)->size() == 1);
    CHECK(left(both, AddressFamily::ipv6)->front().address().is_v6());
    const auto none = left(only_ipv6, AddressFamily::ipv4);
    REQUIRE_FALSE(none);
    CHECK(none.error().kind() == base::ErrorKind::resolve);
    CHECK(none.error().cause() == "it has no IPv4 address");
}

TEST_CASE("resolve: of two lookups in vain, the fault that tells more is told", "[net]") {
    const Query query{.peer = http::peer(a_url("http://api.test/")), .shown = "api.test"};
    const auto cause = [&](std::initializer_list<int> faults) {
        return unresolved(query, std::vector<int>(faults)).cause();
    };
    CHECK(cause({EAI_NODATA, EAI_NONAME}) == "name or service not known");
    CHECK(cause({EAI_NONAME, EAI_ADDRFAMILY}) == "name or service not known");
    CHECK(cause({EAI_NONAME, EAI_AGAIN}) == "temporary failure in name resolution");
    CHECK(cause({EAI_AGAIN, EAI_NONAME}) == "temporary failure in name resolution");
    CHECK(cause({EAI_ADDRFAMILY, EAI_AGAIN}) == "temporary failure in name resolution");
    CHECK(cause({EAI_NODATA, EAI_NODATA}) == "no address associated with hostname");
    CHECK(cause({0, 0}) == "it has no address");
    CHECK(unresolved(query, std::array{EAI_NONAME}).kind() == base::ErrorKind::resolve);
}

TEST_CASE("resolve: each family is asked for by itself, and what was found is not again", "[net]") {
    boost::asio::io_context loop;
    Names names(loop, {});
    // glibc knows this notation of an address without asking anybody.
    Query query{.peer = http::peer(a_url("http://api.test/")), .shown = "it"};
    query.peer.host = "127.1";
    const auto asked = names.candidates(query);
    REQUIRE(asked);
    REQUIRE(asked->lookups.size() == 2);
    CHECK(asked->known.empty());
    CHECK(asked->lookups[0].query().family == http::AddressFamily::ipv6);
    CHECK(asked->lookups[1].query().family == http::AddressFamily::ipv4);

    names.learn(asked->lookups[1].query(), {{boost::asio::ip::make_address("127.0.0.1"), 80}});
    const auto again = names.candidates(query);
    REQUIRE(again);
    CHECK(again->lookups.empty());
    REQUIRE(again->known.size() == 1);
    CHECK(to_string(again->known.front()) == "127.0.0.1:80");
}

TEST_CASE("resolve: with -4 or -6 only one family is asked for", "[net]") {
    boost::asio::io_context loop;
    Names names(loop, {});
    Query query{.peer = http::peer(a_url("http://api.test/")), .shown = "it"};
    query.peer.host = "127.1";
    query.family = http::AddressFamily::ipv4;
    const auto asked = names.candidates(query);
    REQUIRE(asked);
    REQUIRE(asked->lookups.size() == 1);
    CHECK(asked->lookups.front().query().family == http::AddressFamily::ipv4);
}
