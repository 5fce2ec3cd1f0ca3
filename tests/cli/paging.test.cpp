// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

Response as_json(const json& document) {
    return reply(document.dump(), "application/json");
}

/// Which page a request is for, counted from 0.
unsigned asked(const Request& request) {
    const auto at = request.target.find("page=");
    return at == std::string::npos
               ? 0
               : static_cast<unsigned>(std::stoul(request.target.substr(at + 5)));
}

json items_of(unsigned page) {
    return json::array({{{"id", 2 * page}}, {{"id", 2 * page + 1}}});
}

constexpr unsigned pages = 3;

/// A list of six in three pages, in one of the shapes that there are.
using Shape = Response (*)(unsigned page);

Response spring_page(unsigned page) {
    return as_json(
        {{"content", items_of(page)},
         {"number", page},
         {"totalPages", pages},
         {"size", 2},
         {"last", page + 1 == pages}}
    );
}

Response spring_slice(unsigned page) {
    return as_json({{"content", items_of(page)}, {"number", page}, {"last", page + 1 == pages}});
}

Response paged_model(unsigned page) {
    return as_json(
        {{"content", items_of(page)},
         {"page", {{"number", page}, {"totalPages", pages}, {"size", 2}}}}
    );
}

Response hal(unsigned page) {
    json document{
        {"_embedded", {{"things", items_of(page)}}}, {"_links", {{"self", {{"href", "/list"}}}}}};
    if (page + 1 < pages) {
        document["_links"]["next"] = {
            {"href", "/list?page=" + std::to_string(page + 1) + "{&sort}"}, {"templated", true}};
    }
    return reply(document.dump(), "application/hal+json");
}

Response link(unsigned page) {
    Response response = as_json(items_of(page));
    std::string field = R"(</list?page=0>; rel="first")";
    if (page + 1 < pages) {
        field += ", </list?page=" + std::to_string(page + 1) + R"(>; rel="next"; title="a, b")";
    }
    return response.with("Link", field);
}

HttpService::Handler list(Shape shape) {
    return [shape](const Request& request) { return shape(asked(request)); };
}

const std::string all =
    "[{\"id\":0},\n{\"id\":1},\n{\"id\":2},\n{\"id\":3},\n{\"id\":4},\n{\"id\":5}]\n";
const std::string first_two = "[{\"id\":0},\n{\"id\":1}";

Words targets(const Server& server) {
    Words words;
    for (const Request& request : server.requests()) {
        words.push_back(request.target);
    }
    return words;
}

/// A list whose second page is another answer.
HttpService::Handler broken_by(Response second) {
    return [second = std::move(second)](const Request& request) {
        return asked(request) == 1 ? second : spring_page(asked(request));
    };
}

Response with_status(unsigned status, std::string body, std::string type = "application/json") {
    Response response = reply(std::move(body), std::move(type));
    response.status = status;
    return response;
}

} // namespace

TEST_CASE("paging: every shape comes out as one array", "[cli]") {
    struct Case {
        const char* why;
        Shape shape;
    };

    for (const Case& each : std::vector<Case>{
             {"Page", spring_page},
             {"Slice", spring_slice},
             {"PagedModel", paged_model},
             {"HAL", hal},
             {"Link", link}}) {
        INFO(each.why);
        Server server(list(each.shape), {.at_least = 3, .at_most = 3});
        const Ran ran = Latch().run({"--paginate", server.url("/list")});
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == all);
        CHECK(ran.err.empty());
        CHECK(targets(server) == Words{"/list", "/list?page=1", "/list?page=2"});
        for (const Request& request : server.requests()) {
            CHECK(request.connection == server.request(0).connection);
        }
    }
}

TEST_CASE("paging: an item a line", "[cli]") {
    Server server(list(hal));
    const Ran ran = Latch().run({"--paginate-lines", server.url("/list")});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "{\"id\":0}\n{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n{\"id\":5}\n");
}

TEST_CASE("paging: on a terminal it is laid out as one document", "[cli]") {
    Server server(list(hal));
    Wiring wiring;
    wiring.out = Output::terminal;
    const Ran ran = Latch().run({"--paginate", "--pretty=format", server.url("/list")}, wiring);
    CHECK_THAT(ran.terminal, Contains("Content-Type: application/hal+json"));
    CHECK_THAT(ran.terminal, Contains("[\n    {\n        \"id\": 0\n    },\n"));
    CHECK_THAT(ran.terminal, Contains("\"id\": 5\n    }\n]\n"));
    CHECK(ran.terminal.find("HTTP/1.1") == ran.terminal.rfind("HTTP/1.1"));
}

TEST_CASE("paging: --all shows the heads of each page", "[cli]") {
    Server server(list(hal));
    const Ran ran = Latch().run({"--paginate", "-v", server.url("/list")});
    CHECK(ran.exit_code == 0);
    std::size_t requests = 0;
    for (auto at = ran.out.find("GET /list"); at != std::string::npos;
         at = ran.out.find("GET /list", at + 1)) {
        ++requests;
    }
    CHECK(requests == 3);
    CHECK_THAT(ran.out, Contains("{\"id\":5}]\n"));
}

