// SPDX-License-Identifier: MIT
#include "support/builders.hpp"
#include "support/catch.hpp"
#include "support/jwt.hpp"

#include "latch/session/codec.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/held_token.hpp"
#include "latch/session/listing.hpp"
#include "latch/session/redact.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using session::Session;

namespace {

constexpr std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

const std::string text = R"({
  "latch": {"session": 1},
  "origins": {
    "http://a.test": {
      "auth": {"type": "bearer", "secret": "s3cret-token", "expires": "2026-11-23T00:05:00Z", "lifetime": 300,
               "refresh": "s3cret-refresh", "later": 1},
      "login": {"type": "json", "page": "/api/login", "user": "bob", "secret": {"env": "PW"},
                "fields": [{"name": "tenant", "value": "s3cret-field"},
                           {"name": "device", "json": "[\"s3cret-id\"]"}],
                "names": {"user": "email", "password": "pw"}}
    }
  }
})";

const http::Origin a{http::Scheme::http, "a.test", 80};
const http::Origin b{http::Scheme::http, "b.test", 80};

Session decoded(const std::string& file) {
    const auto session = session::decode(file, "s.json");
    REQUIRE(session);
    return *session;
}

access::LoginRecipe recipe(access::LoginKind kind) {
    access::LoginRecipe made;
    made.page = "/in";
    made.user = "eve";
    made.kind = kind;
    return made;
}

session::StoredAuth bearer(const std::string& token) {
    session::StoredAuth auth;
    auth.account.scheme = access::Scheme::bearer;
    auth.account.secret.text = base::Secret(token);
    return auth;
}

session::Delta learned(const session::LearnedLogin& login) {
    session::Delta delta;
    delta.login = login;
    return delta;
}

} // namespace

TEST_CASE("login token: what the file says is read, and written as it was", "[session]") {
    const Session session = decoded(text);
    const auto& auth = session.find(a)->auth.value();
    CHECK(auth.account.secret.text.reveal() == "s3cret-token");
    CHECK(auth.expires == start + 5min);
    CHECK(auth.refresh.reveal() == "s3cret-refresh");
    CHECK(auth.unknown.size() == 1);
    const auto& recipe = session.find(a)->login.value().recipe.value();
    CHECK(recipe.kind == access::LoginKind::json);
    CHECK(recipe.page == "/api/login");
    CHECK(recipe.names == access::LoginNames{.user = "email", .password = "pw"});
    CHECK(recipe.fields == std::vector<access::FormField>{{"tenant", "s3cret-field"}});
    CHECK(recipe.literals == std::vector<access::FormField>{{"device", R"(["s3cret-id"])"}});
    const Session again = decoded(encode(session));
    CHECK(again.find(a)->auth == session.find(a)->auth);
    CHECK(again.find(a)->login == session.find(a)->login);
    CHECK(encode(again) == encode(session));
}

TEST_CASE("login token: names that are the usual ones are not written", "[session]") {
    Session session;
    session.at(a).login = session::StoredLogin{
        .recipe = recipe(access::LoginKind::json), .refused = std::nullopt, .unknown = {}};
    CHECK_THAT(encode(session), !Contains("names"));
    CHECK(decoded(encode(session)).find(a)->login == session.find(a)->login);
}

TEST_CASE("login token: what is wrong with it is an error", "[session]") {
    for (const std::string origin :
         {R"("auth": {"type": "bearer", "secret": "t", "expires": "soon"})",
          R"("auth": {"type": "bearer", "secret": "t", "refresh": ""})",
          R"("auth": {"type": "bearer", "secret": "t", "refresh": 7})",
          R"("login": {"type": "json", "page": "/x", "user": "b", "secret": "s", "names": {}})",
          R"("login": {"type": "json", "page": "/x", "user": "b", "secret": "s", "names": 1})"}) {
        INFO(origin);
        CHECK_FALSE(session::decode(
            R"({"latch": {"session": 1}, "origins": {"http://a.test": {)" + origin + "}}}", "s.json"
        ));
    }
}

