// SPDX-License-Identifier: MIT
#include "net/name_cache.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::net;
using namespace latch::test;
using http::AddressFamily;

namespace {

Query about(std::string_view url, AddressFamily family) {
    return {.peer = http::peer(a_url(url)), .family = family, .shown = "it"};
}

const NameCache::Time noon{std::chrono::hours(12)};

} // namespace

TEST_CASE("name cache: what was found is good for a minute, at every port", "[net]") {
    const std::vector<Endpoint> found = {{boost::asio::ip::make_address("192.0.2.1"), 80}};
    const Query query = about("http://api.test/", AddressFamily::ipv4);
    NameCache cache;
    cache.put(query, found, noon);
    CHECK(cache.find(query.peer, AddressFamily::ipv4, noon) == found);
    CHECK(cache.find(query.peer, AddressFamily::ipv4, noon + std::chrono::seconds(59)) == found);
    CHECK(cache.find(query.peer, AddressFamily::ipv4, noon + std::chrono::seconds(60)).empty());
    const auto secure = http::peer(a_url("https://api.test:8443/"));
    REQUIRE(cache.find(secure, AddressFamily::ipv4, noon).size() == 1);
    CHECK(cache.find(secure, AddressFamily::ipv4, noon).front().port() == 8443);
}

TEST_CASE("name cache: a family, or another host, is another question", "[net]") {
    const std::vector<Endpoint> found = {{boost::asio::ip::make_address("192.0.2.1"), 80}};
    const Query query = about("http://api.test/", AddressFamily::ipv4);
    NameCache cache;
    cache.put(query, found, noon);
    CHECK(cache.find(query.peer, AddressFamily::ipv6, noon).empty());
    CHECK(cache.find(query.peer, AddressFamily::any, noon).empty());
    const auto other = http::peer(a_url("http://www.api.test/"));
    CHECK(cache.find(other, AddressFamily::ipv4, noon).empty());
}

TEST_CASE("name cache: what accepts no connection is forgotten, of all families", "[net]") {
    const std::vector<Endpoint> found = {{boost::asio::ip::make_address("192.0.2.1"), 80}};
    const Query query = about("http://api.test/", AddressFamily::ipv4);
    const Query other = about("http://b.test/", AddressFamily::ipv6);
    NameCache cache;
    cache.put(query, found, noon);
    cache.put(other, found, noon);
    cache.forget("api.test");
    CHECK(cache.find(query.peer, AddressFamily::ipv4, noon).empty());
    CHECK(cache.find(other.peer, AddressFamily::ipv6, noon) == found);
}

TEST_CASE("name cache: that there is no address is not kept", "[net]") {
    const std::vector<Endpoint> found = {{boost::asio::ip::make_address("192.0.2.1"), 80}};
    const Query query = about("http://api.test/", AddressFamily::ipv4);
    NameCache cache;
    cache.put(query, found, noon);
    cache.put(query, {}, noon);
    CHECK(cache.find(query.peer, AddressFamily::ipv4, noon) == found);
}
