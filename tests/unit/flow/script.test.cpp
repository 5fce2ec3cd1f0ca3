// SPDX-License-Identifier: MIT
#include "latch/flow/script.hpp"

#include "outline.hpp"
#include "support/catch.hpp"

using namespace latch::flow;
using namespace latch::test;

namespace {

struct Case {
    std::string_view why, file, outline;
};

/// Each file is read without mistakes, and says what the outline does.
template <std::size_t n>
void check_outlines(const Case (&cases)[n]) {
    for (const Case& c : cases) {
        INFO(c.why);
        const Script script = parse_script(c.file);
        CHECK(shown(script.mistakes) == "");
        CHECK(Outline::of(script.steps) == c.outline);
    }
}

} // namespace

TEST_CASE("script: a request is a paragraph", "[flow]") {
    const Case cases[] = {
        {"nothing", "", ""},
        {"only comments", "# a\n\n  # b", ""},
        {"one line", "GET :8080/a", "GET|:8080/a\n"},
        {"many", ":8080/a\n  x=1\n\n:8080/b\n", ":8080/a|x=1\n:8080/b\n"},
        {"lines need not be indented", ":8080/a\nx=1", ":8080/a|x=1\n"},
        {"a line of blanks is blank", ":8080/a\n \t\n:8080/b", ":8080/a\n:8080/b\n"},
        {"CRLF and a byte order mark",
         "\xEF\xBB\xBF:8080/a\r\n x=1\r\n\r\n:8080/b\r\n",
         ":8080/a|x=1\n:8080/b\n"},
        {"a trailing backslash", ":8080/a \\\n  x=1 \\\n\n:8080/b", ":8080/a|x=1\n:8080/b\n"},
        {"with a blank behind, and at a word", ":8080/a\\ \n  x=1", ":8080/a|x=1\n"},
        {"a comment line is within", ":8080/a\n# no\n x=1", ":8080/a|x=1\n"},
        {"a title ends it", ":8080/a\n### b\n:8080/b", ":8080/a\nb: :8080/b\n"},
        {"a longer row is a comment", ":8080/a\n#### b\n x=1", ":8080/a|x=1\n"},
        {"a directive ends it", ":8080/a\n@x = 1\n:8080/b", ":8080/a\nx = 1\n:8080/b\n"},
        {"a word that is no directive does not", ":8080/a\n@x", ":8080/a|@x\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: words are split as a shell does it", "[flow]") {
    const Case cases[] = {
        {"single quotes",
         R"(a 'b "c" \n $x' d)",
         R"(a|b "c" \n $x|d)"
         "\n"},
        {"double quotes",
         R"(a "b 'c' \"d\" \\ \$ \n")",
         R"(a|b 'c' "d" \ $ \n)"
         "\n"},
        {"side by side", R"(a'b'"c"\ d)", "abc d\n"},
        {"empty", "a '' \"\"", "a||\n"},
        {"a backslash",
         R"(a\'b \# \\)"
         " c",
         R"(a'b|#|\|c)"
         "\n"},
        {"no $, globs or backticks", "$HOME * `x` ~", "$HOME|*|`x`|~\n"},
        {"a comment", "a # b 'c\nd", "a|d\n"},
        {"# in a word", "/x#frag a'#'", "/x#frag|a#\n"},
        {"newlines in quotes stay", "a --raw '{\n  \"x\": 1\n}' b", "a|--raw|{\n  \"x\": 1\n}|b\n"},
        {"empty lines, too", "a 'b\n\n# c\n@end\n' d", "a|b\n\n# c\n@end\n|d\n"},
        {"but not behind a backslash", "a \"b\\\nc\"", "a|bc\n"},
        {"CRLF in quotes", "a 'b\r\nc'", "a|b\nc\n"},
        {"beyond ASCII", "ä=ö \\ü", "ä=ö|ü\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: a template is a part of a word", "[flow]") {
    const Case cases[] = {
        {"alone", "{{a}}", "<a>\n"},
        {"within", "x={{ a }}/{{b.c}}", "x=<a>/<b.c>\n"},
        {"blanks", "{{now +1d %F}} b", "<now +1d %F>|b\n"},
        {"in double quotes", R"("a {{b c}}")", "a <b c>\n"},
        {"in single quotes", R"('{"a":{{b}}}' {{c}})", "{\"a\":<b>}|<c>\n"},
        {"quotes in it", R"({{base64 "a b" 'c' d\ e}})", "<base64 a b c d e>\n"},
        {"quotes in it in quotes", R"("{{base64 "a b"}}" '{{a 'b c'}}')", "<base64 a b>|<a b c>\n"},
        {"the first }} closes", "{{a}}}}", "<a>}}\n"},
        {"literal", R"(\{{a}} "\{{b}}" '\{{c}}')", "{{a}}|{{b}}|{{c}}\n"},
        {"a backslash before one", R"(\\{{a}})", "\\<a>\n"},
        {"# in it", "{{a #b}}", "<a #b>\n"},
        {"closing ones alone", "a}} {b}", "a}}|{b}\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: templates are numbered through all words and know their places", "[flow]") {
    const Script script = parse_script("\n  ä{{a}} 'ö\n{{b  c}}'\n");
    REQUIRE(script.steps.size() == 1);
    const auto& phrase = std::get<Request>(script.steps.front().what).phrase;
    CHECK(phrase.places == std::vector<Position>{{2, 3}, {2, 10}});
    REQUIRE(phrase.words.size() == 2);
    CHECK(phrase.words[0] == "ä" + latch::base::hole(0));
    CHECK(phrase.words[1] == "ö\n" + latch::base::hole(1));
    const std::vector<Template> templates{
        {.words = {"a"}, .at = {2, 4}}, {.words = {"b", "c"}, .at = {3, 1}}};
    CHECK(phrase.templates == templates);
}

TEST_CASE("script: a program's name before the words is left out", "[flow]") {
    const Case cases[] = {
        {"latch", "latch :8080/a", ":8080/a\n"},
        {"http", "http :8080/a", ":8080/a\n"},
        {"https", "https example.org", "--default-scheme=https|example.org\n"},
        {"once", "http http", "http\n"},
        {"only at the beginning", ":8080/a http", ":8080/a|http\n"},
        {"a session", "@app POST :8080/x a=b", "@app|POST|:8080/x|a=b\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: a here-document is the last word", "[flow]") {
    const Case cases[] = {
        {"a body",
         ":8080/a <<END\n{\n\n  \"x\": {{y}}\n}\nEND\n:8080/b",
         ":8080/a|:8080/b|--raw={\n\n  \"x\": <y>\n}\n"},
        {"and then a blank line", ":8080/a <<END\nx\nEND\n\n:8080/b", ":8080/a|--raw=x\n:8080/b\n"},
        {"quoted", ":8080/a <<'END' # c\n\\{{x}} 'y\nEND", ":8080/a|--raw=\\{{x}} 'y\n"},
        {"no template", ":8080/a <<END\n\\{{x}} \\n\nEND", ":8080/a|--raw={{x}} \\n\n"},
        {"empty", ":8080/a <<END\nEND", ":8080/a|--raw=\n"},
        {"only empty lines", ":8080/a <<END\n\n\nEND", ":8080/a|--raw=\n\n"},
        {"a longer line does not end it",
         ":8080/a <<END\nENDE\n END\nEND \n x=1",
         ":8080/a|x=1|--raw=ENDE\n END\n"},
        {"CRLF", ":8080/a <<END\r\na\r\nb\r\nEND\r\n", ":8080/a|--raw=a\nb\n"},
        {"in quotes it is a word", ":8080/a '<<END' a<<b", ":8080/a|<<END|a<<b\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: a title names the next request", "[flow]") {
    const Case cases[] = {
        {"with tags",
         "###  create {{row.sku}} #smoke  #a-1 #2 # x\n:8080/a",
         "create <row.sku> #2 # x: #smoke #a-1 :8080/a\n"},
        {"only that", "### a\n:8080/a\n\n:8080/b", "a: :8080/a\n:8080/b\n"},
        {"blank lines and values between", "### a\n\n@x = 1\n:8080/a", "x = 1\na: :8080/a\n"},
        {"the later wins", "### a #t\n### b\n:8080/a", "b: :8080/a\n"},
        {"none is left over", "@if x\n### a\n@end\n:8080/a", "if x\n:8080/a\n"},
        {"into a block", "### a\n@if x\n:8080/a\n@end", "if x\n  a: :8080/a\n"},
        {"without a blank", "###a\n:8080/a", "a: :8080/a\n"},
        {"empty", "### a\n###\n:8080/a", ":8080/a\n"},
    };
    check_outlines(cases);
    const Script script = parse_script("\n ###  ä #b c\n:8080/a");
    REQUIRE(script.steps.size() == 1);
    CHECK(std::get<Request>(script.steps.front().what).title.at == Position{2, 7});
}

TEST_CASE("script: values and programs", "[flow]") {
    const Case cases[] = {
        {"as it is", "@x =  a  b ", "x = a  b\n"},
        {"without blanks", "@x=a", "x = a\n"},
        {"empty", "@x =", "x = \n"},
        {"a comment", "@x = a#b # c", "x = a#b\n"},
        {"quotes all around", "@x = ' a # b ' # c", "x =  a # b \n"},
        {"with a backslash", R"(@x = "a \"b\" \n")", "x = a \"b\" \\n\n"},
        {"quotes within", R"(@x = {"a":"b # c"} # d)", "x = {\"a\":\"b # c\"}\n"},
        {"two pairs", "@x = 'a' 'b'", "x = 'a' 'b'\n"},
        {"an apostrophe", "@x = it's # isn't it", "x = it's\n"},
        {"a template", "@x = http://{{host}}/\\{{a}}", "x = http://<host>/{{a}}\n"},
        {"one in quotes", "@x = \"{{env A}} \"", "x = <env A> \n"},
        {"a program",
         R"(@x := .a | select(. == "a # b") # c)",
         "x := .a | select(. == \"a # b\")\n"},
        {"a program without blanks", "@x:={{a}}+1", "x := <a>+1\n"},
        {"a program in quotes stays in them", R"(@x := "a")", "x := \"a\"\n"},
        {"the sign is needed", "@x :8080/a", "@x|:8080/a\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: includes and defaults", "[flow]") {
    const Case cases[] = {
        {"a file", "@include 'my login.flow'", "include my login.flow\n"},
        {"with values",
         "@include a.flow user={{u}} pw='x y' z= # c",
         "include a.flow|user=<u>|pw=x y|z=\n"},
        {"defaults",
         "@defaults --expect 'a b' --retry {{n}} # c\n:8080/a",
         "defaults --expect|a b|--retry|<n>\n:8080/a\n"},
        {"on many lines",
         "@defaults --a\n  --b # c\n\t# d\n  --c \\\n\n  :8080/a",
         "defaults --a|--b|--c\n:8080/a\n"},
    };
    check_outlines(cases);
    const Script script = parse_script("@include ä.flow  b={{c}}");
    REQUIRE(script.steps.size() == 1);
    const auto& include = std::get<Include>(script.steps.front().what);
    REQUIRE(include.values.size() == 1);
    CHECK(include.values.front().second.at == Position{1, 20});
}

TEST_CASE("script: where the rows of a loop come from", "[flow]") {
    const Case cases[] = {
        {"a file", "@for a in b.csv\n@end", "for a file b.csv\n"},
        {"in quotes", "@for a in 'b c.JSONL' # d\n@end", "for a file b c.JSONL\n"},
        {"with a template", "@for a in {{dir}}/x.txt\n@end", "for a file <dir>/x.txt\n"},
        {"a range", "@for i in -1..10\n@end", "for i range -1 to 10\n"},
        {"of templates", "@for i in {{a}}..{{b}}\n@end", "for i range <a> to <b>\n"},
        {"words", "@for a in [x 'y z' {{b}}] # c\n@end", "for a words x|y z|<b>\n"},
        {"on many lines",
         "@for a in [\n  x # c\n  y]\n:8080/a\n@end",
         "for a words x|y\n  :8080/a\n"},
        {"closed at the beginning of a line",
         "@for a in [\n  x\n] # c\n:8080/a\n@end",
         "for a words x\n  :8080/a\n"},
        {"no words", "@for a in []\n@end", "for a words \n"},
        {"a program",
         "@for a in .items[] | select(.x) # c\n@end",
         "for a program .items[] | select(.x)\n"},
        {"a name", "@for a in items\n@end", "for a program items\n"},
        {"two dots in a program", "@for a in .. | .x?\n@end", "for a program .. | .x?\n"},
        {"several names", "@for a, b ,c,d in x.csv\n@end", "for a b c d file x.csv\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: blocks lie in one another", "[flow]") {
    const Case cases[] = {
        {"all of them",
         "@parallel 4 # c\n"
         "@for a in 1..2\n"
         "  @if {{a}} == 1\n"
         "  :8080/a\n"
         "@end # if\n"
         "  :8080/b\n"
         "@end\n"
         "@end\n"
         "@parallel\n"
         "@end\n"
         "@finally\n"
         ":8080/c\n"
         "@end\n"
         ":8080/d",
         "parallel 4\n"
         "  for a range 1 to 2\n"
         "    if <a> == 1\n"
         "      :8080/a\n"
         "    :8080/b\n"
         "parallel\n"
         "finally\n"
         "  :8080/c\n"
         ":8080/d\n"},
    };
    check_outlines(cases);
}

TEST_CASE("script: a session is no directive, though it may look like one", "[flow]") {
    const Case cases[] = {
        {"near to @for, with a URL", "@fox :8080/a", "@fox|:8080/a\n"},
        {"with a host", "@ent GET example.org", "@ent|GET|example.org\n"},
        {"with a template", "@ent {{host}}/a", "@ent|<host>/a\n"},
        {"near to none", "@admin x", "@admin|x\n"},
    };
    check_outlines(cases);
}
