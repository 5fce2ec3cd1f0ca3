// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/latch.hpp"
#include "support/server.hpp"

#include <string>
#include <vector>

using namespace latch::test;

namespace {

constexpr auto orders = R"({"total":2,"items":[{"id":9007199254740993,"name":"A b's"},)"
                        R"({"id":2,"name":"\u001b[31mred"}]})";
constexpr auto page = R"(<html><body><form><input name="_csrf" value="tok"></form></body></html>)";

Response answer(const Request& request) {
    Response response = reply(orders);
    response.headers = {{"Content-Type", "application/json"}, {"X-Id", "42"}};
    if (request.target == "/page") {
        response = reply(page);
        response.headers = {{"Content-Type", "text/html"}};
    } else if (request.target == "/latin") {
        response = reply("{\"a\":\"\xfc\"}");
        response.headers = {{"Content-Type", "application/json; charset=iso-8859-1"}};
    } else if (request.target == "/to-login") {
        return redirect("/login");
    } else if (request.target == "/login") {
        return reply("<form><input type=password name=password></form>", "text/html");
    } else if (request.target == "/404") {
        response.status = 404;
        response.reason = "Not Found";
    } else if (request.target == "/moved") {
        response.status = 302;
        response.headers.emplace_back("Location", "/login");
    }
    return response;
}

/// The built program, and a server for it.
struct Checked {
    /// Whether it is called at all is for the test to say.
    static ServerOptions options() {
        ServerOptions options;
        options.at_least = 0;
        return options;
    }

    Server server{answer, options()};
    Latch latch;

    Ran run(std::string_view path, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), server.url(path));
        return latch.run(arguments);
    }
};

} // namespace

TEST_CASE("checks: an answer that fulfils everything is shown, and that is all", "[cli]") {
    Checked it;
    const Ran ran = it.run(
        "/",
        {"--expect",
         "status == 200",
         "--expect=.items | length == 2",
         "--expect",
         ".items[0].id == 9007199254740993",
         "--expect",
         "time < 30s"}
    );
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == orders);
    CHECK(ran.err.empty());
}

TEST_CASE("checks: all that failed is told, what is there before what was expected", "[cli]") {
    Checked it;
    const Ran ran = it.run(
        "/404",
        {"--expect",
         "status == 200",
         "--expect",
         ".total == 2",
         "--expect",
         ".items[].id > 5",
         "--expect",
         "header.X-None exists"}
    );
    CHECK(ran.exit_code == 8);
    CHECK(ran.out == orders);
    CHECK(
        ran.err == "latch: 3 of 4 expectations failed\n"
                   "  status == 200\n"
                   "    actual    404 Not Found\n"
                   "    expected  200\n"
                   "  .items[].id > 5\n"
                   "    actual    2 (2 of 2 values)\n"
                   "    expected  more than 5\n"
                   "  header.X-None exists\n"
                   "    actual    nothing\n"
                   "    expected  anything\n"
    );
}

TEST_CASE("checks: an expectation takes the place of the status", "[cli]") {
    Checked it;
    CHECK(it.run("/404", {"--expect", "status == 404"}).exit_code == 0);
    CHECK(it.run("/moved", {"--expect", "header.Location == /login"}).exit_code == 0);
    const Ran one = it.run("/404", {"-q", "--expect=status < 400"});
    CHECK(one.exit_code == 8);
    CHECK(one.err.starts_with("latch: the expectation failed\n"));
    CHECK(it.run("/404", {"-qq", "--expect", "status < 400"}).err.empty());
}

TEST_CASE("checks: what a server says is shown in a verdict, not executed", "[cli]") {
    Checked it;
    const Ran ran = it.run("/", {"--expect", ".items[1].name == red"});
    CHECK(ran.exit_code == 8);
    CHECK(ran.err.find('\x1b') == std::string::npos);
}