TEST_CASE("login token: the recipe of OAuth 2 is read, and written as it was", "[session]") {
    const std::string file = R"({"latch": {"session": 1}, "origins": {"http://a.test": {"login": {
        "type": "oauth2", "page": "/api", "grant": "authorization_code", "client": "cli",
        "client_secret": "s3cret-of-client", "scope": "read write",
        "token_url": "https://as.test/token", "authorize_url": "https://as.test/authorize",
        "device_url": "https://as.test/device", "revoke_url": "https://as.test/revoke",
        "issuer": "https://as.test",
        "user": "bob", "secret": {"env": "PW"}}}}})";
    const Session session = decoded(file);
    const auto& recipe = session.find(a)->login.value().recipe.value();
    CHECK(recipe.kind == access::LoginKind::oauth2);
    CHECK(recipe.user == "bob");
    const access::OAuthClient& client = recipe.oauth.value();
    CHECK(client.grant == access::Grant::authorization_code);
    CHECK(client.id == "cli");
    CHECK(client.secret.value().text.reveal() == "s3cret-of-client");
    CHECK(client.scope == "read write");
    CHECK(client.server.token == "https://as.test/token");
    CHECK(client.server.authorize == "https://as.test/authorize");
    CHECK(client.server.device == "https://as.test/device");
    CHECK(client.server.revoke == "https://as.test/revoke");
    CHECK(client.server.issuer == "https://as.test");
    const Session again = decoded(encode(session));
    CHECK(again.find(a)->login == session.find(a)->login);
    CHECK(encode(again) == encode(session));

    const Session hidden = session::without_secrets(session);
    CHECK_THAT(encode(hidden), !Contains("s3cret"));
    CHECK_THAT(
        page_of(hidden, start), Contains("oauth2 for /api, authorization_code of https://as.test/")
    );
}

TEST_CASE("login token: a client by itself has no user", "[session]") {
    Session session;
    access::LoginRecipe made;
    made.kind = access::LoginKind::oauth2;
    made.page = "/";
    made.oauth = access::OAuthClient{
        .grant = access::Grant::client_credentials,
        .id = "machine",
        .server = {.token = "http://as.test/token"}};
    session.at(a).login =
        session::StoredLogin{.recipe = made, .refused = std::nullopt, .unknown = {}};
    CHECK_THAT(encode(session), !Contains("\"user\""));
    CHECK(decoded(encode(session)).find(a)->login == session.find(a)->login);
}

TEST_CASE("login token: what is wrong with a recipe of OAuth 2 is an error", "[session]") {
    const std::string rest = R"("type": "oauth2", "page": "/", )";
    for (const std::string members :
         {R"("grant": "password", "client": "c")",
          R"("client": "c")",
          R"("grant": "device_code")",
          R"("grant": "device_code", "client": "")",
          R"("grant": "device_code", "client": "c", "token_url": "/token")",
          R"("grant": "device_code", "client": "c", "token_url": "ftp://as.test/token")",
          R"("grant": "device_code", "client": "c", "user": "bob")"}) {
        INFO(members);
        CHECK_FALSE(session::decode(
            R"({"latch": {"session": 1}, "origins": {"http://a.test": {"login": {)" + rest +
                members + "}}}}",
            "s.json"
        ));
    }
}

TEST_CASE("login token: what a refresh brought takes the place of the old", "[session]") {
    Session session = decoded(text);
    access::ReceivedToken token{
        .token = base::Secret("new"),
        .place = "accessToken",
        .refresh = base::Secret("next"),
        .refresh_name = "refresh_token"};
    access::LoginRecipe used = session.find(a)->login.value().recipe.value();
    used.refresh = "/auth/refresh";
    CHECK(session::learn(session::signed_in_by(a, used, token), session));
    CHECK(session.find(a)->auth.value().account.secret.text.reveal() == "new");
    CHECK(session.find(a)->auth.value().refresh.reveal() == "next");
    const auto& recipe = session.find(a)->login.value().recipe.value();
    CHECK(recipe.refresh == "/auth/refresh");
    CHECK(recipe.names.refresh == "refresh_token");
    CHECK(recipe.names.user == "email");
    const Session again = decoded(encode(session));
    CHECK(again.find(a)->login == session.find(a)->login);
}

