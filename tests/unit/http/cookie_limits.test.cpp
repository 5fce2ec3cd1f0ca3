// SPDX-License-Identifier: MIT
#include "unit/http/cookie_visit.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace latch::http;
using namespace latch::test;
using namespace std::chrono_literals;

TEST_CASE("cookie jar: a flood from a sibling host does not brick a site", "[http][pitfall]") {
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

namespace {

/// What is in a domain that has no room left, and which of it goes for one cookie more. Between
/// them come as many without Secure as fit.
struct EvictionCase {
    std::string_view why, oldest, second, newest, more;
    std::string_view gone; ///< names, separated by blanks
};

constexpr std::size_t most_per_domain = 180;

std::string names_gone(const EvictionCase& c) {
    Visit visit;
    std::string gone;
    std::vector<std::string> names;
    const auto set = [&](std::string_view line) {
        visit.set("https://a.test/", line);
        names.emplace_back(line.substr(0, line.find('=')));
    };
    set(c.oldest);
    set(c.second);
    for (std::size_t i = 0; i < most_per_domain - 3; ++i) {
        set("filler" + std::to_string(i) + "=1");
    }
    set(c.newest);
    visit.set("https://a.test/", c.more);
    const auto all = visit.jar.all();
    for (const std::string& name : names) {
        if (std::ranges::find(all, name, &Cookie::name) == all.end()) {
            gone += (gone.empty() ? "" : " ") + name;
        }
    }
    return gone;
}

} // namespace

constexpr auto evictions = std::to_array<EvictionCase>({
    {"the oldest goes", "a=1", "b=1", "c=1", "d=1", "a"},
    {"but one with Secure stays", "a=1; Secure", "b=1", "c=1", "d=1", "b"},
    {"two of them as well", "a=1; Secure", "b=1; Secure", "c=1", "d=1", "filler0"},
    {"what is over goes first, be it the newest", "a=1", "b=1", "c=1; Max-Age=1", "d=1", "c"},
    {"be it Secure", "a=1", "b=1; Secure; Max-Age=1", "c=1", "d=1", "b"},
    {"all that is over", "a=1; Max-Age=1", "b=1; Max-Age=1", "c=1", "d=1", "a b"},
    {"HttpOnly protects nothing", "a=1; HttpOnly", "b=1", "c=1", "d=1", "a"},
    {"a path of its own neither", "a=1; Path=/x/y", "b=1", "c=1", "d=1", "a"},
    {"a domain cookie is of the same domain", "a=1; Domain=a.test", "b=1", "c=1", "d=1", "a"},
    {"a time limit does not matter before it is over",
     "a=1",
     "b=1; Max-Age=9999",
     "c=1",
     "d=1",
     "a"},
    {"one that replaces needs no room", "a=1", "b=1", "c=1", "b=2", ""},
    {"one that is refused needs none", "a=1", "b=1", "c=1", "d=1; Domain=b.test", ""},
    {"one that removes makes room", "a=1", "b=1", "c=1", "b=; Max-Age=0", "b"},
    {"the new one is not the one to go, Secure or not", "a=1", "b=1", "c=1", "d=1; Secure", "a"},
});

TEST_CASE("cookie jar: a full domain gives up its oldest, without Secure first", "[http]") {
    for (const EvictionCase& c : evictions) {
        INFO(c.why);
        CHECK(names_gone(c) == c.gone);
    }
}

TEST_CASE("cookie jar: a cookie that was set anew is not the oldest", "[http]") {
    Visit visit;
    visit.set("https://a.test/", "a=1");
    for (std::size_t i = 0; i < most_per_domain - 1; ++i) {
        visit.set("https://a.test/", "c" + std::to_string(i) + "=1");
    }
    visit.set("https://a.test/", "a=2");
    visit.set("https://a.test/", "d=1");
    CHECK(visit.jar.size() == most_per_domain);
    CHECK(visit.jar.all().front()->name == "a");
    visit.set("https://b.test/", "other=1");
    CHECK(visit.jar.size() == most_per_domain + 1); // another domain has room of its own
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

TEST_CASE("cookie jar: a jar that is loaded over-full makes room for one at a time", "[http]") {
    std::vector<Cookie> cookies(10'000);
    for (std::size_t i = 0; i < cookies.size(); ++i) {
        cookies[i].name = "c" + std::to_string(i);
        cookies[i].domain = "h" + std::to_string(i % 100) + ".test";
        cookies[i].created = start - 1h;
        cookies[i].updated = start - 1h;
    }
    CookieJar jar;
    jar.restore(std::move(cookies));
    CHECK(jar.store("more=1", url("http://other.test/"), start) == Stored::added);
    CHECK(jar.size() == 10'000);
    CHECK(jar.store("c7=2", url("http://h7.test/"), start) == Stored::replaced);
    CHECK(jar.size() == 10'000);
    CHECK(jar.header_for(url("http://other.test/"), start) == "more=1");
}

namespace {

/// So many cookies of one domain, the later ones the newer.
std::vector<Cookie> cookies_of(const std::string& domain, std::size_t count) {
    std::vector<Cookie> cookies(count);
    for (std::size_t i = 0; i < count; ++i) {
        cookies[i].name = "c" + std::to_string(i);
        cookies[i].domain = domain;
        cookies[i].updated = start + std::chrono::seconds(i);
    }
    return cookies;
}

} // namespace

TEST_CASE("cookie jar: what is brought in can be cut to size", "[http]") {
    SECTION("that of one domain") {
        CookieJar jar;
        jar.restore(cookies_of("a.test", 300));
        jar.restore(cookies_of("b.test", 3));
        CHECK(jar.enforce_limits(start) == 120);
        CHECK(jar.size() == 183);
        CHECK(jar.all().front()->name == "c120"); // the oldest went
        CHECK(jar.enforce_limits(start) == 0);
    }
    SECTION("that of many, from the crowded ones, as far as they are crowded") {
        CookieJar jar;
        jar.restore(cookies_of("quiet.test", 50));
        for (int i = 0; i < 20; ++i) {
            jar.restore(cookies_of("crowd" + std::to_string(i) + ".test", 180));
        }
        CHECK(jar.enforce_limits(start) == 350);
        CHECK(jar.size() == 3300);
        CHECK(jar.matching(url("http://quiet.test/"), start).size() == 50);
    }
    SECTION("that of many small ones") {
        CookieJar jar;
        for (int i = 0; i < 3400; ++i) {
            jar.restore(cookies_of("h" + std::to_string(i) + ".test", 1));
        }
        CHECK(jar.enforce_limits(start) == 100);
    }
    SECTION("what has expired does not count") {
        std::vector<Cookie> cookies = cookies_of("a.test", 200);
        for (std::size_t i = 0; i < 20; ++i) {
            cookies[i].expires = start;
        }
        CookieJar jar;
        jar.restore(std::move(cookies));
        CHECK(jar.enforce_limits(start) == 0);
        CHECK(jar.size() == 180);
    }
}

TEST_CASE("cookie jar: more removals than it keeps are forgotten with the next", "[http]") {
    CookieJar jar;
    for (Cookie& gone : cookies_of("a.test", 250)) {
        jar.restore_removal(std::move(gone));
    }
    Cookie last;
    last.name = "last";
    last.domain = "a.test";
    jar.remember_removal(last, start + 300s);
    REQUIRE(jar.removals().size() == 100);
    CHECK(jar.removals().front().name == "c151");
    CHECK(jar.removals().back().name == "last");
}

TEST_CASE("cookie jar: removals are remembered for a day", "[http]") {
    CookieJar jar;
    for (const std::string name : {"old", "young", "last"}) {
        Cookie gone;
        gone.name = name;
        gone.domain = "a.test";
        jar.remember_removal(gone, start + (name == "old" ? -1s : name == "young" ? 0s : 24h));
    }
    REQUIRE(jar.removals().size() == 2);
    CHECK(jar.removals().front().name == "young");
    CHECK(jar.removals().back().name == "last");
}

TEST_CASE("cookie jar: of one identity the one that was updated last is taken", "[http]") {
    std::vector<Cookie> cookies = cookies_of("a.test", 3);
    for (std::size_t i = 0; i < cookies.size(); ++i) {
        cookies[i].name = "id";
        cookies[i].value = std::to_string(i);
    }
    cookies[1].updated = start + 1h;
    CookieJar jar;
    jar.restore(std::move(cookies));
    CHECK(jar.header_for(url("http://a.test/"), start) == "id=1");
}

TEST_CASE("cookie jar: what is spoken for of the header is left free", "[http]") {
    CookieJar jar;
    jar.store("a=" + std::string(4000, 'x'), url("http://a.test/"), start);
    jar.store("b=" + std::string(2000, 'x'), url("http://a.test/"), start);
    const auto sent = [&](std::size_t spoken_for) {
        return jar.matching(url("http://a.test/"), start, spoken_for).size();
    };
    CHECK(sent(0) == 2);
    CHECK(sent(8190 - 4002 - 2 - 2002) == 2);
    CHECK(sent(8190 - 4002 - 2 - 2002 + 1) == 1);
    CHECK(sent(8190) == 0);
    CHECK(sent(100'000) == 0);
}

std::size_t latch::test::rows_of_limits() {
    return evictions.size();
}
