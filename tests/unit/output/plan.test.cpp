// SPDX-License-Identifier: MIT
#include "latch/output/plan.hpp"

#include "support/catch.hpp"
#include "unit/output/letters.hpp"

#include <map>
#include <vector>

using namespace latch::output;
using latch::base::Environment;
using latch::base::ErrorKind;
using latch::test::letters;

namespace {

enum class Out { terminal, pipe };

using Variables = std::map<std::string, std::string, std::less<>>;

Environment environment_with(Out out, Variables variables = {{"TERM", "xterm"}}) {
    Environment environment;
    environment.out = {.descriptor = 1, .is_terminal = out == Out::terminal};
    environment.variables = std::move(variables);
    return environment;
}

Parts parts_of(std::string_view text) {
    return parse_parts(text).value();
}

/// Format, colour, terminal-safe, sorted: a letter for each that the plan has.
std::string manner(const OutputPlan& plan) {
    std::string text;
    text += plan.format ? "f" : "";
    text += plan.color ? "c" : "";
    text += plan.for_terminal ? "t" : "";
    text += plan.sort_headers ? "s" : "";
    return text;
}

} // namespace

TEST_CASE("plan: --print takes each of its letters, in any order and number", "[output]") {
    CHECK(letters(parts_of("HBhbm")) == "HBhbm");
    CHECK(letters(parts_of("mbh")) == "hbm");
    CHECK(letters(parts_of("bb")) == "b");
    CHECK(letters(parts_of("")).empty());
}

TEST_CASE("plan: --print refuses a letter that is none", "[output]") {
    for (const std::string_view wrong : {"x", "hX", "h,b", " h", "M"}) {
        INFO(wrong);
        const auto parts = parse_parts(wrong);
        REQUIRE_FALSE(parts);
        CHECK(parts.error().kind() == ErrorKind::usage);
    }
    CHECK(parse_parts("hx").error().what() == "unknown letter 'x'");
    CHECK_FALSE(parse_parts("x").error().hint().empty());
}

TEST_CASE("plan: the parts follow from what was said and where it goes", "[output]") {
    struct Case {
        const char* why;
        OutputWishes wishes;
        Out out;
        const char* parts;
        bool all_hops;
    };

    const std::vector<Case> cases{
        {"a person wants to see the answer", {}, Out::terminal, "hb", false},
        {"a program wants the body", {}, Out::pipe, "b", false},
        {"--output is redirected too", {.file = "f"}, Out::terminal, "b", false},
        {"-v shows both messages of all hops", {.verbosity = 1}, Out::pipe, "HBhb", true},
        {"-vv adds the facts", {.verbosity = 2}, Out::terminal, "HBhbm", true},
        {"-vvv is no more than -vv", {.verbosity = 3}, Out::terminal, "HBhbm", true},
        {"letters beat -v, which still means all hops",
         {.parts = parts_of("h"), .verbosity = 1},
         Out::terminal,
         "h",
         true},
        {"--all without -v", {.all_hops = true}, Out::terminal, "hb", true},
        {"no letters are letters too", {.parts = Parts{}}, Out::terminal, "", false},
        {"letters beat redirection", {.parts = parts_of("Hm")}, Out::pipe, "Hm", false},
        {"nothing but a request is there offline", {.offline = true}, Out::terminal, "HB", false},
        {"offline and redirected as well", {.offline = true}, Out::pipe, "HB", false},
        {"offline there is no answer for -vv either",
         {.verbosity = 2, .offline = true},
         Out::terminal,
         "HB",
         true},
        {"nor for a letter",
         {.parts = parts_of("Hhm"), .offline = true},
         Out::terminal,
         "H",
         false},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const OutputPlan plan = plan_output(each.wishes, environment_with(each.out));
        CHECK(letters(plan.parts) == each.parts);
        CHECK(plan.all_hops == each.all_hops);
    }
}

