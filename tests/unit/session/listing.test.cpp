// SPDX-License-Identifier: MIT
#include "latch/session/listing.hpp"

#include "support/catch.hpp"

#include "latch/base/text.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/redact.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace std::chrono_literals;
using session::Listed;
using session::Session;

namespace {

constexpr std::chrono::sys_seconds now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

Session decoded(std::string_view text) {
    const auto session = session::decode(text, "s.json");
    REQUIRE(session);
    return *session;
}

Session shop() {
    return decoded(R"({"latch": {"session": 1}, "base": "https://shop.test/v2",
      "origins": {
        "https://shop.test": {"headers": [{"name": "X-Key", "value": "k"}],
          "params": [{"name": "lang", "value": "de"}],
          "auth": {"type": "basic", "user": "bob", "secret": {"env": "PW"}}, "csrf": {"mode": "cookie-masked", "cookie": "XSRF-TOKEN", "header": "X-XSRF-TOKEN"},
          "login": {"type": "x"}},
        "https://a.test": {"auth": {"type": "digest", "user": "bob", "secret": {"file": "/pw"}},
          "digest": {"realm": "r", "nonce": "n", "uses": 1}},
        "https://b.test": {"auth": {"type": "bearer", "secret": {"prompt": "token"}}}},
      "cookies": [
        {"name": "gone", "value": "1", "domain": "shop.test", "expires": "2026-11-22T00:00:00Z"},
        {"name": "late", "value": "2", "domain": "shop.test", "expires": "2026-12-24T00:00:00Z"},
        {"name": "soon", "value": "3", "domain": "shop.test", "expires": "2026-11-24T10:00:00Z",
         "http_only": true, "same_site": "lax"},
        {"name": "id", "value": "4", "domain": "localhost", "port": 8080, "path": "/x",
         "host_only": true, "secure": true},
        {"name": "", "value": "5", "domain": "shop.test", "host_only": false}]})");
}

const base::Error broken = base::Error(base::ErrorKind::bad_session, "cannot use the file x")
                               .because("it is not JSON at byte 1");

std::vector<Listed> some() {
    return {
        {.name = "a-long-name", .file = "/s/a-long-name.json", .session = Session{}},
        {.name = "bad", .file = "/s/bad.json", .session = broken},
        {.name = "shop", .file = "/s/shop.json", .session = shop()},
    };
}

} // namespace

TEST_CASE("listing: a table has a line for each session, be it readable or not", "[session]") {
    CHECK(
        list_as_table(some(), now) ==
        "NAME         BASE                  USER          COOKIES  FIRST END\n"
        "a-long-name  -                     -             0        -\n"
        "bad          (cannot be read)\n"
        "shop         https://shop.test/v2  bob, (token)  4        2026-11-24T10:00:00Z\n"
    );
}

TEST_CASE("listing: JSON says the same in full", "[session]") {
    std::string json = list_as_json(some(), now);
    CHECK(json.ends_with("]\n"));
    std::erase_if(json, [](char c) { return c == ' ' || c == '\n'; });
    CHECK(
        json ==
        R"([{"name":"a-long-name","file":"/s/a-long-name.json","base":null,"users":[],"cookies":[]},)"
        R"({"name":"bad","file":"/s/bad.json","error":"itisnotJSONatbyte1"},)"
        R"({"name":"shop","file":"/s/shop.json","base":"https://shop.test/v2","users":[)"
        R"({"origin":"https://shop.test","type":"basic","user":"bob"},)"
        R"({"origin":"https://a.test","type":"digest","user":"bob"},)"
        R"({"origin":"https://b.test","type":"bearer"}],"cookies":[)"
        R"({"name":"id","domain":"localhost","path":"/x","expires":null},)"
        R"({"name":"late","domain":"shop.test","path":"/","expires":"2026-12-24T00:00:00Z"},)"
        R"({"name":"soon","domain":"shop.test","path":"/","expires":"2026-11-24T10:00:00Z"},)"
        R"({"name":"","domain":"shop.test","path":"/","expires":null}]}])"
    );
    CHECK(session::list_as_json({}, now) == "[]\n");
}

