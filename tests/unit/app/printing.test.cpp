// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "unit/cli/parsed.hpp"
#include "unit/output/letters.hpp"

#include "latch/output/plan.hpp"

#include <string>
#include <vector>

using namespace latch;
using cli::Words;
using test::letters;

namespace {

/// A command line, and which parts it shows: where a person looks, and where a program does.
struct Case {
    std::string why;
    Words words;
    std::string terminal, redirected;
};

/// "HBhb"; with "+" for all hops, "/Hh" where earlier hops show other parts.
std::string shown(Words words, bool is_terminal) {
    words.emplace_back(":/");
    base::Environment environment;
    environment.out = {.descriptor = 1, .is_terminal = is_terminal};
    environment.variables = {{"TERM", "xterm"}};
    const output::OutputPlan plan = output::plan_output(cli::sent(words).output, environment);
    std::string text = letters(plan.parts);
    text += plan.all_hops ? "+" : "";
    text += plan.history_parts ? "/" + letters(*plan.history_parts) : "";
    return text;
}

void check(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
        INFO(each.why << ": " << cli::joined(each.words));
        CHECK(shown(each.words, true) == each.terminal);
        CHECK(shown(each.words, false) == each.redirected);
    }
}

} // namespace

TEST_CASE("printing: what is asked for is shown, wherever it goes", "[app]") {
    check({
        {"nothing said", {}, "hb", "b"},
        {"the response head", {"-h"}, "h", "h"},
        {"by its long name", {"--headers"}, "h", "h"},
        {"the body", {"-b"}, "b", "b"},
        {"by its long name", {"--body"}, "b", "b"},
        {"the facts", {"-m"}, "m", "m"},
        {"by their long name", {"--meta"}, "m", "m"},
        {"the request head", {"--print=H"}, "H", "H"},
        {"the request body", {"-pB"}, "B", "B"},
        {"request and response", {"-p", "HBhb"}, "HBhb", "HBhb"},
        {"letters in any order", {"-pmbh"}, "hbm", "hbm"},
        {"a letter twice", {"-pbb"}, "b", "b"},
        {"no letter", {"--print="}, "", ""},
        {"the last one counts", {"-h", "-b"}, "b", "b"},
        {"whatever it is called", {"-b", "--print=Hm"}, "Hm", "Hm"},
        {"taken back", {"-h", "--no-headers"}, "hb", "b"},
        {"taken back by another name", {"--print=H", "--no-print"}, "hb", "b"},
        {"--pretty shows no more", {"--pretty=all"}, "hb", "b"},
        {"nor does a style", {"--style=monokai"}, "hb", "b"},
        {"nor --stream", {"-S"}, "hb", "b"},
        {"following hides the way", {"--follow"}, "hb", "b"},
    });
}

TEST_CASE("printing: -v shows all, of all hops", "[app]") {
    check({
        {"both messages", {"-v"}, "HBhb+", "HBhb+"},
        {"by its long name", {"--verbose"}, "HBhb+", "HBhb+"},
        {"and the facts", {"-vv"}, "HBhbm+", "HBhbm+"},
        {"said twice", {"-v", "--verbose"}, "HBhbm+", "HBhbm+"},
        {"thrice is no more", {"-vvv"}, "HBhbm+", "HBhbm+"},
        {"taken back", {"-v", "--no-verbose"}, "hb", "b"},
        {"letters win, but not over the hops", {"-v", "-h"}, "h+", "h+"},
        {"whichever comes first", {"-h", "-v"}, "h+", "h+"},
        {"even no letters", {"-v", "--print="}, "+", "+"},
        {"facts alone", {"-vv", "-m"}, "m+", "m+"},
    });
}

TEST_CASE("printing: --all and --history-print are about earlier hops", "[app]") {
    check({
        {"the same of each", {"--all"}, "hb+", "b+"},
        {"heads of each", {"--all", "-h"}, "h+", "h+"},
        {"taken back", {"--all", "--no-all"}, "hb", "b"},
        {"other parts of earlier ones", {"--all", "-P", "Hh"}, "hb+/Hh", "b+/Hh"},
        {"by its long name", {"--all", "-b", "--history-print=h"}, "b+/h", "b+/h"},
        {"nothing of earlier ones", {"--all", "-P", ""}, "hb+/", "b+/"},
        {"with -v", {"-v", "-P", "h"}, "HBhb+/h", "HBhb+/h"},
        {"taken back", {"--all", "-Ph", "--no-history-print"}, "hb+", "b+"},
    });
}

TEST_CASE("printing: -q shows nothing, but a file gets what it was to get", "[app]") {
    check({
        {"nothing", {"-q"}, "", ""},
        {"by its long name", {"--quiet"}, "", ""},
        {"not even warnings", {"-qq"}, "", ""},
        {"whatever is asked for", {"-q", "-h"}, "", ""},
        {"whichever comes first", {"-vv", "-q"}, "+", "+"},
        {"nor of earlier hops", {"-q", "--all", "-P", "h"}, "+/", "+/"},
        {"taken back", {"-q", "--no-quiet"}, "hb", "b"},
        {"a file", {"-q", "-o", "f"}, "b", "b"},
        {"a file, with letters", {"-qq", "-o", "f", "-p", "Hh"}, "Hh", "Hh"},
    });
}

TEST_CASE("printing: a file is no terminal, wherever the program runs", "[app]") {
    check({
        {"the body", {"-o", "f"}, "b", "b"},
        {"by its long name", {"--output=f"}, "b", "b"},
        {"what is asked for", {"-o", "f", "-h"}, "h", "h"},
        {"all", {"-o", "f", "-v"}, "HBhb+", "HBhb+"},
        {"taken back", {"-o", "f", "--no-output"}, "hb", "b"},
    });
}

TEST_CASE("printing: offline there is a request and nothing else", "[app]") {
    check({
        {"the request", {"--offline"}, "HB", "HB"},
        {"its head", {"--offline", "-pH"}, "H", "H"},
        {"its body", {"--offline", "-pB"}, "B", "B"},
        {"no response", {"--offline", "-h"}, "", ""},
        {"nor its body", {"--offline", "-b"}, "", ""},
        {"nor facts", {"--offline", "-m"}, "", ""},
        {"-v has no more", {"--offline", "-v"}, "HB+", "HB+"},
        {"-vv neither", {"--offline", "-vv"}, "HB+", "HB+"},
        {"into a file", {"--offline", "-o", "f"}, "HB", "HB"},
        {"quiet", {"--offline", "-q"}, "", ""},
        {"taken back", {"--offline", "--no-offline"}, "hb", "b"},
    });
}