TEST_CASE("held token: what is kept of its end comes before what it says itself", "[session]") {
    session::HeldToken token{
        .origin = a,
        .secret = bearer(test::a_jwt(R"({"iat":1000,"exp":1100})")).account.secret,
        .expires = std::nullopt};
    CHECK(session::life_of(token).ends == base::Clock::time_point(1100s));
    CHECK(session::life_of(token).lifetime == base::Clock::duration(100s));
    token.expires = start;
    CHECK(session::life_of(token).ends == start);
    token.secret = bearer("opaque").account.secret;
    token.lifetime = 20s;
    CHECK(session::life_of(token).lifetime == base::Clock::duration(20s));
    token.expires = std::nullopt;
    CHECK_FALSE(session::life_of(token).ends);
    token.secret.kind = access::SecretSource::Kind::environment_variable;
    CHECK_FALSE(session::life_of(token).ends);
}

TEST_CASE("login token: nothing secret of it is shown", "[session]") {
    const Session hidden = session::without_secrets(decoded(text));
    for (const std::string& shown : {encode(hidden), page_of(hidden, start)}) {
        INFO(shown);
        CHECK(shown.find("s3cret") == std::string::npos);
        CHECK_THAT(shown, Contains("2026-11-23T00:05:00Z"));
        CHECK_THAT(shown, Contains("email"));
    }
    CHECK_THAT(
        page_of(hidden, start),
        Contains("auth    bearer, token ****, until 2026-11-23T00:05:00Z, the next one by ****")
    );
    CHECK_THAT(
        page_of(hidden, start),
        Contains("login   json at /api/login, user bob, password in the variable PW, tenant=****, "
                 "device:=****, named email and pw")
    );
}

TEST_CASE("login token: a list shows the user, not the token beside", "[session]") {
    const std::vector<session::Listed> sessions{
        {.name = "s", .file = "/s.json", .session = decoded(text)}};
    CHECK_THAT(list_as_table(sessions, start), Contains("bob"));
    CHECK_THAT(list_as_table(sessions, start), !Contains("(token)"));
    CHECK_THAT(list_as_json(sessions, start), Contains("\"type\": \"json\""));
}

TEST_CASE("login token: a success takes the place of what signed before", "[session]") {
    Session session;
    session.at(a).headers.add("Authorization", "Bearer old");
    const auto delta = learned(
        {.origin = a,
         .recipe = recipe(access::LoginKind::json),
         .refused = std::nullopt,
         .auth = bearer("new")}
    );
    CHECK(apply(delta, session, start));
    CHECK(session.find(a)->auth == bearer("new"));
    CHECK(session.find(a)->headers.empty());
    CHECK_FALSE(apply(delta, session, start));
}

TEST_CASE("login token: one that comes in a cookie leaves no old one", "[session]") {
    Session session = decoded(text);
    const auto delta =
        learned({.origin = a, .recipe = recipe(access::LoginKind::json), .refused = std::nullopt});
    CHECK(apply(delta, session, start));
    CHECK_FALSE(session.find(a)->auth);
}

TEST_CASE("login token: one with a header of its own goes there", "[session]") {
    Session session;
    const auto delta = learned(
        {.origin = a,
         .recipe = recipe(access::LoginKind::json),
         .refused = std::nullopt,
         .auth = std::nullopt,
         .headers = {{"X-Auth-Token", "t"}}}
    );
    CHECK(apply(delta, session, start));
    CHECK(session.find(a)->headers.find("X-Auth-Token") == "t");
    CHECK_FALSE(apply(delta, session, start));
}

TEST_CASE("login token: a login by a form takes the token of the one before away", "[session]") {
    Session session = decoded(text);
    CHECK(apply(
        learned({.origin = a, .recipe = recipe(access::LoginKind::form), .refused = std::nullopt}),
        session,
        start
    ));
    CHECK_FALSE(session.find(a)->auth);
    Session other;
    other.at(a).auth = bearer("typed");
    CHECK(apply(
        learned({.origin = a, .recipe = recipe(access::LoginKind::form), .refused = std::nullopt}),
        other,
        start
    ));
    CHECK(other.find(a)->auth == bearer("typed"));
}

