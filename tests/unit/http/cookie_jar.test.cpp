// SPDX-License-Identifier: MIT
#include "latch/http/cookie_jar.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

using namespace latch::http;
using namespace std::chrono_literals;
using latch::base::Clock;

namespace {

constexpr std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

Url url(std::string_view text) {
    const auto parsed = parse_url(text);
    REQUIRE(parsed);
    return parsed->url;
}

/// A jar that is given lines one second apart, and asked a second after the last.
class Visit {
public:
    explicit Visit(LoopbackPorts ports = LoopbackPorts::separate) : jar(ports) {}

    Stored set(std::string_view source, std::string_view line) {
        now += 1s;
        return jar.store(line, url(source), now);
    }

    std::string sent(std::string_view to) { return jar.header_for(url(to), now + 1s); }

    CookieJar jar;
    Clock::time_point now = start;
};

/// One response with up to four cookies, and what a request then carries.
struct Case {
    std::string_view why, source;
    std::array<std::string_view, 4> lines;
    std::string_view request, header;
};

void check(std::span<const Case> cases) {
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.lines[0]);
        Visit visit;
        for (const std::string_view line : c.lines) {
            if (!line.empty()) {
                visit.set(c.source, line);
            }
        }
        CHECK(visit.sent(c.request) == c.header);
    }
}

} // namespace

constexpr auto domains = std::to_array<Case>({
    {"back to its host", "example.com/", {"a=b"}, "example.com/", "a=b"},
    {"to all ports of it", "example.com/", {"a=b"}, "example.com:8080/", "a=b"},
    {"and over TLS", "example.com/", {"a=b"}, "https://example.com/", "a=b"},
    {"host-only: not to a subdomain", "example.com/", {"a=b"}, "www.example.com/", ""},
    {"host-only: not to the parent", "www.example.com/", {"a=b"}, "example.com/", ""},
    {"host names have no case", "EXAMPLE.com/", {"a=b"}, "example.COM/", "a=b"},
    {"a root dot is the same host", "example.com./", {"a=b"}, "example.com/", "a=b"},
    {"to a subdomain", "example.com/", {"a=b; Domain=example.com"}, "a.example.com/", "a=b"},
    {"to one far below", "example.com/", {"a=b; Domain=example.com"}, "a.b.c.example.com/", "a=b"},
    {"with a leading dot as well",
     "example.com/",
     {"a=b; Domain=.example.com"},
     "a.example.com/",
     "a=b"},
    {"back to the setter", "a.example.com/", {"a=b; Domain=example.com"}, "a.example.com/", "a=b"},
    {"up to the parent", "a.example.com/", {"a=b; Domain=example.com"}, "example.com/", "a=b"},
    {"over to a sibling", "a.example.com/", {"a=b; Domain=example.com"}, "b.example.com/", "a=b"},
    {"upper case in Domain", "example.com/", {"a=b; Domain=EXAMPLE.com"}, "a.example.com/", "a=b"},
    {"never to a longer word", "example.com/", {"a=b; Domain=example.com"}, "notexample.com/", ""},
    {"not for a foreign domain", "example.com/", {"a=b; Domain=example.org"}, "example.org/", ""},
    {"nor kept for the setter, then",
     "example.com/",
     {"a=b; Domain=example.org"},
     "example.com/",
     ""},
    {"not for a child", "example.com/", {"a=b; Domain=a.example.com"}, "a.example.com/", ""},
    {"not for a sibling", "a.example.com/", {"a=b; Domain=b.example.com"}, "b.example.com/", ""},
    {"not for a longer word",
     "notexample.com/",
     {"a=b; Domain=example.com"},
     "notexample.com/",
     ""},
    {"two leading dots match nothing",
     "a.example.com/",
     {"a=b; Domain=..example.com"},
     "a.example.com/",
     ""},
    {"a trailing dot matches nothing",
     "example.com/",
     {"a=b; Domain=example.com."},
     "example.com/",
     ""},
    {"nor for a host with a root dot",
     "example.com./",
     {"a=b; Domain=example.com."},
     "example.com./",
     ""},
    {"a port in Domain matches nothing",
     "example.com:80/",
     {"a=b; Domain=example.com:80"},
     "example.com/",
     ""},
    {"quotes match nothing", "example.com/", {R"(a=b; Domain="example.com")"}, "example.com/", ""},
    {"an empty Domain is none", "example.com/", {"a=b; Domain="}, "a.example.com/", ""},
    {"and the last one counts",
     "example.com/",
     {"a=b; Domain=x.org; Domain="},
     "example.com/",
     "a=b"},
    {"a foreign one before a good one",
     "example.com/",
     {"a=b; Domain=x.org; Domain=example.com"},
     "a.example.com/",
     "a=b"},
    {"a good one before a foreign one",
     "example.com/",
     {"a=b; Domain=example.com; Domain=x.org"},
     "example.com/",
     ""},
    {"bytes beyond ASCII in Domain",
     "xn--bcher-kva.example.com/",
     {"a=b; Domain=b\xc3\xbc"
      "cher.example.com"},
     "xn--bcher-kva.example.com/",
     ""},
    {"an IDN host",
     "b\xc3\xbc"
     "cher.example/",
     {"a=b"},
     "xn--bcher-kva.example/",
     "a=b"},
    {"an IDN domain in punycode",
     "a.b\xc3\xbc"
     "cher.example/",
     {"a=b; Domain=xn--bcher-kva.example"},
     "xn--bcher-kva.example/",
     "a=b"},
});

