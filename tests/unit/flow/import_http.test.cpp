// SPDX-License-Identifier: MIT
#include "imports.hpp"
#include "support/catch.hpp"

#include <array>

using namespace latch::test;
using latch::flow::Foreign;

namespace {

constexpr auto cases = std::to_array<ImportCase>({
    {"the least", "example.com", "GET example.com\n    --follow\n"},
    {"a version", "PUT http://x/ HTTP/1.1\r\n", "PUT http://x/\n    --follow\n"},
    {
        "a file with variables and names",
        R"(@host = http://localhost:8080
@api-key=k 1

### log in #smoke
# @name login
POST {{host}}/login HTTP/1.1
Content-Type: application/json
X-Key: {{api-key}}

{
  "user": "bob",
  "password": "{{password}}"
}

###
# a comment
// @no-redirect
GET {{host}}/orders
    ?page=1
    &size={{size}}
Accept: text/plain
)",
        R"(@host = http://localhost:8080
@api_key = k 1

### log in smoke
POST {{host}}/login
    Content-Type:application/json
    X-Key:{{api_key}}
    --follow <<END
{
  "user": "bob",
  "password": "{{password}}"
}
END

GET {{host}}/orders?page=1&size={{size}}
    Accept:text/plain
)",
    },
    {
        "values that are made anew",
        "GET http://x/{{$uuid}}/{{$guid}}/{{$random.uuid}}/{{$timestamp}}/{{$randomInt 1 9}}/"
        "{{$random.integer(2, 5)}}/{{$processEnv HOME}}/{{$env.USER}}/{{$dotenv API_KEY}}\n",
        "GET http://x/{{uuid}}/{{uuid}}/{{uuid}}/{{now %s}}/{{randint 1 9}}/{{randint 2 5}}/"
        "{{env HOME}}/{{env USER}}/{{API_KEY}}\n    --follow\n",
    },
    {
        "one that latch does not make",
        "GET http://x/{{$random.email}}",
        "GET http://x/{{random_email}}\n    --follow\n",
        "line 1: that {{$random_email}} is made anew; it is a variable now",
    },
    {
        "answers of other requests",
        R"(# @name login
POST http://x/login

###
GET http://x/{{login.response.body.$.user.id}}
Authorization: Bearer {{login.response.body.$.user['access token']}}
X-Id: {{login.response.body.$.user.id}}
X-B: {{login.response.headers.X-Request-Id}}
X-C: {{nobody.response.body.$.x}}
X-D: {{login.response.body.$..x}}
)",
        R"(### login
POST http://x/login
    --follow
    --capture login_id=.user.id
    --capture 'login_user_access_token=.user["access token"]'
    --capture login_X_Request_Id=header.X-Request-Id

GET http://x/{{login_id}}
    'Authorization:Bearer {{login_user_access_token}}'
    X-Id:{{login_id}}
    X-B:{{login_X_Request_Id}}
    X-C:{{nobody_x}}
    X-D:{{login_x}}
    --follow
)",
        "line 10: what {{login.response.body.$..x}} takes from an answer\n"
        "line 9: the answer of nobody, which is no request",
    },
    {
        "answers whose last steps are called the same",
        "# @name a\nGET http://x/\n###\nGET http://x/{{a.response.body.$.u.id}}/"
        "{{a.response.body.$.v.id}}/{{a.response.body.$.u.id}}\n",
        "### a\nGET http://x/\n    --follow\n    --capture a_id=.u.id\n    --capture "
        "a_id_2=.v.id\n\n"
        "GET http://x/{{a_id}}/{{a_id_2}}/{{a_id}}\n    --follow\n",
    },
    {
        "a path, and whom it is for",
        "GET /a?b=c HTTP/1.1\nHost: example.com\n###\nGET http://127.0.0.1/\nHost: example.com\n",
        "GET example.com/a?b=c\n    --follow\n\n"
        "GET http://127.0.0.1/\n    Host:example.com\n    --follow\n",
    },
    {
        "a mark of ours in a path",
        "# @name a\nGET http://x/\n###\nGET http://x/{{a.response.body.$.\xEF\xB7\x92x}}\n",
        "### a\nGET http://x/\n    --follow\n    --capture 'a_x=.[\"\xEF\xBF\xBDx\"]'\n\n"
        "GET http://x/{{a_x}}\n    --follow\n",
    },
    {
        "scripts for the answer",
        R"(GET http://x/

> {%
    // a comment; with a semicolon
    client.test("Status is 200", function() {
        client.assert(response.status === 200, "Response status is not 200");
        client.assert(response.body.name == 'bob');
        client.assert(response.body.items.length === 3);
    });
    client.global.set("token", response.body.data.token);
    client.global.set("place", response.headers.valueOf("Location"))
    client.global.set("twice", response.body.n * 2);
    client.log("done; really");
%}
)",
        R"(GET http://x/
    --follow
    --expect status==200
    --expect '.name == "bob"'
    --expect '.items | length == 3'
    --capture token=.data.token
    --capture place=header.Location
)",
        "line 12: a statement of a script: client.global.set\n"
        "line 13: a statement of a script: client.log",
    },
    {
        "scripts that stand elsewhere",
        "< {% request.variables.set('a', 1) %}\n< ./before.js\n< {%\nx\n%}\nGET http://x/\n\n> "
        "after.js\n"
        "> {% client.assert(response.status === 204) %}\n>> out.json\n<> 2024.json\n",
        "GET http://x/\n    --follow\n    --expect status==204\n    --output out.json\n",
        "line 1: a script that runs before the request\nline 2: a script that runs before the "
        "request\n"
        "line 3: a script that runs before the request\nline 8: a script in a file",
    },
    {
        "bodies from files",
        "POST http://x/a\nContent-Type: text/xml\n\n< ./a.xml\n\n###\nPOST http://x/b\n\n<@ "
        "b.json\n###\n"
        "POST http://x/c\nContent-Type: text/plain\n\na\n< ./c.txt\nb\n",
        "POST http://x/a @./a.xml\n    Content-Type:text/xml\n    --follow\n\n"
        "POST http://x/b @b.json\n    --follow\n\n"
        "POST http://x/c\n    Content-Type:text/plain\n    --follow <<'END'\na\nb\nEND\n",
        "line 9: that variables in the file are replaced\nline 15: a file within a body",
    },
    {
        "XML is no file",
        "POST http://x/a\nContent-Type: text/xml\n\n<?xml version=\"1.0\"?>\n<a>\n  < b>\n</a>\n",
        "POST http://x/a\n    Content-Type:text/xml\n    --follow <<'END'\n"
        "<?xml version=\"1.0\"?>\n<a>\n  < b>\n</a>\nEND\n",
    },
    {
        "a form in several lines",
        "POST http://x/a\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b={{b}}\n",
        "POST http://x/a\n    Content-Type:application/x-www-form-urlencoded\n    --follow\n"
        "    --raw a=1&b={{b}}\n",
    },
    {
        "a text of which nobody says what it is",
        "POST http://x/a\n\nhello\n",
        "POST http://x/a\n    Content-Type:\n    --follow\n    --raw hello\n",
    },
    {
        "a form in parts",
        R"(POST http://x/
Content-Type: multipart/form-data; boundary="B"

--B
Content-Disposition: form-data; name="title"

A {{title}}
--B
Content-Disposition: form-data; name="f"; filename="a.pdf"
Content-Type: application/pdf

< ./a.pdf
--B--
)",
        "POST http://x/\n    'title=A {{title}}'\n    'f@./a.pdf;type=application/pdf'\n    "
        "--follow\n"
        "    --multipart\n",
    },
    {
        "a form in parts of which nobody can tell where they end",
        "POST http://x/\nContent-Type: multipart/form-data\n\n--B\n",
        "POST http://x/\n    Content-Type:multipart/form-data\n    --follow\n",
        "line 4: a multipart body whose boundary cannot be told",
    },
    {
        "credentials",
        "GET http://x/\nAuthorization: Basic bob s3cret\n###\nGET http://x/\nAuthorization: Basic "
        "Ym9iOng=\n"
        "###\nGET http://x/\nAuthorization: Digest bob pw\n",
        "GET http://x/\n    --follow\n    --auth bob:s3cret\n\nGET http://x/\n"
        "    'Authorization:Basic Ym9iOng='\n    --follow\n\n"
        "GET http://x/\n    --follow\n    --auth-type digest\n    --auth bob:pw\n",
    },
    {
        "tags",
        "# @timeout 5\n# @connection-timeout 2\n# @no-log\n# @no-cookie-jar\n# @prompt otp\nGET "
        "http://x/\n",
        "GET http://x/\n    --follow\n    --timeout 5\n    --connect-timeout 2\n",
        "line 4: # @no-cookie-jar\nline 5: # @prompt",
    },
    {
        "what is no plain HTTP, and no header",
        "GET http://x/\nnonsense\n###\nWEBSOCKET ws://x/\n###\nimport other.http\n",
        "GET http://x/\n    --follow\n",
        "line 2: a line that is no header\nline 4: a request that is not plain HTTP: WEBSOCKET\n"
        "line 6: another file, or a request of it",
    },
    {
        "a variable that changes",
        "@a = 1\n@a = 2\n@b\nGET http://x/\n",
        "@a = 1\n\nGET http://x/\n    --follow\n",
        "line 2: another value of a\nline 3: a variable without a value",
    },
});

} // namespace

TEST_CASE("import http: blocks become requests", "[flow]") {
    for (const ImportCase& c : cases) {
        INFO(c.why);
        CHECK(drawn_import(c.text, Foreign::http) == expected_import(c));
    }
}

TEST_CASE("import http: what holds no request", "[flow]") {
    for (const std::string_view text : {"", "###\n# x\n", "@a = 1\n", "###\n\n###\n< {% x %}"}) {
        INFO(text);
        CHECK(drawn_import(text, Foreign::http) == "error: there is no request in it");
    }
}