TEST_CASE("plan: colours and format follow the environment unless --pretty is given", "[output]") {
    struct Case {
        const char* why;
        OutputWishes wishes;
        Out out;
        Variables variables;
        const char* manner;
    };

    const Variables xterm{{"TERM", "xterm"}};
    const OutputWishes none;
    const OutputWishes pretty_all{.pretty = Pretty::all};
    const std::vector<Case> cases{
        {"a terminal", none, Out::terminal, xterm, "fcts"},
        {"a pipe", none, Out::pipe, xterm, ""},
        {"NO_COLOR", none, Out::terminal, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}, "fts"},
        {"an empty NO_COLOR", none, Out::terminal, {{"TERM", "xterm"}, {"NO_COLOR", ""}}, "fcts"},
        {"TERM=dumb", none, Out::terminal, {{"TERM", "dumb"}}, "fts"},
        {"TERM unset", none, Out::terminal, {}, "fts"},
        {"TERM empty", none, Out::terminal, {{"TERM", ""}}, "fts"},
        {"CLICOLOR_FORCE into a pipe", none, Out::pipe, {{"CLICOLOR_FORCE", "1"}}, "ct"},
        {"CLICOLOR_FORCE=0 forces nothing", none, Out::pipe, {{"CLICOLOR_FORCE", "0"}}, ""},
        {"an empty one neither", none, Out::pipe, {{"CLICOLOR_FORCE", ""}}, ""},
        {"CLICOLOR_FORCE on a dumb terminal",
         none,
         Out::terminal,
         {{"TERM", "dumb"}, {"CLICOLOR_FORCE", "1"}},
         "fcts"},
        {"NO_COLOR beats CLICOLOR_FORCE",
         none,
         Out::pipe,
         {{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}},
         ""},
        {"CLICOLOR_FORCE does not reach files",
         {.file = "f"},
         Out::terminal,
         {{"CLICOLOR_FORCE", "1"}},
         ""},
        {"--pretty=all beats NO_COLOR", pretty_all, Out::terminal, {{"NO_COLOR", "1"}}, "fcts"},
        {"--pretty=all beats TERM", pretty_all, Out::terminal, {{"TERM", "dumb"}}, "fcts"},
        {"--pretty=all into a pipe: safe, but not sorted", pretty_all, Out::pipe, xterm, "fct"},
        {"--pretty=all into a file",
         {.pretty = Pretty::all, .file = "f"},
         Out::terminal,
         xterm,
         "fct"},
        {"--pretty=none stays safe on a terminal",
         {.pretty = Pretty::none},
         Out::terminal,
         xterm,
         "t"},
        {"--pretty=none beats CLICOLOR_FORCE",
         {.pretty = Pretty::none},
         Out::pipe,
         {{"CLICOLOR_FORCE", "1"}},
         ""},
        {"--pretty=colors sorts nothing", {.pretty = Pretty::colors}, Out::terminal, xterm, "ct"},
        {"--pretty=format", {.pretty = Pretty::format}, Out::terminal, xterm, "fts"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const OutputPlan plan =
            plan_output(each.wishes, environment_with(each.out, each.variables));
        CHECK(manner(plan) == each.manner);
    }
}

TEST_CASE("plan: secrets are shortened unless they are asked for", "[output]") {
    const Environment environment = environment_with(Out::pipe);
    CHECK(plan_output({}, environment).secrets == Secrets::shortened);
    CHECK(plan_output({.show_secrets = true}, environment).secrets == Secrets::shown);
    CHECK(plan_output({.file = "x"}, environment).file == "x");
}

TEST_CASE("plan: quiet shows nothing, but a file gets what it was to get", "[output]") {
    const Environment environment = environment_with(Out::terminal);
    CHECK(letters(plan_output({.quiet = 1}, environment).parts).empty());
    CHECK(letters(plan_output({.verbosity = 2, .quiet = 1}, environment).parts).empty());
    CHECK(letters(plan_output({.parts = parts_of("h"), .quiet = 2}, environment).parts).empty());
    CHECK(letters(plan_output({.quiet = 2, .file = "f"}, environment).parts) == "b");
}

