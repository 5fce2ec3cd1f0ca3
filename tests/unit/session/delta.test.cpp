// SPDX-License-Identifier: MIT
#include "latch/session/delta.hpp"

#include "support/catch.hpp"

#include <string>

using namespace latch;
using namespace std::chrono_literals;
using session::apply;
using session::Delta;
using session::delta_after;
using session::Session;
using session::StoredAuth;
using session::Typed;

namespace {

constexpr std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

http::Url url(std::string_view text) {
    const auto parsed = http::parse_url(text);
    REQUIRE(parsed);
    return parsed->url;
}

http::Hop
hop(std::string_view request_url, http::Headers response, base::Clock::time_point received) {
    http::Hop hop;
    hop.request.url = url(request_url);
    hop.response.headers = std::move(response);
    hop.received = received;
    return hop;
}

StoredAuth basic(std::string user, std::string variable) {
    StoredAuth auth;
    auth.account.user = std::move(user);
    auth.account.secret = {
        access::SecretSource::Kind::environment_variable, base::Secret(std::move(variable))};
    return auth;
}

http::Exchange answered(std::string_view request_url) {
    return {.hops = {hop(request_url, {}, start)}};
}

/// A run that typed these headers at api.test.
Delta run(http::Headers headers, std::optional<StoredAuth> auth = {}) {
    const Typed typed{url("https://api.test/x"), std::move(headers), std::move(auth)};
    return delta_after(typed, answered("https://api.test/x"));
}

const session::OriginState& api(const Session& session) {
    const auto* const state = session.find(http::origin(url("https://api.test")));
    REQUIRE(state != nullptr);
    return *state;
}

} // namespace

TEST_CASE("delta: headers that describe one request are not kept", "[session]") {
    const Delta delta = run(
        {{"X-Tenant", "acme"},
         {"Cookie", "a=b"},
         {"COOKIE", "c=d"},
         {"Content-Type", "text/plain"},
         {"content-encoding", "gzip"},
         {"If-Match", "\"1\""},
         {"if-none-match", "*"},
         {"X-CSRF-TOKEN", "spent by the next login"},
         {"X-XSRF-Token", "likewise"},
         {"Contents", "kept"},
         {"Iffy", "kept"},
         {"X-Cookie", "kept"},
         {"Accept", ""}}
    );
    CHECK(
        delta.typed.headers ==
        http::Headers{
            {"X-Tenant", "acme"},
            {"Contents", "kept"},
            {"Iffy", "kept"},
            {"X-Cookie", "kept"},
            {"Accept", ""}}
    );
}

TEST_CASE(
    "delta: what no message can carry is not kept, or the file could not be read", "[session]"
) {
    const Delta delta = run({{"X-A", "b\r\nX-C: d"}, {"X B", "c"}, {"", "d"}, {"X-Good", "e"}});
    CHECK(delta.typed.headers == http::Headers{{"X-Good", "e"}});
}

TEST_CASE("delta: cookies of every hop are taken, each with its own source", "[session]") {
    http::Exchange exchange;
    exchange.hops.push_back(
        hop("https://a.test/login", {{"Set-Cookie", "a=1"}, {"set-cookie", "b=2"}}, start)
    );
    exchange.hops.back().response.status = 302;
    exchange.hops.push_back(hop("https://b.test/", {{"Set-Cookie", "c=3"}}, start + 1s));
    exchange.hops.back().response.status = 401;
    exchange.hops.push_back(hop("https://a.test/home", {{"X-Other", "d=4"}}, start + 2s));
    const Delta delta = delta_after({url("https://a.test/login"), {}, {}}, exchange);
    REQUIRE(delta.cookies.size() == 3);
    CHECK(delta.cookies[0].line == "a=1");
    CHECK(delta.cookies[1].line == "b=2");
    CHECK(delta.cookies[1].source == url("https://a.test/login"));
    CHECK(delta.cookies[2].source == url("https://b.test/"));
    CHECK(delta.cookies[2].received == start + 1s);

    Session session;
    CHECK(apply(delta, session, start + 3s));
    CHECK(session.cookies.header_for(url("https://a.test/"), start + 3s) == "a=1; b=2");
    CHECK(session.cookies.header_for(url("https://b.test/"), start + 3s) == "c=3");
}

TEST_CASE("delta: a run that nobody answered changes nothing", "[session]") {
    const Typed typed{url("https://typo.test/"), {{"X", "y"}}, basic("bob", "P")};
    const Delta delta = delta_after(typed, {});
    Session session;
    CHECK_FALSE(apply(delta, session, start));
    CHECK_FALSE(session.base);
    CHECK(session.origins.empty());
}

