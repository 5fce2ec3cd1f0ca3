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
using test::secrets_of;

namespace {

constexpr auto now = test::import_time;

auto imported(std::string_view text) {
    return test::imported(text, Format::har);
}

std::string header(std::string_view name, std::string_view value) {
    return R"({"name": ")" + std::string(name) + R"(", "value": ")" + std::string(value) + R"("})";
}

struct Visit {
    std::string_view started; ///< behind 2026-11-23T
    std::string_view url;
    std::string sent;     ///< headers of the request
    std::string received; ///< of the response
};

std::string entry(const Visit& visit) {
    return R"({"startedDateTime": "2026-11-23T)" + std::string(visit.started) +
           R"(", "request": {"url": ")" + std::string(visit.url) + R"(", "headers": [)" +
           visit.sent + R"(]}, "response": {"headers": [)" + visit.received + "]}}";
}

std::string log_of(std::initializer_list<Visit> visits) {
    std::string entries;
    for (const Visit& visit : visits) {
        entries += (entries.empty() ? "" : ", ") + entry(visit);
    }
    return R"({"log": {"version": "1.2", "entries": [)" + entries + "]}}";
}

} // namespace

TEST_CASE("har: responses are replayed in the order of time", "[session]") {
    const auto read = imported(log_of({
        {"09:59:30.500Z", "https://a.test/x/y", "", header("set-cookie", "sid=new")},
        {"09:59:00Z", "https://a.test/x/y", "", header("Set-Cookie", "sid=old; HttpOnly")},
        {"10:59:10+01:00", "https://a.test/", "", header("Set-Cookie", "gone=1")},
        {"04:59:20.1-05:00", "https://a.test/", "", header("Set-Cookie", "gone=; Max-Age=0")},
    }));
    REQUIRE(read);
    CHECK(cookies_of(read->session) == Lines{"sid=new a.test /x host-only"});
    CHECK(read->session.base == "https://a.test");
    CHECK(read->left_behind == Lines{});
    CHECK(read->session.cookies.all().front()->updated == now - 29'500ms);
}

TEST_CASE("har: a response sets what it may, and as long as it said then", "[session]") {
    const auto read = imported(log_of({
        {"09:59:00Z",
         "https://www.a.test/",
         "",
         header("Set-Cookie", "a=1; Domain=a.test; Max-Age=120\\nb=2; Max-Age=30\\nc=3")},
        {"09:59:01Z", "https://www.a.test/", "", header("Set-Cookie", "d=4; Domain=b.test")},
        {"09:59:02Z", "http://localhost:8080/", "", header("Set-Cookie", "e=5")},
        {"11:00:00Z", "https://z.test/", "", header("Set-Cookie", "f=6; Max-Age=60")},
    }));
    REQUIRE(read);
    CHECK(
        cookies_of(read->session) ==
        Lines{
            "a=1 a.test / +60",
            "c=3 www.a.test / host-only",
            "e=5 localhost / host-only port 8080",
            "f=6 z.test / host-only +60",
        }
    );
    CHECK(
        read->left_behind ==
        Lines{
            "cookie d of www.a.test: its host may not set it",
            "cookies that expired already",
        }
    );
}

TEST_CASE("har: cookies are taken from their parsed form where there are no headers", "[session]") {
    const auto read = imported(R"({"log": {"entries": [{
        "startedDateTime": "2026-11-23T09:59:00Z",
        "request": {"url": "https://www.a.test/x/y"},
        "response": {"cookies": [
            {"name": "a", "value": "1", "httpOnly": true},
            {"name": "b", "value": "2", "domain": ".a.test", "path": "/", "secure": true,
             "expires": "2026-11-23T10:01:00.000Z"}]}}]}})");
    REQUIRE(read);
    CHECK(
        cookies_of(read->session) ==
        Lines{"b=2 a.test / secure +60", "a=1 www.a.test /x host-only http-only"}
    );
}

TEST_CASE("har: what requests carried counts if it was for one origin", "[session]") {
    const Visit login{
        "09:59:00Z",
        "https://a.test/",
        header("Cookie", "before=1; sid=0"),
        header("Set-Cookie", "sid=1")};
    const Visit call{
        "09:59:01Z",
        "https://a.test/x",
        header("Authorization", "Bearer tok") + ", " + header("cookie", "before=1; sid=1") + ", " +
            header("User-Agent", "Browser"),
        ""};
    const auto read = imported(log_of({login, call}));
    REQUIRE(read);
    CHECK(secrets_of(read->session) == Lines{"https://a.test Authorization: Bearer tok"});
    CHECK(
        cookies_of(read->session) ==
        Lines{"sid=1 a.test / host-only", "before=1 a.test / host-only"}
    );
    CHECK(read->left_behind == Lines{});

    Visit elsewhere = call;
    elsewhere.url = "https://b.test/";
    const auto two = imported(log_of({login, call, elsewhere}));
    REQUIRE(two);
    CHECK(secrets_of(two->session) == Lines{});
    CHECK(cookies_of(two->session) == Lines{"sid=1 a.test / host-only"});
    CHECK(
        two->left_behind ==
        Lines{
            "Authorization: 2 origins were asked with one",
            "cookies that were there before: several origins were asked with some",
        }
    );
}

