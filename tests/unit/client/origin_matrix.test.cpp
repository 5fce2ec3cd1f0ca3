// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "unit/client/acquaintance.hpp"

#include <string>
#include <vector>

using namespace latch;
using test::Acquaintance;

namespace {

enum class Origins { same, other };

/// What was learnt at one URL, and who else is asked.
struct Row {
    std::string why, learnt_at, asked;
    Origins origins;
    std::string cookies;
};

const std::string all = "host domain secure";

// Headers and accounts belong to scheme, host and port; cookies to hosts and domains, whatever the
// port, and the Secure ones to what nobody can listen to.
const std::vector<Row> rows = {
    {"the same", "https://a.example.com/", "https://a.example.com/x", Origins::same, all},
    {"its port written out",
     "https://a.example.com/",
     "https://a.example.com:443/",
     Origins::same,
     all},
    {"a port that was written out",
     "https://a.example.com:443/",
     "https://a.example.com/",
     Origins::same,
     all},
    {"leading zeros", "https://a.example.com/", "https://a.example.com:0443/", Origins::same, all},
    {"no port behind the colon",
     "https://a.example.com/",
     "https://a.example.com:/",
     Origins::same,
     all},
    {"http's port, written out",
     "http://a.example.com/",
     "http://a.example.com:80/",
     Origins::same,
     "host domain"},
    {"capitals", "https://a.example.com/", "HTTPS://A.Example.COM/", Origins::same, all},
    {"learnt in capitals", "https://A.EXAMPLE.com/", "https://a.example.com/", Origins::same, all},
    {"a trailing dot", "https://a.example.com/", "https://a.example.com./", Origins::same, all},
    {"learnt with one", "https://a.example.com./", "https://a.example.com/", Origins::same, all},
    {"escaped letters", "https://a.example.com/", "https://%61.example.com/", Origins::same, all},
    {"an ideographic full stop",
     "https://a.example.com/",
     "https://a.example\xe3\x80\x82"
     "com/",
     Origins::same,
     all},

    {"another port", "https://a.example.com/", "https://a.example.com:8443/", Origins::other, all},
    {"http's port over TLS",
     "https://a.example.com/",
     "https://a.example.com:80/",
     Origins::other,
     all},
    {"in the clear",
     "https://a.example.com/",
     "http://a.example.com/",
     Origins::other,
     "host domain"},
    {"in the clear on TLS's port",
     "https://a.example.com/",
     "http://a.example.com:443/",
     Origins::other,
     "host domain"},
    {"up to TLS", "http://a.example.com/", "https://a.example.com/", Origins::other, "host domain"},

    {"a subdomain",
     "https://a.example.com/",
     "https://www.a.example.com/",
     Origins::other,
     "domain"},
    {"a sibling", "https://a.example.com/", "https://b.example.com/", Origins::other, "domain"},
    {"the parent", "https://a.example.com/", "https://example.com/", Origins::other, "domain"},
    {"the parent in the clear",
     "https://a.example.com/",
     "http://example.com/",
     Origins::other,
     "domain"},
    {"a name that ends alike",
     "https://a.example.com/",
     "https://nota.example.com/",
     Origins::other,
     "domain"},
    {"a domain that ends alike",
     "https://a.example.com/",
     "https://notexample.com/",
     Origins::other,
     ""},
    {"a name that begins alike",
     "https://a.example.com/",
     "https://a.example.com.evil.test/",
     Origins::other,
     ""},
    {"a shorter name", "https://a.example.com/", "https://a.example.co/", Origins::other, ""},
    {"the name in the path",
     "https://a.example.com/",
     "https://evil.test/a.example.com",
     Origins::other,
     ""},
    {"an at sign in the path",
     "https://a.example.com/",
     "https://evil.test/@a.example.com/",
     Origins::other,
     ""},
    {"an at sign in the query",
     "https://a.example.com/",
     "https://evil.test?@a.example.com/",
     Origins::other,
     ""},
    {"an at sign in the fragment (CVE-2016-8624)",
     "https://a.example.com/",
     "https://evil.test#@a.example.com/",
     Origins::other,
     ""},

    {"punycode",
     "https://www.b\xc3\xbc"
     "cher.example/",
     "https://www.xn--bcher-kva.example/",
     Origins::same,
     all},
    {"capitals with dots above",
     "https://www.b\xc3\xbc"
     "cher.example/",
     "https://www.B\xc3\x9c"
     "CHER.example/",
     Origins::same,
     all},
    {"percent-encoded",
     "https://www.xn--bcher-kva.example/",
     "https://www.b%C3%BCcher.example/",
     Origins::same,
     all},
    {"decomposed",
     "https://www.xn--bcher-kva.example/",
     "https://www.bu\xcc\x88"
     "cher.example/",
     Origins::same,
     all},
    {"without the dots",
     "https://www.xn--bcher-kva.example/",
     "https://www.bucher.example/",
     Origins::other,
     ""},
    {"a Cyrillic letter that looks alike",
     "https://www.paypal.example/",
     "https://www.p\xd0\xb0ypal.example/",
     Origins::other,
     ""},
    {"the sharp s is no double s (IDNA 2003)",
     "https://www.strasse.example/",
     "https://www.stra\xc3\x9f"
     "e.example/",
     Origins::other,
     ""},

    {"IPv4, two parts", "https://192.0.2.1/", "https://192.513/", Origins::same, "host secure"},
    {"IPv4, three parts", "https://192.0.2.1/", "https://192.0.513/", Origins::same, "host secure"},
    {"IPv4, one number", "https://192.0.2.1/", "https://3221225985/", Origins::same, "host secure"},
    {"IPv4 and a dot", "https://192.0.2.1/", "https://192.0.2.1./", Origins::same, "host secure"},
    {"IPv4 in full width",
     "https://192.0.2.1/",
     "https://192.0.2.\xef\xbc\x91/",
     Origins::same,
     "host secure"},
    {"another address of the net", "https://192.0.2.1/", "https://192.0.2.10/", Origins::other, ""},
    {"an address that ends alike", "https://2.0.2.1/", "https://192.0.2.1/", Origins::other, ""},
    {"a name that begins as an address",
     "https://192.0.2.1/",
     "https://192.0.2.1.evil.test/",
     Origins::other,
     ""},
    {"IPv4 within IPv6", "https://192.0.2.1/", "https://[::ffff:192.0.2.1]/", Origins::other, ""},

    {"IPv6 in full",
     "https://[2001:db8::1]/",
     "https://[2001:0DB8:0:0:0:0:0:1]/",
     Origins::same,
     "host domain secure"},
    {"IPv6 with IPv4's dots",
     "https://[::ffff:192.0.2.1]/",
     "https://[::ffff:c000:201]/",
     Origins::same,
     "host secure"},
    {"another IPv6 address",
     "https://[2001:db8::1]/",
     "https://[2001:db8::2]/",
     Origins::other,
     ""},

    // Two applications on one machine do not sign each other out; nobody can listen between them.
    {"localhost in capitals",
     "http://localhost:8080/",
     "http://LOCALHOST.:8080/",
     Origins::same,
     all},
    {"another application", "http://localhost:8080/", "http://localhost:8081/", Origins::other, ""},
    {"the same with TLS", "http://localhost:8080/", "https://localhost:8080/", Origins::other, all},
    {"a name below localhost",
     "http://localhost:8080/",
     "http://app.localhost:8080/",
     Origins::other,
     ""},
    {"localhost's address", "http://localhost:8080/", "http://127.0.0.1:8080/", Origins::other, ""},
    {"its short form",
     "http://127.0.0.1:8080/",
     "http://127.1:8080/",
     Origins::same,
     "host secure"},
    {"another loopback address",
     "http://127.0.0.1:8080/",
     "http://127.0.0.2:8080/",
     Origins::other,
     ""},
    {"IPv6's", "http://127.0.0.1:8080/", "http://[::1]:8080/", Origins::other, ""},
};

std::string expected(const Row& row, std::string_view ours, std::string_view after = "") {
    std::string words = row.origins == Origins::same ? std::string(ours) : "";
    for (const std::string_view more : {std::string_view(row.cookies), after}) {
        const bool is_sent = !more.empty() && (more != after || row.origins == Origins::same);
        words += is_sent && !words.empty() ? " " : "";
        words += is_sent ? more : "";
    }
    return words;
}

constexpr access::Scheme schemes[] = {
    access::Scheme::basic, access::Scheme::digest, access::Scheme::bearer};

} // namespace

