// SPDX-License-Identifier: MIT
#include "imports.hpp"
#include "support/catch.hpp"

#include <array>
#include <string>

using namespace latch::test;
using latch::flow::Foreign;

namespace {

std::string har(std::string_view entries) {
    return R"({"log":{"version":"1.2","entries":[)" + std::string(entries) + "]}}";
}

constexpr auto cases = std::to_array<ImportCase>({
    {
        "a page",
        R"({"request":{"method":"GET","url":"https://x.test/a?b=c","headers":[
            {"name":":authority","value":"x.test"},{"name":"Host","value":"x.test"},
            {"name":"Accept-Encoding","value":"br"},{"name":"Accept","value":"text/html"},
            {"name":"X-A","value":"{{b}}"}]},
            "response":{"status":200}})",
        "### GET /a\nGET https://x.test/a?b=c\n    Accept:text/html\n    'X-A:'\\{{'b}}'\n"
        "    --expect status==200\n",
    },
    {
        "an answer that never came",
        R"({"request":{"method":"GET","url":"http://x.test"},"response":{"status":0}})",
        "### GET /\nGET http://x.test\n",
    },
    {
        "JSON of scalars",
        R"({"request":{"method":"POST","url":"http://x.test/a","headers":[
            {"name":"content-type","value":"application/json"}],
            "postData":{"mimeType":"application/json","text":"{\"a\":\"@b\",\"n\":12345678901234567890,\"t\":true}"}}})",
        "### POST /a\nPOST http://x.test/a\n    'a=\\@b'\n    n:=12345678901234567890\n    "
        "t:=true\n",
    },
    {
        "JSON of more",
        R"({"request":{"method":"POST","url":"http://x.test/a","headers":[],
            "postData":{"mimeType":"application/json;charset=UTF-8","text":"{\"a\":[1]}"}}})",
        "### POST /a\nPOST http://x.test/a\n    'Content-Type:application/json;charset=UTF-8'\n"
        "    --raw '{\"a\":[1]}'\n",
    },
    {
        "a body of several lines",
        R"({"request":{"method":"POST","url":"http://x.test/a","headers":[],
            "postData":{"mimeType":"text/plain","text":"a\r\nb"}}})",
        "### POST /a\nPOST http://x.test/a\n    Content-Type:text/plain <<'END'\na\nb\nEND\n",
        "request 1 (POST /a): the returns of the body's line ends",
    },
    {
        "forms, by their text and by their parameters",
        R"({"request":{"method":"POST","url":"http://x.test/a","headers":[
            {"name":"Content-Type","value":"application/x-www-form-urlencoded"}],
            "postData":{"mimeType":"application/x-www-form-urlencoded","text":"u=bob&p=a%26b+c",
            "params":[{"name":"no","value":"matter"}]}}},
           {"request":{"method":"POST","url":"http://x.test/b","headers":[],
            "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"u","value":"bob"}]}}})",
        "### POST /a\nPOST http://x.test/a\n    u=bob\n    'p=a&b c'\n    --form\n\n"
        "### POST /b\nPOST http://x.test/b\n    u=bob\n    --form\n",
    },
    {
        "multipart",
        R"({"request":{"method":"POST","url":"http://x.test/a","headers":[
            {"name":"Content-Type","value":"multipart/form-data; boundary=x"}],
            "postData":{"mimeType":"multipart/form-data; boundary=x","params":[{"name":"t","value":"1"},
            {"name":"f","fileName":"a.png","contentType":"image/png"}]}}},
           {"request":{"method":"POST","url":"http://x.test/b","headers":[],
            "postData":{"mimeType":"multipart/form-data; boundary=x","text":"--x"}}})",
        "### POST /a\nPOST http://x.test/a\n    'f@a.png;type=image/png'\n    t=1\n    "
        "--multipart\n\n"
        "### POST /b\nPOST http://x.test/b\n",
        "request 1 (POST /a): the folder of the file that is sent as f\n"
        "request 2 (POST /b): a multipart body",
    },
    {
        "cookies are told of once",
        R"({"request":{"method":"GET","url":"http://x.test/a","headers":[{"name":"cookie","value":"s=1"}]}},
           {"request":{"method":"GET","url":"http://x.test/b","headers":[{"name":"Cookie","value":"s=1"}]}})",
        "### GET /a\nGET http://x.test/a\n\n### GET /b\nGET http://x.test/b\n",
        "request 1 (GET /a): cookies, here and elsewhere: a flow keeps those that it receives",
    },
    {
        "what is no HTTP",
        R"({"request":{"method":"GET","url":"http://x.test/a"}},
           {"request":{"method":"GET","url":"wss://x.test/b"}},{"time":1})",
        "### GET /a\nGET http://x.test/a\n",
        "request 2 (GET /b): a request that is not HTTP\nrequest 3: an entry without a request",
    },
});

} // namespace

TEST_CASE("import har: entries become requests", "[flow]") {
    for (const ImportCase& c : cases) {
        INFO(c.why);
        CHECK(drawn_import(har(c.text), Foreign::har) == expected_import(c));
    }
}

TEST_CASE("import har: no character of it becomes a template", "[flow]") {
    const std::string drawn = drawn_import(
        har(R"({"request":{"method":"GET","url":"http://x.test/\ufdd2env HOME\ufdd3{{env HOME}}"}})"
        ),
        Foreign::har
    );
    CHECK(drawn.find("{{env") == drawn.rfind("{{env")); // in the title there are none
    CHECK(drawn.find(R"(\{{)") != std::string::npos);
    CHECK(drawn.find("/{{env") == std::string::npos);
}

TEST_CASE("import har: what is no HAR file", "[flow]") {
    CHECK(drawn_import("{", Foreign::har) == "error: it is not JSON");
    CHECK(drawn_import("{}", Foreign::har) == "error: it is no HAR file");
    CHECK(drawn_import("[]", Foreign::har) == "error: it is no HAR file");
    CHECK(drawn_import(har(""), Foreign::har) == "error: there is no request in it");
    CHECK(
        drawn_import(har("1, null, {\"request\":[]}"), Foreign::har) ==
        "error: there is no request in it"
    );
}
