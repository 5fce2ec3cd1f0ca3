// SPDX-License-Identifier: MIT
#include "latch/session/changes.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include "latch/session/codec.hpp"
#include "latch/session/delta.hpp"

#include <string>

using namespace latch;
using namespace std::chrono_literals;
using session::Changes;
using session::Session;
using session::StoredAuth;
using test::a_url;

namespace {

constexpr std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

Session decoded(std::string_view text) {
    const auto session = session::decode(text, "s.json");
    REQUIRE(session);
    return *session;
}

void make(const Changes& changes, Session& session) {
    const auto made = apply(changes, session, start);
    INFO((made ? "" : made.error().what()));
    REQUIRE(made);
}

Changes cookies(std::vector<http::Header> list) {
    Changes changes;
    changes.cookies = std::move(list);
    return changes;
}

StoredAuth basic(std::string user) {
    StoredAuth auth;
    auth.account.user = std::move(user);
    return auth;
}

Session with_base(std::string_view base) {
    Session session;
    session.base = base;
    return session;
}

const session::OriginState& state_of(const Session& session, std::string_view origin) {
    const auto* const state = session.find(http::origin(a_url(origin)));
    REQUIRE(state != nullptr);
    return *state;
}

} // namespace

TEST_CASE("changes: settings are for the base, the new one first, or for a site", "[session]") {
    Session session = with_base("http://old.test/x");
    Changes changes;
    CHECK(session::site_of(changes, session)->host == "old.test");
    changes.base = "https://new.test";
    CHECK(session::site_of(changes, session)->host == "new.test");
    changes.site = a_url("https://other.test");
    CHECK(session::site_of(changes, session)->host == "other.test");
    changes = {};
    changes.base = "";
    CHECK(session::site_of(changes, session).error().kind() == base::ErrorKind::usage);
    changes.headers = {{"X", "1"}};
    CHECK_FALSE(apply(changes, session, start));
}

TEST_CASE("changes: what is not named stays", "[session]") {
    Session session = decoded(R"({"latch": {"session": 1}, "base": "https://a.test", "note": 1,
        "origins": {"https://a.test": {"headers": [{"name": "X", "value": "1"}],
            "auth": {"type": "basic", "user": "bob", "secret": "pw"}}},
        "cookies": [{"name": "id", "value": "1", "domain": "a.test"}]})");
    const std::string before = encode(session);
    make({}, session);
    CHECK(encode(session) == before);
    Changes changes;
    changes.headers = {{"Y", "2"}};
    make(changes, session);
    CHECK(state_of(session, "https://a.test").headers == http::Headers{{"X", "1"}, {"Y", "2"}});
    CHECK(state_of(session, "https://a.test").auth->account.user == "bob");
    CHECK(session.cookies.size() == 1);
}

TEST_CASE("changes: headers take the place of those of their names, or go", "[session]") {
    Session session = with_base("https://a.test");
    Changes changes;
    changes.headers = {{"X", "1"}, {"Y", "2"}};
    make(changes, session);
    changes.headers = {{"x", "3"}, {"y", ""}};
    make(changes, session);
    CHECK(state_of(session, "https://a.test").headers == http::Headers{{"x", "3"}});
    changes.headers = {{"X", ""}};
    make(changes, session);
    CHECK(session.origins.empty());
}

TEST_CASE("changes: parameters take the place of those of their names, or go", "[session]") {
    Session session = with_base("https://a.test");
    Changes changes;
    changes.params = {{"a", "1"}, {"b", "2"}, {"a", "3"}};
    make(changes, session);
    const auto params = [&] { return state_of(session, "https://a.test").params; };
    CHECK(params() == changes.params);
    clear(session); // which forgets what servers handed out
    CHECK(params() == changes.params);
    changes.params = {{"a", "4"}, {"b", ""}, {"A", "5"}};
    make(changes, session);
    CHECK(params() == std::vector<session::Param>{{"a", "4"}, {"A", "5"}});
    changes.params = {{"a", ""}, {"A", ""}};
    make(changes, session);
    CHECK(session.origins.empty());
    changes.site = a_url("https://b.test/x");
    changes.params = {{"a", "1"}};
    make(changes, session);
    CHECK(state_of(session, "https://b.test").params == changes.params);
    CHECK(session.find(http::origin(a_url("https://a.test"))) == nullptr);
    Session nobodys;
    changes.site.reset();
    CHECK_FALSE(apply(changes, nobodys, start));
}

TEST_CASE("changes: credentials come and go with the nonce that was theirs", "[session]") {
    Session session = with_base("https://a.test");
    Changes changes;
    changes.auth = basic("bob");
    make(changes, session);
    session.at(http::origin(a_url("https://a.test"))).digest.emplace();
    changes = {};
    changes.forgets_auth = true;
    make(changes, session);
    CHECK(session.origins.empty());
    CHECK(session.base == "https://a.test");
}

