// SPDX-License-Identifier: MIT
#include "latch/http/hsts.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch::http;
using namespace std::chrono_literals;
using latch::base::Clock;
using latch::test::a_url;

namespace {

const Clock::time_point now = Clock::time_point() + std::chrono::days(20'000);
constexpr auto year = std::chrono::seconds(std::chrono::days(365));

HstsNews news(std::string host, std::chrono::seconds max_age, bool below = false) {
    return {
        .host = std::move(host),
        .wish = {.max_age = max_age, .include_subdomains = below},
        .received = now,
    };
}

HstsHosts knowing(const std::vector<HstsNews>& all) {
    HstsHosts hosts;
    for (const HstsNews& each : all) {
        hosts.learn(each);
    }
    return hosts;
}

std::optional<HstsNews> said_by(
    std::string_view url, const std::vector<std::string>& fields, const TlsPolicy& policy = {}
) {
    Hop hop;
    hop.request.url = a_url(url);
    hop.received = now;
    for (const std::string& field : fields) {
        hop.response.headers.add("Strict-Transport-Security", field);
    }
    return hsts_news(hop, policy);
}

} // namespace

TEST_CASE("hsts: what a field asks for", "[http]") {
    struct Case {
        std::string_view why, field;
        std::optional<HstsWish> wish;
    };

    const auto wish = [](std::chrono::seconds max_age, bool below = false) {
        return HstsWish{.max_age = max_age, .include_subdomains = below};
    };
    const std::vector<Case> cases{
        {"a year", "max-age=31536000", wish(year)},
        {"and all below", "max-age=31536000; includeSubDomains", wish(year, true)},
        {"in any order", "includeSubDomains;max-age=5", wish(5s, true)},
        {"in any case", "MAX-AGE=5; INCLUDESUBDOMAINS", wish(5s, true)},
        {"quoted (6.2, example 4)", "max-age=\"31536000\"", wish(year)},
        {"blanks around everything", " max-age = 5 ; includeSubDomains ", wish(5s, true)},
        {"forgotten (6.1.1)", "max-age=0", wish(0s)},
        {"empty directives (6.1)", ";; max-age=5 ;;", wish(5s)},
        {"unknown ones are passed over", "max-age=5; preload; x=\"a;b\"", wish(5s)},
        {"more than the clock holds", "max-age=99999999999999999999", wish(36'500 * 24h)},
        {"without max-age", "includeSubDomains", std::nullopt},
        {"max-age without a value", "max-age", std::nullopt},
        {"max-age with an empty one", "max-age=", std::nullopt},
        {"a negative max-age", "max-age=-1", std::nullopt},
        {"a fraction", "max-age=1.5", std::nullopt},
        {"max-age twice", "max-age=5; max-age=5", std::nullopt},
        {"includeSubDomains twice",
         "max-age=5; includeSubDomains; includeSubDomains",
         std::nullopt},
        {"includeSubDomains with a value", "max-age=5; includeSubDomains=1", std::nullopt},
        {"a name that is none", "max-age=5; a b", std::nullopt},
        {"two fields in one", "max-age=5, max-age=6", std::nullopt},
        {"nothing", "", std::nullopt},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.field);
        CHECK(parse_strict_transport_security(c.field) == c.wish);
    }
}

TEST_CASE("hsts: whose word counts", "[http]") {
    struct Case {
        std::string_view why, url;
        std::vector<std::string> fields;
        bool counts;
    };

    const std::string yes = "max-age=60";
    const std::vector<Case> cases{
        {"a host over https", "https://api.test/", {yes}, true},
        {"on any port", "https://api.test:8443/", {yes}, true},
        {"over http anybody can say so (8.1)", "http://api.test/", {yes}, false},
        {"an address has no name (8.1.1)", "https://192.0.2.1/", {yes}, false},
        {"of either kind", "https://[2001:db8::1]/", {yes}, false},
        {"the machine itself", "https://localhost/", {yes}, false},
        {"under any name", "https://app.localhost/", {yes}, false},
        {"the first field, whatever the second", "https://api.test/", {yes, "x"}, true},
        {"the second is not looked at (8.1)", "https://api.test/", {"x", yes}, false},
        {"no field", "https://api.test/", {}, false},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.url);
        const auto said = said_by(c.url, c.fields);
        CHECK(said.has_value() == c.counts);
        CHECK((!said || *said == news("api.test", 60s)));
    }
    CHECK(said_by("https://API.test./", {yes})->host == "api.test");
    // Whoever is in between could lock the host away.
    CHECK_FALSE(said_by("https://api.test/", {yes}, {.verify = false}));
}

TEST_CASE("hsts: which hosts are covered", "[http]") {
    const HstsHosts hosts =
        knowing({news("one.test", year), news("all.test", year, true), news("short.all.test", 10s)}
        );

    struct Case {
        std::string_view why, host;
        bool covered;
        std::chrono::seconds later{};
    };

    const std::vector<Case> cases{
        {"itself", "one.test", true},
        {"not what is below it", "a.one.test", false},
        {"nor above it", "test", false},
        {"nor what only ends alike", "someone.test", false},
        {"a parent that speaks for all", "a.all.test", true},
        {"however deep", "a.b.c.all.test", true},
        {"the parent itself", "all.test", true},
        {"not what only ends alike", "ball.test", false},
        {"until its time is over", "one.test", true, year - 1s},
        {"and no longer", "one.test", false, year},
        {"its own word has expired, the parent's has not", "short.all.test", true, 20s},
        {"nobody", "", false},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.host);
        CHECK(hosts.covers(c.host, now + c.later) == c.covered);
    }
}

