// SPDX-License-Identifier: MIT
#include "latch/output/format_options.hpp"

#include "support/catch.hpp"

#include <string_view>
#include <vector>

using namespace latch::output;

TEST_CASE("format options: each knob takes what fits it", "[output]") {
    struct Case {
        const char* why;
        std::string_view text;
        FormatOptions expected;
    };

    const std::vector<Case> cases{
        {"headers.sort", "headers.sort:false", {.sort_headers = false}},
        {"json.format", "json.format:false", {.json_format = false}},
        {"json.indent", "json.indent:2", {.json_indent = 2}},
        {"no indent", "json.indent:0", {.json_indent = 0}},
        {"the widest", "json.indent:16", {.json_indent = 16}},
        {"json.sort_keys", "json.sort_keys:true", {.json_sort_keys = true}},
        {"xml.format", "xml.format:false", {.xml_format = false}},
        {"xml.indent", "xml.indent:8", {.xml_indent = 8}},
        {"case does not matter",
         "JSON.Indent:3,XML.FORMAT:False",
         {.json_indent = 3, .xml_format = false}},
        {"the last one counts", "json.indent:3,json.indent:5", {.json_indent = 5}},
        {"blanks around", " json.indent : 1 ", {.json_indent = 1}},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        FormatOptions options;
        CHECK(apply_format_options(options, each.text));
        CHECK(options == each.expected);
    }
}

TEST_CASE("format options: what does not fit changes nothing and says why", "[output]") {
    struct Case {
        std::string_view text, what;
    };

    const std::vector<Case> cases{
        {"", "'' has no colon"},
        {"json.indent", "'json.indent' has no colon"},
        {"json.indent:2,", "'' has no colon"},
        {"json.ident:2", "'json.ident:2' is no format option"},
        {"indent:2", "'indent:2' is no format option"},
        {"json.indent:two", "'json.indent:two' does not fit"},
        {"json.indent:-1", "'json.indent:-1' does not fit"},
        {"json.indent:17", "'json.indent:17' does not fit"},
        {"json.format:1", "'json.format:1' does not fit"},
        {"xml.indent:2,headers.sort:yes", "'headers.sort:yes' does not fit"},
    };
    for (const Case& each : cases) {
        INFO(each.text);
        FormatOptions options;
        const auto applied = apply_format_options(options, each.text);
        REQUIRE_FALSE(applied);
        CHECK(applied.error().kind() == latch::base::ErrorKind::usage);
        CHECK(applied.error().what() == each.what);
        CHECK_FALSE(applied.error().hint().empty());
        CHECK(options == FormatOptions{});
    }
}

TEST_CASE("format options: sorting is short for two of them", "[output]") {
    FormatOptions options;
    apply_sorting(options, Sorting::sorted);
    CHECK(options == FormatOptions{.sort_headers = true, .json_sort_keys = true});
    apply_sorting(options, Sorting::unsorted);
    CHECK(options == FormatOptions{.sort_headers = false, .json_sort_keys = false});
}
