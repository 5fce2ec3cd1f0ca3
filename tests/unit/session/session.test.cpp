// SPDX-License-Identifier: MIT
#include "latch/session/session.hpp"

#include "support/catch.hpp"

using namespace latch;
using session::Session;

namespace {

http::Origin origin(std::string_view text) {
    const auto parsed = http::parse_origin(text);
    REQUIRE(parsed);
    return *parsed;
}

} // namespace

TEST_CASE("session: state belongs to exactly one origin", "[session]") {
    Session session;
    session.at(origin("https://api.test")).headers.set("X-Tenant", "acme");
    REQUIRE(session.find(origin("https://api.test")) != nullptr);
    CHECK(session.find(origin("https://api.test:443"))->headers.find("x-tenant") == "acme");
    for (const char* other : {"http://api.test", "https://api.test:8443", "https://www.api.test"}) {
        INFO(other);
        CHECK(session.find(origin(other)) == nullptr);
    }
}

TEST_CASE("session: an origin is made once, behind the others", "[session]") {
    Session session;
    session.at(origin("https://b.test"));
    session.at(origin("https://a.test")).headers.set("X", "1");
    session.at(origin("https://a.test")).headers.set("Y", "2");
    REQUIRE(session.origins.size() == 2);
    CHECK(session.origins[0].origin == origin("https://b.test"));
    CHECK(session.origins[1].headers.size() == 2);
}