TEST_CASE(
    "origin matrix: what was learnt at one URL goes to its origin alone", "[client][pitfall]"
) {
    for (const Row& row : rows) {
        for (const access::Scheme scheme : schemes) {
            INFO(row.why << ": " << row.asked << " by " << to_string(scheme));
            CHECK(
                Acquaintance(row.learnt_at, scheme).sent_to(row.asked) ==
                expected(row, "header auth")
            );
        }
    }
}

TEST_CASE(
    "origin matrix: what was typed for one URL is not led to another origin", "[client][pitfall]"
) {
    for (const Row& row : rows) {
        for (const access::Scheme scheme : schemes) {
            INFO(row.why << ": " << row.asked << " by " << to_string(scheme));
            CHECK(
                Acquaintance(row.learnt_at, scheme).led_to({row.asked}) ==
                expected(row, "header auth", "typed")
            );
        }
    }
}

TEST_CASE(
    "origin matrix: a URL's own user is not the session's, and a Location has none", "[client]"
) {
    struct Case {
        std::string why, url, sent, led;
    };

    const std::vector<Case> cases = {
        {"another user",
         "https://eve:x@a.example.com/",
         "header stranger host domain secure",
         "header auth host domain secure typed"},
        {"without a password",
         "https://eve@a.example.com/",
         "header stranger host domain secure",
         "header auth host domain secure typed"},
        {"the host for a user", "https://a.example.com@evil.test/", "stranger", ""},
        {"host and port for user and password",
         "https://a.example.com:443@evil.test/",
         "stranger",
         ""},
        {"two at signs", "https://a.example.com@a.example.com@evil.test/", "stranger", ""},
    };
    for (const Case& c : cases) {
        for (const access::Scheme scheme : schemes) {
            INFO(c.why << " by " << to_string(scheme));
            const Acquaintance known("https://a.example.com/", scheme);
            CHECK(known.sent_to(c.url) == c.sent);
            CHECK(known.led_to({c.url}) == c.led);
        }
    }
}

