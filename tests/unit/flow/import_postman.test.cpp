// SPDX-License-Identifier: MIT
#include "imports.hpp"
#include "support/catch.hpp"

#include <array>
#include <string>

using namespace latch::test;
using latch::flow::Foreign;

namespace {

std::string collection(std::string_view members) {
    return R"({"info":{"name":"Shop","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},)" +
           std::string(members) + '}';
}

constexpr auto cases = std::to_array<ImportCase>({
    {"a URL alone", R"("item":[{"name":"a","request":"http://x/"}])", "### a\nGET http://x/\n"},
    {
        "folders and variables",
        R"("variable":[{"key":"base-url","value":"http://x"},{"key":"off","value":"1","disabled":true}],
           "item":[{"name":"A","item":[{"name":"B","item":[{"name":"c #1","request":{"method":"DELETE",
           "url":{"raw":"{{base-url}}/{{$guid}}?t={{$timestamp}}&n={{$randomInt}}"}}}]}]}])",
        "@base_url = http://x\n\n### A / B / c 1\n"
        "DELETE {{base_url}}/{{uuid}}?t={{now %s}}&n={{randint 0 1000}}\n",
    },
    {
        "a URL in pieces, and its path variables",
        R"("item":[{"name":"a","request":{"method":"GET","url":{"protocol":"https","host":["x","test"],
           "port":"8443","path":["u",":id","z"],"query":[{"key":"q","value":"1"},{"key":"r","value":"2","disabled":true}],
           "variable":[{"key":"id","value":"{{user}}"}]}}}])",
        "### a\nGET https://x.test:8443/u/{{user}}/z?q=1\n",
    },
    {
        "headers and a JSON body",
        R"("item":[{"name":"a","request":{"method":"POST","url":"http://x/","header":[
           {"key":"X-A","value":"{{a}}"},{"key":"X-B","value":"1","disabled":true}],
           "body":{"mode":"raw","raw":"{\n  \"user\": \"{{u}}\",\n  \"n\": 1.50\n}","options":{"raw":{"language":"json"}}}}}])",
        "### a\nPOST http://x/\n    X-A:{{a}}\n    user={{u}}\n    n:=1.50\n",
    },
    {
        "raw bodies",
        R"("item":[{"name":"a","request":{"method":"POST","url":"http://x/",
           "body":{"mode":"raw","raw":"{\"a\":{{n}}}","options":{"raw":{"language":"json"}}}}},
           {"name":"b","request":{"method":"POST","url":"http://x/",
           "body":{"mode":"raw","raw":"<a/>","options":{"raw":{"language":"xml"}}}}},
           {"name":"c","request":{"method":"POST","url":"http://x/","body":{"mode":"raw","raw":"hi"}}}])",
        "### a\nPOST http://x/\n    Content-Type:application/json\n    --raw '{\"a\":{{n}}}'\n\n"
        "### b\nPOST http://x/\n    Content-Type:application/xml\n    --raw '<a/>'\n\n"
        "### c\nPOST http://x/\n    Content-Type:\n    --raw hi\n",
    },
    {
        "a form that is written as it goes out",
        R"("item":[{"name":"a","request":{"method":"POST","url":"http://x/",
           "header":[{"key":"Content-Type","value":"application/x-www-form-urlencoded"}],
           "body":{"mode":"raw","raw":"a=1&b={{b}}"}}}])",
        "### a\nPOST http://x/\n    Content-Type:application/x-www-form-urlencoded\n"
        "    --raw a=1&b={{b}}\n",
    },
    {
        "forms",
        R"("item":[{"name":"a","request":{"method":"POST","url":"http://x/","body":{"mode":"urlencoded",
           "urlencoded":[{"key":"a","value":"1 {{x}}"},{"key":"b","value":"2","disabled":true}]}}},
           {"name":"b","request":{"method":"POST","url":"http://x/","body":{"mode":"formdata","formdata":[
           {"key":"f","type":"file","src":"a b.txt","contentType":"text/plain"},{"key":"g","type":"file","src":["c","d"]},
           {"key":"h","type":"file"},{"key":"t","type":"text","value":"@1"}]}}}])",
        "### a\nPOST http://x/\n    'a=1 {{x}}'\n    --form\n\n"
        "### b\nPOST http://x/\n    'f@a b.txt;type=text/plain'\n    g@c\n    't=\\@1'\n    "
        "--multipart\n",
        "b: all files of a field but the first\nb: a file that nobody has chosen",
    },
    {
        "a file, GraphQL, and what is none of them",
        R"("item":[{"name":"a","request":{"method":"PUT","url":"http://x/","body":{"mode":"file","file":{"src":"a.bin"}}}},
           {"name":"b","request":{"method":"POST","url":"http://x/","body":{"mode":"graphql",
           "graphql":{"query":"{ a }","variables":"{\"x\": 1}"}}}},
           {"name":"c","request":{"method":"POST","url":"http://x/","body":{"mode":"new"}}}])",
        "### a\nPUT http://x/ @a.bin\n\n### b\nPOST http://x/\n    'query={ a }'\n    "
        "'variables:={\"x\": 1}'\n\n"
        "### c\nPOST http://x/\n",
        "c: what Postman calls new",
    },
    {
        "credentials, which folders hand down",
        R"("auth":{"type":"bearer","bearer":[{"key":"token","value":"{{t}}"}]},
           "item":[{"name":"a","request":"http://x/"},
           {"name":"b","request":{"url":"http://x/","auth":{"type":"noauth"}}},
           {"name":"F","auth":{"type":"basic","basic":{"username":"bob","password":"{{p}}"}},
            "item":[{"name":"c","request":{"url":"http://x/"}}]},
           {"name":"d","request":{"url":"http://x/","auth":{"type":"apikey","apikey":[
            {"key":"key","value":"k"},{"key":"value","value":"v"},{"key":"in","value":"query"}]}}},
           {"name":"e","request":{"url":"http://x/","auth":{"type":"apikey","apikey":[
            {"key":"key","value":"X-Key"},{"key":"value","value":"v"}]}}},
           {"name":"f","request":{"url":"http://x/","auth":{"type":"oauth2","oauth2":[]}}}])",
        "### a\nGET http://x/\n    --bearer {{t}}\n\n### b\nGET http://x/\n\n"
        "### F / c\nGET http://x/\n    --auth bob:{{p}}\n\n### d\nGET http://x/?k=v\n\n"
        "### e\nGET http://x/\n    X-Key:v\n\n### f\nGET http://x/\n",
        "f: what Postman calls oauth2",
    },
    {
        "scripts",
        R"~("event":[{"listen":"prerequest","script":{"exec":["// nothing",""]}}],
           "item":[{"name":"a","request":"http://x/","event":[{"listen":"test","script":{"exec":[
           "pm.test('ok', () => {","  pm.response.to.have.status(200);","});",
           "var jsonData = pm.response.json();",
           "pm.environment.set(\"token\", jsonData.data['access token']);",
           "pm.collectionVariables.set('id', pm.response.json().items[0].id)",
           "pm.expect(jsonData.name)","  .to.eql(\"bob\");",
           "pm.expect(pm.response.code).to.equal(200);",
           "pm.expect(jsonDataX.name).to.eql(1);",
           "tests['old'] = responseCode.code === 200;",
           "if (jsonData.x) { pm.environment.unset('y'); }"]}},
           {"listen":"prerequest","script":{"exec":"pm.environment.set('now', Date.now())"}}]},
           {"name":"F","event":[{"listen":"test","script":{"exec":["x()"]}}],"item":[]}])~",
        R"(### a