TEST_CASE("checks: a body is compared with a file", "[cli]") {
    Checked it;
    it.latch.write("same.json", orders);
    it.latch.write("other.json", "{}");
    CHECK(it.run("/", {"--expect", "body == @same.json"}).exit_code == 0);
    CHECK(it.run("/", {"--expect", "body == @other.json"}).exit_code == 8);
    const std::size_t asked = it.server.requests().size();
    const Ran missing = it.run("/", {"--expect", "body == @missing.json"});
    CHECK(missing.exit_code == 1);
    CHECK(missing.err.find("missing.json") != std::string::npos);
    CHECK(it.server.requests().size() == asked);
}

TEST_CASE("checks: --jq prints what it finds in the place of the body", "[cli]") {
    Checked it;
    CHECK(it.run("/", {"--jq", ".items[].id"}).out == "9007199254740993\n2\n");
    CHECK(it.run("/", {"--jq", ".items[0].name"}).out == "A b's\n");
    CHECK(it.run("/", {"--jq-json", ".items[0].name"}).out == "\"A b's\"\n");
    CHECK(it.run("/latin", {"--jq", ".a"}).out == "ü\n");
    CHECK(it.run("/", {"-h", "--jq", ".total"}).out.find("\r\n2") == std::string::npos);
    const Ran whole = it.run("/", {"--print=hb", "--jq", ".total"});
    CHECK(whole.out.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(whole.out.ends_with("\r\n\r\n2\n"));
    CHECK(it.run("/", {"--jq", ".total", "--output=total"}).out.empty());
    CHECK(it.latch.shell("cat total").out == "2\n");
}

TEST_CASE("checks: --jq with more than a path is what libjq makes of it", "[cli]") {
    Checked it;
    const Ran ran =
        it.run("/", {"--jq", "[.items[] | select(.id < 5) | {name: .name[5:]}] | tojson"});
    CHECK(ran.err.empty());
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "[{\"name\":\"red\"}]\n");
    CHECK(it.run("/", {"--jq", "map(.total)"}).exit_code == 9);
    CHECK(it.run("/", {"--expect", "(any(.items[]; .id == 2)) and .total == 2"}).exit_code == 0);
    const Ran wrong = it.run("/", {"--jq", ".items |"});
    CHECK(wrong.exit_code == 64);
    CHECK(wrong.err.starts_with("latch: --jq: "));
}

TEST_CASE("checks: where there is nothing to print the exit code is 9", "[cli]") {
    Checked it;
    const Ran no_json = it.run("/page", {"--jq", ".a"});
    CHECK(no_json.exit_code == 9);
    CHECK(no_json.out.empty());
    CHECK(no_json.err == "latch: nothing to print: the body is no JSON (unexpected at byte 1)\n");
    const Ran empty = it.run("/", {"--jq", ".items[7:][]"});
    CHECK(empty.exit_code == 9);
    CHECK(empty.err == "latch: nothing to print: .items[7:][] has no output\n");
    const Ran capture = it.run("/", {"--capture", "a=status", "--capture", "b=.missing"});
    CHECK(capture.exit_code == 9);
    CHECK(capture.out.empty());
    CHECK(capture.err == "latch: nothing to capture as b: the answer has no .missing\n");
    CHECK(it.run("/", {"--capture", "ids=.items[].id"}).exit_code == 9);
}

TEST_CASE("checks: nothing is taken out of a refusal", "[cli]") {
    Checked it;
    const Ran refused = it.run("/404", {"--jq", ".total"});
    CHECK(refused.exit_code == 4);
    CHECK(refused.out.empty());
    CHECK(it.run("/404", {"--jq", ".total", "--no-check-status"}).out == "2\n");
    CHECK(it.run("/404", {"--jq", ".total", "--expect", "status == 404"}).out == "2\n");
    const Ran failed = it.run("/", {"--capture", "n=.total", "--expect", ".total == 3"});
    CHECK(failed.exit_code == 8);
    CHECK(failed.out.empty());
}