TEST_CASE("cookie jar: a cookie goes to the host or the domain it is for", "[http]") {
    check(domains);
}

constexpr auto suffixes = std::to_array<Case>({
    {"not for all of com", "example.com/", {"a=b; Domain=com"}, "other.com/", ""},
    {"nor kept for the setter", "example.com/", {"a=b; Domain=com"}, "example.com/", ""},
    {"not for co.uk", "x.co.uk/", {"a=b; Domain=co.uk"}, "y.co.uk/", ""},
    {"whatever its case (CVE-2023-46218)", "x.co.uk/", {"a=b; Domain=co.UK"}, "y.co.uk/", ""},
    {"nor with a dot (CVE-2022-27779)", "x.co.uk./", {"a=b; Domain=co.uk."}, "y.co.uk./", ""},
    {"not for github.io", "x.github.io/", {"a=b; Domain=github.io"}, "y.github.io/", ""},
    {"the suffix itself: host-only", "github.io/", {"a=b; Domain=github.io"}, "github.io/", "a=b"},
    {"and not below it", "github.io/", {"a=b; Domain=github.io"}, "x.github.io/", ""},
    {"a wildcard's child", "x.y.kawasaki.jp/", {"a=b; Domain=y.kawasaki.jp"}, "y.kawasaki.jp/", ""},
    {"its exception",
     "x.city.kawasaki.jp/",
     {"a=b; Domain=city.kawasaki.jp"},
     "y.city.kawasaki.jp/",
     "a=b"},
    {"a bare name is a suffix: host-only",
     "intranet/",
     {"a=b; Domain=intranet"},
     "intranet/",
     "a=b"},
    {"and not below it", "intranet/", {"a=b; Domain=intranet"}, "x.intranet/", ""},
    {"localhost may name itself", "localhost/", {"a=b; Domain=localhost"}, "localhost/", "a=b"},
    {"its children may not", "foo.localhost/", {"a=b; Domain=localhost"}, "localhost/", ""},
    {"nor keep it", "foo.localhost/", {"a=b; Domain=localhost"}, "foo.localhost/", ""},
    {"an address", "127.0.0.1/", {"a=b"}, "127.0.0.1/", "a=b"},
    {"an address names itself", "127.0.0.1/", {"a=b; Domain=127.0.0.1"}, "127.0.0.1/", "a=b"},
    {"a part of it (CVE-2014-3613)", "127.0.0.1/", {"a=b; Domain=0.0.1"}, "127.0.0.1/", ""},
    {"its last number", "1.1.1.1/", {"a=b; Domain=1"}, "2.2.2.1/", ""},
    {"another address", "10.0.0.1/", {"a=b; Domain=10.0.0.2"}, "10.0.0.2/", ""},
    {"IPv6", "[2001:db8::1]/", {"a=b"}, "[2001:db8::1]/", "a=b"},
    {"IPv6 spelt otherwise", "[2001:DB8:0::1]/", {"a=b"}, "[2001:db8::1]/", "a=b"},
    {"IPv6 names itself, though libpsl says suffix",
     "[::1]/",
     {"a=b; Domain=::1"},
     "[::1]/",
     "a=b"},
});

TEST_CASE("cookie jar: public suffixes and addresses have no subdomains", "[http]") {
    check(suffixes);
}