TEST_CASE("delta: of a session that was given up nothing is kept", "[session]") {
    http::Exchange exchange{
        .hops = {
            hop("https://api.test/", {{"Set-Cookie", "s=lost"}}, start),
            hop("https://api.test/", {{"Set-Cookie", "s=good"}}, start + 1s)}};
    exchange.hops.front().is_given_up = true;
    const Typed typed{url("https://api.test/x"), {{"X-Tenant", "acme"}}, {}};
    const Delta delta = delta_after(typed, exchange);
    REQUIRE(delta.cookies.size() == 1);
    CHECK(delta.cookies.front().line == "s=good");
    CHECK(delta.typed.headers.contains("X-Tenant"));

    exchange.hops.back().is_given_up = true;
    const Delta nothing = delta_after(typed, exchange);
    CHECK(nothing.cookies.empty());
    CHECK(nothing.typed.headers.empty());
    CHECK(nothing.typed.url.host.empty());
}

TEST_CASE("delta: the first origin becomes the base, and stays it", "[session]") {
    Session session;
    CHECK(apply(
        delta_after({url("https://a.test:8443/x?y"), {}, {}}, answered("https://a.test:8443/x?y")),
        session,
        start
    ));
    CHECK(session.base == "https://a.test:8443");
    CHECK_FALSE(apply(
        delta_after({url("https://b.test/"), {}, {}}, answered("https://b.test/")), session, start
    ));
    CHECK(session.base == "https://a.test:8443");
    CHECK(session.origins.empty()); // nothing was typed for either
}

TEST_CASE("delta: typed headers replace those of their name at their origin", "[session]") {
    Session session;
    session.at(http::origin(url("https://other.test"))).headers.set("X-Tenant", "theirs");
    CHECK(apply(run({{"X-Tenant", "acme"}, {"X-Other", "1"}}), session, start));
    CHECK(apply(run({{"x-tenant", "umbrella"}}), session, start));
    CHECK(api(session).headers == http::Headers{{"X-Other", "1"}, {"x-tenant", "umbrella"}});
    CHECK(session.origins.front().headers.find("x-tenant") == "theirs");
}

TEST_CASE("delta: a header typed twice is kept twice", "[session]") {
    Session session;
    CHECK(apply(run({{"X-List", "1"}, {"X-List", "2"}}), session, start));
    CHECK(api(session).headers == http::Headers{{"X-List", "1"}, {"X-List", "2"}});
    CHECK_FALSE(apply(run({{"X-List", "1"}, {"X-List", "2"}}), session, start));
}

TEST_CASE("delta: the same again is no change", "[session]") {
    Session session;
    const Delta delta = run({{"X-Tenant", "acme"}}, basic("bob", "API_PASSWORD"));
    CHECK(apply(delta, session, start));
    CHECK_FALSE(apply(delta, session, start));
    CHECK_FALSE(apply(run({}), session, start));
    CHECK(apply(run({}, basic("bob", "OTHER")), session, start));
    CHECK(apply(run({}, basic("eve", "OTHER")), session, start));
    CHECK(api(session).auth == basic("eve", "OTHER"));
    CHECK(api(session).headers == http::Headers{{"X-Tenant", "acme"}});
}

TEST_CASE("delta: the same credentials keep what a newer latch knows of them", "[session]") {
    Session session;
    StoredAuth auth = basic("bob", "P");
    auth.unknown = {{"realm", "\"x\""}};
    session.at(http::origin(url("https://api.test"))).auth = auth;
    session.base = "https://api.test";
    CHECK_FALSE(apply(run({}, basic("bob", "P")), session, start));
    CHECK(api(session).auth == auth);
}

TEST_CASE("delta: deletions are replayed, so that a logout is not undone", "[session]") {
    Session session;
    session.base = "http://a.test";
    const http::Url site = url("http://a.test/");
    session.cookies.store("JSESSIONID=1", site, start);
    Delta logout;
    logout.cookies = {{site, "JSESSIONID=; Max-Age=0", start + 5s}};
    CHECK(apply(logout, session, start + 6s));
    CHECK(session.cookies.empty());
    CHECK_FALSE(apply(logout, session, start + 6s)); // there is nothing to delete any more
}

TEST_CASE(
    "delta: Spring's deletion and new token of one response end with the token", "[session]"
) {
    Session session;
    const http::Url site = url("http://localhost:8080/login");
    session.cookies.store("XSRF-TOKEN=old; Path=/", site, start);
    Delta login;
    login.cookies = {
        {site, "XSRF-TOKEN=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/", start + 1s},
        {site, "XSRF-TOKEN=new; Path=/", start + 1s}};
    CHECK(apply(login, session, start + 2s));
    CHECK(session.cookies.header_for(site, start + 2s) == "XSRF-TOKEN=new");
}

