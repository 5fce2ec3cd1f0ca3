// SPDX-License-Identifier: MIT
#include "latch/client/prepare.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::client;

namespace {

using namespace std::chrono_literals;

const base::Clock::time_point now{std::chrono::hours(24 * 365 * 50)};

const std::optional<base::Secret> unsigned_request;

http::Url url(std::string_view text) {
    return http::parse_url(text).value().url;
}

http::Request request_for(std::string_view text) {
    http::Request request;
    request.url = url(text);
    return request;
}

http::Headers sent(const http::Request& request, const session::Session& session) {
    const auto prepared = prepare(request, session, unsigned_request, now);
    REQUIRE(prepared);
    return prepared->headers;
}

http::StreamBody stream_of(std::optional<base::Bytes> length) {
    http::StreamBody body;
    body.length = length;
    return body;
}

/// A session that knows something secret of https://a.test.
session::Session signed_in() {
    session::Session session;
    auto& state = session.at(http::origin(url("https://a.test/")));
    state.headers.add("X-Tenant", "acme");
    session.cookies.store("JSESSIONID=1; Path=/", url("https://a.test/"), now);
    return session;
}

} // namespace

TEST_CASE(
    "prepare: Host comes first and names the port only where it is not the scheme's", "[client]"
) {
    struct Case {
        std::string_view url, host;
    };

    for (const Case& c :
         {Case{"http://a.test/", "a.test"},
          Case{"http://a.test:8080/", "a.test:8080"},
          Case{"https://a.test:443/", "a.test"},
          Case{"http://[::1]:81/", "[::1]:81"}}) {
        INFO(c.url);
        http::Request request = request_for(c.url);
        request.typed.add("X-A", "1");
        const auto headers = sent(request, session::Session());
        REQUIRE_FALSE(headers.empty());
        CHECK(headers.begin()->name == "Host");
        CHECK(headers.begin()->value == c.host);
    }
}

TEST_CASE("prepare: a typed Host takes the place of the URL's", "[client]") {
    http::Request request = request_for("http://127.0.0.1/");
    request.typed.add("host", "virtual.test");
    const auto headers = sent(request, session::Session());
    CHECK(headers.all("Host") == std::vector<std::string_view>{"virtual.test"});
}

TEST_CASE("prepare: typed beats session, session beats defaults", "[client]") {
    session::Session session;
    auto& state = session.at(http::origin(url("http://a.test/")));
    state.headers = {{"User-Agent", "from-session"}, {"X-Tenant", "from-session"}};
    http::Request request = request_for("http://a.test/");
    request.defaults = {{"User-Agent", "latch"}, {"Accept", "*/*"}};
    request.typed = {{"x-tenant", "typed"}};
    const auto headers = sent(request, session);
    CHECK(headers.all("User-Agent") == std::vector<std::string_view>{"from-session"});
    CHECK(headers.all("X-Tenant") == std::vector<std::string_view>{"typed"});
    CHECK(headers.find("Accept") == "*/*");
}

TEST_CASE("prepare: an unset item takes away defaults and what the session holds", "[client]") {
    http::Request request = request_for("https://a.test/");
    request.defaults = {{"Accept", "*/*"}};
    request.suppressed = {"accept", "X-Tenant", "authorization", "Cookie"};
    const auto headers = sent(request, signed_in());
    CHECK_FALSE(headers.contains("Accept"));
    CHECK_FALSE(headers.contains("X-Tenant"));
    CHECK_FALSE(headers.contains("Authorization"));
    CHECK_FALSE(headers.contains("Cookie"));
}

TEST_CASE("prepare: repeated typed headers stay separate lines", "[client]") {
    http::Request request = request_for("http://a.test/");
    request.typed = {{"X-A", "1"}, {"X-A", "2"}};
    CHECK(sent(request, session::Session()).all("X-A") == std::vector<std::string_view>{"1", "2"});
}

