// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

Response answer(unsigned status, std::string body = "", std::string type = "text/html") {
    Response response = reply(std::move(body), std::move(type));
    response.status = status;
    return response;
}

/// An application as a framework makes them, as far as its tokens are concerned.
struct Framework {
    std::string why;
    std::string cookies; ///< what "/start" sets besides the session; may be empty
    Response refusal;
    std::string source; ///< the one page that has a token; may be empty
    Response page;
    std::string header, token; ///< what it wants
    Words first;               ///< the requests of the first POST
};

HttpService::Handler application(const Framework& is) {
    return [is](const Request& request) -> Response {
        if (request.path() == "/start") {
            Response started = reply("hello").with("Set-Cookie", "session=s3ss10n; Path=/");
            return is.cookies.empty() ? started : started.with("Set-Cookie", is.cookies);
        }
        if (request.method == "GET") {
            return request.path() == is.source ? is.page : answer(404);
        }
        const bool is_right = request.header(is.header) == is.token;
        return is_right ? reply("made of " + request.body) : is.refusal;
    };
}

Words in_words(const Server& server, std::size_t from) {
    Words words;
    for (const Request& request : server.requests()) {
        words.push_back(request.method + ' ' + request.path());
    }
    return {words.begin() + static_cast<std::ptrdiff_t>(from), words.end()};
}

/// Spring's session store, whose login page has the token.
Framework spring() {
    return {
        .why = "Spring",
        .cookies = "",
        .refusal = answer(403, R"({"status":403})", "application/json"),
        .source = "/login",
        .page = answer(200, R"(<form><input name="_csrf" type="hidden" value="t0k3n-0f-spring"/>)"),
        .header = "X-CSRF-TOKEN",
        .token = "t0k3n-0f-spring",
        .first = {"POST /items", "GET /login", "POST /items"},
    };
}

/// Those whose token is a cookie.
std::vector<Framework> with_a_cookie() {
    return {
        {.why = "Django: the cookie",
         .cookies = "csrftoken=abc; Path=/",
         .refusal = answer(403),
         .source = "",
         .page = {},
         .header = "X-CSRFToken",
         .token = "abc",
         .first = {"POST /items"}},
        {.why = "Laravel: the cookie's value is escaped",
         .cookies = "XSRF-TOKEN=eyJpdiI6%3D; Path=/",
         .refusal = answer(419),
         .source = "",
         .page = {},
         .header = "X-XSRF-TOKEN",
         .token = "eyJpdiI6=",
         .first = {"POST /items"}},
        {.why = "Laravel with Sanctum: a place that sets the cookie",
         .cookies = "",
         .refusal = answer(419),
         .source = "/sanctum/csrf-cookie",
         .page = answer(204).with("Set-Cookie", "XSRF-TOKEN=abc%3D; Path=/"),
         .header = "X-XSRF-TOKEN",
         .token = "abc=",
         .first = {"POST /items", "GET /sanctum/csrf-cookie", "POST /items"}},
    };
}

/// Those whose token stands in an answer.
std::vector<Framework> with_a_page() {
    return {
        spring(),
        {.why = "Django with CSRF_USE_SESSIONS: the form",
         .cookies = "",
         .refusal = answer(403),
         .source = "/login",
         .page = answer(200, "<form><input type=hidden name=csrfmiddlewaretoken value=abc>"),
         .header = "X-CSRFToken",
         .token = "abc",
         .first = {"POST /items", "GET /login", "POST /items"}},
        {.why = "Rails: 422 and meta data",
         .cookies = "",
         .refusal = answer(422, "<h1>The change you wanted was rejected.</h1>"),
         .source = "/",
         .page = answer(200, R"(<meta name="csrf-token" content="a&#43;b==" />)"),
         .header = "X-CSRF-Token",
         .token = "a+b==",
         .first = {"POST /items", "GET /login", "GET /csrf", "GET /", "POST /items"}},
        {.why = "Jenkins: a crumb",
         .cookies = "",
         .refusal = answer(403, "No valid crumb").with("X-Jenkins", "2.440"),
         .source = "/crumbIssuer/api/json",
         .page = answer(
             200, R"({"crumb":"abc","crumbRequestField":"Jenkins-Crumb"})", "application/json"
         ),
         .header = "Jenkins-Crumb",
         .token = "abc",
         .first = {"POST /items", "GET /crumbIssuer/api/json", "POST /items"}},
        {.why = "Tomcat's filter, SAP: asked for by Fetch",
         .cookies = "",
         .refusal = answer(403).with("X-CSRF-Token", "Required"),
         .source = "/items",
         .page = answer(200).with("X-CSRF-Token", "abc"),
         .header = "X-CSRF-Token",
         .token = "abc",
         .first = {"POST /items", "GET /items", "POST /items"}},
    };
}

/// Refuses every token of a session.
Response strict(const Request& request) {
    if (request.method == "GET") {
        return request.path() == "/start" ? reply("").with("Set-Cookie", "session=s; Path=/")
                                          : answer(200, "<form><input name=_csrf value=right>");
    }
    return answer(403);
}

} // namespace

