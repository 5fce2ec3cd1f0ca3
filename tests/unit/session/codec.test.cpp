// SPDX-License-Identifier: MIT
#include "latch/session/codec.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <bit>
#include <string>

using namespace latch;
using namespace std::chrono_literals;
using access::SecretSource;
using session::decode;
using session::decode_bundle;
using session::encode;
using session::Session;

namespace {

constexpr std::chrono::sys_seconds start =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(10);

http::Url url(std::string_view text) {
    const auto parsed = http::parse_url(text);
    REQUIRE(parsed);
    return parsed->url;
}

Session decoded(std::string_view text) {
    auto session = decode(text, "app.json");
    REQUIRE(session);
    return *std::move(session);
}

/// A session file with these members behind "latch".
std::string file_with(std::string_view members) {
    return R"({"latch": {"session": 1}, )" + std::string(members) + "}";
}

constexpr std::string_view full_file = R"({
  "latch": {
    "session": 1
  },
  "base": "https://api.example.com/v2",
  "origins": {
    "https://api.example.com": {
      "headers": [
        {
          "name": "X-Tenant",
          "value": "acme"
        }
      ],
      "auth": {
        "type": "basic",
        "user": "bob",
        "secret": {
          "env": "API_PASSWORD"
        }
      },
      "csrf": {
        "mode": "cookie-masked",
        "cookie": "XSRF-TOKEN",
        "header": "X-XSRF-TOKEN"
      },
      "login": {
        "type": "form",
        "page": "/login",
        "user": "bob",
        "secret": {
          "env": "API_PASSWORD"
        }
      }
    },
    "http://localhost:8080": {
      "auth": {
        "type": "bearer",
        "secret": {
          "file": "/run/secrets/token"
        }
      }
    }
  },
  "cookies": [
    {
      "name": "JSESSIONID",
      "value": "0A1B",
      "domain": "api.example.com",
      "host_only": true,
      "path": "/",
      "secure": true,
      "http_only": true,
      "same_site": null,
      "expires": null,
      "created": "2026-11-23T10:00:00Z"
    },
    {
      "name": "remember",
      "value": "yes",
      "domain": "example.com",
      "host_only": false,
      "path": "/v2",
      "secure": false,
      "http_only": false,
      "same_site": "lax",
      "expires": "2026-12-23T10:00:00Z",
      "created": "2026-11-23T10:00:00.007Z",
      "updated": "2026-11-23T11:00:00.250Z"
    },
    {
      "name": "JSESSIONID",
      "value": "2C3D",
      "domain": "localhost",
      "host_only": true,
      "path": "/",
      "port": 8080,
      "secure": false,
      "http_only": true,
      "same_site": "strict",
      "expires": null,
      "created": "2026-11-23T12:00:00Z"
    }
  ]
}
)";

Session full_session() {
    Session session;
    session.base = "https://api.example.com/v2";
    auto& api = session.at(http::origin(url("https://api.example.com")));
    api.headers.add("X-Tenant", "acme");
    api.auth = {
        {access::Scheme::basic,
         "bob",
         {SecretSource::Kind::environment_variable, base::Secret("API_PASSWORD")}},
        {}};
    access::LoginRecipe recipe;
    recipe.user = "bob";
    recipe.secret = {SecretSource::Kind::environment_variable, base::Secret("API_PASSWORD")};
    api.login = {.recipe = recipe, .refused = std::nullopt, .unknown = {}};
    access::LearnedCsrf way;
    way.mode = access::CsrfMode::cookie_masked;
    way.cookie = "XSRF-TOKEN";
    way.header = "X-XSRF-TOKEN";
    api.csrf = {{.way = way, .unknown = {}}};
    session.at(http::origin(url("http://localhost:8080"))).auth = {
        {access::Scheme::bearer,
         "",
         {SecretSource::Kind::file, base::Secret("/run/secrets/token")}},
        {}};
    auto& jar = session.cookies;
    const http::Url site = url("https://api.example.com/v2/x");
    jar.store("JSESSIONID=0A1B; Path=/; Secure; HttpOnly", site, start);
    jar.store("remember=no; Domain=example.com", site, start + 7ms);
    jar.store(
        "remember=yes; Domain=example.com; SameSite=Lax; Expires=Wed, 23 Dec 2026 10:00:00 GMT",
        site,
        start + 1h + 250ms
    );
    jar.store(
        "JSESSIONID=2C3D; HttpOnly; SameSite=Strict", url("http://localhost:8080/"), start + 2h
    );
    return session;
}

/// What a session becomes when it is written, read and written again.
std::string twice(const Session& session) {
    return encode(decoded(encode(session)));
}

} // namespace

