// SPDX-License-Identifier: MIT
#include "latch/cli/reference.hpp"

#include "cli/option.hpp"
#include "cli/session_command.hpp"
#include "cli/topic.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

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
    CHECK(contains(help, "latch session COMMAND ..."));
    CHECK(contains(help, "latch login @SESSION [URL] [USER] [FIELD...]"));
    CHECK(contains(help, "latch logout @SESSION [URL]"));
    CHECK(contains(help, "latch token @SESSION [URL] [--decode]"));
    CHECK(contains(help, "latch wait [@SESSION] URL [ITEM...]"));
    CHECK(contains(help, "latch run FILE..."));
}

TEST_CASE("reference: a line of the help shows letter, name, value and summary", "[cli]") {
    const std::string help = help_text();
    CHECK(contains(help, "\n  -F, --follow                     follow redirects\n"));
    CHECK(contains(
        help, "\n      --timeout SECONDS            give up after SECONDS without a byte\n"
    ));
}

TEST_CASE("reference: every topic has a page, which is as it is checked in", "[cli]") {
    for (const Topic& topic : all_topics()) {
        const std::string page = help_on(topic.name);
        latch::test::check_golden("help/" + std::string(topic.name) + ".txt", page);
        for (const std::string_view line : latch::base::split(page, '\n')) {
            INFO(topic.name << ": " << line);
            CHECK(line.size() <= 80);
            CHECK_FALSE(line.ends_with(' '));
            CHECK(line.find('\033') == std::string_view::npos);
        }
        CHECK(page.starts_with(topic.heading));
        CHECK(page.ends_with(".\n"));
    }
}

TEST_CASE("reference: a topic and the manual page say the same", "[cli]") {
    const std::string page = generate(Document::man);
    for (const Topic& topic : all_topics()) {
        INFO(topic.name);
        CHECK(contains(help_text(), topic.name));
        const std::string quote = contains(topic.heading, " ") ? "\"" : "";
        CHECK(contains(page, "\n.SH " + quote + std::string(topic.heading) + quote + "\n"));
        for (const Entry& entry : topic.entries) {
            const std::string_view first = entry.text.substr(0, entry.text.find_first_of(" -"));
            CHECK(contains(page, '\n' + std::string(first)));
        }
    }
}

TEST_CASE("reference: --manual tells all topics and every option", "[cli]") {
    const std::string text = manual_text();
    CHECK(text.starts_with(help_text()));
    for (const Topic& topic : all_topics()) {
        CHECK(contains(text, '\n' + page_on(topic)));
    }
}

TEST_CASE("reference: every session command is told of, and completed", "[cli]") {
    const std::string page = help_on("sessions");
    const std::string man = generate(Document::man);
    const std::string bash = generate(Document::bash);
    const std::string zsh = generate(Document::zsh);
    const std::string fish = generate(Document::fish);
    for (const SessionVerb& verb : session_verbs()) {
        INFO(verb.name);
        const std::string name(verb.name);
        CHECK(contains(page, "\n  session " + name));
        CHECK(contains(man, "\n\\fBsession " + name));
        CHECK(contains(bash, "    " + name + ":-*)"));
        CHECK(contains(zsh, "    " + name + ":-*)"));
        const bool is_bare = verb.flags.empty() && verb.offers == SessionVerb::Offers::nothing;
        CHECK((is_bare || contains(fish, "__latch_in_session " + name + "' -")));
        CHECK(verb.text.ends_with('.'));
    }
    CHECK(contains(bash, "session:2) _latch_words 'list show set edit "));
    CHECK(contains(zsh, "session:3) compadd list show set edit "));
    CHECK(contains(fish, "__latch_needs_session_command -a 'list show set edit "));
    // Values of flags: what is known of the session, the values that requests have, files.
    CHECK(contains(bash, "    set:--origin) _latch_origins; return ;;"));
    CHECK(contains(zsh, "    set:--origin) _latch_origins; return ;;"));
    CHECK(contains(fish, "_in_session set' -l origin -x -a '(__latch_origins)'"));
    CHECK(contains(bash, "    set:--auth-type) _latch_words 'basic digest bearer'; return ;;"));
    CHECK(contains(zsh, "    set:--auth-type) compadd basic digest bearer; return ;;"));
    CHECK(contains(fish, "_in_session set' -l auth-type -x -a 'basic digest bearer'"));
    CHECK(contains(bash, "    export:--output) _latch_files; return ;;"));
    CHECK(contains(zsh, "    export:--output) _files; return ;;"));
    CHECK(contains(fish, "_in_session export' -l output -r -F"));
    CHECK(contains(bash, "    import:--format) _latch_words 'netscape "));
}

