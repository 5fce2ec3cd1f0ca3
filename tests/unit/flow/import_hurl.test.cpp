// SPDX-License-Identifier: MIT
#include "imports.hpp"
#include "support/catch.hpp"

#include <array>
#include <string>

using namespace latch::test;
using latch::flow::Foreign;

namespace {

constexpr auto cases = std::to_array<ImportCase>({
    {
        "nothing is said of the answer",
        "GET http://x/",
        "GET http://x/\n    --expect 'status exists'\n",
    },
    {
        "any answer",
        "GET http://x/\nHTTP *\n",
        "GET http://x/\n    --expect 'status exists'\n",
    },
    {
        "titles, headers and templates",
        "# Log in\nPOST {{host}}/login # here\nX-A: a b # not this\nX-B: {{newUuid}}\nX-C: a\\#b\n"
        "HTTP/1.1 201\nContent-Type: application/json\n\n# Next\nGET http://x/\nHTTP 200\n",
        "### Log in\nPOST {{host}}/login\n    'X-A:a b'\n    X-B:{{uuid}}\n    'X-C:a#b'\n"
        "    --expect version==1.1\n    --expect status==201\n"
        "    --expect 'header.Content-Type == \"application/json\"'\n\n"
        "### Next\nGET http://x/\n    --expect status==200\n",
    },
    {
        "sections of the request",
        R"(POST http://x/
[QueryStringParams]
q: a b
r: @x
[FormParams]
user: bob
empty:
[Cookies]
a: 1
b: 2
[BasicAuth]
bob: s3cret
HTTP 200
)",
        "POST http://x/\n    'Cookie:a=1; b=2'\n    user=bob\n    empty=\n    'q==a b'\n    "
        "'r==\\@x'\n"
        "    --form\n    --auth bob:s3cret\n    --expect status==200\n",
    },
    {
        "a form in parts",
        "POST http://x/\n[Multipart]\nf: file,a.pdf; application/pdf\ng: file,b.txt;\nt: 1\nHTTP "
        "200\n",
        "POST http://x/\n    'f@a.pdf;type=application/pdf'\n    g@b.txt\n    t=1\n    "
        "--multipart\n"
        "    --expect status==200\n",
    },
    {
        "options",
        R"(GET http://x/
[Options]
location: true
insecure: true
compressed: true
path-as-is: false
retry: 10
retry-interval: 500ms
max-time: 1500ms
max-redirs: 3
connect-timeout: 5
output: out.json
variable: id="a b"
user: bob:pw
proxy: p:3128
delay: 1s
aws-sigv4: x
HTTP 200
)",
        R"(@id = a b

GET http://x/
    --follow
    --verify=no
    --max-time 1.500
    --max-redirects 3
    --connect-timeout 5
    --output out.json
    --auth bob:pw
    --proxy all:http://p:3128
    --expect status==200
    --wait 5000ms
    --every 500ms
)",
        "line 16: the option delay\nline 17: the option aws-sigv4",
    },
    {
        "a retry without an end",
        "GET http://x/\n[Options]\nretry: -1\nHTTP 200\n",
        "GET http://x/\n    --expect status==200\n    --wait 0\n    --every 1000ms\n",
    },
    {
        "JSON of scalars, and of more",
        "POST http://x/\n{\n  \"a\": \"{{a}}\",\n  \"n\": 1\n}\nHTTP 200\n\nPOST http://x/\n[\n  "
        "{{n}}\n]\nHTTP 200\n",
        "POST http://x/\n    a={{a}}\n    n:=1\n    --expect status==200\n\n"
        "POST http://x/\n    Content-Type:application/json\n    --expect status==200 <<END\n[\n  "
        "{{n}}\n]\nEND\n",
    },
    {
        "other bodies",
        "POST http://x/\n```\na\nb\n```\nHTTP 200\n\nPOST http://x/\n`one {{line}}`\nHTTP 200\n\n"
        "POST http://x/\nfile,a.bin;\nHTTP 200\n\nPOST http://x/\n<a>\n\n<b/></a>\nHTTP 200\n\n"
        "POST http://x/\n```json\n[1]\n```\nHTTP 200\n\nPOST http://x/\nbase64,YQ==;\nHTTP 200\n",
        "POST http://x/\n    Content-Type:\n    --expect status==200 <<'END'\na\nb\n\nEND\n\n"
        "POST http://x/\n    Content-Type:\n    --expect status==200\n    --raw 'one {{line}}'\n\n"
        "POST http://x/ @a.bin\n    --expect status==200\n\n"
        "POST http://x/\n    Content-Type:application/xml\n    --expect status==200 "
        "<<'END'\n<a>\n\n<b/></a>\nEND\n\n"
        "POST http://x/\n    Content-Type:application/json\n    --expect status==200\n    --raw "
        "'[1]'\n\n"
        "POST http://x/\n    --expect status==200\n",
        "line 29: a body in base64 or hexadecimal",
    },
    {
        "bodies of the answer",
        "GET http://x/\nHTTP 200\n{ \"a\" : [1] }\n\nGET http://x/\nHTTP 200\n`ok`\n\nGET "
        "http://x/\nHTTP 200\nfile,a.bin;\n\n"
        "GET http://x/\nHTTP 200\n<a/>\n",
        "GET http://x/\n    --expect status==200\n    --expect '. == {\"a\":[1]}'\n\n"
        "GET http://x/\n    --expect status==200\n    --expect 'body == \"ok\"'\n\n"
        "GET http://x/\n    --expect status==200\n    --expect 'body == @a.bin'\n\n"
        "GET http://x/\n    --expect status==200\n",
        "line 15: the body that the answer has to have",
    },
    {
        "captures",
        R"~(GET http://x/
HTTP 200
[Captures]
id: jsonpath "$.items[0].id"
api-key: jsonpath "$['key']" redact
place: header "Location"
sid: cookie "SID"
csrf: xpath "string(//meta[@name='_csrf']/@content)"
n: jsonpath "$.items" count
second: jsonpath "$.items" nth 1
code: regex /code=(\w+)/
first: header "Location" regex "x"
who: variable "x"
)~",
        R"(GET http://x/
    --expect status==200
    --capture 'id=.items[0].id'
    --capture api_key!=.key
    --capture place=header.Location
    --capture sid=cookie.SID
    --capture 'csrf=xpath string(//meta[@name='\''_csrf'\'']/@content)'
    --capture 'n=.items | length'
    --capture 'second=.items | .[1]'
    --capture 'code=regex /code=(\w+)/'
)",
        "line 12: the capture of first\nline 13: the capture of who",
    },
    {"a section that nobody knows",
     "GET http://x/\n[Future]\na: b\n",
     "GET http://x/\n    --expect 'status exists'\n",
     "line 3: a line of [Future]"},
    {"a stray line",
     "x: y\nGET http://x/\n",
     "GET http://x/\n    --expect 'status exists'\n",
     "line 1: a line before the first request"},
});

