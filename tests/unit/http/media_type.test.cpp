// SPDX-License-Identifier: MIT
#include "latch/http/media_type.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch::http;

TEST_CASE("media type: essence and charset out of a Content-Type", "[http]") {
    struct Case {
        std::string_view why, text, essence, charset;
    };

    const std::vector<Case> cases = {
        {"no parameter", "text/html", "text/html", ""},
        {"in lower case", "Text/HTML; Charset=UTF-8", "text/html", "utf-8"},
        {"no blank", "text/html;charset=utf-8", "text/html", "utf-8"},
        {"blanks", " text/html ; charset=utf-8 ", "text/html", "utf-8"},
        {"blanks that are not allowed", "text/html;charset = utf-8", "text/html", "utf-8"},
        {"quoted", "text/html; charset=\"utf-8\"", "text/html", "utf-8"},
        {"quoted with escapes", R"(text/html; charset="ut\f-8")", "text/html", "utf-8"},
        {"a quote that does not end", "text/html; charset=\"utf-8", "text/html", "utf-8"},
        {"a backslash at the end", "text/html; charset=\"utf-8\\", "text/html", "utf-8\\"},
        {"behind another parameter", "a/b; q=1; charset=x", "a/b", "x"},
        {"the first one counts", "a/b; charset=x; charset=y", "a/b", "x"},
        {"not one in a quoted string", "a/b; q=\"; charset=x\"; charset=y", "a/b", "y"},
        {"not one behind an escaped quote", R"(a/b; q="\"; charset=x"; charset=y)", "a/b", "y"},
        {"not one that ends so", "a/b; xcharset=x", "a/b", ""},
        {"an empty one", "a/b; charset=", "a/b", ""},
        {"no value", "a/b; charset", "a/b", ""},
        {"empty parameters", "a/b;;; charset=x;", "a/b", "x"},
        {"a suffix", "application/problem+json", "application/problem+json", ""},
        {"a multipart type", "multipart/form-data; boundary=x", "multipart/form-data", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto type = parse_media_type(c.text);
        REQUIRE(type);
        CHECK(type->essence == c.essence);
        CHECK(type->charset == c.charset);
    }
}

TEST_CASE("media type: what has no type and subtype is none", "[http]") {
    for (const std::string_view text :
         {"",
          " ",
          "text",
          "text/",
          "/html",
          "/",
          "text/html, text/plain",
          "te xt/html",
          "text/ht ml",
          "text//html",
          "text/html/x",
          "; charset=utf-8",
          "text /html",
          "text/\"html\"",
          "text/h\xc3\xbc"}) {
        INFO(text);
        CHECK_FALSE(parse_media_type(text));
    }
}

TEST_CASE("media type: HTML has two names", "[http]") {
    for (const std::string_view text :
         {"text/html", "TEXT/HTML; charset=x", "application/xhtml+xml"}) {
        INFO(text);
        CHECK(is_html(*parse_media_type(text)));
    }
    for (const std::string_view text : {"text/html5", "text/plain", "application/xml"}) {
        INFO(text);
        CHECK_FALSE(is_html(*parse_media_type(text)));
    }
}
