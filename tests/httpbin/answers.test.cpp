// SPDX-License-Identifier: MIT
#include "httpbin/httpbin.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace latch::test;
using nlohmann::json;

TEST_CASE("httpbin answers: each status has its exit code", "[httpbin]") {
    struct Case {
        int status, exit_code;
    };

    const std::vector<Case> cases{
        {200, 0},
        {202, 0},
        {204, 0},
        {301, 3},
        {304, 3},
        {307, 3},
        {400, 4},
        {401, 4},
        {404, 4},
        {407, 4},
        {418, 4},
        {429, 4},
        {500, 5},
        {502, 5},
        {503, 5},
        {599, 5}};
    for (const Case& c : cases) {
        const std::string path = "{url}/status/" + std::to_string(c.status);
        check({
            {"checked", {path}, {}, c.exit_code},
            {"not checked", {"--no-check-status", path}, {}, 0},
        });
    }
}

TEST_CASE("httpbin answers: bodies arrive as they were before they were sent", "[httpbin]") {
    check({
        {"gzip", {"{url}/gzip"}, {{"/gzipped", true}}},
        {"deflate", {"{url}/deflate"}, {{"/deflated", true}}},
        {"brotli", {"{url}/brotli"}, {{"/brotli", true}}},
        {"text", {"{url}/robots.txt"}, {}, 0, "User-agent: *\nDisallow: /deny\n"},
        {"a page", {"{url}/html"}, {}, 0, "<h1>Herman Melville - Moby-Dick</h1>"},
        {"UTF-8", {"{url}/base64/xb5sdcWl"}, {}, 0, "žluť"},
        {"forbidden only by name", {"{url}/deny"}, {}, 0, "YOU SHOULDN'T BE HERE"},
        {"a teapot is an error with a body", {"{url}/status/418"}, {}, 4, "teapot"},
        {"XML as it is", {"{url}/xml"}, {}, 0, "<?xml version='1.0' encoding='us-ascii'?>"},
        {"base64", {"{url}/base64/bGF0Y2g="}, {}, 0, "latch"},
        {"a picture", {"{url}/image/png"}, {}, 0, "\x89PNG\r\n\x1a\n"},
        {"a picture of the type wanted",
         {"--print=h", "{url}/image", "Accept:image/webp"},
         {},
         0,
         "Content-Type: image/webp"},
        {"none of the type wanted",
         {"{url}/image", "Accept:image/x"},
         {{"/accept/0", "image/webp"}},
         4},
        {"links", {"--follow", "{url}/links/3"}, {}, 0, "<a href='/links/3/1'>1</a>"},
        {"head fields of the server's choice",
         {"--print=h", "{url}/response-headers", "X-A==1", "X-A==2"},
         {},
         0,
         "X-A: 1\r\nX-A: 2\r\n"},
    });
}

TEST_CASE("httpbin answers: formatted if that is asked for", "[httpbin]") {
    check({
        {"JSON",
         {"--pretty=format", "{url}/cookies", "Cookie:a=1"},
         {},
         0,
         "{\n    \"cookies\": {\n        \"a\": \"1\"\n    }\n}"},
        {"XML", {"--pretty=format", "{url}/xml"}, {}, 0, "\n    <title>Overview</title>\n"},
        {"colours", {"--pretty=all", "{url}/cookies"}, {}, 0, "\x1b["},
        {"one document",
         {"--json-output", "{url}/ip"},
         {{"/hops/0/response/status", 200}, {"/hops/0/response/body/json/origin", "127.0.0.1"}}},
    });
}

TEST_CASE("httpbin answers: streams come to their end", "[httpbin]") {
    const Latch latch;
    const auto size_of = [&](const std::string& path) {
        const Ran ran = latch.run({httpbin() + path});
        CHECK(ran.exit_code == 0);
        return ran.out.size();
    };
    CHECK(size_of("/bytes/100000?seed=1") == 100'000);
    CHECK(size_of("/stream-bytes/100000?seed=1") == 100'000);
    CHECK(size_of("/stream-bytes/1000?chunk_size=1") == 1000);
    CHECK(size_of("/range/1024") == 1024);
    CHECK(size_of("/drip?numbytes=100&duration=0") == 100);
    const Ran lines = latch.run({httpbin() + "/stream/20"});
    CHECK(std::ranges::count(lines.out, '\n') == 20);
    const Ran late_error = latch.run({httpbin() + "/drip?numbytes=3&duration=0&code=500"});
    CHECK(late_error.exit_code == 5);
    CHECK(late_error.out == "***");
}

TEST_CASE("httpbin answers: parts and conditions", "[httpbin]") {
    check({
        {"a part", {"{url}/range/26", "Range:bytes=3-9"}, {}, 0, "defghij"},
        {"its head",
         {"--print=h", "{url}/range/26", "Range:bytes=3-9"},
         {},
         0,
         "HTTP/1.1 206 PARTIAL CONTENT"},
        {"the last part", {"{url}/range/26", "Range:bytes=-3"}, {}, 0, "xyz"},
        {"beyond the end", {"{url}/range/26", "Range:bytes=30-"}, {}, 4},
        {"not modified", {"{url}/cache", "If-None-Match:x"}, {}, 3},
        {"modified", {"{url}/cache"}, {{"/args", json::object()}}},
        {"to be cached",
         {"--print=h", "{url}/cache/60"},
         {},
         0,
         "Cache-Control: public, max-age=60"},
        {"the same entity", {"{url}/etag/abc", "If-None-Match:abc"}, {}, 3},
        {"another entity", {"{url}/etag/abc", "If-Match:xyz"}, {}, 4},
        {"an entity at all", {"{url}/etag/abc", "If-Match:*"}, {{"/args", json::object()}}},
    });
}

TEST_CASE("httpbin answers: what takes too long is given up", "[httpbin]") {
    check({
        {"no byte for so long", {"--timeout=0.2", "{url}/delay/5"}, {}, 2},
        {"too long in all", {"--max-time=0.3", "{url}/drip?numbytes=50&duration=5"}, {}, 2, "*"},
        {"soon enough", {"--timeout=10", "{url}/delay/0.05"}, {{"/data", ""}}},
    });
}