TEST_CASE("origin matrix: what programs read differently is refused", "[client]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"octal", "https://0300.0.2.1/"},
        {"hexadecimal", "https://0xc0.0.2.1/"},
        {"a number beyond a byte", "https://448.0.2.1/"},
        {"a zone", "https://[2001:db8::1%25eth0]/"},
        {"a backslash before the at sign", "https://a.example.com\\@evil.test/"},
        {"an escaped slash", "https://a.example.com%2f.evil.test/"},
        {"an escaped NUL", "https://a.example.com%00.evil.test/"},
        {"a line end", "https://a.example.com\r\n.evil.test/"},
        {"another scheme", "ftp://a.example.com/"},
    };
    const Acquaintance known("https://192.0.2.1/", access::Scheme::basic);
    for (const auto& [why, url] : cases) {
        INFO(why);
        CHECK(known.sent_to(url) == "refused");
        CHECK(known.led_to({url}) == "refused");
    }
}

TEST_CASE("origin matrix: paths are the base's, and references the redirect's", "[client]") {
    const Acquaintance known("https://a.example.com/v2/", access::Scheme::basic);
    const std::string everything = "header auth host domain secure";
    CHECK(known.sent_to("/x") == everything);
    CHECK(known.sent_to("//evil.test/") == everything); // a path below the base, and no host
    for (const std::string location : {"/x", "x", "?q", "../x", "//A.example.com:443/"}) {
        INFO(location);
        CHECK(known.led_to({location}) == everything + " typed");
    }
    CHECK(known.led_to({"//b.example.com/"}) == "domain");
    CHECK(known.led_to({"//evil.test/"}).empty());
}

TEST_CASE("origin matrix: who was away comes back without what was typed as items", "[client]") {
    const Acquaintance known("https://a.example.com/", access::Scheme::basic);
    const std::string back = "https://a.example.com/";
    for (const std::string away :
         {"https://evil.test/", "http://a.example.com/", "https://a.example.com:8443/"}) {
        INFO(away);
        CHECK(known.led_to({away, back}) == "auth host domain secure");
    }
}

TEST_CASE("origin matrix: a host that asked for TLS is asked by its https origin", "[client]") {
    struct Case {
        std::string why, learnt_at, asked, sent;
    };

    const std::vector<Case> cases = {
        {"in the clear",
         "https://a.example.com/",
         "http://a.example.com/x",
         "https://a.example.com/x header auth host domain secure"},
        {"its port, capitals and a dot",
         "https://a.example.com/",
         "HTTP://A.example.com.:80/",
         "https://a.example.com/ header auth host domain secure"},
        {"another port is another origin all the same",
         "https://a.example.com/",
         "http://a.example.com:8080/",
         "https://a.example.com:8080/ host domain secure"},
        {"punycode",
         "https://www.xn--bcher-kva.example/",
         "http://www.B\xc3\x9c"
         "CHER.example/",
         "https://www.xn--bcher-kva.example/ header auth host domain secure"},
        {"a subdomain, for which it did not speak",
         "https://a.example.com/",
         "http://www.a.example.com/",
         "http://www.a.example.com/ domain"},
        {"an address has no say",
         "https://192.0.2.1/",
         "http://192.0.2.1/",
         "http://192.0.2.1/ host"},
        {"nor has this machine",
         "https://localhost:8080/",
         "http://localhost:8080/",
         "http://localhost:8080/ host domain secure"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(Acquaintance(c.learnt_at, access::Scheme::digest).sent_to_known(c.asked) == c.sent);
    }
}