TEST_CASE("prepare: what belongs to an origin goes to no other", "[client][pitfall]") {
    struct Case {
        std::string_view why, url;
        bool same;
    };

    const std::vector<Case> cases{
        {"the origin itself", "https://a.test/x", true},
        {"its default port written out", "https://a.test:443/x", true},
        {"its name in capitals", "https://A.TEST/x", true},
        {"another port", "https://a.test:8443/", false},
        {"another scheme", "http://a.test/", false},
        {"a subdomain", "https://www.a.test/", false},
        {"a name that ends alike", "https://not-a.test/", false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto headers = sent(request_for(c.url), signed_in());
        CHECK(headers.contains("X-Tenant") == c.same);
    }
}

TEST_CASE("prepare: an Authorization takes the place of the session's header", "[client]") {
    session::Session session = signed_in();
    session.at(http::origin(url("https://a.test/"))).headers.add("authorization", "Old x");
    const auto prepared =
        prepare(request_for("https://a.test/"), session, base::Secret("Basic Ym9iOnB3"), now);
    REQUIRE(prepared);
    CHECK(
        prepared->headers.all("Authorization") == std::vector<std::string_view>{"Basic Ym9iOnB3"}
    );
    CHECK(sent(request_for("https://a.test/"), session).find("Authorization") == "Old x");
}

TEST_CASE(
    "prepare: a typed cookie hides the jar's of its name and travels with the others", "[client]"
) {
    session::Session session;
    session.cookies.store("a=jar", url("http://a.test/"), now);
    session.cookies.store("b=jar", url("http://a.test/"), now);
    http::Request request = request_for("http://a.test/");
    request.typed.add("Cookie", "a=typed; c=typed");
    CHECK(sent(request, session).find("Cookie") == "b=jar; a=typed; c=typed");
}

TEST_CASE("prepare: the body is framed by what it is", "[client]") {
    struct Case {
        std::string_view why, method;
        http::Body body;
        std::optional<std::string_view> length, coding;
    };

    const std::vector<Case> cases{
        {"GET without a body owes no length", "GET", {}, {}, {}},
        {"POST without a body says 0", "POST", {}, "0", {}},
        {"OPTIONS without a body says nothing", "OPTIONS", {}, {}, {}},
        {"bytes have a length", "POST", http::BytesBody{"abc"}, "3", {}},
        {"an empty body is a body", "GET", http::BytesBody{""}, "0", {}},
        {"a file has a length", "PUT", stream_of(base::Bytes{7}), "7", {}},
        {"a pipe has none", "POST", stream_of({}), {}, "chunked"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::Request request = request_for("http://a.test/");
        request.method = c.method;
        request.body = c.body;
        const auto headers = sent(request, session::Session());
        CHECK(headers.find("Content-Length") == c.length);
        CHECK(headers.find("Transfer-Encoding") == c.coding);
    }
}

TEST_CASE("prepare: a typed length that is not the body's is refused", "[client]") {
    http::Request request = request_for("http://a.test/");
    request.method = "POST";
    request.body = http::BytesBody{"abc"};
    SECTION("another length") {
        request.typed.add("Content-Length", "5");
    }
    SECTION("a coding") {
        request.typed.add("Transfer-Encoding", "chunked");
    }
    const auto prepared = prepare(request, session::Session(), unsigned_request, now);
    REQUIRE_FALSE(prepared);
    CHECK(prepared.error().kind() == base::ErrorKind::usage);
}

TEST_CASE(
    "prepare: what would split the message is refused, wherever it comes from", "[client][pitfall]"
) {
    http::Request request = request_for("https://a.test/");
    session::Session session = signed_in();
    SECTION("typed") {
        request.typed.add("X-A", "1\r\nX-B: 2");
    }
    SECTION("held by the session") {
        session.at(http::origin(request.url)).headers.add("X-A", "1\nX-B: 2");
    }
    SECTION("the method") {
        request.method = "GET / HTTP/1.1\r\n";
    }
    SECTION("the target") {
        request.url.path = "/x HTTP/1.1\r\nX-B: 2";
    }
    SECTION("a blank in the target") {
        request.url.path = "/x y";
    }
    const auto prepared = prepare(request, session, unsigned_request, now);
    REQUIRE_FALSE(prepared);
    CHECK(prepared.error().kind() == base::ErrorKind::usage);
}

TEST_CASE("prepare: every Cookie item goes out, in one field", "[client]") {
    http::Request request = request_for("https://a.test/");
    request.typed = {{"Cookie", "a=1"}, {"Cookie", "JSESSIONID=mine"}};
    const auto headers = sent(request, signed_in());
    CHECK(headers.all("Cookie") == std::vector<std::string_view>{"a=1; JSESSIONID=mine"});
}

TEST_CASE("prepare: a typed cookie hides the jar's of its name, a nameless one none", "[client]") {
    struct Case {
        const char* why;
        const char* typed;
        std::string_view sent;
    };

    for (const Case& c : {
             Case{"of the name", "JSESSIONID=2", "JSESSIONID=2"},
             {"a value that looks like the name", "JSESSIONID", "JSESSIONID=1; JSESSIONID"},
             {"another name", "x=2", "JSESSIONID=1; x=2"},
             {"nothing behind the last separator", "x=2;", "JSESSIONID=1; x=2;"},
         }) {
        INFO(c.why);
        http::Request request = request_for("https://a.test/");
        request.typed = {{"Cookie", c.typed}};
        CHECK(sent(request, signed_in()).find("Cookie") == c.sent);
    }
}

TEST_CASE("prepare: typed cookies take of the room that the jar's have", "[client]") {
    session::Session session;
    const std::string large(3000, 'x');
    session.cookies.store("a=" + large, url("https://a.test/"), now);
    session.cookies.store("b=" + large, url("https://a.test/"), now);
    http::Request request = request_for("https://a.test/");
    request.typed = {{"Cookie", "t=" + large}};
    const auto headers = sent(request, session);
    CHECK(headers.find("Cookie") == "a=" + large + "; t=" + large);
}

TEST_CASE("prepare: Laravel's cookies go with the place that a request comes from", "[client]") {
    struct Case {
        std::string why;
        std::string url;
        std::string value; ///< of the cookie
        http::Headers typed;
        std::string referer; ///< empty: none
    };

    const std::string sealed = "eyJpdiI6Ik1%3D";
    const std::vector<Case> cases{
        {"its own origin", "https://a.test/api?b=c", sealed, {}, "https://a.test/"},
        {"not for another server", "https://b.test/", sealed, {}, ""},
        {"not for Spring's cookie", "https://a.test/api", "6f9d1c3e-0b0a", {}, ""},
        {"what is typed counts", "https://a.test/", sealed, {{"Referer", "x"}}, "x"},
        {"an Origin says it as well",
         "https://a.test/",
         sealed,
         {{"Origin", "https://a.test"}},
         ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        session::Session session;
        session.cookies.store("XSRF-TOKEN=" + c.value + "; Path=/", url("https://a.test/"), now);
        http::Request request = request_for(c.url);
        request.typed = c.typed;
        CHECK(sent(request, session).find("Referer").value_or("") == c.referer);
    }
}

TEST_CASE("prepare: what a message may have once is refused twice", "[client]") {
    for (const std::string name : {"Content-Length", "Host"}) {
        INFO(name);
        http::Request request = request_for("http://a.test/");
        request.body = http::BytesBody{"hello"};
        request.typed = {{name, "5"}, {name, "6"}};
        const auto prepared = prepare(request, session::Session(), unsigned_request, now);
        REQUIRE(prepared.has_error());
        CHECK(prepared.error().kind() == base::ErrorKind::usage);
    }
}

TEST_CASE("prepare: a body that is large or of no known length asks for consent", "[client]") {
    struct Case {
        std::string_view why;
        http::Body body;
        bool asks;
    };

    constexpr std::uint64_t mebibyte = 1024 * 1024;
    const std::vector<Case> cases{
        {"no body", http::NoBody{}, false},
        {"a small one", http::BytesBody{"x"}, false},
        {"1 MiB", stream_of(base::Bytes{mebibyte}), false},
        {"a byte more", stream_of(base::Bytes{mebibyte + 1}), true},
        {"no known length", stream_of(std::nullopt), true},
        {"a form with a large file",
         http::JoinedBody{{http::BytesBody{"x"}, stream_of(base::Bytes{mebibyte})}},
         true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::Request request = request_for("https://a.test/");
        request.body = c.body;
        CHECK((sent(request, {}).find("Expect") == "100-continue") == c.asks);
        request.suppressed.emplace_back("expect");
        CHECK_FALSE(sent(request, {}).contains("Expect"));
    }
    http::Request typed = request_for("https://a.test/");
    typed.body = stream_of(std::nullopt);
    typed.typed.add("Expect", "something else");
    CHECK(sent(typed, {}).all("Expect") == std::vector<std::string_view>{"something else"});
}

TEST_CASE("prepare: --chunked keeps a known length to itself", "[client]") {
    http::Request request = request_for("https://a.test/");
    request.framing = http::Framing::chunked;
    request.body = http::BytesBody{"x"};
    CHECK(sent(request, {}).find("Transfer-Encoding") == "chunked");
    CHECK_FALSE(sent(request, {}).contains("Content-Length"));
    CHECK_FALSE(sent(request, {}).contains("Expect"));
    request.body = http::NoBody{};
    CHECK_FALSE(sent(request, {}).contains("Transfer-Encoding"));
    request.method = "POST";
    CHECK(sent(request, {}).find("Content-Length") == "0");
}
