// SPDX-License-Identifier: MIT
#include "reading.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include <array>

using namespace latch;
using namespace std::chrono_literals;
using namespace std::string_view_literals;
using session::interchange::export_session;
using session::interchange::Format;
using test::cookies_of;
using test::Lines;

namespace {

constexpr auto now = test::import_time;

auto imported(std::string_view text) {
    return test::imported(text, Format::netscape);
}

struct Case {
    std::string_view why, line, cookie;
};

constexpr auto taken = std::to_array<Case>({
    {"a host-only session cookie", "a.test\tFALSE\t/\tFALSE\t0\tn\tv", "n=v a.test / host-only"},
    {"the flag makes a domain cookie", ".a.test\tTRUE\t/\tFALSE\t0\tn\tv", "n=v a.test /"},
    {"a domain needs no dot", "a.test\tTRUE\t/\tFALSE\t0\tn\tv", "n=v a.test /"},
    {"a dot without the flag is the narrower",
     ".a.test\tFALSE\t/\tFALSE\t0\tn\tv",
     "n=v a.test / host-only"},
    {"HttpOnly is no comment",
     "#HttpOnly_a.test\tFALSE\t/\tFALSE\t0\tn\tv",
     "n=v a.test / host-only http-only"},
    {"HttpOnly of a domain",
     "#HttpOnly_.a.test\tTRUE\t/\tFALSE\t0\tn\tv",
     "n=v a.test / http-only"},
    {"secure", "a.test\tFALSE\t/\tTRUE\t0\tn\tv", "n=v a.test / host-only secure"},
    {"small letters", "a.test\tfalse\t/\ttrue\t0\tn\tv", "n=v a.test / host-only secure"},
    {"an end", "a.test\tFALSE\t/\tFALSE\t1795428060\tn\tv", "n=v a.test / host-only +60"},
    {"an end with a fraction",
     "a.test\tFALSE\t/\tFALSE\t1795428060.0\tn\tv",
     "n=v a.test / host-only +60"},
    {"an end in milliseconds",
     "a.test\tFALSE\t/\tFALSE\t1795428060000\tn\tv",
     "n=v a.test / host-only +60"},
    {"Python's session cookie", "a.test\tFALSE\t/\tFALSE\t\tn\tv", "n=v a.test / host-only"},
    {"Playwright's session cookie", "a.test\tFALSE\t/\tFALSE\t-1\tn\tv", "n=v a.test / host-only"},
    {"an end beyond 400 days is cut",
     "a.test\tFALSE\t/\tFALSE\t9999999999\tn\tv",
     "n=v a.test / host-only +34560000"},
    {"an empty value", "a.test\tFALSE\t/\tFALSE\t0\tn\t", "n= a.test / host-only"},
    {"the last tab was cut off", "a.test\tFALSE\t/\tFALSE\t0\tn", "n= a.test / host-only"},
    {"curl bears a missing path", "a.test\tFALSE\tFALSE\t0\tn\tv", "n=v a.test / host-only"},
    {"the carriage return is none of the value",
     "a.test\tFALSE\t/\tFALSE\t0\tn\tv\r",
     "n=v a.test / host-only"},
    {"no name, as Python has it", "a.test\tFALSE\t/\tFALSE\t0\t\tv", "=v a.test / host-only"},
    {"an equals sign in the value",
     "a.test\tFALSE\t/\tFALSE\t0\tn\tv=w==",
     "n=v=w== a.test / host-only"},
    {"quotes stay", "a.test\tFALSE\t/\tFALSE\t0\tn\t\"v\"", "n=\"v\" a.test / host-only"},
    {"capitals", "A.Test\tFALSE\t/\tFALSE\t0\tn\tv", "n=v a.test / host-only"},
    {"a path keeps its slash", "a.test\tFALSE\t/x/\tFALSE\t0\tn\tv", "n=v a.test /x/ host-only"},
    {"localhost is for all ports",
     "localhost\tFALSE\t/\tFALSE\t0\tn\tv",
     "n=v localhost / host-only"},
    {"unless there is one",
     "localhost:8080\tFALSE\t/\tFALSE\t0\tn\tv",
     "n=v localhost / host-only port 8080"},
    {"the port of others is dropped",
     "a.test:8080\tFALSE\t/\tFALSE\t0\tn\tv",
     "n=v a.test / host-only"},
    {"an address", "127.0.0.1\tFALSE\t/\tFALSE\t0\tn\tv", "n=v 127.0.0.1 / host-only"},
    {"IPv6 in brackets", "[::1]\tFALSE\t/\tFALSE\t0\tn\tv", "n=v ::1 / host-only"},
    {"IPv6 without", "::1\tFALSE\t/\tFALSE\t0\tn\tv", "n=v ::1 / host-only"},
    {"Unicode", "bücher.test\tFALSE\t/\tFALSE\t0\tn\tv", "n=v xn--bcher-kva.test / host-only"},
    {"a suffix may have cookies of its own",
     "github.io\tFALSE\t/\tFALSE\t0\tn\tv",
     "n=v github.io / host-only"},
    {"a promise that is kept",
     "a.test\tFALSE\t/\tTRUE\t0\t__Host-n\tv",
     "__Host-n=v a.test / host-only secure"},
});

constexpr auto refused = std::to_array<Case>({
    {"blanks for tabs", "a.test FALSE / FALSE 0 n v", "line 3: it has 1 field, not 7"},
    {"a tab in the value", "a.test\tFALSE\t/\tFALSE\t0\tn\tv\tw", "line 3: it has 8 fields, not 7"},
    {"a flag that is none",
     "a.test\tYES\t/\tFALSE\t0\tn\tv",
     "line 3: its second and fourth field must be TRUE or FALSE"},
    {"secure that is none",
     "a.test\tFALSE\t/\t1\t0\tn\tv",
     "line 3: its second and fourth field must be TRUE or FALSE"},
    {"an end in words",
     "a.test\tFALSE\t/\tFALSE\tnever\tn\tv",
     "line 3: its end is no number of seconds since 1970"},
    {"an end with something behind it",
     "a.test\tFALSE\t/\tFALSE\t12x\tn\tv",
     "line 3: its end is no number of seconds since 1970"},
    {"not a number",
     "a.test\tFALSE\t/\tFALSE\tnan\tn\tv",
     "line 3: its end is no number of seconds since 1970"},
    {"a path without slash",
     "a.test\tFALSE\tx\tFALSE\t0\tn\tv",
     "line 3: cookie n of a.test: its path does not begin with /"},
    {"an empty domain", "\tFALSE\t/\tFALSE\t0\tn\tv", "line 3: cookie n: its domain is no host"},
    {"a domain that is none",
     "a test\tFALSE\t/\tFALSE\t0\tn\tv",
     "line 3: cookie n of a test: its domain is no host"},
    {"a URL for a domain",
     "https://a.test/\tFALSE\t/\tFALSE\t0\tn\tv",
     "line 3: cookie n of https://a.test/: its domain is no host"},
    {"credentials in a domain",
     "a.test@b.test\tFALSE\t/\tFALSE\t0\tn\tv",
     "line 3: cookie n of a.test@b.test: its domain is no host"},
    {"two dots before a domain",
     "..a.test\tTRUE\t/\tFALSE\t0\tn\tv",
     "line 3: cookie n of ..a.test: its domain is no host"},
    {"a public suffix",
     ".co.uk\tTRUE\t/\tFALSE\t0\tn\tv",
     "line 3: cookie n of .co.uk: its domain is a public suffix, for the hosts of strangers"},
    {"a semicolon that would add an attribute",
     "a.test\tFALSE\t/\tFALSE\t0\tn\tv; Domain=co.uk",
     "line 3: cookie n of a.test: it holds a byte that no cookie may hold"},
    {"an equals sign in the name",
     "a.test\tFALSE\t/\tFALSE\t0\tn=m\tv",
     "line 3: cookie n=m of a.test: it holds a byte that no cookie may hold"},
    {"a control",
     "a.test\tFALSE\t/\tFALSE\t0\tn\tv\x01w",
     "line 3: cookie n of a.test: it holds a byte that no cookie may hold"},
    {"a carriage return within",
     "a.test\tFALSE\t/\tFALSE\t0\tn\tv\rSet-Cookie: x",
     "line 3: cookie n of a.test: it holds a byte that no cookie may hold"},
    {"an attribute in the path",
     "a.test\tFALSE\t/;Secure\tFALSE\t0\tn\tv",
     "line 3: cookie n of a.test: it holds a byte that no cookie may hold"},
    {"__Host- without Secure",
     "a.test\tFALSE\t/\tFALSE\t0\t__Host-n\tv",
     "line 3: cookie __Host-n of a.test: the rules for names and sizes of cookies forbid it"},
    {"__Host- for a domain",
     ".a.test\tTRUE\t/\tTRUE\t0\t__Host-n\tv",
     "line 3: cookie __Host-n of .a.test: the rules for names and sizes of cookies forbid it"},
    {"__Host- for a path",
     "a.test\tFALSE\t/x\tTRUE\t0\t__HOST-n\tv",
     "line 3: cookie __HOST-n of a.test: the rules for names and sizes of cookies forbid it"},
    {"__Secure- without Secure",
     "a.test\tFALSE\t/\tFALSE\t0\t__Secure-n\tv",
     "line 3: cookie __Secure-n of a.test: the rules for names and sizes of cookies forbid it"},
    {"a nameless one that looks like __Host-",
     "a.test\tFALSE\t/\tFALSE\t0\t\t__Host-n=v",
     "line 3: cookie  of a.test: the rules for names and sizes of cookies forbid it"},
    {"neither name nor value",
     "a.test\tFALSE\t/\tFALSE\t0\t\t",
     "line 3: cookie  of a.test: the rules for names and sizes of cookies forbid it"},
    {"an end in the past", "a.test\tFALSE\t/\tFALSE\t1\tn\tv", "1 cookie that expired already"},
    {"an end right now",
     "a.test\tFALSE\t/\tFALSE\t1795428000\tn\tv",
     "1 cookie that expired already"},
});

constexpr std::string_view magic = "# Netscape HTTP Cookie File\n\n";
constexpr std::string_view good = "\nb.test\tFALSE\t/\tFALSE\t0\tgood\t1\n";

std::string file_with(std::string_view line) {
    return std::string(magic) + std::string(line) + std::string(good);
}

} // namespace

