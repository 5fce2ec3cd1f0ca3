// SPDX-License-Identifier: MIT
#include "latch/cli/reference.hpp"

#include "cli/option.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/text.hpp"

using namespace latch::cli;
using Document = Generate::Document;

namespace {

std::string checked_in(std::string_view file) {
    return latch::test::slurp(std::filesystem::path(LATCH_SOURCE_DIR) / file);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("reference: the help fits into 80 columns and names every option", "[cli]") {
    const std::string help = help_text();
    for (const std::string_view line : latch::base::split(help, '\n')) {
        INFO(line);
        CHECK(line.size() <= 80);
        CHECK_FALSE(line.ends_with(' '));
    }
    for (const Option& option : all_options()) {
        INFO(option.names);
        CHECK(contains(help, spelled(option)));
        CHECK(contains(help, option.summary));
    }
    CHECK(help.starts_with("Usage: latch "));
    CHECK(help.ends_with('\n'));
    CHECK(contains(help, "--no-check-status"));
    CHECK(contains(help, "latch session import FILE"));
    CHECK_FALSE(contains(help, "latch login"));
}

TEST_CASE("reference: a line of the help shows letter, name, value and summary", "[cli]") {
    const std::string help = help_text();
    CHECK(contains(help, "\n  -F, --follow                     follow redirects\n"));
    CHECK(contains(
        help, "\n      --timeout SECONDS            give up after SECONDS without a byte\n"
    ));
}

TEST_CASE("reference: the version is one line", "[cli]") {
    CHECK(version_text() == "latch " LATCH_TEST_VERSION "\n");
}

TEST_CASE("reference: what is checked in is what the tables say", "[cli]") {
    // scripts/generate writes them anew.
    CHECK(generate(Document::man) == checked_in("man/latch.1"));
    CHECK(generate(Document::bash) == checked_in("completions/latch.bash"));
    CHECK(generate(Document::zsh) == checked_in("completions/_latch"));
    CHECK(generate(Document::fish) == checked_in("completions/latch.fish"));
}

TEST_CASE("reference: the manual page is complete", "[cli]") {
    const std::string page = generate(Document::man);
    for (const std::string_view section :
         {"NAME",
          "SYNOPSIS",
          "\"REQUEST ITEMS\"",
          "OPTIONS",
          "SESSIONS",
          "\"EXIT STATUS\"",
          "ENVIRONMENT",
          "FILES",
          "EXAMPLES"}) {
        INFO(section);
        CHECK(contains(page, "\n.SH " + std::string(section) + "\n"));
    }
    CHECK(contains(page, "\\fB\\-F\\fR, \\fB\\-\\-follow\\fR\n"));
    CHECK(contains(page, "\\fB\\-\\-max\\-redirects\\fR \\fIN\\fR\n"));
    CHECK(contains(page, ".BR 130 \", \" 143\n"));
    CHECK_FALSE(contains(page, "@OPTIONS@"));
    CHECK(contains(page, "latch " LATCH_TEST_VERSION));
}

TEST_CASE("reference: completions offer names, words, files and sessions", "[cli]") {
    const std::string bash = generate(Document::bash);
    CHECK(contains(bash, "--pretty) _latch_words 'all colors format none'"));
    CHECK(contains(bash, "--output | -o) _latch_files"));
    CHECK(contains(bash, "--session) _latch_words \"$(_latch_sessions '')\""));
    const std::string zsh = generate(Document::zsh);
    CHECK(contains(zsh, "--pretty='[what to prettify\\: all, colors, format, none]:HOW:(all "));
    CHECK(contains(zsh, "{-o+,--output=}'[write to FILE instead of standard output]:FILE:_files'"));
    const std::string fish = generate(Document::fish);
    CHECK(contains(fish, "-l pretty -x -a 'all colors format none'"));
    CHECK(contains(fish, "-s o -l output -r -F"));
    for (const Option& option : all_options()) {
        INFO(option.names);
        CHECK(contains(bash, spelled(option)));
        CHECK(contains(bash, spelled_no(option)));
        CHECK(contains(zsh, spelled(option)));
        CHECK(contains(zsh, spelled_no(option)));
        CHECK(contains(fish, "-l " + std::string(long_name(option)) + " "));
    }
}