constexpr auto paths = std::to_array<Case>({
    {"the default is the folder", "a.test/x/y", {"a=b"}, "a.test/x/z", "a=b"},
    {"and the folder's own name", "a.test/x/y", {"a=b"}, "a.test/x", "a=b"},
    {"not beside it", "a.test/x/y", {"a=b"}, "a.test/z", ""},
    {"the query is no path", "a.test/x?/y/z", {"a=b"}, "a.test/", "a=b"},
    {"in the request neither", "a.test/", {"a=b; Path=/x"}, "a.test/?/x", ""},
    {"a path that does not hold the setter", "a.test/x", {"a=b; Path=/y"}, "a.test/y", "a=b"},
    {"a relative path is the default", "a.test/x/y", {"a=b; Path=z"}, "a.test/x/", "a=b"},
    {"a quoted path is the default", "a.test/x/y", {R"(a=b; Path="/")"}, "a.test/", ""},
    {"Tomcat's context path", "a.test/shop/login", {"a=b; Path=/shop"}, "a.test/shop", "a=b"},
    {"not a longer context", "a.test/shop/login", {"a=b; Path=/shop"}, "a.test/shop2", ""},
    {"Spring Session's has a slash",
     "a.test/shop/login",
     {"SESSION=b; Path=/shop/"},
     "a.test/shop/api",
     "SESSION=b"},
    {"which the bare context has not",
     "a.test/shop/login",
     {"SESSION=b; Path=/shop/"},
     "a.test/shop",
     ""},
    {"a path parameter hides the context",
     "a.test/app/x",
     {"a=b; Path=/app"},
     "a.test/app;jsessionid=1",
     ""},
    {"case matters", "a.test/", {"a=b; Path=/X"}, "a.test/x", ""},
    {"escapes are not decoded", "a.test/", {"a=b; Path=/%6F"}, "a.test/o", ""},
});

TEST_CASE("cookie jar: a cookie goes to its path and what is below", "[http]") {
    check(paths);
}

constexpr auto secure_ones = std::to_array<Case>({
    {"over TLS", "https://a.test/", {"a=b; Secure"}, "https://a.test/", "a=b"},
    {"not over http", "https://a.test/", {"a=b; Secure"}, "a.test/", ""},
    {"not from http", "a.test/", {"a=b; Secure"}, "https://a.test/", ""},
    {"Secure with a value counts", "https://a.test/", {"a=b; Secure=no"}, "a.test/", ""},
    {"localhost over http", "localhost/", {"a=b; Secure"}, "localhost/", "a=b"},
    {"a child of localhost", "app.localhost/", {"a=b; Secure"}, "app.localhost/", "a=b"},
    {"127.0.0.1", "127.0.0.1/", {"a=b; Secure"}, "127.0.0.1/", "a=b"},
    {"all of 127/8", "127.9.9.9/", {"a=b; Secure"}, "127.9.9.9/", "a=b"},
    {"::1", "[::1]/", {"a=b; Secure"}, "[::1]/", "a=b"},
    {"a name that begins so",
     "localhost.example.com/",
     {"a=b; Secure"},
     "localhost.example.com/",
     ""},
    {"a private address is not loopback", "10.0.0.1/", {"a=b; Secure"}, "10.0.0.1/", ""},
    {"SameSite=None needs Secure",
     "https://a.test/",
     {"a=b; SameSite=None"},
     "https://a.test/",
     ""},
    {"and is fine with it",
     "https://a.test/",
     {"a=b; SameSite=None; Secure"},
     "https://a.test/",
     "a=b"},
    {"over http it cannot have it",
     "a.test/",
     {"a=b; SameSite=None; Secure"},
     "https://a.test/",
     ""},
    {"loopback is a secure context", "localhost/", {"a=b; SameSite=None"}, "localhost/", "a=b"},
    {"Lax is never withheld: a person asks", "a.test/", {"a=b; SameSite=Lax"}, "a.test/", "a=b"},
    {"nor is Strict", "a.test/", {"a=b; SameSite=Strict"}, "a.test/", "a=b"},
    {"HttpOnly hides nothing from us", "a.test/", {"a=b; HttpOnly"}, "a.test/", "a=b"},
});

TEST_CASE("cookie jar: Secure cookies stay off plain http, but for loopback", "[http]") {
    check(secure_ones);
}

