// SPDX-License-Identifier: MIT
#include "httpbin/httpbin.hpp"
#include "support/catch.hpp"

using namespace latch::test;
using nlohmann::json;

namespace {

const std::string json_type = "application/json";
const std::string form_type = "application/x-www-form-urlencoded; charset=utf-8";
const std::string any = "{url}/anything";

} // namespace

TEST_CASE("httpbin requests: the method is the one said, or follows from the body", "[httpbin]") {
    check({
        {"nothing to send", {any}, {{"/method", "GET"}, {"/data", ""}}},
        {"something to send", {any, "a=b"}, {{"/method", "POST"}}},
        {"a query is nothing to send", {any, "a==b"}, {{"/method", "GET"}}},
        {"said", {"PUT", any, "a=b"}, {{"/method", "PUT"}, {"/json/a", "b"}}},
        {"in small letters", {"patch", any, "a=b"}, {{"/method", "PATCH"}, {"/json/a", "b"}}},
        {"without a body",
         {"DELETE", any},
         {{"/method", "DELETE"}, {"/headers/Content-Type", nullptr}}},
        {"a body with DELETE", {"DELETE", any, "id:=7"}, {{"/method", "DELETE"}, {"/json/id", 7}}},
        {"standard input", {any}, {{"/method", "POST"}, {"/json/in", 1}}, 0, "", R"({"in": 1})"},
        {"HEAD has a head only", {"--print=h", "HEAD", "{url}/get"}, {}, 0, "HTTP/1.1 200 OK"},
        {"OPTIONS asks what may be asked", {"--print=h", "OPTIONS", "{url}/get"}, {}, 0, "Allow: "},
        {"one that the server does not have", {"POST", "{url}/get"}, {}, 4},
    });
}

TEST_CASE("httpbin requests: URLs arrive as they were meant", "[httpbin]") {
    check({
        {"items after a query", {any + "?a=1", "b==2"}, {{"/args", {{"a", "1"}, {"b", "2"}}}}},
        {"one name, several values", {any, "a==1", "a==2"}, {{"/args/a", {"1", "2"}}}},
        {"what is special in queries", {any, "q==a&b=c d+e%#"}, {{"/args/q", "a&b=c d+e%#"}}},
        {"beyond ASCII", {any, "q==žluťoučký"}, {{"/args/q", "žluťoučký"}}},
        {"from a file", {any, "q==@text"}, {{"/args/q", "alpha beta"}}},
        {"spaces in the path", {any + "/a b"}, {{"/url", httpbin() + "/anything/a%20b"}}},
        {"escapes stay", {any + "/a%2520b"}, {{"/url", httpbin() + "/anything/a%2520b"}}},
        {"dots are squashed", {any + "/x/../y"}, {{"/url", httpbin() + "/anything/y"}}},
        {"dots are kept",
         {"--path-as-is", any + "/x/../y"},
         {{"/url", httpbin() + "/anything/x/../y"}}},
        {"the fragment stays here", {any + "#part"}, {{"/url", httpbin() + "/anything"}}},
    });
}

TEST_CASE("httpbin requests: JSON fields", "[httpbin]") {
    check({
        {"text", {any, "a=1"}, {{"/json/a", "1"}, {"/headers/Content-Type", json_type}}},
        {"literals",
         {any, "a:=1", "b:=null", "c:=[true]"},
         {{"/json", {{"a", 1}, {"b", nullptr}, {"c", json::array({true})}}}}},
        {"digits stay", {any, "a:=1.50e3"}, {{"/data", R"({"a":1.50e3})"}}},
        {"text of a file", {any, "a=@text"}, {{"/json/a", "alpha beta\n"}}},
        {"JSON of a file", {any, "a:=@data.json"}, {{"/json/a/from", {"a", "file"}}}},
        {"nested", {any, "a[b][c]=d"}, {{"/json/a/b/c", "d"}}},
        {"appended", {any, "a[]=1", "a[]:=2"}, {{"/json/a", {"1", 2}}}},
        {"padded", {any, "a[2]=x"}, {{"/json/a", {nullptr, nullptr, "x"}}}},
        {"a list at the top", {any, "[]=x", "[]:=1"}, {{"/json", {"x", 1}}}},
        {"escaped brackets", {any, R"(a\[b\]=1)"}, {{"/json", {{"a[b]", "1"}}}}},
        {"escaped separators", {any, R"(a\:b=1)"}, {{"/json", {{"a:b", "1"}}}}},
        {"beyond ASCII", {any, "name=příliš"}, {{"/json/name", "příliš"}}},
        {"no fields",
         {"--json", "POST", any},
         {{"/headers/Accept", "application/json, */*;q=0.5"}}},
    });
}

