// SPDX-License-Identifier: MIT
#include "output/media.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::output;

TEST_CASE("media: what a body is by its type", "[output]") {
    struct Case {
        const char* type;
        Content content;
        const char* charset = "";
    };

    const std::vector<Case> cases{
        {"application/json", Content::json},
        {"application/problem+json; charset=UTF-8", Content::json, "utf-8"},
        {"text/x-json", Content::json},
        {"application/x-ndjson", Content::json_lines},
        {"application/jsonl", Content::json_lines},
        {"application/stream+json", Content::json_lines},
        {"text/event-stream;charset=utf-8", Content::events, "utf-8"},
        {"application/xml", Content::xml},
        {"image/svg+xml", Content::xml},
        {"application/xhtml+xml", Content::html},
        {"text/html", Content::html},
        {"text/plain", Content::perhaps_json},
        {"text/javascript", Content::perhaps_json},
        {"application/javascript", Content::perhaps_json},
        {"text/markdown", Content::perhaps_json},
        {"text/vnd.api", Content::perhaps_json},
        {"text/xml", Content::xml},
        {"text/csv", Content::perhaps_json},
        {"application/octet-stream", Content::text},
        {"nonsense", Content::text},
    };
    for (const Case& each : cases) {
        INFO(each.type);
        CHECK(
            media_of({{"Content-Type", each.type}}, {}) ==
            Media{.content = each.content, .charset = each.charset}
        );
    }
    CHECK(media_of({}, {}) == Media{});
}

TEST_CASE("media: the plan may know better what a response is", "[output]") {
    const latch::http::Headers head{{"Content-Type", "text/html; charset=koi8-r"}};
    CHECK(media_of_response(head, {}) == Media{Content::html, "koi8-r"});
    CHECK(
        media_of_response(head, {.response_mime = "application/json"}) ==
        Media{Content::json, "koi8-r"}
    );
    CHECK(media_of_response(head, {.response_charset = "utf-8"}) == Media{Content::html, "utf-8"});
    CHECK(media_of_response({}, {.response_mime = "text/csv"}) == Media{Content::perhaps_json, ""});
    CHECK(media_of(head, {.response_mime = "application/json"}) == Media{Content::html, "koi8-r"});
}

TEST_CASE("media: where JSON is expected, other types are tried as well", "[output]") {
    const OutputPlan plan{.expects_json = true};
    CHECK(
        media_of_response({{"Content-Type", "image/png"}}, plan).content == Content::perhaps_json
    );
    CHECK(media_of_response({}, plan).content == Content::perhaps_json);
    CHECK(media_of_response({{"Content-Type", "text/html"}}, plan).content == Content::html);
}