TEST_CASE("reference: topics tell all of their options", "[cli]") {
    for (const Option& option : all_options()) {
        INFO(option.names);
        const std::string alone = help_on(spelled(option));
        CHECK(contains(alone, spelled(option)));
        CHECK(contains(alone, spelled_no(option)));
        const auto topics = all_topics();
        CHECK(std::ranges::any_of(topics, [&](const Topic& topic) {
            return contains(help_on(topic.name), "\n  " + spelled(option)) ||
                   option.group == Group::general;
        }));
        CHECK((option.setter != Setter::project || contains(help_on("config"), spelled(option))));
    }
    CHECK(
        help_on("-F") == "  --follow, -F\n      Follow redirects.\n\n"
                         "  --no-follow takes it back, wherever it stands.\n"
    );
    CHECK(help_on("--no-check-status").ends_with("Exit with 0 whatever the status.\n"));
}

TEST_CASE("reference: the manual names every variable that is obeyed", "[cli]") {
    const std::string page = generate(Document::man);
    for (const std::string_view variable :
         {"LATCH_HOME",
          "XDG_CONFIG_HOME",
          "NETRC",
          "NO_COLOR",
          "CLICOLOR_FORCE",
          "TERM",
          "http_proxy",
          "https_proxy",
          "all_proxy",
          "no_proxy",
          "TMPDIR",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR"}) {
        INFO(variable);
        CHECK(contains(page.substr(page.find("\n.SH ENVIRONMENT")), variable));
    }
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
          "OUTPUT",
          "AUTHENTICATION",
          "NETWORK",
          "CONFIGURATION",
          "ENVIRONMENT",
          "FILES",
          "EXAMPLES"}) {
        INFO(section);
        CHECK(contains(page, "\n.SH " + std::string(section) + "\n"));
    }
    CHECK(contains(page, "\\fB\\-F\\fR, \\fB\\-\\-follow\\fR\n"));
    CHECK(contains(page, "\\fB\\-\\-max\\-redirects\\fR \\fIN\\fR\n"));
    CHECK(contains(page, "\n.TP\n\\fB130, 143\\fR\nInterrupted, terminated: "));
    CHECK_FALSE(contains(page, "@TOPICS@"));
    CHECK_FALSE(contains(page, "@PROJECT@"));
    CHECK_FALSE(contains(page, "@OPTIONS@"));
    CHECK(contains(page, "latch " LATCH_TEST_VERSION));
}

TEST_CASE("reference: completions offer names, words, files and sessions", "[cli]") {
    const std::string bash = generate(Document::bash);
    CHECK(contains(bash, "--pretty) _latch_words 'all colors format none'"));
    CHECK(contains(bash, "--output | -o) _latch_files"));
    CHECK(contains(bash, "--session) _latch_words \"$(_latch_sessions '')\""));
    CHECK(contains(bash, "help:2) _latch_words 'items sessions login output checks paging auth "));
    const std::string zsh = generate(Document::zsh);
    CHECK(contains(zsh, "--pretty='[what to prettify\\: all, colors, format, none]:HOW:(all "));
    CHECK(contains(zsh, "{-o+,--output=}'[write to FILE instead of standard output]:FILE:_files'"));
    CHECK(contains(zsh, "help:3) compadd items sessions login output checks paging auth "));
    const std::string fish = generate(Document::fish);
    CHECK(contains(fish, "-l pretty -x -a 'all colors format none'"));
    CHECK(contains(fish, "'__fish_seen_subcommand_from help' -a 'items sessions login output "));
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
