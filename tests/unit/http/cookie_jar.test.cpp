// SPDX-License-Identifier: MIT
#include "unit/http/cookie_visit.hpp"

#include <string>
#include <vector>

using namespace latch::http;
using namespace latch::test;
using namespace std::chrono_literals;

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
    jar.restore({cookie});
    CHECK(*jar.all().front() == cookie);
    cookie.value = "2";
    jar.restore({cookie});
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
    jar.restore({cookie});
    CHECK(jar.header_for(url("http://someone.github.io/"), start).empty());
    CHECK(jar.header_for(url("http://github.io/"), start) == "a=");
}

TEST_CASE("cookie jar: lookup does not depend on the size of the jar", "[http]") {
    // No timing: a host whose name is a suffix of thousands gets only what its parents hold.
    CookieJar jar;
    std::vector<Cookie> cookies;
    for (int i = 0; i < 3000; ++i) {
        Cookie cookie;
        cookie.name = "c";
        cookie.domain = "h" + std::to_string(i) + ".example.com";
        cookies.push_back(cookie);
    }
    jar.restore(std::move(cookies));
    CHECK(jar.size() == 3000);
    CHECK(jar.header_for(url("http://h7.example.com/"), start) == "c=");
    CHECK(jar.header_for(url("http://example.com/"), start).empty());
}