constexpr auto prefixes = std::to_array<Case>({
    {"__Secure-", "https://a.test/", {"__Secure-a=b; Secure"}, "https://a.test/", "__Secure-a=b"},
    {"needs Secure", "https://a.test/", {"__Secure-a=b"}, "https://a.test/", ""},
    {"in any case", "https://a.test/", {"__sEcUrE-a=b"}, "https://a.test/", ""},
    {"not over http", "a.test/", {"__Secure-a=b; Secure"}, "https://a.test/", ""},
    {"may have a domain",
     "https://a.a.test/",
     {"__Secure-a=b; Secure; Domain=a.test"},
     "https://a.test/",
     "__Secure-a=b"},
    {"a prefix is at the beginning",
     "https://a.test/",
     {"x__Secure-a=b"},
     "https://a.test/",
     "x__Secure-a=b"},
    {"and ends with a dash", "https://a.test/", {"__Secure=b"}, "https://a.test/", "__Secure=b"},
    {"__Host-",
     "https://a.test/x/y",
     {"__Host-a=b; Secure; Path=/"},
     "https://a.test/",
     "__Host-a=b"},
    {"needs Secure", "https://a.test/", {"__Host-a=b; Path=/"}, "https://a.test/", ""},
    {"needs a Path", "https://a.test/", {"__Host-a=b; Secure"}, "https://a.test/", ""},
    {"an unusable Path is none",
     "https://a.test/",
     {"__Host-a=b; Secure; Path=x"},
     "https://a.test/",
     ""},
    {"needs the Path /",
     "https://a.test/x/",
     {"__Host-a=b; Secure; Path=/x"},
     "https://a.test/x/",
     ""},
    {"must not have a Domain",
     "https://a.test/",
     {"__Host-a=b; Secure; Path=/; Domain=a.test"},
     "https://a.test/",
     ""},
    {"an empty Domain is none",
     "https://a.test/",
     {"__Host-a=b; Secure; Path=/; Domain="},
     "https://a.test/",
     "__Host-a=b"},
    {"in any case", "https://a.test/", {"__HOST-a=b"}, "https://a.test/", ""},
    {"on loopback over http",
     "localhost/",
     {"__Host-a=b; Secure; Path=/"},
     "localhost/",
     "__Host-a=b"},
    {"Secure even there", "localhost/", {"__Host-a=b; Path=/"}, "localhost/", ""},
    {"no imitation by a nameless one", "https://a.test/", {"=__Host-a=b"}, "https://a.test/", ""},
    {"nor without an equals sign", "https://a.test/", {"__Secure-a"}, "https://a.test/", ""},
    {"nor in another case",
     "https://a.test/",
     {"=__hOST-a=b; Secure; Path=/"},
     "https://a.test/",
     ""},
    {"a value may look like one",
     "https://a.test/",
     {"a=__Host-b"},
     "https://a.test/",
     "a=__Host-b"},
});

TEST_CASE("cookie jar: a name with a prefix keeps what it promises", "[http]") {
    check(prefixes);
}

constexpr auto orders = std::to_array<Case>({
    {"in order of arrival", "a.test/", {"a=1", "b=2", "c=3"}, "a.test/", "a=1; b=2; c=3"},
    {"the longest path first",
     "a.test/",
     {"a=1; Path=/", "a=2; Path=/x/y", "a=3; Path=/x"},
     "a.test/x/y",
     "a=2; a=3; a=1"},
    {"a replaced one keeps its place", "a.test/", {"a=1", "b=2", "a=3"}, "a.test/", "a=3; b=2"},
    {"a removed one loses it",
     "a.test/",
     {"a=1", "b=2", "a=; Max-Age=0", "a=3"},
     "a.test/",
     "b=2; a=3"},
    {"domain and host-only by age too",
     "a.test/",
     {"a=1; Domain=a.test", "b=2"},
     "a.test/",
     "a=1; b=2"},
    {"the other way round", "a.test/", {"b=2", "a=1; Domain=a.test"}, "a.test/", "b=2; a=1"},
    {"a nameless one is its value", "a.test/", {"a=1", "token", "b="}, "a.test/", "a=1; token; b="},
    {"there is one nameless one", "a.test/", {"token", "=other"}, "a.test/", "other"},
    {"its value may have equals signs", "a.test/", {"==a=b"}, "a.test/", "=a=b"},
    {"names have a case", "a.test/", {"a=1", "A=2"}, "a.test/", "a=1; A=2"},
    {"values go back byte for byte",
     "a.test/",
     {"a=\"x\\\"y\"\t z%20\xff"},
     "a.test/",
     "a=\"x\\\"y\"\t z%20\xff"},
});

TEST_CASE("cookie jar: the header has the longest path first, then the oldest", "[http]") {
    check(orders);
}