TEST_CASE("login token: a refusal leaves the token", "[session]") {
    Session session = decoded(text);
    CHECK(apply(
        learned(
            {.origin = a,
             .recipe = std::nullopt,
             .refused = access::refused_login("bob", base::Secret("x"), "salt", start)}
        ),
        session,
        start
    ));
    CHECK(session.find(a)->auth == decoded(text).find(a)->auth);
}

TEST_CASE("login token: credentials alone leave no empty login behind", "[session]") {
    Session session;
    CHECK(apply(
        learned({.origin = a, .recipe = std::nullopt, .refused = std::nullopt, .auth = bearer("t")}
        ),
        session,
        start
    ));
    CHECK(session.find(a)->auth == bearer("t"));
    CHECK_FALSE(session.find(a)->login);
}

TEST_CASE("login token: a logout forgets the token, and not the way to the next", "[session]") {
    Session session = decoded(text);
    session::Delta delta;
    delta.login = {
        .origin = a, .recipe = std::nullopt, .refused = std::nullopt, .signed_out = true};
    CHECK(apply(delta, session, start));
    CHECK_FALSE(session.find(a)->auth);
    CHECK(session.find(a)->login.value().recipe);
    CHECK_FALSE(apply(delta, session, start));
    Session typed;
    typed.at(a).auth = bearer("typed");
    apply(delta, typed, start);
    CHECK(typed.find(a)->auth == bearer("typed"));
}

TEST_CASE("login token: what a cleared session received is not taken", "[session]") {
    Session session = decoded(text);
    session.epoch = 2;
    auto delta = learned(
        {.origin = a,
         .recipe = recipe(access::LoginKind::json),
         .refused = std::nullopt,
         .auth = bearer("new")}
    );
    delta.epoch = 1;
    CHECK(comes_too_late(delta, session));
    CHECK_FALSE(apply(delta, session, start));
    CHECK(session.find(a)->auth == decoded(text).find(a)->auth);
}

TEST_CASE("held token: where a session has the token of an origin", "[session]") {
    struct Case {
        std::string why;
        std::string origin; ///< its members in the file
        std::string cookie; ///< a Set-Cookie line; empty: none
        std::string token;  ///< empty: none is held
    };

    const std::vector<Case> cases{
        {"bearer authentication", R"("auth": {"type": "bearer", "secret": "t"})", "", "t"},
        {"another scheme", R"("auth": {"type": "basic", "user": "b", "secret": "t"})", "", ""},
        {"a header", R"("headers": [{"name": "authorization", "value": "bearer t"}])", "", "t"},
        {"another header of that name",
         R"("headers": [{"name": "Authorization", "value": "Basic t"}])",
         "",
         ""},
        {"X-Auth-Token", R"("headers": [{"name": "X-Auth-Token", "value": "t"}])", "", "t"},
        {"a cookie", "", "jwt=t; Path=/api", "t"},
        {"another cookie", "", "JSESSIONID=t", ""},
        {"authentication before a cookie",
         R"("auth": {"type": "bearer", "secret": "t"})",
         "jwt=other",
         "t"},
        {"nothing", "", "", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Session session = decoded(
            R"({"latch": {"session": 1}, "origins": {"http://a.test": {)" + c.origin + "}}}"
        );
        session.cookies.store(c.cookie, test::a_url("http://a.test/"), start);
        const auto token = held_token(session, a);
        CHECK(token.has_value() == !c.token.empty());
        CHECK((token ? std::string(token->secret.text.reveal()) : "") == c.token);
        CHECK_FALSE(held_token(session, b));
        CHECK(held_tokens(session).size() == (c.token.empty() ? 0 : 1));
    }
}

TEST_CASE("held token: it knows its end where the session does", "[session]") {
    CHECK(held_token(decoded(text), a)->expires == start + 5min);
    Session session;
    session.cookies.store("jwt=t; Max-Age=60", test::a_url("http://a.test/"), start);
    CHECK(held_token(session, a)->expires == start + 1min);
}