TEST_CASE("codec: a session is written as the manual shows it", "[session]") {
    CHECK(encode(full_session()) == full_file);
}

TEST_CASE("codec: what is written is read again", "[session]") {
    const Session session = decoded(full_file);
    const Session expected = full_session();
    CHECK(session.base == expected.base);
    REQUIRE(session.origins.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(session.origins[i].origin == expected.origins[i].origin);
        CHECK(session.origins[i].headers == expected.origins[i].headers);
        CHECK(session.origins[i].auth == expected.origins[i].auth);
        CHECK(session.origins[i].unknown == expected.origins[i].unknown);
    }
    const auto cookies = session.cookies.all();
    const auto expected_cookies = expected.cookies.all();
    REQUIRE(cookies.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        INFO(cookies[i]->name << " of " << cookies[i]->domain);
        CHECK(*cookies[i] == *expected_cookies[i]);
    }
    CHECK(encode(session) == full_file);
}

TEST_CASE("codec: an empty session is a file, too", "[session]") {
    const std::string text = encode(Session{});
    CHECK(
        text ==
        "{\n  \"latch\": {\n    \"session\": 1\n  },\n  \"origins\": {},\n  \"cookies\": []\n}\n"
    );
    CHECK(encode(decoded(text)) == text);
    CHECK(encode(decoded(R"({"latch":{"session":1}})")) == text);
}

TEST_CASE("codec: unknown members come back at every level", "[session]") {
    const Session session = decoded(R"({
        "future": {"deep": [1, {"x": null}], "z": "\u00fc", "a": true},
        "latch": {"written_by": "9.9", "session": 1, "min_reader": 1},
        "origins": {"https://a.test": {
            "auth": {"realm": "r", "type": "bearer", "secret": "s", "stale": [false]},
            "login": {"b": 1, "a": 2}, "later": null}},
        "big": 18446744073709551615,
        "comment": "mine"})");
    const std::string text = encode(session);
    CHECK(twice(session) == text);
    const auto holds = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    CHECK(holds("\"latch\": {\n    \"session\": 1,\n    \"written_by\": \"9.9\",\n    "
                "\"min_reader\": 1\n  },"));
    CHECK(holds("\"stale\": [\n          false\n        ]"));
    CHECK(holds("\"login\": {\n        \"b\": 1,\n        \"a\": 2\n      },\n      \"later\": null"
    ));
    CHECK(holds("\"z\": \"\xc3\xbc\",\n    \"a\": true"));
    CHECK(text.find("\"cookies\"") < text.find("\"future\""));
    CHECK(text.find("\"future\"") < text.find("\"big\": 18446744073709551615"));
    CHECK(text.find("\"big\"") < text.find("\"comment\": \"mine\""));
}

TEST_CASE("codec: bytes that are not UTF-8 survive in base64", "[session]") {
    Session session;
    const http::Url site = url("https://a.test/");
    session.cookies.store("latin\xe9=caf\xe9; Path=/\xff", site, start);
    session.cookies.store("utf8=caf\xc3\xa9", site, start);
    auto& state = session.at(http::origin(site));
    state.headers.add("X-Name", "J\xfcrgen");
    state.auth = {
        {access::Scheme::basic,
         "b\xf6"
         "b",
         {SecretSource::Kind::literal, base::Secret("\xff\xfe")}},
        {}};
    const std::string text = encode(session);
    CHECK(text.find(R"("base64": "Y2Fm6Q==")") != std::string::npos);
    CHECK(text.find("caf\xc3\xa9") != std::string::npos);

    const Session again = decoded(text);
    CHECK(*again.cookies.all()[0] == *session.cookies.all()[0]);
    CHECK(again.origins[0].headers == state.headers);
    CHECK(again.origins[0].auth == state.auth);
    CHECK(encode(again) == text);
}

TEST_CASE(
    "codec: parameters keep their order, their bytes and what is noted of them", "[session]"
) {
    const Session session = decoded(R"({"latch": {"session": 1}, "origins": {"https://a.test": {
        "params": [{"name": "b", "value": "\u00fc &="}, {"name": "a", "value": ""},
                   {"name": "b", "value": {"base64": "/w=="}, "why": "later"}]}}})");
    REQUIRE(session.origins.size() == 1);
    CHECK(
        session.origins[0].params ==
        std::vector<session::Param>{
            {"b", "\xc3\xbc &="}, {"a", ""}, {"b", "\xff", {{"why", "\"later\""}}}}
    );
    CHECK(twice(session) == encode(session));
    CHECK(encode(session).find("\"why\": \"later\"") != std::string::npos);
}

