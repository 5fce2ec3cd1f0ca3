// SPDX-License-Identifier: MIT
#include "latch/access/challenge.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;

namespace {

/// "Basic{realm=x};Negotiate(abc==)"
std::string written(const std::vector<Challenge>& challenges) {
    std::string text;
    for (const Challenge& challenge : challenges) {
        text += (text.empty() ? "" : ";") + challenge.scheme;
        text += challenge.token68.empty() ? "" : '(' + challenge.token68 + ')';
        std::string parameters;
        for (const auto& [name, value] : challenge.parameters) {
            parameters += (parameters.empty() ? "" : "|") + name + '=' + value;
        }
        text += parameters.empty() ? "" : '{' + parameters + '}';
    }
    return text;
}

} // namespace

TEST_CASE("challenge: fields are taken apart as the grammar has it", "[access]") {
    struct Case {
        std::string_view why;
        std::vector<std::string_view> fields;
        std::string_view challenges;
    };

    const std::vector<Case> cases{
        {"nothing", {}, ""},
        {"an empty field", {""}, ""},
        {"a scheme alone", {"Negotiate"}, "Negotiate"},
        {"a parameter", {"Basic realm=x"}, "Basic{realm=x}"},
        {"a quoted value", {R"(Basic realm="x y")"}, "Basic{realm=x y}"},
        {"a comma within quotes", {R"(Basic realm="x, Digest y=z")"}, "Basic{realm=x, Digest y=z}"},
        {"an escaped quote", {R"(Basic realm="a\"b\\")"}, R"(Basic{realm=a"b\})"},
        {"an empty quoted value", {R"(Basic realm="")"}, "Basic{realm=}"},
        {"blanks around the equals sign", {"Basic realm \t= x"}, "Basic{realm=x}"},
        {"several parameters", {"Digest a=1,b=2 , c=3"}, "Digest{a=1|b=2|c=3}"},
        {"the example of RFC 9110, 11.6.1",
         {R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")"},
         R"(Basic{realm=simple};Newauth{realm=apps|type=1|title=Login to "apps"})"},
        {"a token68", {"Negotiate YIIB+/~-._=="}, "Negotiate(YIIB+/~-._==)"},
        {"a token68 before a challenge", {"NTLM TlR=, Basic realm=x"}, "NTLM(TlR=);Basic{realm=x}"},
        {"schemes alone in a row",
         {"Negotiate, NTLM,Basic realm=x"},
         "Negotiate;NTLM;Basic{realm=x}"},
        {"several fields", {"Negotiate", "Digest a=1"}, "Negotiate;Digest{a=1}"},
        {"a list over two fields is one list", {"Digest a=1", "b=2"}, "Digest{a=1|b=2}"},
        {"empty elements", {",, Basic realm=x,,charset=UTF-8, ,"}, "Basic{realm=x|charset=UTF-8}"},
        {"a parameter of nobody", {"a=1, Basic realm=x"}, "Basic{realm=x}"},
        {"a value that is missing", {"Digest a=1, b=, c=3"}, "Digest{a=1|b=|c=3}"},
        {"a first value that is missing is a token68", {"NTLM a=, Basic"}, "NTLM(a=);Basic"},
        {"quotes that are not closed", {R"(Digest a="x, b=2)", "Basic"}, "Digest{a=x, b=2};Basic"},
        {"a backslash at the end", {R"(Basic realm="x\)"}, R"(Basic{realm=x\})"},
        {"base64 without quotes", {"Digest nonce=ab/cd==, b=2"}, "Digest{nonce=ab/cd==|b=2}"},
        {"garbage costs itself only", {"(;\"a,b\" c, Basic realm=x"}, "Basic{realm=x}"},
        {"bytes that are not ASCII",
         {"B\xc3\xa4 x, Basic realm=\"\xc3\xa4\""},
         "B;Basic{realm=\xc3\xa4}"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(written(parse_challenges(c.fields)) == c.challenges);
    }
}

TEST_CASE("challenge: the first parameter of a name counts, in any case", "[access]") {
    const auto challenges = parse_challenges({"Digest Realm=1, realm=2"});
    REQUIRE(challenges.size() == 1);
    CHECK(challenges[0].find("REALM") == "1");
    CHECK_FALSE(challenges[0].find("nonce"));
}
