// SPDX-License-Identifier: MIT
#include "latch/flow/as_shell.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using Catch::Matchers::Contains;

namespace {

/// Without the lines that every script begins with.
std::string shell(std::string_view text) {
    const flow::Script script = flow::parse_script(text);
    REQUIRE(script.mistakes.empty());
    const std::string whole = flow::as_shell(script).text;
    constexpr std::string_view last = "latch_session=$latch_folder/session.json\n";
    return whole.substr(whole.find(last) + last.size());
}

} // namespace

TEST_CASE("as shell: a request is a command, its values stay values", "[flow]") {
    CHECK(
        shell("### sign in #smoke\nPOST :/login user=\"it's {{who}}\"\n") ==
        "\n# sign in\nlatch --var who=\"$who\" --session \"$latch_session\" --print= --expect "
        "'status < 400' POST :/login 'user=it'\\''s {{who}}'\n"
    );
    CHECK(
        shell(":/ '\\{{a}}' -b --expect status==200 --session app\n") ==
        "\nlatch :/ '{{a}}' -b --expect status==200 --session app\n"
    );
    CHECK_THAT(
        shell(":/{{uuid}}/\\{{x}}\n"), Contains("latch --var latch=''") && Contains("\\{{x}}")
    );
}

TEST_CASE("as shell: what is captured is the shell's", "[flow]") {
    CHECK(
        shell(":/a --capture id=.id\n") ==
        "\nlatch_captured=$(latch --session \"$latch_session\" --expect 'status < 400' :/a "
        "--capture id=.id)\neval \"$latch_captured\"\n"
    );
}

TEST_CASE("as shell: assignments, defaults and loops", "[flow]") {
    CHECK_THAT(
        shell("@host = :80\n@url = {{host}}/a b\n"),
        Contains("host=${host-:80}\nurl=${url-\"$host\"'/a b'}\n")
    );
    CHECK_THAT(
        shell("@defaults -h\n@for x in [a 'b c']\n:/{{x}}\n@end\n"),
        Contains("for x in a 'b c'; do\n") && Contains("    latch --var x=\"$x\"") &&
            Contains(" -h ") && Contains("\ndone\n")
    );
    CHECK_THAT(shell("@for x in 1..3\n:/{{x}}\n@end\n"), Contains("for x in $(seq 1 3); do\n"));
    CHECK_THAT(
        shell("@for x in a.txt\n:/{{x}}\n@end\n"),
        Contains("while IFS= read -r x; do\n") && Contains("\ndone <a.txt\n")
    );
}

TEST_CASE("as shell: what comes last is said first", "[flow]") {
    const std::string text = shell(":/a\n\n@finally\n:/b\n@end\n");
    CHECK(text.find("latch_finally() {") < text.find(" :/a\n"));
    CHECK_THAT(text, Contains(R"(trap 'latch_finally; rm -rf "$latch_folder"' EXIT)"));
}

TEST_CASE("as shell: what a script cannot say is listed", "[flow]") {
    const flow::ShellScript script =
        flow::as_shell(flow::parse_script("@n := 1 + 1\n@if var.n == 2\n:/a\n@end\n@for row in "
                                          "a.csv\n:/b\n@end\n@parallel\n:/c\n@end\n"));
    CHECK(
        script.dropped ==
        std::vector<std::string>{
            "line 1: @n := ...",
            "line 2: @if",
            "line 5: @for",
            "line 8: @parallel: one after the other"}
    );
    CHECK_THAT(script.text, Contains(" :/c\n") && !Contains(" :/a\n"));
}