TEST_CASE("csrf: frameworks are answered, and the way is remembered", "[cli]") {
    std::vector<Framework> frameworks = with_a_cookie();
    std::ranges::move(with_a_page(), std::back_inserter(frameworks));
    for (const Framework& framework : frameworks) {
        INFO(framework.why);
        Server server(application(framework));
        const Latch latch;
        latch.run({"@s", server.url("/start")});
        const Ran first = latch.run({"@s", server.url("/items"), "--raw=tea"});
        CHECK(first.exit_code == 0);
        CHECK(first.out == "made of tea");
        CHECK(first.err.empty());
        CHECK(in_words(server, 1) == framework.first);
        // Another process has nothing to learn.
        const std::size_t before = server.requests().size();
        for (const char* const method : {"POST", "PUT", "PATCH", "DELETE"}) {
            CHECK(latch.run({"@s", method, server.url("/items")}).exit_code == 0);
        }
        const Words later{"POST /items", "PUT /items", "PATCH /items", "DELETE /items"};
        CHECK(in_words(server, before) == later);
        CHECK(latch.run({"@s", "GET", server.url("/start")}).exit_code == 0);
        CHECK_FALSE(server.requests().back().header(framework.header));
    }
}

TEST_CASE("csrf: a token of the session is not used after the session has changed", "[cli]") {
    Server server([](const Request& request) -> Response {
        const std::string session = request.header("Cookie").value_or("none");
        if (request.method == "GET" && request.path() != "/login") {
            const std::string name = request.path().substr(1);
            return reply("").with("Set-Cookie", "session=" + name + "; Path=/");
        }
        if (request.method == "GET") {
            return answer(200, "<meta name=_csrf content='token of " + session + "'>");
        }
        return answer(request.header("X-CSRF-TOKEN") == "token of " + session ? 200 : 403);
    });
    const Latch latch;
    latch.run({"@s", server.url("/a")});
    CHECK(latch.run({"@s", "POST", server.url("/x")}).exit_code == 0);
    latch.run({"@s", server.url("/b")});
    const std::size_t before = server.requests().size();
    CHECK(latch.run({"@s", "POST", server.url("/x")}).exit_code == 0);
    CHECK(in_words(server, before) == Words{"GET /login", "POST /x"});
}

TEST_CASE("csrf: a piped body waits for the token and is sent once", "[cli]") {
    Server server(application(spring()));
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const std::string body(5'000'000, 'x');
    const Ran ran = latch.run({"@s", "POST", server.url("/items"), "@-"}, {.in = PipedInput{body}});
    CHECK(ran.exit_code == 0);
    CHECK(in_words(server, 1) == Words{"GET /login", "POST /items"});
    CHECK(server.requests().back().body.size() == body.size());
}

