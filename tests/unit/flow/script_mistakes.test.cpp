// SPDX-License-Identifier: MIT
#include "outline.hpp"
#include "support/catch.hpp"

#include "latch/flow/script.hpp"

using namespace latch::flow;
using namespace latch::test;

TEST_CASE("script: all mistakes are found, each at its place", "[flow]") {
    const Script script = parse_script(R"(@for = 1
@my-name := 2
ä={{a :8080/{{b}} # {{c
:8080/{{ }}

@if
  :8080/a
@parallel 0
@finally
@fro x in y
:8080/b <<END x
body

@edn
:8080/c 'x

@include
@for a, a, 2b in
https
)");
    CHECK(
        shown(script.mistakes) ==
        R"(1:2 for cannot be the name of a variable (it is a directive)
2:2 this cannot be the name of a variable (names are letters, digits and underscores, no digit first)
3:3 {{ without }} on its line (a pair of braces that means itself is \{{)
4:7 {{}} has no name in it
6:1 @if needs a condition
6:1 @if is without its @end
8:1 @parallel is without its @end
8:11 @parallel takes a number from 1 on
9:1 @finally within a block (it is of the whole file)
9:1 @finally is without its @end
10:1 there is no @fro (did you mean @for)
11:9 there is no line END that ends the text (it stands at the beginning of a line, alone)
11:15 <<END is not the last word of its line
14:1 there is no @edn (did you mean @end)
15:9 a quote ' that is not closed
17:1 @include needs a file
18:1 @for needs something after in
18:1 @for is without its @end
18:9 a is there twice
18:12 this cannot be the name of a variable (names are letters, digits and underscores, no digit first)
19:1 nothing follows https
)"
    );
}

TEST_CASE("script: one mistake hides nothing that comes after it", "[flow]") {
    struct Case {
        std::string_view why, file, mistakes, outline;
    };

    const Case cases[] = {
        {"a quote",
         ":8080/a 'b {{c}}\n{{d\n\n:8080/e",
         "1:9 a quote ' that is not closed\n",
         ":8080/a|\n:8080/e\n"},
        {"a quote that another would close where it opens",
         ":8080/a it's {{b}}\n\n:8080/c x='d'",
         "1:11 a quote ' that is not closed (one that goes over empty lines closes at the end of a "
         "word)\n",
         ":8080/a|it\n:8080/c|x=d\n"},
        {"one that another closes",
         ":8080/a 'b\n\n:8080/c d'\n\n:8080/e 'f",
         "5:9 a quote ' that is not closed\n",
         ":8080/a|b\n\n:8080/c d\n:8080/e|\n"},
        {"a range",
         "@for i in 1..x\n@end",
         "1:12 a range ends with an integer or a template\n",
         "for i range 1 to x\n"},
        {"a range without an end",
         "@for i in {{a}}..\n@end",
         "1:16 a range ends with an integer or a template\n",
         "for i range <a> to \n"},
        {"a quote of a directive",
         "@include 'a\n:8080/a 'b'",
         "1:1 @include needs a file\n1:10 a quote ' that is not closed\n",
         "include \n:8080/a|b\n"},
        {"a quote of a template",
         ":8080/{{a 'b}}\n x=1",
         "1:11 a quote ' that is not closed\n",
         ":8080/<a b>|x=1\n"},
        {"braces in braces",
         "{{a/{{b}}",
         "1:1 {{ without }} on its line (a pair of braces that means itself is \\{{)\n",
         "a/<b>\n"},
        {"a here-document",
         ":8080/a <<END\nx 'y\n\n:8080/b",
         "1:9 there is no line END that ends the text (it stands at the beginning of a line, "
         "alone)\n",
         ":8080/a\n:8080/b\n"},
        {"without a tag",
         ":8080/a <<-END\nx\nEND\n\n:8080/b",
         "1:9 << needs a word that ends the text, like <<END ('<<' in quotes is a word)\n",
         ":8080/a\n:8080/b\n"},
        {"two of them",
         ":8080/a <<A\n1\nA\n  <<B\n2\nB\n\n:8080/b",
         "4:3 a request has one body, and there is a << before\n",
         ":8080/a|--raw=2\n:8080/b\n"},
        {"@end alone", "@end\n:8080/a", "1:1 @end without a block\n", ":8080/a\n"},
        {"@end with more", "@if x\n@end for", "2:6 @end takes nothing\n", "if x\n"},
        {"@parallel in @parallel",
         "@parallel\n@if x\n@parallel\n@end\n@end\n@end",
         "3:1 @parallel within @parallel\n",
         "parallel\n  if x\n    parallel\n"},
        {"a directive that is moved in",
         "@if x\n:8080/a\n  @end\n@end",
         "3:3 a directive within a request (put it at the beginning of the line, or an empty line "
         "before it)\n",
         "if x\n  :8080/a|@end\n"},
        {"@for without in",
         "@for a b.csv\n:8080/a\n@end",
         "1:1 @for is without in (@for NAME in SOURCE)\n",
         "for a file \n  :8080/a\n"},
        {"a list",
         "@for a in [b\n  c\n:8080/a\n@end",
         "1:11 a [ that is not closed\n",
         "for a words b|c\n  :8080/a\n"},
        {"behind a list",
         "@for a in [b] c\n@end",
         "1:15 something follows the ] of a list\n",
         "for a words b\n"},
        {"a value of @include",
         "@include a.flow b 1c=d",
         "1:17 a value of @include is NAME=VALUE\n1:19 this cannot be the name of a variable "
         "(names are letters, digits and underscores, no digit first)\n",
         "include a.flow|=b|1c=d\n"},
        {"@defaults", "@defaults # none", "1:1 @defaults needs options\n", "defaults \n"},
        {"a program", "@x := # none", "1:1 := needs an expression\n", "x := \n"},
        {"a slip in a block",
         "@paralel 2\n:8080/a\n@END",
         "1:1 there is no @paralel (did you mean @parallel)\n3:1 there is no @END (did you mean "
         "@end)\n",
         "parallel 2\n  :8080/a\n"},
        {"a slip with a file",
         "@inlcude a.flow",
         "1:1 there is no @inlcude (did you mean @include)\n",
         "include a.flow\n"},
        {"a slip with options",
         "@defalts --retry=2.5",
         "1:1 there is no @defalts (did you mean @defaults)\n",
         "defaults --retry=2.5\n"},
        {"only the program's name",
         "latch \\\n\n:8080/a",
         "1:1 nothing follows latch\n",
         ":8080/a\n"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Script script = parse_script(c.file);
        CHECK(shown(script.mistakes) == c.mistakes);
        CHECK(Outline::of(script.steps) == c.outline);
    }
}

TEST_CASE("script: a quote that is not closed leaves no templates", "[flow]") {
    const Script script = parse_script("a={{b}} 'c {{d}}");
    REQUIRE(script.steps.size() == 1);
    CHECK(std::get<Request>(script.steps.front().what).phrase.templates.size() == 1);
}

TEST_CASE("script: what is no text is a mistake of each line", "[flow]") {
    using namespace std::string_literals;
    const Script script = parse_script("\xEF\xBB\xBFä\xFFx\xFE\n"
                                       "a\0b\n\n"
                                       "c\xEF\xB7\x90"
                                       "1\xEF\xB7\x91 d\n"
                                       "\xED\xA0\x80 'e\n"s);
    CHECK(
        shown(script.mistakes) == "1:2 this is not UTF-8\n"
                                  "2:2 a NUL character\n"
                                  "4:2 U+FDD0 and U+FDD1 are no characters\n"
                                  "5:1 this is not UTF-8\n"
                                  "5:5 a quote ' that is not closed\n"
    );
    CHECK(
        Outline::of(script.steps) == "ä\xEF\xBF\xBDx\xEF\xBF\xBD|a\xEF\xBF\xBD"
                                     "b\n"
                                     "c\xEF\xBF\xBD"
                                     "1\xEF\xBF\xBD|d|\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|\n"
    );
}

TEST_CASE("script: blocks do not lie in one another without end", "[flow]") {
    std::string file;
    for (int block = 0; block < 200'000; ++block) {
        file += "@if x\n";
    }
    const Script script = parse_script(file + ":8080/a");
    CHECK(script.mistakes.size() == 200'001);
    CHECK(
        script.mistakes[100] ==
        Mistake{.at = {101, 1}, .what = "blocks lie more than 100 deep in one another"}
    );
}

TEST_CASE("script: a long line is read in no time", "[flow]") {
    std::string file = ":8080/a";
    for (int word = 0; word < 200'000; ++word) {
        file += " {{x}}\\{{";
    }
    const Script script = parse_script(file);
    CHECK(script.mistakes.empty());
    REQUIRE(script.steps.size() == 1);
    CHECK(
        std::get<Request>(script.steps.front().what).phrase.places.back() ==
        Position{1, file.size() - 7}
    );
}
