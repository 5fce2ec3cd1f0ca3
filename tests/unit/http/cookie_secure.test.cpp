// SPDX-License-Identifier: MIT
#include "unit/http/cookie_visit.hpp"

#include <array>

using namespace latch::http;
using namespace latch::test;
using namespace std::chrono_literals;

constexpr auto secure_ones = std::to_array<VisitCase>({
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
    {"the last address of 127/8", "127.255.255.254/", {"a=b; Secure"}, "127.255.255.254/", "a=b"},
    {"localhost in capitals", "LOCALHOST/", {"a=b; Secure"}, "localhost/", "a=b"},
    {"localhost with a root dot", "localhost./", {"a=b; Secure"}, "localhost/", "a=b"},
    {"on any port", "localhost:8080/", {"a=b; Secure"}, "localhost:8080/", "a=b"},
    {"one that ends so without a dot", "mylocalhost/", {"a=b; Secure"}, "mylocalhost/", ""},
    {"128.0.0.1 is not of 127/8", "128.0.0.1/", {"a=b; Secure"}, "128.0.0.1/", ""},
    {"0.0.0.0 is not, either", "0.0.0.0/", {"a=b; Secure"}, "0.0.0.0/", ""},
    {"::2 is not ::1", "[::2]/", {"a=b; Secure"}, "[::2]/", ""},
    {"a link-local address is not", "[fe80::1]/", {"a=b; Secure"}, "[fe80::1]/", ""},
    {"from TLS on localhost to http there",
     "https://localhost:8443/",
     {"a=b; Secure"},
     "localhost:8443/",
     "a=b"},
    {"a port of TLS makes no TLS", "a.test:443/", {"a=b; Secure"}, "https://a.test/", ""},
    {"TLS on another port", "https://a.test:8443/", {"a=b; Secure"}, "https://a.test/", "a=b"},
    {"what is not Secure goes anywhere", "https://a.test/", {"a=b"}, "a.test/", "a=b"},
    {"Secure below a domain", "https://x.a.test/", {"a=b; Secure; Domain=a.test"}, "y.a.test/", ""},
});

TEST_CASE("cookie jar: Secure cookies stay off plain http, but for loopback", "[http]") {
    check(secure_ones);
}

constexpr auto same_sites = std::to_array<VisitCase>({
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
    {"loopback is no exception", "localhost/", {"a=b; SameSite=None"}, "localhost/", ""},
    {"Lax is never withheld: a person asks", "a.test/", {"a=b; SameSite=Lax"}, "a.test/", "a=b"},
    {"nor is Strict", "a.test/", {"a=b; SameSite=Strict"}, "a.test/", "a=b"},
    {"Strict over TLS",
     "https://a.test/",
     {"a=b; SameSite=Strict; Secure"},
     "https://a.test/",
     "a=b"},
    {"an unknown value is the default", "a.test/", {"a=b; SameSite=Nonsense"}, "a.test/", "a=b"},
    {"an empty one as well", "a.test/", {"a=b; SameSite="}, "a.test/", "a=b"},
    {"None in any case", "https://a.test/", {"a=b; SameSite=nONE"}, "https://a.test/", ""},
    {"the last one counts", "a.test/", {"a=b; SameSite=None; SameSite=Lax"}, "a.test/", "a=b"},
    {"be it None", "https://a.test/", {"a=b; SameSite=Lax; SameSite=None"}, "https://a.test/", ""},
    {"one that is refused replaces nothing",
     "https://a.test/",
     {"a=b", "a=c; SameSite=None"},
     "https://a.test/",
     "a=b"},
    {"nor does it remove anything",
     "https://a.test/",
     {"a=b", "a=; Max-Age=0; SameSite=None"},
     "https://a.test/",
     "a=b"},
    {"HttpOnly hides nothing from us", "a.test/", {"a=b; HttpOnly"}, "a.test/", "a=b"},
});

TEST_CASE("cookie jar: SameSite withholds nothing, and None needs Secure", "[http]") {
    check(same_sites);
}

