// SPDX-License-Identifier: MIT
#include "session/json_writer.hpp"

#include "support/catch.hpp"

#include <string>
#include <utility>

using namespace latch;
using namespace std::string_view_literals;
using session::Json;
using session::JsonWriter;
using session::text_of;

TEST_CASE("json writer: a tree is written as the library indents it", "[session]") {
    for (const std::string_view text : {
             "{}"sv,
             "[]"sv,
             R"("text")"sv,
             "-1.5"sv,
             R"({"a":{},"b":[],"c":[1,-2,3.25,1e100,true,false,null,"x",[[]],{"d":{"e":[{}]}}]})"sv,
             R"({"":{"":""},"q\"\\":"\b\f\n\r\t\u0000\u001f / ü €"})"sv,
             R"({"big":18446744073709551615,"small":-9223372036854775808})"sv,
         }) {
        INFO(text);
        const Json json = Json::parse(text);
        CHECK(text_of(json) == json.dump(2) + '\n');
    }
}

TEST_CASE("json writer: what a terminal would obey is escaped", "[session]") {
    struct Case {
        std::string_view why, text, written;
    };

    for (const Case& c : {
             Case{"ESC", "\x1b[2J", R"("\u001b[2J")"},
             Case{"NUL", "a\0b"sv, R"("a\u0000b")"},
             Case{"DEL", "\x7f", R"("\u007f")"},
             Case{"C1: CSI as UTF-8", "x\xc2\x9b", R"("x\u009b")"},
             Case{"the first of C1", "\xc2\x80y", R"("\u0080y")"},
             Case{"the first behind C1, a blank", "\xc2\xa0", "\"\xc2\xa0\""},
             Case{"other characters of two bytes", "\xc3\x9f", "\"\xc3\x9f\""},
             Case{"quotation marks and backslashes", R"("\)", R"("\"\\")"},
         }) {
        INFO(c.why);
        CHECK(text_of(Json(std::string(c.text))) == std::string(c.written) + '\n');
        CHECK(Json::parse(text_of(Json(std::string(c.text)))) == Json(std::string(c.text)));
    }
}

TEST_CASE("json writer: members are told one by one", "[session]") {
    JsonWriter json;
    json.begin_object();
    json.member("text").bytes("tea");
    json.member("bytes").bytes("\xff");
    json.member("list").begin_array();
    json.number(7);
    json.flag(true);
    json.null();
    json.end_array();
    json.member("none").begin_array();
    json.end_array();
    write_unknown(json, {{"later", R"({"a": [1]})"}});
    json.end_object();
    CHECK(std::move(json).take() == R"({
  "text": "tea",
  "bytes": {
    "base64": "/w=="
  },
  "list": [
    7,
    true,
    null
  ],
  "none": [],
  "later": {
    "a": [
      1
    ]
  }
}
)");
}