TEST_CASE("hsts: what a host says later", "[http][pitfall]") {
    HstsHosts hosts;
    CHECK(hosts.learn(news("api.test", year)));
    CHECK_FALSE(hosts.learn(news("api.test", year)));

    HstsNews again = news("api.test", year);
    again.received += 23h;
    CHECK_FALSE(hosts.learn(again)); // hardly later: not worth a write
    again.received += 2h;
    CHECK(hosts.learn(again));
    CHECK(hosts.entries().at("api.test").expires == now + 25h + year);

    CHECK(hosts.learn(news("api.test", 60s))); // less than before
    HstsNews soon = news("api.test", 60s);
    soon.received += 5s;
    CHECK_FALSE(hosts.learn(soon));
    soon.received += 1s;
    CHECK(hosts.learn(soon)); // a tenth of a short time is not long

    CHECK(hosts.learn(news("api.test", 60s, true)));
    CHECK_FALSE(hosts.learn(news("other.test", 0s)));
    CHECK(hosts.learn(news("sub.api.test", year)));
    CHECK(hosts.learn(news("sub.api.test", 0s)));
    CHECK(hosts.covers("sub.api.test", now));                   // the parent's word stands
    CHECK(hosts.entries().at("api.test").expires == now + 60s); // and its time, CVE-2024-9681
    CHECK(hosts.learn(news("api.test", 0s)));
    CHECK(hosts.entries().empty());
}

TEST_CASE("hsts: those that expire first make room", "[http]") {
    HstsHosts::Entries full;
    for (std::size_t i = 0; i < HstsHosts::most; ++i) {
        full["h" + std::to_string(i) + ".test"] = {.expires = now + std::chrono::seconds(60 + i)};
    }
    full["gone.test"] = {.expires = now - 1s};
    HstsHosts hosts(full);
    CHECK(hosts.learn(news("new.test", year)));
    CHECK(hosts.entries().size() == HstsHosts::most);
    CHECK_FALSE(hosts.entries().contains("gone.test"));
    CHECK_FALSE(hosts.entries().contains("h0.test"));
    CHECK(hosts.covers("h1.test", now));
}

TEST_CASE("hsts: where a URL leads instead", "[http][pitfall]") {
    const HstsHosts hosts = knowing({news("api.test", year), news("xn--bcher-kva.test", year)});

    struct Case {
        std::string_view why, from, to;
    };

    const std::vector<Case> cases{
        {"the usual port becomes the other usual one",
         "http://api.test/x?y",
         "https://api.test/x?y"},
        {"also where it is spelled out (8.3)", "http://api.test:80/", "https://api.test/"},
        {"others stay (8.3)", "http://api.test:8080/", "https://api.test:8080/"},
        {"443 stays, too", "http://api.test:443/", "https://api.test/"},
        {"a trailing dot is no other host (CVE-2022-43551)",
         "http://api.test./",
         "https://api.test/"},
        {"nor are capitals", "http://API.test/", "https://api.test/"},
        {"nor is another spelling (CVE-2022-42916)",
         "http://b\xc3\xbc"
         "cher.test/",
         "https://xn--bcher-kva.test/"},
        {"nor are full-width letters", "http://\xef\xbd\x81pi.test/", "https://api.test/"},
        {"who is not known stays", "http://other.test/", "http://other.test/"},
        {"https is https", "https://api.test:8443/", "https://api.test:8443/"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.from);
        Url url = a_url(c.from);
        const bool changed = secure_url(url, {.hosts = &hosts, .now = now});
        CHECK(changed == (a_url(c.from) != url));
        CHECK(to_string(url) == c.to);
    }
}

TEST_CASE("hsts: addresses and this machine are never covered", "[http]") {
    // Nobody can have said so; a file can.
    const HstsHosts hosts =
        knowing({news("127.0.0.1", year), news("localhost", year, true), news("1", year, true)});
    for (const std::string_view text :
         {"http://127.0.0.1/", "http://localhost/", "http://a.localhost/", "http://192.0.2.1/"}) {
        Url url = a_url(text);
        CHECK_FALSE(secure_url(url, {.hosts = &hosts, .now = now}));
        CHECK(to_string(url) == text);
    }
}