constexpr auto prefixes = std::to_array<VisitCase>({
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
    {"a Domain that is a suffix is none either, but refuses the cookie before",
     "https://x.github.io/",
     {"__Host-a=b; Secure; Path=/; Domain=github.io"},
     "https://x.github.io/",
     ""},
    {"the last Path counts",
     "https://a.test/",
     {"__Host-a=b; Secure; Path=/x; Path=/"},
     "https://a.test/",
     "__Host-a=b"},
    {"be it another one",
     "https://a.test/",
     {"__Host-a=b; Secure; Path=/; Path=/x"},
     "https://a.test/x",
     ""},
    {"an empty Path is none, although the default is /",
     "https://a.test/",
     {"__Host-a=b; Secure; Path="},
     "https://a.test/",
     ""},
    {"HttpOnly changes nothing",
     "https://a.test/",
     {"__Host-a=b; Secure; HttpOnly; Path=/"},
     "https://a.test/",
     "__Host-a=b"},
    {"the name may end with the prefix",
     "https://a.test/",
     {"__Host-=b; Secure; Path=/"},
     "https://a.test/",
     "__Host-=b"},
    {"and has to keep the promise, too", "https://a.test/", {"__Host-=b"}, "https://a.test/", ""},
    {"a longer word is no prefix",
     "https://a.test/",
     {"__Hosts-a=b"},
     "https://a.test/",
     "__Hosts-a=b"},
    {"one underscore is none", "https://a.test/", {"_Host-a=b"}, "https://a.test/", "_Host-a=b"},
    {"blanks before it go first", "https://a.test/", {" \t__Host-a=b"}, "https://a.test/", ""},
    {"a deletion has to keep it as well",
     "https://a.test/",
     {"__Host-a=b; Secure; Path=/", "__Host-a=; Max-Age=0; Path=/"},
     "https://a.test/",
     "__Host-a=b"},
    {"one that does deletes",
     "https://a.test/",
     {"__Host-a=b; Secure; Path=/", "__Host-a=; Secure; Max-Age=0; Path=/"},
     "https://a.test/",
     ""},
    {"__Secure- for a domain goes below it",
     "https://a.test/",
     {"__Secure-a=b; Secure; Domain=a.test"},
     "https://x.a.test/",
     "__Secure-a=b"},
    {"on loopback over http",
     "localhost/",
     {"__Host-a=b; Secure; Path=/"},
     "localhost/",
     "__Host-a=b"},
    {"Secure even there", "localhost/", {"__Host-a=b; Path=/"}, "localhost/", ""},
    {"no imitation by a nameless one", "https://a.test/", {"=__Host-a=b"}, "https://a.test/", ""},
    {"nor without an equals sign", "https://a.test/", {"__Secure-a"}, "https://a.test/", ""},
    {"blanks do not hide it", "https://a.test/", {"= \t__Host-a=b"}, "https://a.test/", ""},
    {"nor does a blank name", "https://a.test/", {" =__Secure-a=b"}, "https://a.test/", ""},
    {"a nameless one that only holds it",
     "https://a.test/",
     {"=x__Host-a"},
     "https://a.test/",
     "x__Host-a"},
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

namespace {

/// A Secure cookie that is there, and what becomes of a line that comes ten seconds later.
struct Overlay {
    std::string_view why, secure_source, secure_line, source, line;
    Stored stored;
};

constexpr auto no = Stored::rejected;
constexpr auto yes = Stored::added;

} // namespace

constexpr auto overlays = std::to_array<Overlay>({
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
    {"a longer word of a host", "https://a.test/", "a=1; Secure", "http://ba.test/", "a=2", yes},
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
    {"a domain cookie below, from the parent",
     "https://b.a.test/",
     "a=1; Secure; Domain=b.a.test",
     "http://a.test/",
     "a=2",
     no},
    {"two levels below", "https://c.b.a.test/", "a=1; Secure", "http://a.test/", "a=2", no},
    {"a domain that only looks like one below",
     "https://b-a.test/",
     "a=1; Secure",
     "http://a.test/",
     "a=2",
     yes},
    {"the root path protects what is below",
     "https://a.test/",
     "a=1; Secure; Path=/",
     "http://a.test/",
     "a=2; Path=/x",
     no},
    {"a trailing slash asks for one",
     "https://a.test/",
     "a=1; Secure; Path=/x/",
     "http://a.test/",
     "a=2; Path=/x",
     yes},
    {"and is matched by it",
     "https://a.test/",
     "a=1; Secure; Path=/x/",
     "http://a.test/",
     "a=2; Path=/x/",
     no},
    {"the default path counts as the new one's",
     "https://a.test/",
     "a=1; Secure; Path=/x",
     "http://a.test/x/y",
     "a=2",
     no},
    {"another port is the same host",
     "https://a.test:8443/",
     "a=1; Secure",
     "http://a.test:8080/",
     "a=2",
     no},
    {"a nameless one shadows a nameless one",
     "https://a.test/",
     "=1; Secure",
     "http://a.test/",
     "2",
     no},
    {"a Secure cookie over http is refused for that already",
     "https://a.test/",
     "a=1",
     "http://a.test/",
     "a=2; Secure",
     no},
    {"one that is over protects nothing",
     "https://a.test/",
     "a=1; Secure; Max-Age=1",
     "http://a.test/",
     "a=2",
     Stored::replaced},
});

TEST_CASE("cookie jar: plain http may not shadow a Secure cookie", "[http][pitfall]") {
    for (const Overlay& c : overlays) {
        INFO(c.why);
        Visit visit;
        REQUIRE(visit.set(c.secure_source, c.secure_line) == Stored::added);
        visit.now += 10s;
        CHECK(visit.set(c.source, c.line) == c.stored);
    }
}

constexpr auto ports = std::to_array<VisitCase>({
    {"back to its port", "localhost:8080/", {"a=b"}, "localhost:8080/", "a=b"},
    {"not to another", "localhost:8080/", {"a=b"}, "localhost:9000/", ""},
    {"nor to the scheme's own", "localhost:8080/", {"a=b"}, "localhost/", ""},
    {"from the scheme's own neither", "localhost/", {"a=b"}, "localhost:8080/", ""},
    {"port 80, spelt out", "localhost:80/", {"a=b"}, "localhost/", "a=b"},
    {"443 is another port", "localhost/", {"a=b"}, "https://localhost/", ""},
    {"the scheme does not matter", "localhost:8443/", {"a=b"}, "https://localhost:8443/", "a=b"},
    {"an address of loopback", "127.0.0.1:8080/", {"a=b"}, "127.0.0.1:8081/", ""},
    {"all of 127/8", "127.1.2.3:8080/", {"a=b"}, "127.1.2.3:8081/", ""},
    {"IPv6", "[::1]:8080/", {"a=b"}, "[::1]:8081/", ""},
    {"a name below localhost", "x.localhost:8080/", {"a=b"}, "x.localhost:8081/", ""},
    {"a domain below localhost",
     "x.app.localhost:8080/",
     {"a=b; Domain=app.localhost"},
     "y.app.localhost:8080/",
     "a=b"},
    {"is of its port as well",
     "x.app.localhost:8080/",
     {"a=b; Domain=app.localhost"},
     "y.app.localhost:8081/",
     ""},
    {"localhost and 127.0.0.1 are two hosts", "localhost:8080/", {"a=b"}, "127.0.0.1:8080/", ""},
    {"localhost may name itself",
     "localhost:8080/",
     {"a=b; Domain=localhost"},
     "localhost:8080/",
     "a=b"},
    {"other hosts share all ports", "a.test:8080/", {"a=b"}, "a.test:9000/", "a=b"},
    {"private addresses do", "10.0.0.1:8080/", {"a=b"}, "10.0.0.1:9000/", "a=b"},
    {"names that begin with localhost do",
     "localhost.example.com:8080/",
     {"a=b"},
     "localhost.example.com:9000/",
     "a=b"},
});

TEST_CASE("cookie jar: cookies of loopback hosts are of their port", "[http]") {
    check(ports);
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
    visit.jar.restore({of_port});
    CHECK(visit.sent("http://localhost:9000/") == "a=2; b=2");
}

TEST_CASE("cookie jar: a cookie for any port gives way to that of a port", "[http]") {
    Visit visit;
    Cookie imported;
    imported.name = "a";
    imported.value = "old";
    imported.domain = "localhost";
    visit.jar.restore({imported});
    CHECK(visit.sent("http://localhost:8080/") == "a=old");
    CHECK(visit.set("http://localhost:8080/", "a=new") == Stored::replaced);
    CHECK(visit.sent("http://localhost:8080/") == "a=new");
    visit.jar.restore({imported});
    CHECK(visit.set("http://localhost:9000/", "a=; Max-Age=0") == Stored::removed);
    CHECK(visit.sent("http://localhost:9000/").empty());
}

std::size_t latch::test::rows_of_security() {
    return secure_ones.size() + same_sites.size() + prefixes.size() + overlays.size() +
           ports.size();
}