TEST_CASE("csrf: pages are fetched once for an application that wants no token", "[cli]") {
    Server server([](const Request& request) { return answer(request.method == "GET" ? 404 : 201); }
    );
    const Latch latch;
    latch.run({"@s", "-a", "bob:s3cret-word", server.url("/start")});
    const std::string body(5'000'000, 'x');
    for (const int time : {1, 2}) {
        INFO(time);
        const std::size_t before = server.requests().size();
        const Ran ran = latch.run({"@s", "POST", server.url("/x"), "@-"}, {.in = PipedInput{body}});
        CHECK(ran.exit_code == 0);
        const Words once{"GET /login", "GET /csrf", "GET /", "POST /x"};
        CHECK(in_words(server, before) == (time == 1 ? once : Words{"POST /x"}));
    }
}

TEST_CASE("csrf: --verbose tells in a line what was done, without the token", "[cli]") {
    Server server(application(spring()));
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const Ran ran = latch.run({"-v", "@s", "POST", server.url("/items")});
    CHECK(ran.err == "latch: csrf: token refreshed from /login, header X-CSRF-TOKEN\n");
    CHECK_THAT(
        ran.out, Contains("HTTP/1.1 403") && Contains("GET /login") && Contains("X-CSRF-TOKEN")
    );
    CHECK_THAT(
        latch.run({"-v", "@s", "POST", server.url("/items")}).err,
        Contains("remembered from /login")
    );
    CHECK_THAT(ran.err + ran.out.substr(0, ran.out.find("<form")), !Contains("t0k3n-0f-spring"));
    const Ran shown = latch.run({"session", "show", "s"});
    CHECK_THAT(shown.out, Contains("csrf") && Contains("/login") && !Contains("t0k3n"));
}

TEST_CASE("csrf: --no-csrf sends what was typed and nothing else", "[cli]") {
    Server server(application(spring()));
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    CHECK(latch.run({"--no-csrf", "@s", "POST", server.url("/items")}).exit_code == 4);
    CHECK(in_words(server, 1) == Words{"POST /items"});
    CHECK(latch.run({"--csrf", "@s", "POST", server.url("/items")}).exit_code == 0);
}

TEST_CASE("csrf: --csrf-token says the token, or where it is to be had", "[cli]") {
    Framework secretive = spring();
    secretive.source = "";
    Server server(application(secretive));
    Latch latch;
    latch.set("TOKEN", "t0k3n-0f-spring");
    const std::string items = server.url("/items");
    for (const std::string token : {"t0k3n-0f-spring", "env:TOKEN"}) {
        INFO(token);
        CHECK(latch.run({"--csrf-token", token, "POST", items}).exit_code == 0);
    }
    CHECK(latch.run({"--csrf-token=wrong", "POST", items}).exit_code == 4);
    CHECK(in_words(server, 0) == Words(3, "POST /items"));
    const Ran none = latch.run({"--csrf-token=env:NOT_SET", "POST", items});
    CHECK(none.exit_code == 64);
    check_error(none.err, "the secret should be in the variable NOT_SET");
    CHECK(server.requests().size() == 3);
}

TEST_CASE("csrf: --csrf-url is asked first, at the server of the request only", "[cli]") {
    Framework odd = spring();
    odd.source = "/api/token";
    odd.page = answer(200, R"({"csrfToken":"abc"})", "application/json");
    odd.header = "X-CSRF-Token";
    odd.token = "abc";
    Server server(application(odd));
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const std::string items = server.url("/items");
    CHECK(latch.run({"@s", "--csrf-url=/api/token?a=b", "POST", items}).exit_code == 0);
    CHECK(in_words(server, 1) == Words{"GET /api/token", "POST /items"});
    CHECK(server.request(1).target == "/api/token?a=b");
    CHECK(latch.run({"@s", "--csrf-url", server.url("/api/token"), "POST", items}).exit_code == 0);

    const std::size_t before = server.requests().size();
    const Ran refused = latch.run({"@s", "--csrf-url=http://evil.test/t", "POST", items});
    CHECK(refused.exit_code == 64);
    check_error(refused.err, "no token is fetched from http://evil.test");
    CHECK(server.requests().size() == before);
}