TEST_CASE("codec: a secret is a reference or itself", "[session]") {
    const auto secret_of = [](const std::string& secret) {
        const Session session = decoded(file_with(
            R"("origins": {"https://a.test": {"auth": {"type": "bearer", "secret": )" + secret +
            "}}}"
        ));
        CHECK(twice(session) == encode(session));
        return session.origins.at(0).auth.value().account.secret;
    };
    using Kind = SecretSource::Kind;
    CHECK(
        secret_of(R"({"env": "TOKEN"})") ==
        SecretSource{Kind::environment_variable, base::Secret("TOKEN")}
    );
    CHECK(secret_of(R"({"file": "~/token"})") == SecretSource{Kind::file, base::Secret("~/token")});
    CHECK(secret_of(R"("hunter2")") == SecretSource{Kind::literal, base::Secret("hunter2")});
    CHECK(secret_of(R"("")") == SecretSource{Kind::literal, base::Secret("")});
    CHECK(secret_of(R"({"base64": "/w=="})") == SecretSource{Kind::literal, base::Secret("\xff")});
    CHECK(secret_of(R"({"fd": "7"})") == SecretSource{Kind::descriptor, base::Secret("7")});
    CHECK(secret_of(R"({"fd": 7})") == SecretSource{Kind::descriptor, base::Secret("7")});
    CHECK(
        secret_of(R"({"file": {"base64": "L/8="}})") ==
        SecretSource{Kind::file, base::Secret("/\xff")}
    );
}

TEST_CASE("codec: loopback ports are shared if the session says so", "[session]") {
    const Session shared = decoded(file_with(R"("cookie_ports": "shared")"));
    CHECK(shared.cookies.loopback_ports() == http::LoopbackPorts::shared);
    CHECK(encode(shared).find(R"("cookie_ports": "shared")") != std::string::npos);
    CHECK(twice(shared) == encode(shared));
    const Session separate = decoded(file_with(R"("cookie_ports": "separate")"));
    CHECK(separate.cookies.loopback_ports() == http::LoopbackPorts::separate);
    CHECK(encode(separate) == encode(Session{}));
}

TEST_CASE("codec: members that are missing or null have safe values", "[session]") {
    const Session session = decoded(file_with(
        R"("base": null, "origins": {"https://a.test": {}}, "cookie_ports": null,
           "cookies": [{"name": "a", "value": "b", "domain": "a.test", "path": null}])"
    ));
    REQUIRE(session.cookies.size() == 1);
    http::Cookie expected;
    expected.name = "a";
    expected.value = "b";
    expected.domain = "a.test";
    CHECK(*session.cookies.all().front() == expected);
    CHECK(expected.host_only);
    CHECK_FALSE(session.base);
}

TEST_CASE("codec: hand-written spellings are understood", "[session]") {
    const Session session = decoded(
        "\xef\xbb\xbf" + // a byte order mark
        file_with(R"("cookies": [{"name": "a", "value": "b", "domain": "API.Example.com",
                     "same_site": "Lax", "expires": "2027-01-01T00:00:00.5Z"}])")
    );
    const http::Cookie& cookie = *session.cookies.all().front();
    CHECK(cookie.domain == "api.example.com");
    CHECK(cookie.same_site == http::SameSite::lax);
    CHECK(encode(session).find("2027-01-01T00:00:01Z") != std::string::npos); // never shortened
}

TEST_CASE("codec: cookies are the same wherever their member stands", "[session]") {
    const std::string cookies = R"("cookies": [{"name": "a", "value": "1", "domain": "a.test",
        "later": {"x": [1]}}, {"name": "b", "value": "2", "domain": "b.test"}])";
    const std::string rest = R"("cookie_ports": "shared", "epoch": 7)";
    const std::string latch = R"("latch": {"session": 1})";
    const auto encoded = [](const std::string& members) {
        return session::encode(session::decode('{' + members + '}', "x").value());
    };
    const std::string usual = encoded(latch + ',' + rest + ',' + cookies);
    CHECK(usual.find(R"("name": "b")") != std::string::npos);
    CHECK(usual.find(R"("later": {)") != std::string::npos);
    CHECK(encoded(latch + ',' + cookies + ',' + rest) == usual);
    CHECK(encoded(cookies + ',' + rest + ',' + latch) == usual);
    CHECK(encoded(cookies + ',' + latch + ',' + rest) == usual);
}