TEST_CASE("httpbin requests: forms and files", "[httpbin]") {
    check({
        {"fields",
         {"--form", any, "a=1", "b=x y&z"},
         {{"/form", {{"a", "1"}, {"b", "x y&z"}}}, {"/headers/Content-Type", form_type}}},
        {"one name twice", {"-f", any, "a=1", "a=2"}, {{"/form/a", {"1", "2"}}}},
        {"text of a file", {"-f", any, "a=@text"}, {{"/form/a", "alpha beta\n"}}},
        {"a file", {"-f", any, "a=1", "f@text"}, {{"/form/a", "1"}, {"/files/f", "alpha beta\n"}}},
        {"a binary one, with its type",
         {"-f", any, "f@picture.png"},
         {{"/files/f", "data:image/png;base64,iVBORw0KGgo="}}},
        {"a type said",
         {"-f", any, "f@picture.png;type=image/x"},
         {{"/files/f", "data:image/x;base64,iVBORw0KGgo="}}},
        {"multipart without files", {"--multipart", any, "a=1"}, {{"/form/a", "1"}}},
        {"a boundary said",
         {"--multipart", "--boundary=b1", any, "a=1"},
         {{"/form/a", "1"}, {"/headers/Content-Type", "multipart/form-data; boundary=b1"}}},
    });
}

TEST_CASE("httpbin requests: whole bodies", "[httpbin]") {
    check({
        {"raw", {"--raw=x=1", any}, {{"/data", "x=1"}, {"/method", "POST"}}},
        {"a file whose name says nothing",
         {any, "@text"},
         {{"/data", "alpha beta\n"},
          {"/headers/Content-Length", "11"},
          {"/headers/Content-Type", json_type}}},
        {"standard input by name", {"PUT", any, "@-"}, {{"/data", "piped"}}, 0, "", "piped"},
        {"in chunks",
         {"--chunked", any, "a=1"},
         {{"/json/a", "1"},
          {"/headers/Transfer-Encoding", "chunked"},
          {"/headers/Content-Length", nullptr}}},
        {"a file in chunks", {"--chunked", any, "@text"}, {{"/data", "alpha beta\n"}}},
        {"deflated",
         {"-xx", "--raw=aaaa", any},
         {{"/headers/Content-Encoding", "deflate"},
          {"/data", "data:application/octet-stream;base64,eJxLTExMBAADzgGF"}}},
        {"HTTP/1.0 has no chunks",
         {"--http-version=1.0", any, "a=1"},
         {{"/json/a", "1"}, {"/headers/Content-Length", "9"}}},
    });
}

TEST_CASE("httpbin requests: headers", "[httpbin]") {
    check({
        {"one of one's own", {"{url}/headers", "X-Api:1"}, {{"/headers/X-Api", "1"}}},
        {"twice", {"{url}/headers", "X-Api:1", "X-Api:2"}, {{"/headers/X-Api", "1,2"}}},
        {"empty", {"{url}/headers", "X-Api;"}, {{"/headers/X-Api", ""}}},
        {"left out", {"{url}/headers", "Accept:"}, {{"/headers/Accept", nullptr}}},
        {"of a file", {"{url}/headers", "X-Api:@text"}, {{"/headers/X-Api", "alpha beta"}}},
        {"in place of ours", {"{url}/user-agent", "User-Agent:me"}, {{"/user-agent", "me"}}},
        {"another host", {"{url}/headers", "Host:a.test"}, {{"/headers/Host", "a.test"}}},
        {"ours",
         {"{url}/headers"},
         {{"/headers/Accept", "*/*"}, {"/headers/Accept-Encoding", "gzip, deflate, br, zstd"}}},
        {"a cookie",
         {"{url}/cookies", "Cookie:a=1; b=2"},
         {{"/cookies", {{"a", "1"}, {"b", "2"}}}}},
    });
}
