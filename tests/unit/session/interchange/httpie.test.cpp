// SPDX-License-Identifier: MIT
#include "reading.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include <array>

using namespace latch;
using session::interchange::export_session;
using session::interchange::Format;
using test::cookies_of;
using test::Lines;
using test::secrets_of;

namespace {

constexpr auto now = test::import_time;

auto imported(std::string_view text) {
    return test::imported(text, Format::httpie, test::a_url("https://api.test/v2"));
}

/// As HTTPie 3.2.1 writes it, but for the cookie that has expired.
constexpr std::string_view new_layout = R"({
    "__meta__": {
        "about": "HTTPie session file",
        "help": "https://httpie.io/docs#sessions",
        "httpie": "3.2.1"
    },
    "auth": {"raw_auth": "bob:p:w", "type": "basic"},
    "cookies": [
        {"domain": "", "expires": null, "name": "z", "path": "/", "secure": false, "value": "9"},
        {"domain": "localhost.local", "expires": null, "name": "a", "path": "/x",
         "secure": false, "value": "1"},
        {"domain": "api.test", "expires": 1795428060, "name": "b", "path": "/",
         "secure": true, "value": ""},
        {"domain": ".api.test", "expires": null, "name": "c", "path": "/",
         "secure": false, "value": "3"},
        {"domain": "api.test", "expires": 12, "name": "d", "path": "/",
         "secure": false, "value": "4"}
    ],
    "headers": [{"name": "X-T", "value": "1"}, {"name": "X-T", "value": "2"}]
})";

constexpr std::string_view old_layout = R"({
    "__meta__": {"about": "HTTPie session file", "httpie": "1.0.3"},
    "auth": {"password": "pw", "type": "digest", "username": "bob"},
    "cookies": {"sid": {"expires": null, "path": "/", "secure": false, "value": "1"}},
    "headers": {"X-T": "1", "Content-Type": "text/plain"}
})";

constexpr std::string_view by_xh = R"({
  "__meta__": {"about": "xh session file", "xh": "0.22.0"},
  "auth": {"type": "bearer", "raw_auth": "tok"},
  "cookies": [{"name": "sid", "value": "1", "path": "/", "domain": "api.test"}],
  "headers": []
})";

struct Case {
    std::string_view why, file;
    Lines cookies, secrets, left_behind;
};

const auto cases = std::to_array<Case>({
    {"HTTPie 3.2: a dot tells a domain from a host, no domain is the origin's host",
     new_layout,
     {"z=9 api.test / host-only",
      "b= api.test / host-only secure +60",
      "c=3 api.test /",
      "a=1 localhost /x host-only"},
     {"https://api.test X-T: 1", "https://api.test X-T: 2", "https://api.test basic bob:p:w"},
     {"1 cookie that expired already"}},
    {"HTTPie 3.0: objects for lists, and no domains",
     old_layout,
     {"sid=1 api.test / host-only"},
     {"https://api.test X-T: 1", "https://api.test digest bob:pw"},
     {"header Content-Type"}},
    {"xh: a token, no expiry, no secure",
     by_xh,
     {"sid=1 api.test / host-only"},
     {"https://api.test bearer :tok"},
     {}},
    {"nothing typed: auth of nulls",
     R"({"auth": {"password": null, "type": null, "username": null},
         "cookies": [{"name": "n", "value": "v", "domain": null}], "headers": []})",
     {"n=v api.test / host-only"},
     {},
     {}},
    {"a user whom no session file could name again",
     R"({"auth": {"type": "basic", "raw_auth": "a\u0000:b"}, "headers": {"Y": "1"}})",
     {},
     {"https://api.test Y: 1"},
     {"credentials of a user whose name no session can hold"}},
    {"a plugin's credentials, a header that splits, a broken cookie, members of others",
     R"({"auth": {"type": "ntlm", "raw_auth": "a:b"}, "headers": {"X": "a\r\nb", "Y": "1"},
         "cookies": [7, {"value": "v"}, {"name": "n", "value": "v", "domain": "co.uk."}],
         "proxy": "x"})",
     {},
     {"https://api.test Y: 1"},
     {"credentials of the type ntlm",
      "header X",
      "cookies[0] must be an object",
      "cookies[1].name is missing",
      "proxy"}},
});

} // namespace

TEST_CASE("httpie: session files of HTTPie and xh, old and new", "[session]") {
    for (const Case& c : cases) {
        INFO(c.why);
        const auto read = imported(c.file);
        REQUIRE(read);
        CHECK(secrets_of(read->session) == c.secrets);
        CHECK(read->session.base == "https://api.test");
        CHECK_FALSE(read->session.foreign);
        if (c.why.find("broken") == std::string_view::npos) {
            CHECK(cookies_of(read->session) == c.cookies);
            CHECK(read->left_behind == c.left_behind);
        } else {
            for (const std::string& what : c.left_behind) {
                CHECK_THAT(read->left_behind, Catch::VectorContains(what));
            }
        }
    }
}

TEST_CASE("httpie: what is for no origin needs one", "[session]") {
    const auto read = test::imported(new_layout, Format::httpie);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == base::ErrorKind::usage);
    CHECK(read.error().hint() == "say it with --origin URL");
    const auto cookies_alone = test::imported(
        R"({"auth": {}, "headers": [], "cookies": [{"name": "n", "value": "v", "domain": "a.test"}]})",
        Format::httpie
    );
    REQUIRE(cookies_alone);
    CHECK(cookies_of(cookies_alone->session) == Lines{"n=v a.test / host-only"});
}

TEST_CASE("httpie: what is written is read as the same", "[session]") {
    const auto read = imported(new_layout);
    REQUIRE(read);
    const auto written = export_session(read->session, Format::httpie, now);
    CHECK(written.left_behind == Lines{});
    const auto again = imported(written.text);
    REQUIRE(again);
    CHECK(cookies_of(again->session) == cookies_of(read->session));
    CHECK(secrets_of(again->session) == secrets_of(read->session));
}

TEST_CASE("httpie: references and other origins are left behind", "[session]") {
    session::Session session;
    session.base = "https://a.test/v2";
    session::StoredAuth auth;
    auth.account.user = "bob";
    auth.account.secret = {
        access::SecretSource::Kind::environment_variable, base::Secret("PASSWORD")};
    session.at({http::Scheme::https, "a.test", 443}).auth = auth;
    session.at({http::Scheme::https, "a.test", 443}).login = session::StoredLogin{};
    session.at({http::Scheme::https, "b.test", 443}).headers.add("X-Key", "hidden");
    session.cookies.store("n=\xff", test::a_url("https://a.test/"), now);
    session.cookies.store("m=1; HttpOnly", test::a_url("https://a.test/"), now);
    const auto written = export_session(session, Format::httpie, now);
    CHECK(
        written.left_behind ==
        Lines{
            "the secret of bob for https://a.test, which is kept elsewhere",
            "cookie n of a.test: it is no text in UTF-8",
            "HttpOnly of 1 cookie",
            "1 header for https://b.test",
            "the base https://a.test/v2",
            "the login for https://a.test",
        }
    );
    CHECK(written.text.find("PASSWORD") == std::string::npos);
    CHECK(written.text.find("hidden") == std::string::npos);
}