TEST_CASE("changes: the base is set and forgotten", "[session]") {
    Session session;
    Changes changes;
    changes.base = "https://a.test/v2";
    make(changes, session);
    CHECK(session.base == "https://a.test/v2");
    changes.base = "";
    make(changes, session);
    CHECK_FALSE(session.base);
    // Settings for another server do not make it the base's.
    changes = {};
    changes.site = a_url("https://b.test");
    changes.base = "https://a.test";
    changes.headers = {{"X", "1"}};
    make(changes, session);
    CHECK(session.base == "https://a.test");
}

TEST_CASE("changes: a cookie set by hand keeps to the rules of servers", "[session]") {
    struct Case {
        const char* why;
        const char* base;
        http::Header cookie;
        const char* url;    ///< with which it goes
        const char* header; ///< what goes
    };

    const std::vector<Case> cases = {
        {"all paths", "https://a.test/v2", {"id", "1"}, "https://a.test/", "id=1"},
        {"the host alone", "https://a.test", {"id", "1"}, "https://b.a.test/", ""},
        {"https alone", "https://a.test", {"id", "1"}, "http://a.test/", ""},
        {"http, too", "http://a.test", {"id", "1"}, "http://a.test/", "id=1"},
        {"its path", "http://a.test", {"id", "1; Path=/x"}, "http://a.test/", ""},
        {"its path", "http://a.test", {"id", "1; Path=/x"}, "http://a.test/x", "id=1"},
        {"its domain", "http://a.test", {"id", "1; Domain=a.test"}, "http://b.a.test", "id=1"},
        {"one that has ended", "http://a.test", {"id", "1; Max-Age=0"}, "http://a.test", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Session session = with_base(c.base);
        make(cookies({c.cookie}), session);
        CHECK(session.cookies.header_for(a_url(c.url), start + 1s) == c.header);
    }
}

TEST_CASE("changes: a cookie that no server could set is an error without its value", "[session]") {
    for (const http::Header& cookie : {
             http::Header{"id", "s3cret; Domain=b.test"},
             http::Header{"id", "s3cret; Domain=test"},
             http::Header{"__Secure-id", "s3cret"},
             http::Header{"id", "s3\x01cret"},
         }) {
        Session session = with_base("http://a.test");
        const auto made = apply(cookies({cookie}), session, start);
        REQUIRE_FALSE(made);
        CHECK(made.error().kind() == base::ErrorKind::usage);
        CHECK(made.error().what() == "cannot set the cookie " + cookie.name);
        CHECK(made.error().cause().find("s3") == std::string::npos);
        CHECK(session.cookies.empty());
    }
}

TEST_CASE("changes: a cookie without a value goes wherever it is, and for good", "[session]") {
    Session session = with_base("http://www.a.test");
    make(
        cookies(
            {{"id", "1"},
             {"id", "2; Path=/x"},
             {"id", "3; Domain=a.test"},
             {"id", "4; Path=/s; Domain=a.test"},
             {"other", "5"}}
        ),
        session
    );
    CHECK(session.cookies.size() == 5);
    const auto gone = apply(cookies({{"id", ""}}), session, start + 2s);
    REQUIRE(gone);
    CHECK(session.cookies.header_for(a_url("http://www.a.test/x"), start + 3s) == "other=5");
    CHECK(session.cookies.size() == 1);
    // A run that was answered before that does not bring it back.
    session::Delta late;
    late.cookies = {{a_url("http://www.a.test"), "id=6; Path=/", start + 1s}};
    apply(late, session, start + 4s);
    CHECK(session.cookies.size() == 1);
}

TEST_CASE("changes: Secure cookies go as well, and those of a port of localhost", "[session]") {
    Session session = with_base("https://a.test");
    make(cookies({{"id", "1"}}), session);
    make(cookies({{"id", ""}}), session);
    CHECK(session.cookies.empty());
    session = with_base("http://localhost:8080");
    make(cookies({{"id", "1"}, {"id", ""}}), session);
    CHECK(session.cookies.empty());
}

TEST_CASE("changes: ports of localhost are shared or kept apart from now on", "[session]") {
    Session session = with_base("http://localhost:8080");
    make(cookies({{"id", "1"}}), session);
    CHECK(session.cookies.header_for(a_url("http://localhost:9000"), start).empty());
    Changes changes;
    changes.cookie_ports = http::LoopbackPorts::shared;
    make(changes, session);
    CHECK(session.cookies.header_for(a_url("http://localhost:9000"), start) == "id=1");
    CHECK(decoded(encode(session)).cookies.loopback_ports() == http::LoopbackPorts::shared);
}

TEST_CASE("changes: what was removed stays so when ports are shared from now on", "[session]") {
    Session session = with_base("http://localhost:8080");
    make(cookies({{"id", "1"}, {"id", ""}}), session);
    Changes changes;
    changes.cookie_ports = http::LoopbackPorts::shared;
    make(changes, session);
    session::Delta late;
    late.cookies = {{a_url("http://localhost:8080"), "id=2; Path=/", start - 1s}};
    CHECK_FALSE(apply(late, session, start + 1s));
    CHECK(session.cookies.empty());
}

TEST_CASE("changes: clear forgets what servers gave, and begins an epoch", "[session]") {
    Session session = decoded(R"({"latch": {"session": 1}, "base": "https://a.test",
        "cookie_ports": "shared",
        "origins": {"https://a.test": {"headers": [{"name": "X", "value": "1"}],
            "auth": {"type": "digest", "user": "bob", "secret": "pw"},
            "digest": {"realm": "r", "nonce": "n"}}},
        "cookies": [{"name": "id", "value": "1", "domain": "a.test", "note": 1}],
        "removed_cookies": [{"name": "b", "domain": "a.test", "removed": "2026-11-23T10:00:00Z"}]})"
    );
    CHECK(session.epoch == 0U);
    session::clear(session);
    CHECK(encode(session).find("removed_cookies") == std::string::npos);
    CHECK(session.cookies.empty());
    CHECK(session.cookies.loopback_ports() == http::LoopbackPorts::shared);
    CHECK(state_of(session, "https://a.test").auth);
    CHECK_FALSE(state_of(session, "https://a.test").digest);
    CHECK(state_of(session, "https://a.test").headers.size() == 1);
    CHECK(session.base == "https://a.test");
    CHECK(decoded(encode(session)).epoch == 1U);
    session.epoch = 0xffffffffU;
    session::clear(session);
    CHECK(decoded(encode(session)).epoch == 0U);
}

