// SPDX-License-Identifier: MIT
#include "reading.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include <array>

using namespace latch;
using namespace std::chrono_literals;
using session::interchange::export_session;
using session::interchange::Format;
using test::cookies_of;
using test::Lines;

namespace {

constexpr auto now = test::import_time;

struct Case {
    std::string_view why, cookie;
    std::string taken, left_behind;
};

const auto cases = std::to_array<Case>({
    {"EditThisCookie's host-only session cookie",
     R"({"domain": "a.test", "hostOnly": true, "httpOnly": true, "name": "n", "path": "/",
         "sameSite": "unspecified", "secure": true, "session": true, "storeId": "0",
         "value": "v", "id": 1})",
     "n=v a.test / host-only secure http-only",
     ""},
    {"Cookie-Editor's domain cookie with a fraction of a second",
     R"({"domain": ".a.test", "hostOnly": false, "name": "n", "path": "/x", "value": "v",
         "expirationDate": 1795428060.25, "sameSite": "lax", "session": false})",
     "n=v a.test /x lax +61",
     ""},
    {"no hostOnly, no dot: the host's own",
     R"({"domain": "a.test", "name": "n", "value": "v"})",
     "n=v a.test / host-only",
     ""},
    {"no hostOnly, a dot: the domain's",
     R"({"domain": ".a.test", "name": "n", "value": "v"})",
     "n=v a.test /",
     ""},
    {"Playwright's cookie without an end",
     R"({"domain": "a.test", "name": "n", "value": "v", "path": "/", "expires": -1,
         "httpOnly": false, "secure": true, "sameSite": "None"})",
     "n=v a.test / host-only secure none",
     ""},
    {"no_restriction without Secure says nothing",
     R"({"domain": "a.test", "name": "n", "value": "v", "sameSite": "no_restriction"})",
     "n=v a.test / host-only",
     ""},
    {"null says nothing",
     R"({"domain": "a.test", "name": "n", "value": "v", "sameSite": null, "path": null})",
     "n=v a.test / host-only",
     ""},
    {"an end of a session cookie is not looked at",
     R"({"domain": "a.test", "name": "n", "value": "v", "session": true, "expirationDate": 5})",
     "n=v a.test / host-only",
     ""},
    {"expired",
     R"({"domain": "a.test", "name": "n", "value": "v", "expires": 5})",
     "",
     "1 cookie that expired already"},
    {"no object", "7", "", "cookies[1] must be an object"},
    {"no name", R"({"domain": "a.test", "value": "v"})", "", "cookies[1].name is missing"},
    {"a number for a value",
     R"({"domain": "a.test", "name": "n", "value": 1})",
     "",
     R"(cookies[1].value must be text, or bytes as {"base64": "…"})"},
    {"an end in words",
     R"({"domain": "a.test", "name": "n", "value": "v", "expires": "tomorrow"})",
     "",
     "cookies[1].expires must be a number"},
    {"SameSite of its own",
     R"({"domain": "a.test", "name": "n", "value": "v", "sameSite": "some"})",
     "",
     "cookies[1].sameSite is no SameSite"},
    {"a public suffix",
     R"({"domain": ".github.io", "name": "n", "value": "v"})",
     "",
     "cookies[1]: cookie n of .github.io: its domain is a public suffix, for the hosts of "
     "strangers"},
    {"a line end in the value",
     R"({"domain": "a.test", "name": "n", "value": "v\r\nX: y"})",
     "",
     "cookies[1]: cookie n of a.test: it holds a byte that no cookie may hold"},
});

constexpr std::string_view good = R"({"domain": "0.test", "name": "good", "value": "1"})";

} // namespace

TEST_CASE("browser: cookies as extensions and Playwright write them", "[session]") {
    for (const Case& c : cases) {
        INFO(c.why);
        const auto read = test::imported(
            "[" + std::string(good) + ", " + std::string(c.cookie) + "]", Format::browser
        );
        REQUIRE(read);
        Lines expected{"good=1 0.test / host-only"};
        if (!c.taken.empty()) {
            expected.push_back(c.taken);
        }
        CHECK(cookies_of(read->session) == expected);
        CHECK(read->left_behind == (c.left_behind.empty() ? Lines{} : Lines{c.left_behind}));
    }
}

TEST_CASE("browser: what scripts have stored is left behind", "[session]") {
    const auto read = test::imported(
        R"({"cookies": [{"domain": "a.test", "name": "n", "value": "v"}],
            "origins": [{"origin": "https://a.test",
                         "localStorage": [{"name": "token", "value": "secret"}]}]})",
        Format::playwright
    );
    REQUIRE(read);
    CHECK(read->left_behind == Lines{"local storage of https://a.test"});
}

TEST_CASE("browser: a file without a list is an error", "[session]") {
    for (const std::string_view text : {"{}", R"({"cookies": {}})", "7"}) {
        const auto read = test::imported(text, Format::browser);
        REQUIRE_FALSE(read);
        CHECK(read.error().cause() == "it holds no list of cookies");
    }
    const auto broken = test::imported("[{]", Format::browser);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().what() == "cannot import FILE");
    CHECK(broken.error().cause() == "it is not JSON at byte 3 (line 1, column 3)");
}

TEST_CASE("playwright: what is written is read as the same", "[session]") {
    session::Session session;
    const http::Url url = test::a_url("https://www.a.test/");
    session.cookies.store("a=1; SameSite=Strict", url, now);
    session.cookies.store("b=2; Domain=a.test; Secure; HttpOnly; Max-Age=60", url, now);
    const auto written = export_session(session, Format::playwright, now);
    CHECK(written.left_behind == Lines{});
    CHECK(written.text.find(R"("domain": ".a.test")") != std::string::npos);
    CHECK(written.text.find(R"("expires": 1795428060.0)") != std::string::npos);
    const auto read = test::imported(written.text, Format::playwright);
    REQUIRE(read);
    // What says nothing of SameSite is Lax for browsers, and Playwright has no other word for it.
    CHECK(
        cookies_of(read->session) ==
        Lines{"b=2 a.test / secure http-only lax +60", "a=1 www.a.test / host-only strict"}
    );
}