constexpr auto sequences = std::to_array<Case>({
    {"deleted and set again, as Spring does at login",
     "a.test/",
     {"XSRF-TOKEN=; Max-Age=0; Path=/", "XSRF-TOKEN=new; Path=/"},
     "a.test/",
     "XSRF-TOKEN=new"},
    {"set and deleted", "a.test/", {"a=b", "a=; Max-Age=0"}, "a.test/", ""},
    {"deleted by a date",
     "a.test/",
     {"a=b", "a=b; Expires=Thu, 01 Jan 1970 00:00:10 GMT"},
     "a.test/",
     ""},
    {"by a negative age", "a.test/", {"a=b", "a=b; Max-Age=-1"}, "a.test/", ""},
    {"an age in the future beats a date in the past",
     "a.test/",
     {"a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:10 GMT"},
     "a.test/",
     "a=b"},
    {"a bad date deletes nothing", "a.test/", {"a=b", "a=c; Expires=yesterday"}, "a.test/", "a=c"},
    {"a deletion of another path",
     "a.test/shop/",
     {"a=b; Path=/shop/", "a=; Max-Age=0; Path=/shop"},
     "a.test/shop/x",
     "a=b"},
    {"a deletion of another domain",
     "a.test/",
     {"a=b", "a=; Max-Age=0; Domain=a.test"},
     "a.test/",
     "a=b"},
    {"a deletion of another name", "a.test/", {"a=b", "A=; Max-Age=0"}, "a.test/", "a=b"},
    {"host-only and domain are two cookies",
     "a.test/",
     {"a=1", "a=2; Domain=a.test"},
     "a.test/",
     "a=1; a=2"},
    {"of which a subdomain gets one", "a.test/", {"a=1", "a=2; Domain=a.test"}, "x.a.test/", "a=2"},
    {"two paths are two cookies",
     "a.test/",
     {"a=1; Path=/x", "a=2; Path=/x/"},
     "a.test/x/",
     "a=2; a=1"},
    {"a refused line does not replace", "a.test/", {"a=b", "a=c; Domain=b.test"}, "a.test/", "a=b"},
    {"an ignored line does not either", "a.test/", {"a=b", "a=\x01"}, "a.test/", "a=b"},
    {"a session cookie replaces a lasting one",
     "a.test/",
     {"a=b; Max-Age=1", "a=c"},
     "a.test/",
     "a=c"},
});

TEST_CASE("cookie jar: lines are obeyed one after the other", "[http]") {
    check(sequences);
}

TEST_CASE("cookie jar: plain http may not shadow a Secure cookie", "[http]") {
    struct Overlay {
        std::string_view why, secure_source, secure_line, source, line;
        Stored stored;
    };

    constexpr auto no = Stored::rejected;
    constexpr auto yes = Stored::added;
    const auto cases = std::to_array<Overlay>({
        {"the same cookie", "https://a.test/", "a=1; Secure", "http://a.test/", "a=2", no},
        {"over TLS it may",
         "https://a.test/",
         "a=1; Secure",
         "https://a.test/",
         "a=2",
         Stored::replaced},
        {"another name", "https://a.test/", "a=1; Secure", "http://a.test/", "b=2", yes},
        {"names have a case", "https://a.test/", "a=1; Secure", "http://a.test/", "A=2", yes},
        {"what is not Secure may be replaced",
         "https://a.test/",
         "a=1",
         "http://a.test/",
         "a=2",
         Stored::replaced},
        {"a path below",
         "https://a.test/",
         "a=1; Secure; Path=/x",
         "http://a.test/",
         "a=2; Path=/x/y",
         no},
        {"a path above shadows nothing",
         "https://a.test/",
         "a=1; Secure; Path=/x",
         "http://a.test/",
         "a=2; Path=/",
         yes},
        {"a path beside",
         "https://a.test/",
         "a=1; Secure; Path=/x",
         "http://a.test/",
         "a=2; Path=/y",
         yes},
        {"a longer word of a path",
         "https://a.test/",
         "a=1; Secure; Path=/x",
         "http://a.test/",
         "a=2; Path=/xy",
         yes},
        {"the second segment counts, too",
         "https://a.test/",
         "a=1; Secure; Path=/x/y",
         "http://a.test/",
         "a=2; Path=/x/z",
         yes},
        {"from below for the parent domain",
         "https://a.test/",
         "a=1; Secure",
         "http://b.a.test/",
         "a=2; Domain=a.test",
         no},
        {"from below for itself",
         "https://a.test/",
         "a=1; Secure; Domain=a.test",
         "http://b.a.test/",
         "a=2",
         no},
        {"from above for what is below",
         "https://b.a.test/",
         "a=1; Secure",
         "http://a.test/",
         "a=2; Domain=a.test",
         no},
        {"a sibling", "https://b.a.test/", "a=1; Secure", "http://c.a.test/", "a=2", yes},
        {"a longer word of a host",
         "https://a.test/",
         "a=1; Secure",
         "http://ba.test/",
         "a=2",
         yes},
        {"loopback is a secure context",
         "https://localhost:8443/",
         "a=1; Secure",
         "http://localhost:8443/",
         "a=2",
         Stored::replaced},
        {"a deletion is no better",
         "https://a.test/",
         "a=1; Secure",
         "http://a.test/",
         "a=; Max-Age=0",
         no},
        {"one that is over protects nothing",
         "https://a.test/",
         "a=1; Secure; Max-Age=1",
         "http://a.test/",
         "a=2",
         Stored::replaced},
    });
    for (const Overlay& c : cases) {
        INFO(c.why);
        Visit visit;
        REQUIRE(visit.set(c.secure_source, c.secure_line) == Stored::added);
        visit.now += 10s;
        CHECK(visit.set(c.source, c.line) == c.stored);
    }
}