TEST_CASE(
    "delta: an answer that is older than what the session holds changes nothing", "[session]"
) {
    Session session;
    session.base = "http://a.test";
    const http::Url site = url("http://a.test/");
    session.cookies.store("a=new", site, start + 10s);
    Delta slow;
    slow.cookies = {{site, "a=old", start + 5s}};
    CHECK_FALSE(apply(slow, session, start + 20s));
    CHECK(session.cookies.header_for(site, start + 20s) == "a=new");
}

TEST_CASE("delta: refused lines change nothing", "[session]") {
    Session session;
    session.base = "http://a.test";
    Delta delta;
    delta.cookies = {
        {url("http://a.test/"), "a=b; Domain=com", start}, {url("http://a.test/"), "=", start}};
    CHECK_FALSE(apply(delta, session, start));
}

TEST_CASE("delta: cookies that are over by now are dropped", "[session]") {
    Session session;
    session.base = "http://a.test";
    session.cookies.store("a=b; Max-Age=5", url("http://a.test/"), start);
    CHECK_FALSE(apply({}, session, start + 4s));
    CHECK(apply({}, session, start + 5s));
    CHECK(session.cookies.empty());
}

TEST_CASE(
    "delta: of credentials and an Authorization header the last one said counts", "[session]"
) {
    Session session;
    apply(run({{"Authorization", "Bearer old"}}), session, start);
    CHECK(apply(run({}, basic("bob", "PW")), session, start));
    CHECK_FALSE(api(session).headers.contains("Authorization"));
    CHECK(api(session).auth);
    CHECK(apply(run({{"Authorization", "Bearer new"}}), session, start));
    CHECK(api(session).headers.find("Authorization") == "Bearer new");
    CHECK_FALSE(api(session).auth);
}

TEST_CASE(
    "delta: a deletion in a later response is not undone by a run that ends later", "[session]"
) {
    const http::Url site = url("https://a.test/");
    Session session;
    const auto replay = [&](std::string line, base::Clock::time_point received) {
        Delta delta;
        delta.cookies = {{site, std::move(line), received}};
        return apply(delta, session, start + 10s);
    };
    replay("S=first", start);
    CHECK(replay("S=; Max-Age=0", start + 5s)); // the logout
    CHECK_FALSE(replay("S=stale", start + 3s)); // a slow download that was answered before it
    CHECK(session.cookies.header_for(site, start + 10s).empty());
    CHECK(replay("S=again", start + 6s));
    CHECK(session.cookies.header_for(site, start + 10s) == "S=again");
}

TEST_CASE(
    "delta: of one digest nonce the highest count is kept, a new one takes its place", "[session]"
) {
    const http::Origin origin{http::Scheme::http, "a.test", 80};
    const auto used = [&](std::string nonce, std::uint32_t uses) {
        Delta delta;
        delta.nonces = {
            {origin,
             {.challenge = {.realm = "r", .nonce = std::move(nonce)},
              .uses = uses,
              .cnonce = "c"}}};
        return delta;
    };
    Session session;
    const auto uses = [&] { return session.find(origin)->digest->nonce.uses; };
    CHECK(apply(used("n", 3), session, start));
    CHECK(uses() == 3);
    CHECK_FALSE(apply(used("n", 2), session, start));
    CHECK(uses() == 3);
    CHECK(apply(used("m", 1), session, start));
    CHECK(uses() == 1);
    CHECK(session.find(origin)->digest->nonce.challenge.nonce == "m");
}

TEST_CASE("delta: of the ways to a CSRF token there is one for each path", "[session]") {
    const http::Origin origin{http::Scheme::http, "a.test", 80};
    const auto learned = [&](std::string path, std::string source) {
        access::LearnedCsrf way;
        way.mode = access::CsrfMode::header;
        way.header = "X-CSRF-TOKEN";
        way.path = std::move(path);
        way.source = std::move(source);
        Delta delta;
        delta.csrf = {{origin, way}};
        return delta;
    };
    Session session;
    CHECK(apply(learned("/", "/login"), session, start));
    CHECK_FALSE(apply(learned("/", "/login"), session, start));
    CHECK(apply(learned("/shop", "/shop/login"), session, start));
    CHECK(apply(learned("/", "/csrf"), session, start));
    const auto& ways = session.find(origin)->csrf;
    REQUIRE(ways.size() == 2);
    CHECK(ways[0].way.source == "/csrf");
    CHECK(ways[1].way.source == "/shop/login");

    Delta wrong = learned("/shop", "");
    wrong.csrf[0].way.mode = access::CsrfMode::unknown;
    CHECK(apply(wrong, session, start));
    REQUIRE(ways.size() == 1);
    CHECK(ways[0].way.source == "/csrf");
    CHECK_FALSE(apply(wrong, session, start));
}
