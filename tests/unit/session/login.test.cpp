// SPDX-License-Identifier: MIT
#include "support/builders.hpp"
#include "support/catch.hpp"

#include "latch/session/changes.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/lasting.hpp"
#include "latch/session/listing.hpp"
#include "latch/session/redact.hpp"

#include <string>

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
      "login": {"type": "form", "page": "/login?from=s3cret", "user": "bob",
                "secret": {"env": "PW"},
                "fields": [{"name": "pin", "value": "s3cret-pin"}],
                "refused": {"user": "eve", "salt": "s3cret-salt", "mark": "s3cret-mark",
                            "at": "2026-11-23T10:00:00Z"},
                "later": "s3cret-later"}
    },
    "http://b.test": {"login": {"type": "saml", "page": 7}}
  }
})";

Session decoded(const std::string& file) {
    const auto session = session::decode(file, "s.json");
    REQUIRE(session);
    return *session;
}

const http::Origin a{http::Scheme::http, "a.test", 80};
const http::Origin b{http::Scheme::http, "b.test", 80};

access::LoginRecipe recipe_of_eve() {
    access::LoginRecipe recipe;
    recipe.user = "eve";
    recipe.secret.kind = access::SecretSource::Kind::environment_variable;
    recipe.secret.text = base::Secret("EVE");
    return recipe;
}

} // namespace

TEST_CASE("login: a recipe is read, and written as it was", "[session]") {
    const Session session = decoded(text);
    const auto& login = session.find(a)->login.value();
    const auto& recipe = login.recipe.value();
    CHECK(recipe.page == "/login?from=s3cret");
    CHECK(recipe.user == "bob");
    CHECK(recipe.secret.text.reveal() == "PW");
    CHECK(recipe.fields == std::vector<access::FormField>{{"pin", "s3cret-pin"}});
    CHECK(login.refused.value().user == "eve");
    CHECK(login.refused.value().at == start + 10h);
    CHECK(login.unknown.size() == 1);
    CHECK(encode(decoded(encode(session))) == encode(session));
    CHECK(decoded(encode(session)).find(a)->login == session.find(a)->login);
}

TEST_CASE("login: one of another kind is kept as it is", "[session]") {
    const Session session = decoded(text);
    CHECK_FALSE(session.find(b)->login.value().recipe);
    CHECK(decoded(encode(session)).find(b)->login == session.find(b)->login);
    CHECK_THAT(encode(session), Contains("\"type\": \"saml\""));
}

TEST_CASE("login: what is wrong with a recipe is an error", "[session]") {
    for (const std::string recipe :
         {R"({"type": "form", "user": "bob", "secret": "s"})",
          R"({"type": "form", "page": "login", "user": "bob", "secret": "s"})",
          R"({"type": "form", "page": "//evil.test/", "user": "bob", "secret": "s"})",
          R"({"type": "form", "page": "/login", "user": "bob", "secret": {"x": 1}})",
          R"({"type": "form", "page": "/login", "user": "bob", "secret": "s", "fields": [1]})",
          R"({"refused": {"user": "bob"}})",
          R"({"signed_out": "yes"})"}) {
        INFO(recipe);
        const auto session = session::decode(
            R"({"latch": {"session": 1}, "origins": {"http://a.test": {"login": )" + recipe + "}}}",
            "s.json"
        );
        CHECK_FALSE(session);
    }
}

TEST_CASE("login: no secret of a recipe is shown", "[session]") {
    const Session hidden = session::without_secrets(decoded(text));
    for (const std::string& shown : {encode(hidden), page_of(hidden, start)}) {
        INFO(shown);
        CHECK(shown.find("s3cret") == std::string::npos);
        CHECK_THAT(shown, Contains("bob"));
        CHECK_THAT(shown, Contains("/login"));
        CHECK_THAT(shown, Contains("PW"));
        CHECK_THAT(shown, Contains("pin"));
    }
    CHECK_THAT(
        page_of(hidden, start),
        Contains("login   form at /login?****, user bob, password in the variable PW, pin=****")
    );
    CHECK_THAT(page_of(hidden, start), Contains("refused for eve at 2026-11-23T10:00:00Z"));
}

