// SPDX-License-Identifier: MIT
#include "latch/base/shell_words.hpp"

#include "support/catch.hpp"

#include <array>
#include <string>

using latch::base::ShellCommand;
using latch::base::split_commands;

namespace {

struct Case {
    std::string_view why, text, words; ///< words in brackets, '?' behind one that is not known,
                                       ///< commands one a line
};

std::string drawn(const std::vector<ShellCommand>& commands) {
    std::string text;
    for (const ShellCommand& command : commands) {
        text += text.empty() ? "" : "\n";
        for (const auto& word : command) {
            text += '[' + word.text + ']' + (word.is_known ? "" : "?");
        }
    }
    return text;
}

constexpr auto cases = std::to_array<Case>({
    {"nothing", "", ""},
    {"blanks", " \t\r\n ", ""},
    {"words", " a  b\tc ", "[a][b][c]"},
    {"single quotes keep all", R"('a "b" \n $c `d`')", R"([a "b" \n $c `d`])"},
    {"quotes amid a word", R"(a'b c'"d e"f)", "[ab cd ef]"},
    {"empty words", R"('' "" $'')", "[][][]"},
    {"a backslash keeps the next", R"(a\ b \"c \\ \')", R"([a b]["c][\]['])"},
    {"a continued line", "a \\\n b\\\nc", "[a][bc]"},
    {"a continued line of Windows", "a \\\r\n b", "[a][b]"},
    {"escapes in double quotes", R"("\$a \`b\` \"c\" \\ \n")", R"([$a `b` "c" \ \n])"},
    {"a line continued in double quotes", "\"a\\\nb\"", "[ab]"},
    {"a line end within quotes", "'a\nb' \"c\nd\"", "[a\nb][c\nd]"},
    {"a variable", "a$b \"$c\"", "[a$b]?[$c]?"},
    {"a command", "`date` \"$(date)\"", "[`date`]?[$(date)]?"},
    {"bash's quotes", R"($'a\tb\n\x41\u00e9\'\\' x$'y')", "[a\tb\nA\xc3\xa9'\\][xy]"},
    {"half a surrogate pair", R"($'\ud83d')", "[]?"},
    {"a lone dollar", "$ a", "[$]?[a]"},
    {"ends of commands", "a;b & c|d\ne && f", "[a]\n[b]\n[c]\n[d]\n[e]\n[f]"},
    {"ends within quotes are none", "'a;b' \"c&d\"", "[a;b][c&d]"},
    {"a comment", "a # b 'c\nd #e", "[a]\n[d]"},
    {"a fragment is no comment", "http://a/#b", "[http://a/#b]"},
    {"redirections", "a>b 2>c <d 2>&1 >>e", "[a][>b][2>c][<d][2>&1][>>e]"},
    {"a quote that never ends", "a 'b c", "[a][b c]"},
    {"a double quote that never ends", "a \"b c", "[a][b c]"},
    {"a backslash at the end", "a \\", "[a]"},
    {"braces and stars are no business of ours", "a{1,2}*?", "[a{1,2}*?]"},
});

} // namespace

TEST_CASE("shell words: split as a shell does, and nothing done", "[base]") {
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(drawn(split_commands(c.text)) == c.words);
    }
}

TEST_CASE("shell words: the line on which a word begins", "[base]") {
    const auto commands = split_commands("a 'b\nc' d \\\n e\n# f\n\ng \"h\ni\" $'j\\nk'\nl");
    std::string lines;
    for (const ShellCommand& command : commands) {
        for (const auto& word : command) {
            lines += std::to_string(word.line);
        }
    }
    CHECK(lines == "11236678");
}