TEST_CASE("paging: what was typed and what the session holds goes to every page", "[cli]") {
    Server server(
        [](const Request& request) {
            const unsigned page = asked(request);
            return hal(page).with("Set-Cookie", "seen" + std::to_string(page) + "=1; Path=/");
        },
        {.at_least = 3, .at_most = 3}
    );
    const Latch latch;
    REQUIRE(
        latch
            .run({"session", "set", "s", "base=" + server.url(), "key==k&y", "header:X-Tenant=acme"}
            )
            .exit_code == 0
    );
    const Ran ran =
        latch.run({"--paginate", "--auth=bob:pw", "@s", "/list", "X-Typed:yes", "q==1"});
    REQUIRE(ran.exit_code == 0);
    CHECK(ran.out == all);
    CHECK(
        targets(server) ==
        Words{"/list?key=k%26y&q=1", "/list?page=1&key=k%26y", "/list?page=2&key=k%26y"}
    );
    const std::vector<std::string> cookies{"", "seen0=1", "seen0=1; seen1=1"};
    for (std::size_t page = 0; page < pages; ++page) {
        const Request request = server.request(page);
        CHECK(request.header("Authorization") == "Basic Ym9iOnB3");
        CHECK(request.header("X-Typed") == "yes");
        CHECK(request.header("X-Tenant") == "acme");
        CHECK(request.header("Cookie").value_or("") == cookies.at(page));
    }
    for (const char* const name : {"seen0", "seen1", "seen2"}) {
        CHECK_THAT(latch.session("s"), Contains(name));
    }
}

TEST_CASE("paging: cookies of the pages before count when the next one fails", "[cli]") {
    Server server([](const Request& request) {
        Response response = asked(request) == 0 ? hal(0) : with_status(500, "{}");
        return response.with("Set-Cookie", "seen" + std::to_string(asked(request)) + "=1");
    });
    const Latch latch;
    CHECK(latch.run({"--paginate", "@s", server.url("/list")}).exit_code == 5);
    CHECK_THAT(latch.session("s"), Contains("seen0") && Contains("seen1"));
}

TEST_CASE("paging: nothing goes to another server", "[cli]") {
    Server other([](const Request&) { return reply("[]"); }, {.at_least = 0, .at_most = 0});
    Server server(
        [&](const Request&) {
            return link(2).with("Link", "<" + other.url("/list") + ">; rel=next");
        },
        {.at_least = 1, .at_most = 1}
    );
    const Ran ran = Latch().run({"--paginate", server.url("/list"), "X-Secret:1"});
    CHECK(ran.exit_code == 1);
    CHECK_THAT(ran.err, StartsWith("latch: cannot go on to page 2: it is at " + other.url("")));
    check_error(ran.err, "cannot go on to page 2");
}

TEST_CASE("paging: a list that goes in a circle ends", "[cli]") {
    Server server(
        [](const Request&) {
            return as_json(items_of(0)).with("Link", "</list?page=1>; rel=next");
        },
        {.at_least = 2, .at_most = 2}
    );
    const Ran ran = Latch().run({"--paginate", server.url("/list?page=0")});
    CHECK(ran.exit_code == 1);
    check_error(
        ran.err, "cannot go on to page 3: " + server.url("/list?page=1") + " was there before"
    );
}

TEST_CASE("paging: --max-pages ends a list without an error", "[cli]") {
    Server server(list(spring_page), {.at_least = 2, .at_most = 2});
    const Ran ran = Latch().run({"--paginate", "--max-pages=2", server.url("/list")});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "[{\"id\":0},\n{\"id\":1},\n{\"id\":2},\n{\"id\":3}]\n");
    CHECK(ran.err == "latch: there are more than 2 pages\n");
}

TEST_CASE("paging: a list that breaks off stays open, and its exit code tells", "[cli]") {
    struct Case {
        const char* why;
        Response second;
        Words options;
        int exit_code;
        std::string err;
    };

    const std::string login = "<form method=post><input name=u><input type=password name=p></form>";
    const std::vector<Case> cases{
        {"an error",
         with_status(500, R"({"message":"no more"})"),
         {},
         5,
         "latch: page 2: HTTP 500 Internal Server Error: no more\n"},
        {"forbidden", with_status(403, "{}"), {}, 4, "latch: page 2: HTTP 403"},
        {"an error that is not checked",
         with_status(500, "{}"),
         {"--no-check-status"},
         1,
         "latch: no page 2: HTTP 500\n"},
        {"a redirect", redirect("/list?page=2"), {}, 3, "latch: page 2: HTTP 302"},
        {"a redirect to a login", redirect("/login"), {}, 7, "latch: page 2: not signed in"},
        {"a login page",
         with_status(200, login, "text/html"),
         {"--json"},
         7,
         "latch: page 2: not signed in"},
        {"no JSON",
         with_status(200, "<html></html>", "text/html"),
         {},
         1,
         "latch: cannot read page 2: the answer is no JSON"},
        {"cut off JSON",
         with_status(200, R"({"content":[)"),
         {},
         1,
         "latch: cannot read page 2: the answer is no JSON"},
        {"the same number", spring_page(0), {}, 1, "latch: the server gives page number 0 again"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        Server server(broken_by(each.second));
        Words words = each.options;
        words.insert(words.end(), {"--paginate", server.url("/list")});
        const Ran ran = Latch().run(words);
        CHECK(ran.exit_code == each.exit_code);
        CHECK_THAT(ran.err, StartsWith(each.err));
        CHECK(ran.out == first_two);
    }
}

TEST_CASE("paging: a connection that breaks in a later page", "[cli]") {
    Server server([](const Request& request) {
        Response response = spring_page(asked(request));
        return asked(request) == 0
                   ? response
                   : response.with("Content-Length", "99999").with("Connection", "close");
    });
    const Ran ran = Latch().run({"--paginate", server.url("/list")});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out == first_two);
    CHECK_THAT(ran.err, StartsWith("latch: "));
}