TEST_CASE("login: a success takes the place of what was known", "[session]") {
    Session session = decoded(text);
    session::Delta delta;
    delta.login = {.origin = a, .recipe = recipe_of_eve(), .refused = std::nullopt};
    CHECK(apply(delta, session, start));
    const auto& login = session.find(a)->login.value();
    CHECK(login.recipe == recipe_of_eve());
    CHECK_FALSE(login.refused);
    CHECK(login.unknown.size() == 1);
    CHECK_FALSE(apply(delta, session, start));
}

TEST_CASE("login: members of a recipe of another kind go with it", "[session]") {
    Session session = decoded(text);
    session::Delta delta;
    delta.login = {.origin = b, .recipe = recipe_of_eve(), .refused = std::nullopt};
    CHECK(apply(delta, session, start));
    CHECK(session.find(b)->login.value().unknown.empty());
}

TEST_CASE("login: a refusal leaves the recipe", "[session]") {
    Session session = decoded(text);
    const auto before = session.find(a)->login.value();
    session::Delta delta;
    delta.login = {
        .origin = a,
        .recipe = std::nullopt,
        .refused = access::refused_login("bob", base::Secret("wrong"), "x", start)};
    CHECK(apply(delta, session, start));
    const auto& login = session.find(a)->login.value();
    CHECK(login.recipe == before.recipe);
    CHECK(login.refused.value().user == "bob");
    CHECK(login.unknown == before.unknown);
}

TEST_CASE("login: a logout leaves the recipe, and a login ends it", "[session]") {
    Session session = decoded(text);
    session::Delta delta;
    delta.login = {
        .origin = a, .recipe = std::nullopt, .refused = std::nullopt, .signed_out = true};
    CHECK(apply(delta, session, start));
    CHECK(session.find(a)->login.value().signed_out);
    CHECK(session.find(a)->login.value().recipe.value().user == "bob");
    CHECK_THAT(page_of(session, start), Contains("login   signed out"));
    const Session again = decoded(encode(session));
    CHECK(again.find(a)->login == session.find(a)->login);
    delta.login = {.origin = a, .recipe = recipe_of_eve(), .refused = std::nullopt};
    CHECK(apply(delta, session, start));
    CHECK_FALSE(session.find(a)->login.value().signed_out);
    CHECK_FALSE(decoded(encode(session)).find(a)->login.value().signed_out);
}

TEST_CASE("login: a list shows whose it is", "[session]") {
    const std::vector<session::Listed> sessions{
        {.name = "s", .file = "/s.json", .session = decoded(text)}};
    CHECK_THAT(list_as_table(sessions, start), Contains("bob"));
    CHECK_THAT(list_as_json(sessions, start), Contains("\"type\": \"form\""));
}

TEST_CASE("login: a clear keeps the recipe", "[session]") {
    Session session = decoded(text);
    clear(session);
    CHECK(session.find(a)->login.value().recipe);
}

TEST_CASE("lasting: how long a login lasts is what its cookies say", "[session]") {
    struct Case {
        std::string why;
        std::vector<std::string> before, lines;
        std::string words;
    };

    const std::vector<Case> cases{
        {"nothing", {}, {}, "until the server ends the session"},
        {"one without an end", {}, {"JSESSIONID=1"}, "until the server ends the session"},
        {"one with", {}, {"S=1; Max-Age=3600"}, "until 2026-11-23T01:00:00Z"},
        {"both",
         {},
         {"JSESSIONID=1", "remember-me=x; Max-Age=7200"},
         "until the server ends the session, and remembered until 2026-11-23T02:00:00Z"},
        {"a token is no login",
         {},
         {"S=1; Max-Age=3600", "XSRF-TOKEN=t"},
         "until 2026-11-23T01:00:00Z"},
        {"one from before is none",
         {"lang=de; Max-Age=7200"},
         {"JSESSIONID=1"},
         "until the server ends the session"},
    };
    const http::Url url = test::a_url("http://a.test/login");
    for (const Case& c : cases) {
        INFO(c.why);
        http::CookieJar jar;
        for (const std::string& line : c.before) {
            jar.store(line, url, start - 1min);
        }
        for (const std::string& line : c.lines) {
            jar.store(line, url, start);
        }
        CHECK(session::how_long(jar, url, start) == c.words);
    }
}