TEST_CASE("cookie jar: applications on ports of localhost do not sign each other out", "[http]") {
    Visit visit;
    visit.set("http://localhost:8080/", "JSESSIONID=one; Path=/");
    CHECK(visit.set("http://localhost:9000/", "JSESSIONID=two; Path=/") == Stored::added);
    CHECK(visit.sent("http://localhost:8080/") == "JSESSIONID=one");
    CHECK(visit.sent("http://localhost:9000/") == "JSESSIONID=two");
    CHECK(visit.sent("http://localhost:9001/").empty());
    CHECK(visit.set("http://localhost:9000/", "JSESSIONID=; Max-Age=0; Path=/") == Stored::removed);
    CHECK(visit.sent("http://localhost:8080/") == "JSESSIONID=one");

    visit.set("http://127.0.0.1:8080/", "a=b");
    CHECK(visit.sent("http://127.0.0.1:8081/").empty());
    visit.set("http://[::1]:8080/", "a=b");
    CHECK(visit.sent("http://[::1]:8081/").empty());
    visit.set("http://x.app.localhost:8080/", "a=b; Domain=app.localhost");
    CHECK(visit.sent("http://app.localhost:8080/") == "a=b");
    CHECK(visit.sent("http://app.localhost:8081/").empty());
}

TEST_CASE("cookie jar: ports of localhost share cookies if asked to", "[http]") {
    Visit visit(LoopbackPorts::shared);
    visit.set("http://localhost:8080/", "a=1");
    CHECK(visit.set("http://localhost:9000/", "a=2") == Stored::replaced);
    CHECK(visit.sent("http://localhost:8080/") == "a=2");

    Cookie of_port = *visit.jar.all().front();
    of_port.name = "b";
    of_port.port = 8080; // from the time when the session kept ports apart
    visit.jar.restore(of_port);
    CHECK(visit.sent("http://localhost:9000/") == "a=2; b=2");
}

TEST_CASE("cookie jar: a cookie for any port gives way to that of a port", "[http]") {
    Visit visit;
    Cookie imported;
    imported.name = "a";
    imported.value = "old";
    imported.domain = "localhost";
    visit.jar.restore(imported);
    CHECK(visit.sent("http://localhost:8080/") == "a=old");
    CHECK(visit.set("http://localhost:8080/", "a=new") == Stored::replaced);
    CHECK(visit.sent("http://localhost:8080/") == "a=new");
    visit.jar.restore(imported);
    CHECK(visit.set("http://localhost:9000/", "a=; Max-Age=0") == Stored::removed);
    CHECK(visit.sent("http://localhost:9000/").empty());
}

TEST_CASE("cookie jar: the newest response wins, whatever comes last", "[http]") {
    const Url site = url("http://a.test/");
    CookieJar jar;
    CHECK(jar.store("a=late", site, start + 10s) == Stored::added);
    CHECK(jar.store("a=early", site, start + 9s) == Stored::outdated);
    CHECK(jar.store("a=; Max-Age=0", site, start + 9s) == Stored::outdated);
    CHECK(jar.store("a=early; Path=/x", site, start + 9s) == Stored::added); // another cookie
    CHECK(jar.header_for(site, start + 11s) == "a=late");
    CHECK(jar.store("a=same", site, start + 10s) == Stored::replaced); // one response, in order
    CHECK(jar.store("a=later", site, start + 11s) == Stored::replaced);
    CHECK(jar.header_for(site, start + 11s) == "a=later");
    CHECK(jar.store("b=; Max-Age=0", site, start + 11s) == Stored::nothing_to_remove);
    CHECK(jar.store("a=; Max-Age=0", site, start + 11s) == Stored::removed);
    CHECK(jar.header_for(site, start + 12s).empty());
}