struct Assert {
    std::string_view hurl;
    std::string_view expression; ///< empty: it is dropped
};

constexpr auto asserts = std::to_array<Assert>({
    {"status == 200", "status == 200"},
    {"status != 500", "status != 500"},
    {"status >= 200", "status >= 200"},
    {"status < 300 # fine", "status < 300"},
    {"status lessThan 300", "status < 300"},
    {R"(version == "1.1")", R"(version == "1.1")"},
    {R"(url == "http://x/")", R"(url == "http://x/")"},
    {R"(header "X-A" == "a \"b\"")", R"(header.X-A == "a \"b\"")"},
    {R"(header "X-A" == "{{a}}")", R"(header.X-A == "{{a}}")"},
    {R"(header "X-A" exists)", "header.X-A exists"},
    {R"(header "X-A" not exists)", "not header.X-A exists"},
    {R"(header "X-A" contains "json")", R"(header.X-A includes "json")"},
    {R"(header "X-A" startsWith "a.b")", R"(header.X-A =~ /^a\.b/)"},
    {R"(header "X-A" startsWith "a/b")", R"(header.X-A =~ "^a/b")"},
    {R"~(header "X-A" endsWith "(x)")~", R"~(header.X-A =~ /\(x\)$/)~"},
    {R"(header "X-A" matches "^\\d+$")", R"(header.X-A =~ /^\d+$/)"},
    {R"(header "X-A" matches /^\d{4}$/)", R"(header.X-A =~ /^\d{4}$/)"},
    {R"(header "X-A" not matches /x/)", R"(not header.X-A =~ /x/)"},
    {R"(header "X-A" startsWith "{{a}}")", ""},
    {R"(header "X-A" count == 2)", ""},
    {R"(cookie "SID" exists)", "cookie.SID exists"},
    {R"(cookie "SID[Value]" == "a")", R"(cookie.SID == "a")"},
    {R"(cookie "SID[HttpOnly]" exists)", "cookie.SID.httponly == true"},
    {R"(cookie "SID[Secure]" not exists)", "not cookie.SID.secure == true"},
    {R"(cookie "SID[Max-Age]" == 60)", "cookie.SID.maxage == 60"},
    {R"(cookie "SID[SameSite]" == "Lax")", R"(cookie.SID.samesite == "Lax")"},
    {R"(cookie "SID[Expires]" exists)", ""},
    {R"(body contains "ok")", R"(body includes "ok")"},
    {"body == `ok`", R"(body == "ok")"},
    {"body == file,a.txt;", "body == @a.txt"},
    {"sha256 == hex,ab12;", R"(sha256 == "ab12")"},
    {"md5 == hex,ab12;", R"(md5 == "ab12")"},
    {"bytes count > 120", "size > 120"},
    {"bytes == hex,00;", ""},
    {"duration < 1000", "time < 1000ms"},
    {"duration < {{most}}", ""},
    {R"(jsonpath "$.a.b[0]" == "x")", R"(.a.b[0] == "x")"},
    {R"(jsonpath "$.a" == 1.50)", ".a == 1.50"},
    {R"(jsonpath "$.a" == true)", ".a == true"},
    {R"(jsonpath "$.a" == null)", ".a == null"},
    {R"(jsonpath "$.a" == {{id}})", R"(.a | tostring == "{{id}}")"},
    {R"(jsonpath "$.a" > {{n}})", ".a > {{n}}"},
    {R"(jsonpath "$.a" exists)", ".a exists"},
    {R"(jsonpath "$.a" not exists)", "not .a exists"},
    {R"(jsonpath "$.a" count == 3)", ".a | length == 3"},
    {R"(jsonpath "$.a" nth 2 == 3)", ".a | .[2] == 3"},
    {R"(jsonpath "$.a[*].id" contains 3)", "[.a[].id] includes 3"},
    {R"(jsonpath "$['a b']" isString)", R"(.["a b"] | type == "string")"},
    {R"(jsonpath "$.a" isBoolean)", R"(.a | type == "boolean")"},
    {R"(jsonpath "$.a" not isEmpty)", "not .a | length == 0"},
    {R"(jsonpath "$.a" isIsoDate)", ""},
    {R"(jsonpath "$..a" == 1)", ""},
    {R"(jsonpath "$.a[?(@.b==1)]" exists)", ""},
    {R"(jsonpath "$.a" split "," count == 2)", ""},
    {R"~(xpath "count(//li)" == 3)~", "xpath count(//li) == 3"},
    {R"~(xpath "string(//h1)" contains "x")~", R"~(xpath string(//h1) includes "x")~"},
    {R"~(regex "id=(\\d+)" == "1")~", R"(regex /id=(\d+)/ == "1")"},
    {R"(regex "a<b" exists)", "regex /a<b/ exists"},
    {R"(regex "a<b" == "1")", ""},
    {R"(variable "x" == 1)", ""},
    {R"(certificate "Subject" contains "x")", ""},
    {R"(ip isIpv4)", ""},
    {"status == 200 201", ""},
    {"status", ""},
});

} // namespace

TEST_CASE("import hurl: entries become requests", "[flow]") {
    for (const ImportCase& c : cases) {
        INFO(c.why);
        CHECK(drawn_import(c.text, Foreign::hurl) == expected_import(c));
    }
}

TEST_CASE("import hurl: asserts become expectations, or are dropped", "[flow]") {
    for (const Assert& each : asserts) {
        INFO(each.hurl);
        const auto imported = latch::flow::import_flow(
            "GET http://x/\nHTTP 200\n[Asserts]\n" + std::string(each.hurl), Foreign::hurl
        );
        REQUIRE(imported);
        const std::string expression(each.expression);
        const bool is_dropped = expression.empty();
        CHECK(imported->dropped.size() == (is_dropped ? 1U : 0U));
        CHECK(
            imported->flow == "GET http://x/\n    --expect status==200\n" +
                                  (is_dropped ? "" : "    --expect '" + expression + "'\n")
        );
    }
}

TEST_CASE("import hurl: what holds no request", "[flow]") {
    for (const std::string_view text : {"", "POST # x", "# nothing", "HTTP 200\n", "{\"a\":1}"}) {
        INFO(text);
        CHECK(drawn_import(text, Foreign::hurl) == "error: there is no request in it");
    }
}