TEST_CASE("listing: a page tells all, values as they are", "[session]") {
    CHECK(
        page_of(shop(), now) == "base  https://shop.test/v2\n"
                                "\n"
                                "https://shop.test\n"
                                "  header  X-Key: k\n"
                                "  param   lang==de\n"
                                "  auth    basic, user bob, password in the variable PW\n"
                                "  csrf    cookie XSRF-TOKEN, masked, in X-XSRF-TOKEN\n"
                                "  login   type  \"x\"\n"
                                "\n"
                                "https://a.test\n"
                                "  auth    digest, user bob, password in the file /pw\n"
                                "  digest  realm r, nonce n, used 1 time\n"
                                "\n"
                                "https://b.test\n"
                                "  auth    bearer, token asked for each time\n"
                                "\n"
                                "cookies\n"
                                "  id=4; Domain=localhost:8080 (host only); Path=/x; Secure; "
                                "kept until cleared\n"
                                "  gone=1; Domain=shop.test (host only); Path=/; "
                                "ended 2026-11-22T00:00:00Z\n"
                                "  late=2; Domain=shop.test (host only); Path=/; "
                                "ends 2026-12-24T00:00:00Z\n"
                                "  soon=3; Domain=shop.test (host only); Path=/; HttpOnly; "
                                "SameSite=Lax; ends 2026-11-24T10:00:00Z\n"
                                "  5; Domain=shop.test; Path=/; kept until cleared\n"
    );
    Session empty = decoded(R"({"latch": {"session": 1}, "cookie_ports": "shared", "x": 1})");
    CHECK(
        page_of(empty, now) ==
        "base  none\n\nno cookies\ncookies of localhost go to all ports\n\nx  1\n"
    );
}

TEST_CASE("listing: nothing that a file holds steers the terminal", "[session]") {
    // ESC, C1 CSI as UTF-8, DEL and bytes that are no text, wherever text can be.
    const Session session = decoded(
        R"({"latch": {"session": 1}, "x\u001b\u009b": "\u001b[31m\u009b\u007f",
      "origins": {"https://a.test": {
        "headers": [{"name": "X", "value": "\u009b31m"}],
        "y\u001b": 1,
        "auth": {"type": "basic", "user": "b\u009bb", "secret": {"file": "\u001b\u009b"}}}},
      "cookies": [{"name": "n\u009b", "value": {"base64": "mzMxbf8="}, "domain": "a.test",
                   "path": "/\u009b"}]})"
    );
    const std::vector<Listed> list{
        {.name = "s", .file = "/\x1b[31m\xc2\x9b\xff", .session = session}};
    for (const std::string& text :
         {page_of(session, now),
          encode(session),
          list_as_table(list, now),
          list_as_json(list, now),
          origins_of(session)}) {
        for (const std::string_view line : base::split(text, '\n')) {
            INFO(line);
            CHECK(base::printable(line) == line);
        }
    }
    CHECK(encode(*session::decode(encode(session), "s")) == encode(session));
}

TEST_CASE("listing: what is for whoever is asked first is told, too", "[session]") {
    const Session session = decoded(R"({"__meta__": {"httpie": "3.2.1"},
        "headers": [{"name": "X-Key", "value": "k"}],
        "auth": {"type": "basic", "raw_auth": "bob:pw"}, "cookies": {"a": {"value": "1"}}})");
    CHECK(
        page_of(session, now) == "base  none\n"
                                 "\n"
                                 "for the first origin that is asked\n"
                                 "  header  X-Key: k\n"
                                 "  auth    basic, user bob, password pw\n"
                                 "  cookie  a=1\n"
                                 "\n"
                                 "no cookies\n"
    );
    CHECK(
        page_of(session::without_secrets(session), now) ==
        "base  none\n"
        "\n"
        "for the first origin that is asked\n"
        "  header  X-Key: ****\n"
        "  auth    basic, user bob, password ****\n"
        "  cookie  a=****\n"
        "\n"
        "no cookies\n"
    );
    const std::vector<Listed> one = {{.name = "h", .file = "/h.json", .session = session}};
    CHECK(
        list_as_table(one, now) == "NAME  BASE  USER  COOKIES  FIRST END\n"
                                   "h     -     bob   1        -\n"
    );
    std::string json = list_as_json(one, now);
    std::erase_if(json, [](char c) { return c == ' ' || c == '\n'; });
    CHECK(
        json == R"([{"name":"h","file":"/h.json","base":null,)"
                R"("users":[{"origin":null,"type":"basic","user":"bob"}],)"
                R"("cookies":[{"name":"a","domain":null,"path":"/","expires":null}]}])"
    );
}