TEST_CASE("codec: arrays behind the cookies are no cookies", "[session]") {
    // Where `place` members stand, the array of the cookies lies at that place of the document's
    // members, which move when more of them come. An allocator hands the memory that they leave to
    // who next asks for as much: the object behind them, whose member at the same place is an
    // array.
    for (std::size_t place = 1; place < 20; ++place) {
        INFO(place);
        std::string text = R"({"latch": {"session": 1})";
        std::string object = "{";
        for (std::size_t i = 0; i < place; ++i) {
            text += i == 0 ? "" : ", \"before" + std::to_string(i) + "\": 0";
            object += "\"y" + std::to_string(i) + "\":0,";
        }
        object += R"("no cookies":[[1],[2]]})";
        text += R"(, "cookies": [{"name": "a", "value": "1", "domain": "a.test"}])";
        const std::size_t behind = std::bit_ceil(place + 1) - place;
        for (std::size_t i = 0; i < behind; ++i) {
            text += ", \"x" + std::to_string(i) + "\": " + object;
        }
        const auto session = session::decode(text + '}', "x");
        REQUIRE(session);
        CHECK(session->cookies.size() == 1);
        REQUIRE(session->unknown.size() == place - 1 + behind);
        for (std::size_t i = 0; i < behind; ++i) {
            CHECK(session->unknown[place - 1 + i].second == object);
        }
    }
}

TEST_CASE("codec: that the format is newer matters more than a cookie", "[session]") {
    const auto session = session::decode(R"({"latch": {"session": 2}, "cookies": [1]})", "x");
    REQUIRE_FALSE(session);
    CHECK(session.error().cause() == "latch.session says that a newer latch wrote this (format 2)");
}

TEST_CASE("codec: order of arrival survives", "[session]") {
    Session session;
    const http::Url site = url("http://a.test/");
    for (const char* line : {"z=1", "a=2; Domain=a.test", "m=3", "a=4"}) {
        session.cookies.store(line, site, start); // all of one response
    }
    const std::string header = session.cookies.header_for(site, start);
    CHECK(header == "z=1; a=2; m=3; a=4");
    CHECK(decoded(encode(session)).cookies.header_for(site, start) == header);
    session.cookies.store("m=5", site, start + 1ms);
    CHECK(decoded(encode(session)).cookies.header_for(site, start) == "z=1; a=2; m=5; a=4");
}

TEST_CASE("codec: the newest response wins over a file, too", "[session]") {
    Session session;
    session.cookies.store("a=1", url("http://a.test/"), start);
    session.cookies.store("a=2", url("http://a.test/"), start + 250ms);
    Session again = decoded(encode(session));
    CHECK(
        again.cookies.store("a=0", url("http://a.test/"), start + 249ms) == http::Stored::outdated
    );
    CHECK(
        again.cookies.store("a=3", url("http://a.test/"), start + 250ms) == http::Stored::replaced
    );
}

TEST_CASE("codec: everything that a jar takes can be read again", "[session]") {
    Session session;
    const http::Url site = url("https://a.test/x");
    for (const char* line :
         {"a=b\tc d",
          "=x=y",
          "quoted=\"a\\b\"",
          "comma=a,b",
          "a b=c",
          "long=\x80\x9b",
          "empty=",
          "p=1; Path=/a b",
          "__Host-p=1; Secure; Path=/",
          "gr\xc3\xb6\xc3\x9f=1"}) {
        INFO(line);
        CHECK(session.cookies.store(line, site, start) == http::Stored::added);
    }
    session.cookies.store("v6=1; Domain=::1", url("http://[::1]:8080/"), start);
    session.cookies.store("v4=1; Domain=127.0.0.1", url("http://127.0.0.1:8080/"), start);
    session.cookies.store("big=" + std::string(4093, 'x'), site, start);
    CHECK(session.cookies.size() == 13);
    CHECK(twice(session) == encode(session));
    CHECK(
        decoded(encode(session)).cookies.header_for(site, start) ==
        session.cookies.header_for(site, start)
    );
}

TEST_CASE("codec: the example bundle is a bundle", "[session]") {
    const auto bundle = decode_bundle(test::slurp(LATCH_EXAMPLE), "sessions.example.json");
    REQUIRE(bundle);
    REQUIRE(bundle->size() == 3);
    CHECK(bundle->at(0).first == "spring");
    CHECK(bundle->at(1).first == "jwt");
    CHECK(bundle->at(2).first == "ci");
    const auto& spring = bundle->at(0).second;
    CHECK(spring.base == "http://localhost:8080");
    CHECK(spring.origins.at(0).login.value().recipe.value().user == "alice");
    const auto& jwt = bundle->at(1).second.origins.at(0).auth;
    CHECK(jwt.value().account.scheme == access::Scheme::bearer);
    CHECK(jwt.value().account.secret.kind == SecretSource::Kind::environment_variable);
    const auto& ci = bundle->at(2).second.origins.at(0).auth;
    CHECK(ci.value().account.scheme == access::Scheme::basic);
    CHECK(ci.value().account.secret.kind == SecretSource::Kind::file);
    for (const auto& [name, session] : *bundle) {
        INFO(name);
        CHECK(twice(session) == encode(session));
    }
}