TEST_CASE("netscape: lines that are cookies", "[session]") {
    for (const Case& c : taken) {
        INFO(c.why);
        const auto jar = imported(std::string(magic) + std::string(c.line));
        REQUIRE(jar);
        CHECK(cookies_of(jar->session) == Lines{std::string(c.cookie)});
        CHECK(jar->left_behind == Lines{});
    }
}

TEST_CASE("netscape: a line that is refused is listed, and the others are taken", "[session]") {
    for (const Case& c : refused) {
        INFO(c.why);
        const auto jar = imported(file_with(c.line));
        REQUIRE(jar);
        CHECK(cookies_of(jar->session) == Lines{"good=1 b.test / host-only"});
        CHECK(jar->left_behind == Lines{std::string(c.cookie)});
    }
}

TEST_CASE("netscape: a line may be as long as a cookie, and is never two", "[session][pitfall]") {
    const std::string start = "a.test\tFALSE\t/\tFALSE\t0\tn\t";
    const auto longest = imported(start + std::string(4095, 'x'));
    REQUIRE(longest);
    CHECK(longest->session.cookies.size() == 1);
    const auto jar = imported(file_with(start + std::string(100'000, 'x')));
    REQUIRE(jar);
    CHECK(cookies_of(jar->session) == Lines{"good=1 b.test / host-only"});
    CHECK(jar->left_behind.size() == 1);
}

TEST_CASE("netscape: a text without a single cookie is an error with its line", "[session]") {
    const auto jar = imported("# Netscape HTTP Cookie File\na.test FALSE / FALSE 0 n v\n");
    REQUIRE_FALSE(jar);
    CHECK(jar.error().kind() == base::ErrorKind::bad_session);
    CHECK(jar.error().what() == "cannot import FILE");
    CHECK(jar.error().cause() == "line 2: it has 1 field, not 7");
    CHECK(
        jar.error().hint() == "the seven fields of a cookie are separated by tabs, not by blanks"
    );
}

TEST_CASE("netscape: an empty jar is a session without cookies", "[session]") {
    for (const std::string_view text : {"# Netscape HTTP Cookie File\n\n"sv, ""sv, "\r\n \r\n"sv}) {
        const auto jar = imported(text);
        REQUIRE(jar);
        CHECK(jar->session.cookies.empty());
    }
}

TEST_CASE("netscape: a jar whose cookies have all expired is nothing to import", "[session]") {
    const auto jar = imported("a.test\tFALSE\t/\tFALSE\t1\tn\tv\n");
    REQUIRE_FALSE(jar);
    CHECK(jar.error().hint() == "1 cookie that expired already");
}

TEST_CASE("netscape: a byte order mark and foreign line ends do no harm", "[session]") {
    const auto jar = imported("\xef\xbb\xbf# HTTP Cookie File\r\n# x\r\n"
                              "a.test\tFALSE\t/\tFALSE\t0\tn\tv\r\n");
    REQUIRE(jar);
    CHECK(cookies_of(jar->session) == Lines{"n=v a.test / host-only"});
}

TEST_CASE("netscape: curl's first cookie is its newest", "[session]") {
    const std::string lines = "a.test\tFALSE\t/\tFALSE\t0\tnew\t1\n"
                              "a.test\tFALSE\t/\tFALSE\t0\told\t1\n";
    const http::Url url = test::a_url("https://a.test/");
    const auto by_curl = imported("# https://curl.se/docs/http-cookies.html\n" + lines);
    const auto by_others = imported(lines);
    CHECK(by_curl->session.cookies.header_for(url, now) == "old=1; new=1");
    CHECK(by_others->session.cookies.header_for(url, now) == "new=1; old=1");
}

TEST_CASE("netscape: what is written is read as the same", "[session]") {
    session::Session session;
    const http::Url url = test::a_url("https://www.a.test/x");
    session.cookies.store("a=1", url, now);
    session.cookies.store("b=; Path=/; Secure; HttpOnly; Max-Age=60", url, now + 1s);
    session.cookies.store("c=3; Domain=a.test; Path=/y/", url, now + 2s);
    const auto written = export_session(session, Format::netscape, now + 5s);
    CHECK(
        written.text == "# Netscape HTTP Cookie File\n"
                        "# Written by latch.\n"
                        ".a.test\tTRUE\t/y/\tFALSE\t0\tc\t3\n"
                        "#HttpOnly_www.a.test\tFALSE\t/\tTRUE\t1795428061\tb\t\n"
                        "www.a.test\tFALSE\t/\tFALSE\t0\ta\t1\n"
    );
    CHECK(written.left_behind == Lines{});
    const auto again = imported(written.text);
    REQUIRE(again);
    CHECK(again->session.cookies.header_for(url, now) == "a=1; b=");
}

TEST_CASE("netscape: what has no place in the format is listed", "[session]") {
    session::Session session;
    session.base = "https://a.test";
    session.at({http::Scheme::https, "a.test", 443}).headers.add("X-Key", "secret");
    session.at({http::Scheme::https, "a.test", 443}).params = {{"q", "secret"}};
    const http::Url url = test::a_url("https://a.test/");
    session.cookies.store("nameless", url, now);
    session.cookies.store("tab=a\tb", url, now);
    session.cookies.store("gone=1; Max-Age=1", url, now);
    session.cookies.store("strict=1; SameSite=Strict", url, now);
    session.cookies.store("twin=1", test::a_url("http://localhost:1/"), now);
    session.cookies.store("twin=2", test::a_url("http://localhost:2/"), now + 1s);
    const auto written = export_session(session, Format::netscape, now + 2s);
    CHECK(
        written.left_behind ==
        Lines{
            "cookie twin of localhost:1: only the newest of all ports has a place",
            "the port of 1 cookie",
            "cookie  of a.test: it has no name",
            "cookie tab of a.test: it holds a tab",
            "SameSite of 1 cookie",
            "1 header for https://a.test",
            "the base https://a.test",
            "1 query parameter for https://a.test",
        }
    );
    CHECK(written.text.find("secret") == std::string::npos);
    CHECK(written.text.find("localhost\tFALSE\t/\tFALSE\t0\ttwin\t2\n") != std::string::npos);
}

TEST_CASE("netscape: more cookies than a session keeps are left behind", "[session]") {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += "a.test\tFALSE\t/\tFALSE\t0\tn" + std::to_string(i) + "\tv\n";
    }
    const auto read = imported(text);
    REQUIRE(read);
    CHECK(read->session.cookies.size() == 180);
    CHECK(
        read->left_behind == Lines{"20 cookies beyond what a session keeps of one domain or in all"}
    );
}

TEST_CASE("netscape: what a jar costs does not depend on how many sites are in it", "[session]") {
    // No timing: were each line looked at again for each other site, this would take minutes.
    std::string text;
    for (int i = 0; i < 20000; ++i) {
        text += "h" + std::to_string(i) + ".test\tFALSE\t/\tFALSE\t0\tn\tv\n";
    }
    const auto read = imported(text);
    REQUIRE(read);
    CHECK(read->session.cookies.size() == 3300);
    CHECK(
        read->left_behind ==
        Lines{"16700 cookies beyond what a session keeps of one domain or in all"}
    );
}