TEST_CASE("cookie jar: creation survives replacement, everything else is new", "[http]") {
    const Url site = url("https://a.test/x/y");
    CookieJar jar;
    jar.store("a=1; Secure; HttpOnly; SameSite=Lax; Max-Age=60", site, start + 1234567us);
    Cookie expected;
    expected.name = "a";
    expected.value = "1";
    expected.domain = "a.test";
    expected.path = "/x";
    expected.secure = true;
    expected.http_only = true;
    expected.same_site = SameSite::lax;
    expected.expires = start + 61234567us;
    expected.created = start + 1234ms; // a file holds milliseconds
    expected.updated = start + 1234ms;
    REQUIRE(jar.size() == 1);
    CHECK(*jar.all().front() == expected);

    jar.store("a=2; SameSite=Strict", site, start + 2s);
    expected.value = "2";
    expected.secure = false;
    expected.http_only = false;
    expected.same_site = SameSite::strict;
    expected.expires.reset();
    expected.updated = start + 2s;
    CHECK(*jar.all().front() == expected);
}

TEST_CASE("cookie jar: what has replaced an expired cookie is new", "[http]") {
    const Url site = url("http://a.test/");
    CookieJar jar;
    jar.store("a=1; Max-Age=5", site, start);
    jar.store("b=1", site, start + 1s);
    jar.store("a=2", site, start + 10s);
    CHECK(jar.header_for(site, start + 11s) == "b=1; a=2");
}

TEST_CASE("cookie jar: time passes", "[http]") {
    const Url site = url("http://a.test/");
    CookieJar jar;
    jar.store("short=1; Max-Age=5", site, start);
    jar.store("long=1; Max-Age=50", site, start);
    jar.store("session=1", site, start);
    CHECK(jar.header_for(site, start + 4s) == "short=1; long=1; session=1");
    CHECK(jar.header_for(site, start + 5s) == "long=1; session=1"); // at that second it is over
    CHECK_FALSE(jar.remove_expired(start + 4s));
    CHECK(jar.remove_expired(start + 5s));
    CHECK(jar.size() == 2);
    CHECK(jar.remove_expired(start + 24h));
    CHECK(jar.header_for(site, start + std::chrono::years(10)) == "session=1");
    CHECK_FALSE(jar.empty());
}

TEST_CASE("cookie jar: all cookies are listed oldest first, in a fixed order", "[http]") {
    CookieJar jar;
    for (const char* host : {"http://c.test/", "http://a.test/", "http://b.test/"}) {
        jar.store("late=1", url(host), start + 2s);
        jar.store("z=1", url(host), start);
        jar.store("a=1", url(host), start);
    }
    std::string order;
    for (const Cookie* cookie : jar.all()) {
        order += cookie->domain.substr(0, 1) + ":" + cookie->name + " ";
    }
    CHECK(order == "a:z a:a b:z b:a c:z c:a a:late b:late c:late ");
}

TEST_CASE("cookie jar: a restored cookie is taken as it is", "[http]") {
    CookieJar jar;
    Cookie cookie;
    cookie.name = "a";
    cookie.value = "1";
    cookie.domain = "a.test";
    cookie.created = start;
    cookie.updated = start + 5s;
    jar.restore(cookie);
    CHECK(*jar.all().front() == cookie);
    cookie.value = "2";
    jar.restore(cookie);
    CHECK(jar.size() == 1);
    CHECK(jar.header_for(url("http://a.test/"), start) == "a=2");
    CHECK(jar.store("a=3", url("http://a.test/"), start + 4s) == Stored::outdated);
}

TEST_CASE("cookie jar: the suffix list is asked again before sending", "[http]") {
    CookieJar jar;
    Cookie cookie; // from a file of the time when github.io was no suffix
    cookie.name = "a";
    cookie.domain = "github.io";
    cookie.host_only = false;
    jar.restore(cookie);
    CHECK(jar.header_for(url("http://someone.github.io/"), start).empty());
    CHECK(jar.header_for(url("http://github.io/"), start) == "a=");
}