TEST_CASE("har: a logout is not undone by the request that asked for it", "[session]") {
    const auto read = imported(log_of({{
        "09:59:00Z",
        "https://a.test/logout",
        header("Cookie", "sid=1; theme=dark"),
        header("Set-Cookie", "sid=; Path=/; Max-Age=0"),
    }}));
    REQUIRE(read);
    CHECK(cookies_of(read->session) == Lines{"theme=dark a.test / host-only"});
}

TEST_CASE("har: a time that the clock does not reach is the nearest that it does", "[session]") {
    for (const std::string year : {"0001", "1677", "9999"}) {
        for (const std::string zone : {"+23:59", "-23:59"}) {
            INFO(year << zone);
            std::string text =
                log_of({{"00:00:00" + zone, "https://a.test/", "", header("Set-Cookie", "a=1")}});
            text.replace(text.find("2026-11-23"), 10, year + "-09-21");
            const auto read = imported(text);
            REQUIRE(read);
            CHECK(cookies_of(read->session) == Lines{"a=1 a.test / host-only"});
        }
    }
}

TEST_CASE("har: what is missing is said", "[session]") {
    const auto read = imported(log_of({
        {"09:59:00Z", "https://a.test/", header("Authorization", "Basic eDp5"), ""},
        {"09:59:00Z", "chrome-extension://abc/", "", ""},
        {"noon", "https://a.test/", "", ""},
    }));
    REQUIRE(read);
    CHECK(
        read->left_behind ==
        Lines{
            "entries[1]: it has no URL of http or https",
            "entries[2]: it has no time",
            "what responses set: browsers leave it out of the file unless they are asked for it",
        }
    );
    const auto nothing = imported(R"({"log": {}})");
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().cause() == "it has no entries of a log");
}

TEST_CASE("har: what is written is read as the same", "[session]") {
    session::Session session;
    session.cookies.store("a=1; Max-Age=60", test::a_url("https://www.a.test/x/"), now);
    session.cookies.store("b=2; Domain=a.test; Secure", test::a_url("https://www.a.test/"), now);
    session.cookies.store("c=3; HttpOnly", test::a_url("http://localhost:8080/"), now);
    session::OriginState& state = session.at({http::Scheme::https, "www.a.test", 443});
    state.headers.add("Authorization", "Bearer tok");
    const auto written = export_session(session, Format::har, now);
    CHECK(written.left_behind == Lines{});
    const auto read = imported(written.text);
    REQUIRE(read);
    CHECK(cookies_of(read->session) == cookies_of(session));
    CHECK(secrets_of(read->session) == secrets_of(session));
}

TEST_CASE("har: credentials that take no asking are written, others listed", "[session]") {
    session::Session session;
    const auto auth = [](access::Scheme scheme, access::SecretSource::Kind kind) {
        session::StoredAuth stored;
        stored.account = {scheme, "bob", {kind, base::Secret("pw")}};
        return stored;
    };
    using Kind = access::SecretSource::Kind;
    using access::Scheme;
    session.at({http::Scheme::https, "a.test", 443}).auth = auth(Scheme::basic, Kind::literal);
    session.at({http::Scheme::https, "b.test", 443}).auth = auth(Scheme::digest, Kind::literal);
    session.at({http::Scheme::https, "c.test", 443}).auth = auth(Scheme::basic, Kind::command);
    const auto written = export_session(session, Format::har, now);
    CHECK(written.text.find("Basic Ym9iOnB3") != std::string::npos);
    CHECK(
        written.left_behind ==
        Lines{
            "the credentials of bob for https://b.test",
            "the secret of bob for https://c.test, which is kept elsewhere",
        }
    );
}

TEST_CASE("har: that cookies of localhost went to all ports is left behind", "[session]") {
    session::Session session;
    session.cookies = http::CookieJar(http::LoopbackPorts::shared);
    session.cookies.store("a=1", test::a_url("http://localhost:8080/"), now);
    session.cookies.store("b=2", test::a_url("http://a.test/"), now);
    const auto exported = export_session(session, Format::har, now);
    CHECK(exported.left_behind == Lines{"all ports but one of 1 cookie"});
    session = {};
    session.cookies.store("a=1", test::a_url("http://localhost:8080/"), now);
    CHECK(export_session(session, Format::har, now).left_behind == Lines{});
}