TEST_CASE("changes: a run that began before a clear brings nothing received back", "[session]") {
    struct Case {
        const char* why;
        std::optional<std::uint64_t> of_run;
        std::optional<std::uint64_t> of_session;
        bool takes_typed;
        bool takes_received;
    };

    const std::vector<Case> cases = {
        {"nothing happened", 0, 0, true, true},
        {"no session yet, nor now", std::nullopt, std::nullopt, true, true},
        {"another run was first to save", std::nullopt, 0, true, true},
        {"cleared meanwhile", 0, 1, true, false},
        {"cleared before, removed and begun anew meanwhile", 1, 0, true, false},
        {"removed meanwhile", 0, std::nullopt, false, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Session session;
        session.epoch = c.of_session;
        session::Delta delta;
        delta.epoch = c.of_run;
        delta.typed.url = a_url("http://a.test");
        delta.typed.headers = {{"X", "1"}};
        delta.cookies = {{a_url("http://a.test"), "id=1", start}};
        delta.nonces = {{http::origin(a_url("http://b.test")), {}}};
        const bool changed = apply(delta, session, start);
        CHECK(changed == c.takes_typed);
        CHECK((session.find(http::origin(a_url("http://a.test"))) != nullptr) == c.takes_typed);
        CHECK((session.find(http::origin(a_url("http://b.test"))) != nullptr) == c.takes_received);
        CHECK(session.cookies.empty() != c.takes_received);
    }
}

TEST_CASE("changes: a copy has no nonce, which counts for one session only", "[session]") {
    Session session = with_base("http://a.test");
    session.at(http::origin(a_url("http://a.test"))).digest.emplace();
    CHECK_FALSE(state_of(session::copy_of(session), "http://a.test").digest);
}

TEST_CASE("changes: a clear forgets what was learned of CSRF with the cookies", "[session]") {
    Session session = with_base("http://a.test");
    session.at(http::origin(a_url("http://a.test"))).csrf.emplace_back();
    clear(session);
    CHECK(session.origins.empty());
}

TEST_CASE("changes: of cookies that two ports had the one updated last is shared", "[session]") {
    Session session = decoded(R"({"latch": {"session": 1}, "cookies": [
        {"name": "id", "value": "updated-last", "domain": "localhost", "port": 8080,
         "created": "2026-11-23T10:00:00Z", "updated": "2026-11-23T12:00:00Z"},
        {"name": "id", "value": "created-last", "domain": "localhost", "port": 9090,
         "created": "2026-11-23T11:00:00Z"}]})");
    Changes changes;
    changes.cookie_ports = http::LoopbackPorts::shared;
    make(changes, session);
    CHECK(session.cookies.header_for(a_url("http://localhost:1"), start) == "id=updated-last");
}

