// SPDX-License-Identifier: MIT
#include "app/readiness.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using namespace latch::app;
using base::ErrorKind;

namespace {

Look answered(unsigned status) {
    Look look;
    look.status = status;
    return look;
}

Look to_login(unsigned status) {
    Look look = answered(status);
    look.leads_to_login = true;
    return look;
}

Look telling(unsigned status, std::string word) {
    Look look = answered(status);
    look.health = query::Health{.status = std::move(word), .down = {}};
    return look;
}

Look failed(ErrorKind kind) {
    Look look;
    look.error = base::Error(kind, "cannot do it").because("somebody refused");
    return look;
}

http::Url url(std::string_view text) {
    return http::parse_url(text).value().url;
}

} // namespace

TEST_CASE("readiness: every answer has a meaning for each probe", "[app]") {
    using enum Readiness;

    struct Case {
        std::string_view why;
        Look look;
        Readiness probe, root, page;
    };

    const std::vector<Case> cases{
        {"as it should be", answered(200), up, up, up},
        {"nothing to show", answered(204), up, up, up},
        {"Spring's UP", telling(200, "UP"), up, up, up},
        {"Spring's UNKNOWN comes with 200", telling(200, "UNKNOWN"), up, up, up},
        {"a home-made word", telling(200, "ok"), up, up, up},
        {"DOWN whose status was mapped to 200", telling(200, "DOWN"), not_yet, not_yet, not_yet},
        {"as was this", telling(200, "OUT_OF_SERVICE"), not_yet, not_yet, not_yet},
        {"DOWN", telling(503, "DOWN"), not_yet, not_yet, not_yet},
        {"refusing traffic", telling(503, "OUT_OF_SERVICE"), not_yet, not_yet, not_yet},
        {"a status counts before a word", telling(503, "UP"), not_yet, not_yet, not_yet},
        {"an error within", answered(500), not_yet, not_yet, not_yet},
        {"not made yet", answered(501), not_yet, not_yet, not_yet},
        {"a gateway without its server", answered(502), not_yet, not_yet, not_yet},
        {"a gateway whose server is silent", answered(504), not_yet, not_yet, not_yet},
        {"not there", answered(404), ask_next, up, not_yet},
        {"not for GET", answered(405), ask_next, up, not_yet},
        {"not understood", answered(400), ask_next, up, not_yet},
        {"gone", answered(410), ask_next, up, not_yet},
        {"wants credentials", answered(401), guarded, up, guarded},
        {"forbidden", answered(403), guarded, up, guarded},
        {"led to a login", to_login(302), guarded, up, guarded},
        {"led elsewhere", answered(302), ask_next, up, up},
        {"moved for good", answered(308), ask_next, up, up},
        {"a proxy that wants credentials", answered(407), not_yet, not_yet, not_yet},
        {"took too long", answered(408), not_yet, up, not_yet},
        {"too early", answered(425), not_yet, up, not_yet},
        {"too often", answered(429), not_yet, up, not_yet},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << words_of(c.look));
        CHECK(readiness_of(Probe::readiness, c.look) == c.probe);
        CHECK(readiness_of(Probe::health, c.look) == c.probe);
        CHECK(readiness_of(Probe::root, c.look) == c.root);
        CHECK(readiness_of(Probe::page, c.look) == c.page);
    }
}

TEST_CASE("readiness: what no waiting mends is told from what may pass", "[app]") {
    struct Case {
        std::string_view why;
        ErrorKind kind;
        Readiness readiness;
    };

    const std::vector<Case> cases{
        {"a container without a name yet", ErrorKind::resolve, Readiness::not_yet},
        {"nobody listens", ErrorKind::connect, Readiness::not_yet},
        {"reset, or no HTTP", ErrorKind::protocol, Readiness::not_yet},
        {"silence", ErrorKind::timed_out, Readiness::not_yet},
        {"a certificate that is not trusted", ErrorKind::tls, Readiness::hopeless},
        {"a file that is not there", ErrorKind::file, Readiness::hopeless},
        {"a wrong option", ErrorKind::usage, Readiness::hopeless},
        {"a secret that is not there", ErrorKind::not_signed_in, Readiness::hopeless},
        {"Ctrl-C", ErrorKind::interrupted, Readiness::hopeless},
        {"SIGTERM", ErrorKind::terminated, Readiness::hopeless},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        for (const Probe probe : {Probe::readiness, Probe::health, Probe::root, Probe::page}) {
            CHECK(readiness_of(probe, failed(c.kind)) == c.readiness);
        }
    }
}

TEST_CASE("readiness: a URL without a path is asked for Spring's places first", "[app]") {
    CHECK(first_probe(url("http://a.test")) == Probe::readiness);
    CHECK(first_probe(url("https://a.test:8443/")) == Probe::readiness);
    CHECK(first_probe(url("http://a.test/shop")) == Probe::page);
    CHECK(first_probe(url("http://a.test/?x")) == Probe::page);
    CHECK(next_probe(Probe::readiness) == Probe::health);
    CHECK(next_probe(Probe::health) == Probe::root);
    const http::Url typed = url("http://a.test:81/");
    const auto place = [&](Probe probe) { return http::to_string(place_of(probe, typed)); };
    CHECK(place(Probe::readiness) == "http://a.test:81/actuator/health/readiness");
    CHECK(place(Probe::health) == "http://a.test:81/actuator/health");
    CHECK(place(Probe::root) == "http://a.test:81/");
    CHECK(place_of(Probe::page, url("http://a.test/x?y")) == url("http://a.test/x?y"));
}

TEST_CASE("readiness: a look in words", "[app]") {
    CHECK(words_of(failed(ErrorKind::connect)) == "cannot do it: somebody refused");
    CHECK(words_of(answered(502)) == "HTTP 502");
    CHECK(words_of(to_login(302)) == "HTTP 302, to a login page");
    CHECK(words_of(telling(503, "OUT_OF_SERVICE")) == "HTTP 503, OUT_OF_SERVICE");
    Look down = telling(503, "DOWN");
    down.health->down = {"db", "queue"};
    CHECK(words_of(down) == "HTTP 503, DOWN: db, queue");
}