TEST_CASE("checks: captures are variables for a shell", "[cli]") {
    Checked it;
    it.latch.set("url", it.server.url());
    const Ran ran =
        it.latch.shell("eval \"$($latch \"$url\" --capture 'n=.items[0].name' --capture "
                       "id=.items[0].id --capture "
                       "x=header.X-Id --capture 'y=header.Y // none' --capture 's!=status')\"\n"
                       "printf '%s|' \"$n\" \"$id\" \"$x\" \"$y\" \"$s\"");
    CHECK(ran.out == "A b's|9007199254740993|42|none|200|");
    const Ran token =
        it.run("/page", {"--capture", "csrf=xpath string(//input[@name=\"_csrf\"]/@value)"});
    CHECK(token.out == "csrf=tok\n");
    const Ran saved = it.run("/", {"--capture", "n=.total", "--output=body"});
    CHECK(saved.out == "n=2\n");
    CHECK(it.latch.shell("cat body").out == orders);
}

TEST_CASE("checks: a captured secret is hidden in what is told", "[cli]") {
    Checked it;
    const Ran ran = it.run("/", {"--capture", "id!=.items[0].id", "--expect", ".items[0].id == 1"});
    CHECK(ran.exit_code == 8);
    CHECK(ran.err.find("9007199254740993") == std::string::npos);
    const Ran named = it.run("/", {"--expect", "header.X-Token == abcdefgh"});
    CHECK(named.err.find("header.X-Token == abcdefgh") != std::string::npos);
}

TEST_CASE("checks: outputs before an error of jq are printed", "[cli]") {
    Checked it;
    const Ran ran = it.run("/", {"--jq", ".total, error(\"x\")"});
    CHECK(ran.exit_code == 9);
    CHECK(ran.out == "2\n");
    CHECK(ran.err == "latch: nothing more to print: x\n");
}

TEST_CASE("checks: a login page that is expected is shown", "[cli]") {
    Checked it;
    const Ran ran = it.run("/to-login", {"--follow", "--expect", "xpath //form exists"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("password") != std::string::npos);
}

TEST_CASE("checks: of several requests each is judged", "[cli]") {
    Checked it;
    const Ran ran = it.latch.run(
        {"--url",
         it.server.url(),
         "--url",
         it.server.url("/404"),
         "--url",
         it.server.url(),
         "--jq",
         ".total",
         "--expect",
         "status == 200"}
    );
    CHECK(ran.exit_code == 8);
    CHECK(ran.out == "2\n2\n");
    CHECK(ran.err.find("/404: the expectation failed\n") != std::string::npos);
    CHECK(ran.err.find("3 requests") != std::string::npos);
    CHECK(ran.err.find("1 failed") != std::string::npos);
}

TEST_CASE("checks: with a mistake nothing is sent", "[cli]") {
    Checked it;

    struct Case {
        std::vector<std::string> arguments;
        std::string error;
    };

    for (const auto& [arguments, error] : {
             Case{{"--expect", "status = 200"}, "= compares nothing"},
             {{"--expect", "statu == 200"}, "is no value of an answer"},
             {{"--expect", "status =~ /(/"}, "--expect: "},
             {{"--capture", "1a=status"}, "is no NAME=QUERY"},
             {{"--capture", "a"}, "is no NAME=QUERY"},
             {{"--capture", "a=xpath //["}, "--capture: "},
             {{"--jq", ".a", "--capture", "a=.a"}, "--jq and --capture"},
             {{"--jq", " "}, "there is no filter"},
             {{"--capture", "a=.a", "--capture", "a=.b"}, "--capture a twice"},
             {{"--jq", ".a", "--download"}, "--jq and --download"},
             {{"--jq", ".a", "--json-output"}, "--jq and --json-output"},
             {{"--jq", ".a", "--paginate"}, "--jq and --paginate"},
             {{"--expect", ".a", "--offline"}, "--expect and --offline"},
             {{"--expect", ".a", "--curl"}, "--expect and --curl"},
             {{"--capture", "a=.a", "--url", "x.test"}, "--capture and a list of URLs"},
         }) {
        CAPTURE(arguments);
        const bool has_list = arguments.back() == "x.test";
        const Ran ran = has_list ? it.latch.run(arguments) : it.run("/", arguments);
        CHECK(ran.exit_code == 64);
        CHECK(ran.err.find(error) != std::string::npos);
        CHECK(ran.out.empty());
    }
    CHECK(it.server.requests().empty());
    const Ran wait = it.latch.run({"wait", it.server.url(), "--expect", "status == 200"});
    CHECK(wait.exit_code == 64);
}