TEST_CASE("plan: earlier hops have letters of their own if that is said", "[output]") {
    const Environment environment = environment_with(Out::terminal);
    CHECK_FALSE(plan_output({.parts = parts_of("b")}, environment).history_parts);
    OutputWishes wishes{.parts = parts_of("b"), .history_parts = parts_of("Hh")};
    CHECK(letters(*plan_output(wishes, environment).history_parts) == "Hh");
    wishes.quiet = 1;
    CHECK(letters(*plan_output(wishes, environment).history_parts).empty());
    wishes = {.history_parts = parts_of("Hh"), .offline = true};
    CHECK(letters(*plan_output(wishes, environment).history_parts) == "H");
}

TEST_CASE("plan: sorting headers can be asked for and forbidden", "[output]") {
    struct Case {
        const char* why;
        OutputWishes wishes;
        Out out;
        bool sorted;
    };

    const std::vector<Case> cases{
        {"on a terminal by itself", {}, Out::terminal, true},
        {"not there", {.format_options = {.sort_headers = false}}, Out::terminal, false},
        {"elsewhere, formatted",
         {.pretty = Pretty::format, .format_options = {.sort_headers = true}},
         Out::pipe,
         true},
        {"not where nothing is formatted",
         {.format_options = {.sort_headers = true}},
         Out::pipe,
         false},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(plan_output(each.wishes, environment_with(each.out)).sort_headers == each.sorted);
    }
}

TEST_CASE("plan: 256 colours are for terminals that have them", "[output]") {
    struct Case {
        Variables variables;
        bool rich;
    };

    const std::vector<Case> cases{
        {{{"TERM", "xterm-256color"}}, true},
        {{{"TERM", "xterm-direct"}}, true},
        {{{"TERM", "xterm-kitty"}}, true},
        {{{"TERM", "xterm"}}, false},
        {{{"TERM", "linux"}}, false},
        {{{"TERM", "xterm"}, {"COLORTERM", "truecolor"}}, true},
        {{{"TERM", "xterm"}, {"COLORTERM", "yes"}}, false},
        {{}, true},
    };
    for (const Case& each : cases) {
        for (const auto& [name, value] : each.variables) {
            INFO(name << '=' << value);
        }
        const auto plan = plan_output({}, environment_with(Out::terminal, each.variables));
        CHECK(plan.rich_colors == each.rich);
    }
}

TEST_CASE("plan: a download shows heads on standard error, by the rules for it", "[output]") {
    struct Case {
        std::string_view why;
        OutputWishes wishes;
        bool err_is_terminal;
        std::string_view parts, manner;
    };

    const auto wishing = [](OutputWishes wishes) {
        wishes.download = Download::anew;
        return wishes;
    };
    const std::vector<Case> cases{
        {"a person looks at it", wishing({}), true, "h", "fcts"},
        {"nobody does", wishing({}), false, "", ""},
        {"the file has no say", wishing({.file = "f"}), true, "h", "fcts"},
        {"letters, but the body is saved and not shown",
         wishing({.parts = parts_of("HBhbm")}),
         false,
         "HBhm",
         ""},
        {"the whole exchange", wishing({.verbosity = 1}), false, "HBh", ""},
        {"nothing, even with a file", wishing({.quiet = 1, .file = "f"}), true, "", "fcts"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Environment environment = environment_with(Out::terminal);
        environment.err = {.descriptor = 2, .is_terminal = c.err_is_terminal};
        const OutputPlan plan = plan_output(c.wishes, environment);
        CHECK(letters(plan.parts) == c.parts);
        CHECK(manner(plan) == c.manner);
        CHECK(plan.download == Download::anew);
        CHECK(plan.file == c.wishes.file);
    }
}

TEST_CASE("plan: says whether the status is seen", "[output]") {
    struct Case {
        std::string_view why;
        OutputWishes wishes;
        Out out;
        bool shows_status;
    };

    const std::vector<Case> cases{
        {"on a terminal", {}, Out::terminal, true},
        {"not in a pipe", {}, Out::pipe, false},
        {"not even if the head goes there", {.parts = parts_of("h")}, Out::pipe, false},
        {"not without the head", {.parts = parts_of("b")}, Out::terminal, false},
        {"not in a file", {.file = "f"}, Out::terminal, false},
        {"not on standard output, for a download",
         {.download = Download::anew},
         Out::terminal,
         false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(plan_output(c.wishes, environment_with(c.out)).shows_status == c.shows_status);
    }
}