TEST_CASE("codec: sessions of a bundle may be files as they are", "[session]") {
    const std::string text = R"({"latch": {"sessions": 1}, "sessions": {"b": )" +
                             std::string(full_file) + R"(, "a": {}}})";
    const auto bundle = decode_bundle(text, "all.json");
    REQUIRE(bundle);
    REQUIRE(bundle->size() == 2);
    CHECK(bundle->front().first == "b");
    CHECK(encode(bundle->front().second) == full_file);
    CHECK(encode(bundle->back().second) == encode(Session{}));
}

TEST_CASE("codec: notes of later versions on cookies and headers are kept", "[session]") {
    const std::string text = R"({"latch": {"session": 1},
        "origins": {"https://a.test": {"headers": [{"name": "X-A", "value": "1", "note": [1]}]}},
        "cookies": [{"name": "S", "value": "1", "domain": "a.test", "partitioned": true}]})";
    const std::string again = twice(decoded(text));
    CHECK(again.find("\"note\": [") != std::string::npos);
    CHECK(again.find("\"partitioned\": true") != std::string::npos);
}

TEST_CASE("codec: removals of cookies are kept without their values", "[session]") {
    Session session;
    const http::Url site = url("https://a.test/");
    session.cookies.store("S=secret; Path=/x", site, start);
    session.cookies.store("S=; Path=/x; Max-Age=0", site, start + 1h);
    const std::string text = encode(session);
    CHECK(text.find("secret") == std::string::npos);
    const Session again = decoded(text);
    REQUIRE(again.cookies.removals().size() == 1);
    CHECK(again.cookies.removals() == session.cookies.removals());
    CHECK(encode(again) == text);
}

TEST_CASE("codec: a digest nonce and every source of a secret come back", "[session]") {
    Session session;
    auto& state = session.at({http::Scheme::http, "a.test", 80});
    state.digest = session::StoredNonce{
        .nonce =
            {.challenge =
                 {.realm = "r \"x\"",
                  .nonce = "n",
                  .opaque = "",
                  .algorithm = access::parse_digest_algorithm("SHA-256-sess"),
                  .protection = access::Protection::auth_int},
             .uses = 7,
             .cnonce = "c"},
        .unknown = {{"later", "1"}},
    };
    using Kind = SecretSource::Kind;
    for (const Kind kind :
         {Kind::environment_variable,
          Kind::file,
          Kind::descriptor,
          Kind::command,
          Kind::keyring,
          Kind::prompt}) {
        state.auth = session::StoredAuth{
            .account = {access::Scheme::digest, "bob", {kind, base::Secret("3")}}, .unknown = {}};
        const auto again = session::decode(session::encode(session), "x.json");
        REQUIRE(again);
        REQUIRE(again->origins.size() == 1);
        CHECK(again->origins[0].auth == state.auth);
        CHECK(again->origins[0].digest == state.digest);
    }
    state.digest->nonce.challenge = {.realm = "", .nonce = "n"};
    const auto plain = session::decode(session::encode(session), "x.json");
    REQUIRE(plain);
    CHECK(plain->origins[0].digest == state.digest);
}

TEST_CASE("codec: every way to a CSRF token comes back", "[session]") {
    Session session;
    auto& state = session.at({http::Scheme::http, "a.test", 80});
    access::LearnedCsrf way;
    way.mode = access::CsrfMode::header;
    way.header = "X-CSRF-TOKEN";
    way.source = "/shop/login?x=1";
    way.path = "/shop";
    way.token = base::Secret("t");
    way.obtained_under = "h";
    state.csrf = {{.way = way, .unknown = {{"later", "1"}}}};
    const auto again = [&] {
        const auto read = session::decode(session::encode(session), "x.json");
        REQUIRE(read);
        return read->origins.at(0).csrf;
    };
    CHECK(again() == state.csrf);
    way.mode = access::CsrfMode::fetch;
    way.path = "/";
    way.token = {};
    way.obtained_under.clear();
    state.csrf.push_back({.way = way, .unknown = {}});
    state.csrf.push_back({.way = {.path = "/open", .mode = access::CsrfMode::off}, .unknown = {}});
    CHECK(again() == state.csrf);
}