GET http://x/
    --expect status==200
    --capture 'token=.data["access token"]'
    --capture 'id=.items[0].id'
    --expect '.name == "bob"'
    --expect status==200
    --expect status==200
)",
        "a: a statement of a script: pm.expect\na: a statement of a script: if\n"
        "a: a script that runs before the request\nF: a script for all requests in it",
    },
    {"an item of nothing",
     R"("item":[{"name":"a"},{"name":"b","request":"http://x/"}])",
     "### b\nGET http://x/\n",
     "a: an item without a request"},
    {"a request without a URL",
     R"("item":[{"name":"a","request":{"method":"GET"}},{"name":"b","request":"http://x/"}])",
     "### b\nGET http://x/\n",
     "a: a request without a URL"},
});

} // namespace

TEST_CASE("import postman: items become requests", "[flow]") {
    for (const ImportCase& c : cases) {
        INFO(c.why);
        CHECK(drawn_import(collection(c.text), Foreign::postman) == expected_import(c));
    }
}

TEST_CASE("import postman: a collection as the service hands it out", "[flow]") {
    const std::string inside = collection(R"("item":[{"name":"a","request":"http://x/"}])");
    CHECK(
        drawn_import(R"({"collection":)" + inside + '}', Foreign::postman) ==
        "### a\nGET http://x/\n"
    );
}

TEST_CASE("import postman: what is no collection", "[flow]") {
    CHECK(drawn_import("{", Foreign::postman) == "error: it is not JSON");
    CHECK(drawn_import("[]", Foreign::postman) == "error: it is no Postman collection");
    CHECK(
        drawn_import(R"({"requests":[]})", Foreign::postman) == "error: it is no Postman collection"
    );
    CHECK(
        drawn_import(collection(R"("item":[])"), Foreign::postman) ==
        "error: there is no request in it"
    );
    CHECK(
        drawn_import(collection(R"("item":[1,null,{"request":1}])"), Foreign::postman) ==
        "error: there is no request in it"
    );
}