TEST_CASE("cookie jar: a flood from a sibling host does not brick a site", "[http]") {
    const Url site = url("bank.example.com");
    const Url evil = url("evil.example.com");
    // By size the flood is cut off; by number it would leave no room for the youngest cookie.
    const std::string value = GENERATE(std::string(4000, 'x'), std::string("x"));
    CookieJar jar;
    for (int i = 0; i < 170; ++i) {
        const std::string name = "flood" + std::to_string(i);
        jar.store(name + "=" + value + "; Domain=example.com", evil, start);
    }
    jar.store("JSESSIONID=" + std::string(300, 'j'), site, start + 1s);
    const std::string header = jar.header_for(site, start + 2s);
    CHECK(header.size() <= 8190);
    CHECK(header.ends_with("; JSESSIONID=" + std::string(300, 'j'))); // still in its place
    CHECK(header.starts_with("flood0="));
}

TEST_CASE("cookie jar: at most 150 cookies and 8190 bytes are sent", "[http]") {
    const Url site = url("http://a.test/");
    SECTION("by number") {
        CookieJar jar;
        for (int i = 0; i < 160; ++i) {
            jar.store("c" + std::to_string(i) + "=1", site, start + std::chrono::seconds(i));
        }
        CHECK(jar.matching(site, start + 1h).size() == 150);
        CHECK(jar.matching(site, start + 1h).front()->name == "c0");
    }
    SECTION("by size, to the byte") {
        CookieJar jar;
        jar.store("a=" + std::string(4092, 'x'), site, start);
        jar.store("b=" + std::string(4092, 'y'), site, start); // 4094 + 2 + 4094 = 8190
        CHECK(jar.header_for(site, start).size() == 8190);
        jar.store("b=" + std::string(4093, 'y'), site, start);
        CHECK(jar.header_for(site, start).size() == 4094);
        jar.store("c=z", site, start); // still fits behind the one that does not
        CHECK(jar.header_for(site, start).ends_with("x; c=z"));
    }
}

TEST_CASE("cookie jar: a full domain gives up its oldest, without Secure first", "[http]") {
    const Url site = url("https://a.test/");
    CookieJar jar;
    jar.store("secure=1; Secure", site, start);
    jar.store("gone=1; Max-Age=1", site, start);
    for (int i = 0; i < 178; ++i) {
        jar.store("c" + std::to_string(i) + "=1", site, start + std::chrono::seconds(i));
    }
    const auto holds = [&](std::string_view name) {
        const auto all = jar.all();
        return std::ranges::any_of(all, [&](const Cookie* c) { return c->name == name; });
    };
    CHECK(jar.size() == 180);
    CHECK(holds("gone"));
    jar.store("d=1", site, start + 1h);
    CHECK_FALSE(holds("gone")); // what is over goes before anything else
    CHECK(holds("c0"));
    jar.store("e=1", site, start + 1h);
    CHECK(jar.size() == 180);
    CHECK(holds("secure"));
    CHECK_FALSE(holds("c0"));
    CHECK(holds("c1"));
    jar.store("other=1", url("https://b.test/"), start + 1h);
    CHECK(jar.size() == 181); // another domain has room of its own
}

TEST_CASE("cookie jar: a full jar takes from the crowded domains", "[http]") {
    CookieJar jar;
    jar.store("precious=1", url("https://quiet.test/"), start);
    for (int site = 0; site < 18; ++site) {
        const Url crowded = url("https://site" + std::to_string(site) + ".test/");
        for (int i = 0; i < 180; ++i) {
            jar.store("c" + std::to_string(i) + "=1", crowded, start + 1s);
        }
    }
    CHECK(jar.size() == 18 * 180 + 1);
    for (int i = 0; i < 100; ++i) {
        jar.store("d" + std::to_string(i) + "=1", url("https://last.test/"), start + 2s);
    }
    CHECK(jar.size() == 3300);
    CHECK(jar.header_for(url("https://quiet.test/"), start + 3s) == "precious=1");
    CHECK(jar.matching(url("https://last.test/"), start + 3s).size() == 100);
}

TEST_CASE("cookie jar: lookup does not depend on the size of the jar", "[http]") {
    // No timing: a host whose name is a suffix of thousands gets only what its parents hold.
    CookieJar jar;
    for (int i = 0; i < 3000; ++i) {
        Cookie cookie;
        cookie.name = "c";
        cookie.domain = "h" + std::to_string(i) + ".example.com";
        jar.restore(cookie);
    }
    CHECK(jar.size() == 3000);
    CHECK(jar.header_for(url("http://h7.example.com/"), start) == "c=");
    CHECK(jar.header_for(url("http://example.com/"), start).empty());
}
