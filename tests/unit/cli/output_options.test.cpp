// SPDX-License-Identifier: MIT
#include "parsed.hpp"

using namespace latch::cli;
using namespace latch::output;

TEST_CASE("output options: each says what it means", "[cli]") {
    CHECK(sent({"-s", "monokai", ":/"}).output.style == Style::monokai);
    CHECK(sent({"--style=pie-dark", ":/"}).output.style == Style::pie_dark);
    CHECK(sent({"--style=fruity", "--no-style", ":/"}).output.style == Style::automatic);
    CHECK(sent({"-qq", ":/"}).output.quiet == 2);
    CHECK(sent({"--quiet", ":/"}).output.quiet == 1);
    CHECK(sent({":/"}).output.pace == Pace::automatic);
    CHECK(sent({"-S", ":/"}).output.pace == Pace::at_once);
    CHECK(sent({"--no-stream", "--stream", ":/"}).output.pace == Pace::gathered);
    CHECK(sent({"-P", "h", ":/"}).output.history_parts == Parts{.response_head = true});
    CHECK(sent({"--history-print=", ":/"}).output.history_parts == Parts{});
    CHECK(sent({"--response-charset=Latin1", ":/"}).output.response_charset == "latin1");
    CHECK(sent({"--response-mime=Text/XML", ":/"}).output.response_mime == "text/xml");
    CHECK(sent({"--json", ":/"}).output.expects_json);
    CHECK_FALSE(sent({":/"}).curl);
    CHECK(sent({"--curl", ":/"}).curl == CurlOptions::terse);
    CHECK(sent({"--curl-long", ":/"}).curl == CurlOptions::spelled_out);
    CHECK(sent({"--json-output", ":/"}).output.form == Form::document);
}

TEST_CASE("output options: sorting and format options add up in the order typed", "[cli]") {
    const auto options = [](const Words& words) { return sent(words).output.format_options; };
    CHECK(options({"--sorted", ":/"}).json_sort_keys);
    CHECK(
        options({"--sorted", "--format-options=json.sort_keys:false", ":/"}) ==
        FormatOptions{.sort_headers = true}
    );
    CHECK(options({"--unsorted", "--sorted", ":/"}).sort_headers == true);
    CHECK(options({"--sorted", "--unsorted", ":/"}).sort_headers == false);
    CHECK(
        options({"--format-options=json.indent:2", "--format-options", "xml.indent:1", ":/"}) ==
        FormatOptions{.json_indent = 2, .xml_indent = 1}
    );
}

TEST_CASE("output options: a value that is none names what there is", "[cli]") {
    const auto words = [](const Words& typed) {
        const auto invocation = parsed(typed);
        REQUIRE_FALSE(invocation);
        CHECK(invocation.error().kind() == latch::base::ErrorKind::usage);
        return invocation.error().what();
    };
    CHECK(
        words({"--style=blue", ":/"}) ==
        "--style: 'blue' is none of auto, pie, pie-dark, pie-light, solarized, monokai, fruity"
    );
    CHECK(words({"--response-mime=json", ":/"}) == "--response-mime: 'json' is no media type");
    CHECK(words({"--response-mime=a/b/c", ":/"}) == "--response-mime: 'a/b/c' is no media type");
    CHECK(
        words({"--response-charset=x-no", ":/"}) ==
        "--response-charset: 'x-no' is no charset that is known"
    );
    CHECK(words({"--format-options=a:b", ":/"}) == "--format-options: 'a:b' is no format option");
    CHECK(words({"-P", "x", ":/"}) == "--history-print: unknown letter 'x'");
}