TEST_CASE("csrf: a token stays with its origin on the way of redirects", "[cli]") {
    Server elsewhere([](const Request& /*request*/) { return reply("there"); });
    Server server([&](const Request& request) -> Response {
        if (request.path() == "/start") {
            return reply("").with("Set-Cookie", "XSRF-TOKEN=abc; Path=/");
        }
        return redirect(request.path() == "/away" ? elsewhere.url("/x") : "/start", 307);
    });
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    CHECK(latch.run({"-F", "@s", "POST", server.url("/away"), "a=b"}).out == "there");
    CHECK(server.requests().back().header("X-XSRF-TOKEN") == "abc");
    for (const char* const name : {"X-XSRF-TOKEN", "Referer", "Origin"}) {
        CHECK_FALSE(elsewhere.request(0).header(name));
    }
    latch.run({"-F", "@s", "POST", server.url("/near"), "a=b"});
    CHECK(server.requests().back().method == "POST");
    CHECK(server.requests().back().count("X-XSRF-TOKEN") == 1);
}

TEST_CASE("csrf: a refusal in spite of a right token is forbidden, and said to be", "[cli]") {
    Server server(strict);
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const Ran ran = latch.run({"@s", "POST", server.url("/admin")});
    CHECK(ran.exit_code == 4);
    CHECK_THAT(ran.err, StartsWith("latch: HTTP 403 Forbidden: forbidden (not CSRF)\n"));
    CHECK(in_words(server, 1) == Words{"POST /admin", "GET /login", "POST /admin"});
}

TEST_CASE("csrf: what cannot be satisfied says where it looked", "[cli]") {
    struct Case {
        std::string why;
        unsigned status;
        int exit_code;
        std::string err;
    };

    const std::vector<Case> cases{
        {"it says that it is for want of a token", 419, 7, "CSRF token refused\n"},
        {"it may be for something else", 403, 4, "no CSRF token at /login, /csrf, /"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Framework silent = spring();
        silent.source = "";
        silent.refusal = answer(c.status, "the page");
        Server server(application(silent));
        const Latch latch;
        latch.run({"@s", server.url("/start")});
        const Ran ran = latch.run({"@s", "POST", server.url("/items")});
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.out == "the page");
        CHECK_THAT(ran.err, Contains(c.err) && Contains("/csrf"));
    }
}

TEST_CASE("csrf: nothing is fetched for who sends neither cookie nor credentials", "[cli]") {
    Server server(application(spring()));
    const Latch latch;
    CHECK(latch.run({"POST", server.url("/items")}).exit_code == 4);
    CHECK(in_words(server, 0) == Words{"POST /items"});
}

TEST_CASE("csrf: --offline and --curl show the token that is known", "[cli]") {
    Server server(application(spring()));
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    CHECK(latch.run({"@s", "POST", server.url("/items")}).exit_code == 0);
    const std::size_t before = server.requests().size();
    for (const std::string option : {"--offline", "--curl"}) {
        INFO(option);
        const Ran hidden = latch.run({option, "@s", "POST", server.url("/items")});
        CHECK_THAT(hidden.out, Contains("X-CSRF-TOKEN") && !Contains("t0k3n-0f-spring"));
        const Ran shown = latch.run({option, "--show-secrets", "@s", "POST", server.url("/items")});
        CHECK_THAT(shown.out, Contains("t0k3n-0f-spring"));
    }
    CHECK(server.requests().size() == before);
}

TEST_CASE("csrf: a token is fetched through the proxy of the request", "[cli]") {
    Server proxy([](const Request& request) {
        demand(request.target.starts_with("http://app.test/"), request.target);
        if (request.target == "http://app.test/start") {
            return reply("hello").with("Set-Cookie", "session=1; Path=/");
        }
        if (request.method == "GET") {
            return answer(200, "<form><input type=hidden name=_csrf value=t></form>");
        }
        return request.header("X-CSRF-TOKEN") == "t" ? reply("made") : answer(403);
    });
    const Latch latch;
    const std::string option = "--proxy=http:" + proxy.url("");
    latch.run({option, "@app", "http://app.test/start"});
    CHECK(latch.run({option, "@app", "POST", "http://app.test/items", "a=b"}).exit_code == 0);
}