TEST_CASE("changes: a clock that was set back is named as what is wrong", "[session]") {
    for (const char* const value : {"2", ""}) {
        INFO("value: " << value);
        Session session = with_base("https://a.test");
        make(cookies({{"id", "1"}}), session);
        const auto refused = apply(cookies({{"id", value}}), session, start - 1h);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().cause().find("clock") != std::string::npos);
        CHECK(session.cookies.header_for(a_url("https://a.test"), start) == "id=1");
    }
}

TEST_CASE("changes: what an edited session lacks counts as removed", "[session]") {
    const Session before = decoded(R"({"latch": {"session": 1}, "cookies": [
        {"name": "gone", "value": "1", "domain": "a.test"},
        {"name": "stays", "value": "1", "domain": "a.test"},
        {"name": "gone", "value": "1", "domain": "a.test", "path": "/stays"}]})");
    Session after = decoded(R"({"latch": {"session": 1}, "cookies": [
        {"name": "stays", "value": "2", "domain": "a.test"},
        {"name": "gone", "value": "1", "domain": "a.test", "path": "/stays"}]})");
    session::note_removals(before, after, start);
    REQUIRE(after.cookies.removals().size() == 1);
    CHECK(after.cookies.removals().front().path == "/");
    session::Delta late;
    late.cookies = {
        {a_url("http://a.test"), "gone=2; Path=/", start - 1s},
        {a_url("http://a.test"), "stays=3; Path=/", start - 1s}};
    apply(late, after, start);
    CHECK(after.cookies.header_for(a_url("http://a.test/"), start) == "stays=3");
}

TEST_CASE("changes: a copy begins an epoch of its own", "[session]") {
    Session session;
    session.epoch = 7;
    CHECK_FALSE(session::copy_of(session).epoch);
}

TEST_CASE("changes: a run is told that it comes too late", "[session]") {
    struct Case {
        const char* why;
        std::optional<std::uint64_t> of_run;
        std::optional<std::uint64_t> of_session;
        bool has_cookie;
        bool has_header;
        bool is_too_late;
    };

    const std::vector<Case> cases = {
        {"nothing happened", 1, 1, true, true, false},
        {"no session yet", std::nullopt, std::nullopt, true, true, false},
        {"cleared", 1, 2, true, false, true},
        {"cleared, and what was typed is taken", 1, 2, false, true, false},
        {"removed", 1, std::nullopt, true, false, true},
        {"removed, and something was typed", 1, std::nullopt, false, true, true},
        {"removed, and there is nothing to save", 1, std::nullopt, false, false, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Session session;
        session.epoch = c.of_session;
        session::Delta delta;
        delta.epoch = c.of_run;
        if (c.has_cookie) {
            delta.cookies = {{a_url("http://a.test"), "id=1", start}};
        }
        if (c.has_header) {
            delta.typed.headers = {{"X", "1"}};
        }
        CHECK(comes_too_late(delta, session) == c.is_too_late);
    }
}

TEST_CASE(
    "changes: another client's file belongs to whom the base or the origin names", "[session]"
) {
    const char* const file = R"({"__meta__": {"httpie": "3.2.1"}, "headers": [
        {"name": "X-Key", "value": "k"}], "auth": {"type": "basic", "raw_auth": "bob:pw"},
        "cookies": [{"name": "a", "value": "1"}, {"name": "b", "value": "2", "domain": "b.test"}]})";
    Session session = decoded(file);
    Changes changes;
    SECTION("the base") {
        changes.base = "https://a.test/v2";
    }
    SECTION("the origin") {
        changes.site = a_url("https://a.test/");
    }
    SECTION("neither") {
        changes.cookie_ports = http::LoopbackPorts::shared;
        make(changes, session);
        CHECK_FALSE(session.foreign->is_settled());
        return;
    }
    make(changes, session);
    CHECK(session.foreign->is_settled());
    CHECK(state_of(session, "https://a.test").headers.find("X-Key") == "k");
    CHECK(state_of(session, "https://a.test").auth->account.user == "bob");
    CHECK(session.cookies.header_for(a_url("https://a.test/"), start) == "a=1");
    CHECK(session.cookies.header_for(a_url("https://b.test/"), start) == "b=2");
}

TEST_CASE("changes: clear forgets the cookies of another client's file as well", "[session]") {
    Session session = decoded(R"({"__meta__": {"httpie": "3.2.1"}, "headers": [],
        "cookies": [{"name": "a", "value": "1"}]})");
    CHECK_FALSE(session.foreign->is_settled());
    session::clear(session);
    CHECK(session.foreign->is_settled());
}
