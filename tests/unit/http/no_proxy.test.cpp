// SPDX-License-Identifier: MIT
#include "support/builders.hpp"
#include "support/catch.hpp"

#include "latch/http/proxy.hpp"

using namespace latch::http;
using namespace latch::test;

TEST_CASE("no_proxy: names hosts, subdomains, addresses and networks", "[http][pitfall]") {
    struct Case {
        std::string_view why, exceptions, url;
        bool excepted;
    };

    const Case cases[] = {
        {"nothing", "", "http://a.test/", false},
        {"blanks only", " , ,", "http://a.test/", false},
        {"everything", "*", "https://a.test/", true},
        {"everything, among others", "b.test, *", "http://a.test/", true},
        {"the host", "a.test", "http://a.test/", true},
        {"in any case", "A.TEST", "http://a.test/", true},
        {"another one", "b.test", "http://a.test/", false},
        {"the second entry", "b.test,a.test", "http://a.test/", true},
        {"blanks between entries", "b.test a.test", "http://a.test/", true},
        {"a tab between entries", "b.test\ta.test", "http://a.test/", true},
        {"a subdomain", "a.test", "http://x.y.a.test/", true},
        {"no label boundary", "a.test", "http://ba.test/", false},
        {"a leading dot is for subdomains", ".a.test", "http://x.a.test/", true},
        {"and for the host itself, as in curl", ".a.test", "http://a.test/", true},
        {"a star and a dot", "*.a.test", "http://x.a.test/", true},
        {"a star elsewhere is no wildcard", "*a.test", "http://xa.test/", false},
        {"a parent is not named by its child", "x.a.test", "http://a.test/", false},
        {"a trailing dot of the entry", "a.test.", "http://a.test/", true},
        {"a trailing dot of the host", "a.test", "http://a.test./", true},
        {"both", ".a.test.", "http://x.a.test./", true},
        {"a top level", "test", "http://a.test/", true},
        {"an international name",
         "b\xc3\xbc"
         "cher.test",
         "http://xn--bcher-kva.test/",
         true},
        {"localhost by itself is no exception", "a.test", "http://localhost/", false},
        {"localhost if it is named", "localhost", "http://localhost:8080/", true},
        {"the port", "a.test:8080", "http://a.test:8080/", true},
        {"another port", "a.test:8080", "http://a.test/", false},
        {"the port of the scheme", "a.test:443", "https://a.test/", true},
        {"a port that is no number", "a.test:http", "http://a.test/", false},
        {"an address", "192.0.2.1", "http://192.0.2.1/", true},
        {"another address", "192.0.2.1", "http://192.0.2.10/", false},
        {"the tail of an address is no subdomain", "2.1", "http://192.0.2.1/", false},
        {"a dot does not make it one", ".2.1", "http://192.0.2.1/", false},
        {"an address with its port", "192.0.2.1:81", "http://192.0.2.1:81/", true},
        {"an address with another port", "192.0.2.1:81", "http://192.0.2.1/", false},
        {"a network", "10.0.0.0/8", "http://10.200.3.4/", true},
        {"a network in brackets", "[2001:db8::]/32", "http://[2001:db8:1::1]/", true},
        {"outside of that", "[2001:db8::]/32", "http://[2001:db9::1]/", false},
        {"outside of it", "10.0.0.0/8", "http://11.0.0.1/", false},
        {"bits within a byte", "192.168.0.0/20", "http://192.168.15.255/", true},
        {"one above them", "192.168.0.0/20", "http://192.168.16.0/", false},
        {"host bits do not matter", "10.1.2.3/8", "http://10.9.9.9/", true},
        {"all bits", "10.1.2.3/32", "http://10.1.2.3/", true},
        {"no bits at all", "0.0.0.0/0", "http://203.0.113.9/", true},
        {"too many bits", "10.0.0.0/33", "http://10.0.0.0/", false},
        {"no number of bits", "10.0.0.0/x", "http://10.0.0.0/", false},
        {"no bits behind the slash", "10.0.0.0/", "http://10.0.0.0/", false},
        {"half an address", "10.0/8", "http://10.0.0.1/", false},
        {"a network is not for names", "0.0.0.0/0", "http://a.test/", false},
        {"IPv6", "2001:db8::1", "http://[2001:db8::1]/", true},
        {"IPv6 in another form", "2001:DB8:0:0::0001", "http://[2001:db8::1]/", true},
        {"IPv6 in brackets", "[2001:db8::1]", "http://[2001:db8::1]/", true},
        {"IPv6 in brackets with its port", "[::1]:8080", "http://[::1]:8080/", true},
        {"IPv6 in brackets with another port", "[::1]:8080", "http://[::1]/", false},
        {"a network of IPv6", "2001:db8::/32", "http://[2001:db8:ffff::1]/", true},
        {"outside of it", "2001:db8::/32", "http://[2001:db9::1]/", false},
        {"one of IPv4 has no IPv6 in it", "0.0.0.0/0", "http://[2001:db8::1]/", false},
        {"nor the other way round", "::/0", "http://192.0.2.1/", false},
        {"IPv4 within IPv6 is IPv4", "10.0.0.0/8", "http://[::ffff:10.1.1.1]/", true},
        {"and so is the entry", "::ffff:10.1.1.1", "http://10.1.1.1/", true},
        {"a bracket that stays open", "[::1", "http://[::1]/", false},
        {"garbage", "///,:::,[]", "http://a.test/", false},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.exceptions << " and " << c.url);
        CHECK(is_excepted(c.exceptions, a_url(c.url)) == c.excepted);
    }
}