TEST_CASE("paging: redirects are followed page by page", "[cli]") {
    Server server([](const Request& request) {
        if (request.path() == "/list") {
            return redirect("/moved" + request.target.substr(5), 307);
        }
        return spring_page(asked(request));
    });
    const Ran ran =
        Latch().run({"--paginate", "--follow", "--max-redirects=1", server.url("/list")});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == all);
    CHECK(targets(server) == Words{"/list", "/moved", "/moved?page=1", "/moved?page=2"});
}

TEST_CASE("paging: a first answer that is no success is shown as it is", "[cli]") {
    Server server(
        [](const Request&) { return with_status(404, R"({"error":"none"})"); }, {.at_most = 1}
    );
    const Ran ran = Latch().run({"--paginate", server.url("/list")});
    CHECK(ran.exit_code == 4);
    CHECK(ran.out == R"({"error":"none"})");
    CHECK_THAT(ran.err, StartsWith("latch: HTTP 404"));
}

TEST_CASE("paging: an answer without a list is an error", "[cli]") {
    Server server([](const Request&) { return as_json({{"user", "bob"}}); }, {.at_most = 1});
    const Ran ran = Latch().run({"--paginate", server.url("/me")});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out.empty());
    check_error(ran.err, "there is no list to page through: the answer is an object without one");
}

TEST_CASE("paging: --output gets the list when it is whole", "[cli]") {
    const Latch latch;
    const auto file = latch.write("list", "before");
    {
        Server server(broken_by(with_status(500, "{}")));
        CHECK(latch.run({"--paginate", "-o", "list", server.url("/list")}).exit_code == 5);
        CHECK(content(file) == "before");
    }
    Server server(list(link));
    CHECK(latch.run({"--paginate", "-o", "list", server.url("/list")}).exit_code == 0);
    CHECK(content(file) == all);
}

TEST_CASE("paging: a reader that has enough ends it quietly", "[cli]") {
    Server server(
        [](const Request& request) {
            json page{
                {"content", json::array({std::string(300'000, 'x')})},
                {"number", asked(request)},
                {"last", asked(request) == 50}};
            return as_json(page);
        },
        {.at_most = 10}
    );
    const Latch latch;
    const Ran ran = latch.shell(
        "\"$latch\" --paginate " + server.url("/list") + " | head -c 10; exit ${PIPESTATUS:-0}"
    );
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "[\"xxxxxxxx");
    CHECK(ran.err.empty());
}

TEST_CASE("paging: what cannot be together is a usage error, and nothing is sent", "[cli]") {
    struct Case {
        Words words;
        const char* error;
    };

    Server server([](const Request&) { return reply("[]"); }, {.at_least = 0, .at_most = 0});
    const std::vector<Case> cases{
        {{"--paginate", "--download", "{url}"}, "--paginate and --download"},
        {{"--paginate-lines", "--json-output", "{url}"}, "--paginate and --json-output"},
        {{"--paginate", "POST", "{url}"}, "--paginate is for GET"},
        {{"--paginate", "HEAD", "{url}"}, "--paginate is for GET"},
        {{"--paginate", "{url}", "a=b"}, "--paginate is for GET"},
        {{"--paginate", "--max-pages=0", "{url}"}, "--max-pages: '0' is no whole number"},
        {{"--paginate", "--max-pages=x", "{url}"}, "--max-pages: 'x' is no whole number"},
    };
    for (const Case& each : cases) {
        INFO(each.error);
        const Ran ran = Latch().run(filled(each.words, server.url()));
        CHECK(ran.exit_code == 64);
        CHECK_THAT(ran.err, StartsWith(std::string("latch: ") + each.error));
    }
}

TEST_CASE("paging: where nothing is sent it is the first request", "[cli]") {
    const Latch latch;
    const Ran shown = latch.run({"--offline", "--paginate", "localhost:1/list"});
    CHECK(shown.exit_code == 0);
    CHECK_THAT(shown.out, StartsWith("GET /list HTTP/1.1"));
    const Ran curl = latch.run({"--curl", "--paginate", "localhost:1/list"});
    CHECK(curl.exit_code == 0);
    CHECK_THAT(curl.out, StartsWith("curl "));
    CHECK_THAT(curl.err, Contains("not in the curl command\n  the pages behind the first"));
}
