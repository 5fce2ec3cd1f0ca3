// SPDX-License-Identifier: MIT
#include "output/document.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <vector>

using namespace latch::output;
using namespace latch::test;
using namespace std::string_literals;
using nlohmann::json;

namespace {

json document_of(const RecordedHop& hop) {
    return json::parse(exchange_document({hop}, {}));
}

/// What the document says about a response's body.
json shown(RecordedBody body) {
    const auto request = a_request().get("/");
    return document_of({
        .request = request.prepared(),
        .answered = a_response(200).answering(request),
        .body = std::move(body),
    })["hops"][0]["response"]["body"];
}

} // namespace

TEST_CASE("document: a body is JSON, text or bytes", "[output]") {
    struct Case {
        const char* why;
        RecordedBody body;
        json shown;
    };

    const json one{{"json", {{"a", 1}}}};
    const std::vector<Case> cases{
        {"JSON", {.bytes = "{\"a\" :1}", .is_json = true}, one},
        {"behind a byte order mark", {.bytes = "\xef\xbb\xbf{\"a\":1}", .is_json = true}, one},
        {"behind two, which is none",
         {.bytes = "\xef\xbb\xbf\xef\xbb\xbf{}", .is_json = true},
         {{"text", "\xef\xbb\xbf{}"}}},
        {"in UTF-16 with a mark",
         {.bytes = "\xff\xfe[\0]\0"s, .is_json = true},
         {{"json", json::array()}}},
        {"in UTF-16 without one", {.bytes = "[\0]\0"s, .is_json = true}, {{"json", json::array()}}},
        {"in a charset that was said",
         {.bytes = "\"\xfc\"", .charset = "iso-8859-1", .is_json = true},
         {{"json", "ü"}}},
        {"in one that was not said", {.bytes = "\"\xfc\"", .is_json = true}, {{"base64", "Ivwi"}}},
        {"what only says that it is", {.bytes = "{", .is_json = true}, {{"text", "{"}}},
        {"text", {.bytes = "[1]"}, {{"text", "[1]"}}},
        {"bytes", {.bytes = "\0\xff"s}, {{"base64", "AP8="}}},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(shown(each.body) == each.shown);
    }
}

TEST_CASE("document: numbers that no machine holds stay as they came", "[output]") {
    const auto request = a_request().get("/");
    const std::string text = exchange_document(
        {{.request = request.prepared(),
          .answered = a_response(200).answering(request),
          .body = {.bytes = "[1e400, 0.10]", .is_json = true}}},
        {}
    );
    CHECK(text.find("{\"json\":[1e400,0.10]}") != std::string::npos);
}

TEST_CASE("document: trailers are apart from the headers, and no secrets either", "[output]") {
    const auto request = a_request().get("/");
    auto answered = a_response(200).answering(request);
    CHECK_FALSE(document_of({.request = request.prepared(), .answered = answered, .body = {}}
    )["hops"][0]["response"]
                    .contains("trailers"));
    answered.trailers = {{"X-Sum", "1"}, {"Set-Cookie", "id=abcdefghijkl"}};
    const json response =
        document_of({.request = request.prepared(), .answered = answered, .body = {}}
        )["hops"][0]["response"];
    CHECK(response["headers"].empty());
    CHECK(response["trailers"][0] == json{{"name", "X-Sum"}, {"value", "1"}});
    CHECK(response["trailers"].dump().find("abcdefghijkl") == std::string::npos);
}

TEST_CASE("document: a joined body is its pieces", "[output]") {
    latch::http::StreamBody file;
    file.name = "photo.png";
    auto request = a_request().post("/", "").prepared();
    request.body = latch::http::JoinedBody{
        {latch::http::BytesBody{"--x\r\n"}, file, latch::http::BytesBody{"\xff"}}};
    const json expected =
        json::parse(R"({"parts": [{"text": "--x\r\n"}, {"from": "photo.png"}, {"base64": "/w=="}]})"
        );
    CHECK(
        document_of({.request = request, .answered = {}, .body = {}}
        )["hops"][0]["request"]["body"] == expected
    );
}
