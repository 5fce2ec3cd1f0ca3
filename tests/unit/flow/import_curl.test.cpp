// SPDX-License-Identifier: MIT
#include "imports.hpp"
#include "support/catch.hpp"

#include <array>

using namespace latch::test;
using latch::flow::Foreign;

namespace {

constexpr auto cases = std::to_array<ImportCase>({
    {"the least", "curl example.com", "GET example.com\n"},
    {"a prompt, and a path of the program", "$ /usr/bin/curl http://x/", "GET http://x/\n"},
    {
        "as browsers copy it",
        R"(curl 'https://api.example.com/v1/items?x=1&y=2' \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -H 'x-xsrf-token: 1-2' \
  -b 'sid=abc; theme=dark' \
  --data-raw $'{"name":"it\'s","price":9.50,"ok":true,"none":null}' \
  --compressed)",
        R"(POST https://api.example.com/v1/items?x=1&y=2
    'accept:*/*'
    x-xsrf-token:1-2
    'Cookie:sid=abc; theme=dark'
    'name=it'\''s'
    price:=9.50
    ok:=true
    none:=null
)",
    },
    {
        "clusters, and values that are attached",
        "curl -sSL -XPUT -ubob:pw -k -o out.json -m10 --connect-timeout 3 --retry 2 http://x/",
        R"(PUT http://x/
    --follow
    --auth bob:pw
    --verify=no
    --output out.json
    --max-time 10
    --connect-timeout 3
    --retry 2
)",
    },
    {
        "a form of several pieces",
        "curl http://x/ -d a=1 --data 'b=x%20y+z' --data-urlencode 'c=\xc3\xa4&d' -e http://y/ -A "
        "me",
        "POST http://x/\n    Referer:http://y/\n    User-Agent:me\n    a=1\n    'b=x y z'\n"
        "    c=\xc3\xa4&d\n    --form\n",
    },
    {
        "what is no form stays as it is",
        "curl http://x/ -d 'just text'",
        "POST http://x/\n    Content-Type:application/x-www-form-urlencoded\n    --raw 'just "
        "text'\n",
    },
    {
        "JSON without a type is sent as a form, as curl does",
        R"(curl http://x/ -d '{"a":1}')",
        "POST http://x/\n    Content-Type:application/x-www-form-urlencoded\n    --raw "
        "'{\"a\":1}'\n",
    },
    {
        "--json",
        R"(curl http://x/ --json '{"a":{"b":1}}')",
        "POST http://x/\n    Content-Type:application/json\n    Accept:application/json\n"
        "    --raw '{\"a\":{\"b\":1}}'\n",
    },
    {
        "a body of several lines, with braces that are none of ours",
        "curl http://x/ -H 'Content-Type: text/plain' --data-binary 'a {{b}}\nEND'",
        "POST http://x/\n    Content-Type:text/plain <<'END2'\na {{b}}\nEND\nEND2\n",
    },
    {
        "braces in a line",
        "curl http://x/ -H 'X-A: {{b}}'",
        "GET http://x/\n    'X-A:'\\{{'b}}'\n",
    },
    {
        "files",
        "curl -T a.bin http://x/a\ncurl --data-binary @b.json -H 'Content-Type: application/json' "
        "http://x/b",
        "PUT http://x/a @a.bin\n\nPOST http://x/b @b.json\n    Content-Type:application/json\n",
    },
    {
        "a file without its line ends",
        "curl -d @b.txt http://x/",
        "POST http://x/ @b.txt\n    Content-Type:application/x-www-form-urlencoded\n",
        "line 1: that -d @FILE takes line ends out of the file",
    },
    {
        "a multipart form",
        "curl -F 'f=@a.pdf;type=application/pdf' -F t=1 -F 'n=<notes.txt' --form-string s=@x "
        "http://x/",
        "POST http://x/\n    'f@a.pdf;type=application/pdf'\n    t=1\n    n=@notes.txt\n"
        "    's=\\@x'\n    --multipart\n",
    },
    {
        "-G",
        "curl -G 'http://x/s?a=1#f' -d q=2 --url-query 'r=b c'",
        "GET 'http://x/s?a=1&q=2&r=b%20c#f'\n",
    },
    {"-I", "curl -I http://x/", "HEAD http://x/\n"},
    {
        "--next, and several URLs",
        "curl -L http://x/a http://x/b --next -X DELETE http://x/c",
        "GET http://x/a\n    --follow\n\nGET http://x/b\n    --follow\n\nDELETE http://x/c\n",
    },
    {
        "several commands",
        "# first\ncurl http://x/a; curl http://x/b\n\nls\n",
        "GET http://x/a\n\nGET http://x/b\n",
        "line 4: a command that is not curl",
    },
    {
        "headers that are unset or empty",
        "curl -H 'Accept:' -H 'X-Empty;' -H @file -H nonsense http://x/",
        "GET http://x/\n    'X-Empty;'\n    Accept:\n",
        "line 1: headers in a file\nline 1: a header without a colon",
    },
    {
        "connections",
        "curl http://x/ -x proxy:3128 --resolve x:80:127.0.0.1 --connect-to ::y:81 --unix-socket "
        "/a.sock "
        "--cacert ca.pem -E c.pem:pw --key k.pem --resolve '*:80:1.2.3.4'",
        R"(GET http://x/
    --proxy all:http://proxy:3128
    --resolve x:80:127.0.0.1
    --connect-to ::y:81
    --unix-socket /a.sock
    --verify ca.pem
    --cert c.pem
    --cert-key-pass pw
    --cert-key k.pem
)",
        "line 1: an entry of --resolve that is not HOST:PORT:ADDRESS",
    },
    {
        "what latch does not have, with its value",
        "curl --http2 --foo -w '%{http_code}' -c jar --max-filesize 9 -b jar http://x/",
        "GET http://x/\n",
        "line 1: the option --http2\nline 1: the option --foo\nline 1: the option -w\n"
        "line 1: the option --cookie-jar\nline 1: the option --max-filesize\n"
        "line 1: the cookies of a file",
    },
    {
        "what a shell would fill in, and what curl would",
        "curl http://x/$ID \\\n -H \"X-A: $TOKEN\"\ncurl 'http://x/{a,b}'",
        "GET 'http://x/$ID'\n    'X-A:$TOKEN'\n\nGET 'http://x/{a,b}'\n",
        "line 1: what a shell would fill in for the URL\n"
        "line 1: what a shell would fill in for --header\n"
        "line 3: that braces in a URL stand for several",
    },
    {"nowhere", "curl -o /dev/null http://x/", "GET http://x/\n"},
    {
        "JSON in pieces",
        R"(curl http://x/ --json '{"a":' --json '1}')",
        "POST http://x/\n    Accept:application/json\n    a:=1\n",
    },
    {"no URL", "curl http://x/\ncurl -L", "GET http://x/\n", "line 2: a command without a URL"},
});

} // namespace

TEST_CASE("import curl: commands become requests", "[flow]") {
    for (const ImportCase& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(drawn_import(c.text, Foreign::curl) == expected_import(c));
    }
}

TEST_CASE("import curl: what is no command", "[flow]") {
    for (const std::string_view text : {"", "ls -l", "# curl http://x/", "curl -L"}) {
        INFO(text);
        CHECK(drawn_import(text, Foreign::curl) == "error: there is no request in it");
    }
    CHECK(
        drawn_import("curl ^\"http://x/^\"", Foreign::curl) ==
        "error: the command is written for cmd.exe"
    );
}

TEST_CASE("import curl: what is dropped names no secret", "[flow]") {
    const auto imported = latch::flow::import_flow(
        "curl --proxy-user bob:s3cret -u bob:s3cret --foo -H 's3cret' -F s3cret http://x/",
        Foreign::curl
    );
    REQUIRE(imported);
    CHECK(imported->dropped.size() == 4);
    for (const std::string& each : imported->dropped) {
        CHECK(each.find("s3cret") == std::string::npos);
    }
}
