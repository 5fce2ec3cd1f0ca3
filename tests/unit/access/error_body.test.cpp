// SPDX-License-Identifier: MIT
#include "access/error_body.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;

namespace {

constexpr std::string_view problem = "application/problem+json";
constexpr std::string_view json = "application/json";
constexpr std::string_view page = "text/html;charset=UTF-8";

ErrorBody read(std::string_view type, std::string_view text, bool is_whole = true) {
    return read_error({{"Content-Type", std::string(type)}}, {text, is_whole});
}

/// What Boot 3 and 4 write.
std::string whitelabel(std::string_view more) {
    return "<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping "
           "for /error, so you are seeing this as a fallback.</p><div id='created'>Fri Nov 27 "
           "10:00:00 UTC 2026</div><div>There was an unexpected error (type=Internal Server "
           "Error, status=500).</div>" +
           std::string(more) + "</body></html>";
}

} // namespace

TEST_CASE("error body: what it says is said in a line", "[access]") {
    struct Case {
        std::string_view why, type;
        std::string text, words;
    };

    const std::vector<Case> cases{
        {"title and detail",
         problem,
         R"({"type":"about:blank","title":"Not Found","status":404,"detail":"No order 7."})",
         "Not Found: No order 7."},
        {"a title alone", problem, R"({"title":"Out of stock"})", "Out of stock"},
        {"a detail alone", problem, R"({"detail":"No order 7."})", "No order 7."},
        {"twice the same", problem, R"({"title":"No","detail":"No"})", "No"},
        {"with fields",
         problem,
         R"({"title":"Invalid","errors":[{"field":"email","message":"must not be blank"},)"
         R"({"field":"age","defaultMessage":"must be 18"}]})",
         "Invalid (email: must not be blank; age: must be 18)"},
        {"fields alone", json, R"({"errors":[{"field":"a","message":"b"}]})", "a: b"},
        {"lines of text", json, R"({"errors":["first","second"]})", "first; second"},
        {"an object of fields",
         json,
         R"({"errors":{"age":["too low","odd"],"name":"missing"}})",
         "age: too low; age: odd; name: missing"},
        {"Quarkus' and Zalando's name",
         json,
         R"({"violations":[{"field":"a","message":"b"}]})",
         "a: b"},
        {"more than anyone reads",
         json,
         R"({"errors":["1","2","3","4","5","6","7"]})",
         "1; 2; 3; 4; 5; and 2 more"},
        {"Boot's, with its message",
         json,
         R"({"timestamp":"x","status":400,"error":"Bad Request","message":"no id","path":"/"})",
         "no id"},
        {"Boot's, with binding errors",
         json,
         R"({"timestamp":"x","status":400,"error":"Bad Request","path":"/","errors":)"
         R"([{"objectName":"o","field":"n","rejectedValue":null,"defaultMessage":"is empty"}]})",
         "n: is empty"},
        {"OAuth 2",
         json,
         R"({"error":"invalid_grant","error_description":"Bad code"})",
         "Bad code"},
        {"of more lines", json, "{\"message\":\" a\\n\\t b \"}", "a b"},
        {"Boot's page with its message",
         page,
         whitelabel("<div>a &lt;b&gt; &amp; &#39;c&#39;</div>"),
         "a <b> & 'c'"},
        {"and a trace that is left alone",
         page,
         whitelabel("<div>broken</div><div style='white-space:pre-wrap;'>at x</div>"),
         "broken"},
        {"Tomcat's report",
         page,
         "<!doctype html><html><body><h1>HTTP Status 400 – Bad Request</h1><hr /><p><b>Type</b> "
         "Status Report</p><p><b>Message</b> Invalid character found</p></body></html>",
         "Invalid character found"},
        {"Tomcat's, which says little",
         page,
         "<!doctype html><html><body><h1>HTTP Status 400 – Bad Request</h1></body></html>",
         ""},
        {"another page", page, "<html><b>Message</b> x</p></html>", ""},
        {"a list", json, R"([{"message":"x"}])", ""},
        {"a message that is none", json, R"({"message":{"a":1}})", ""},
        {"no JSON", json, "{\"message\":", ""},
        {"nothing", json, "", ""},
        {"a type that is none", "json", R"({"message":"x"})", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const ErrorBody body = read(c.type, c.text);
        CHECK(body.words == c.words);
        CHECK_FALSE(body.hides_its_message);
        CHECK(body.is_page == (c.type == page));
    }
}

TEST_CASE("error body: Boot without its message hides it", "[access]") {
    const std::string bare =
        R"({"timestamp":"x","status":500,"error":"Internal Server Error","path":"/boom"})";
    CHECK(read(json, bare).hides_its_message);
    CHECK(read(json, bare).words.empty());
    CHECK(read(page, whitelabel("")).hides_its_message);
    CHECK_FALSE(read(json, R"({"status":500,"error":"x"})").hides_its_message);
}

TEST_CASE("error body: long words are cut between characters", "[access]") {
    std::string text = R"({"message":")";
    for (int count = 0; count < 400; ++count) {
        text += "ä";
    }
    const std::string words = read(json, text + "\"}").words;
    CHECK(words.size() == 303);
    CHECK(words.ends_with("ä…"));
}

TEST_CASE("error body: what is not whole, or too long, says nothing", "[access]") {
    CHECK(read(json, R"({"message":"x"})", false).words.empty());
    const std::string long_text = R"({"message":"x"})" + std::string(65UL * 1024, ' ');
    CHECK(read(json, long_text).words.empty());
    CHECK(read(json, std::string(60UL * 1024, '[')).words.empty());
}
