// SPDX-License-Identifier: MIT
#include "cli/suggestion.hpp"

#include "cli/option.hpp"
#include "parsed.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace latch::cli;

TEST_CASE("suggestion: distances count slips of the fingers", "[cli]") {
    struct Case {
        std::string_view why, a, b;
        std::size_t distance;
    };

    const Case cases[] = {
        {"equal", "follow", "follow", 0},
        {"both empty", "", "", 0},
        {"one empty", "", "abc", 3},
        {"a letter too few", "folow", "follow", 1},
        {"a letter too many", "folllow", "follow", 1},
        {"a wrong letter", "fallow", "follow", 1},
        {"two neighbours swapped", "foll wo", "foll ow", 1},
        {"swapped at the beginning", "ofllow", "follow", 1},
        {"nothing in common", "abc", "xyz", 3},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(edit_distance(c.a, c.b) == c.distance);
        CHECK(edit_distance(c.b, c.a) == c.distance);
    }
}

TEST_CASE("suggestion: what begins with the word, else what is nearest, or nothing", "[cli]") {
    struct Case {
        std::string_view why, typed;
        std::vector<std::string> similar;
    };

    const Case cases[] = {
        {"a letter too few", "--folow", {"--follow"}},
        {"the same of a --no- form", "--no-folow", {"--no-follow"}},
        {"the end is missing", "--max-redirect", {"--max-redirects"}},
        {"a dash is missing", "--session-readonly", {"--session-read-only"}},
        {"a beginning", "--hea", {"--headers"}},
        {"of several", "--se", {"--session", "--session-read-only", "--secret"}},
        {"of several --no- forms",
         "--no-se",
         {"--no-session", "--no-session-read-only", "--no-secret"}},
        {"a beginning that is an option, but for its last letter",
         "--connec",
         {"--connect-timeout", "--connect-to"}},
        {"two letters", "--ti", {"--timeout", "--times", "--timeout-total", "--timings"}},
        {"one letter",
         "--t",
         {"--token-url",
          "--timeout",
          "--tls-timeout",
          "--tls-resume",
          "--times",
          "--tag",
          "--timeout-total",
          "--timings"}},
        {"the dash of --no is missing", "--nofollow", {"--no-follow"}},
        {"capitals", "--JSON", {"--json"}},
        {"underscores", "--max_redirects", {"--max-redirects"}},
        {"neighbours swapped", "--verfiy", {"--verify"}},
        {"equally near", "--cort", {"--cert"}},
        {"too many begin so", "--no-", {}},
        {"nothing like it", "--frobnicate", {}},
        {"too short to be near", "--x", {}},
        {"no name at all", "--", {}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(similar_options(c.typed) == c.similar);
    }
}

TEST_CASE("suggestion: topics, and options without their dashes", "[cli]") {
    struct Case {
        std::string_view why, typed;
        std::vector<std::string> similar;
    };

    const Case cases[] = {
        {"a letter too few", "sesions", {"sessions"}},
        {"a beginning", "env", {"environment"}},
        {"of a topic and of options", "session", {"sessions", "--session", "--session-read-only"}},
        {"capitals and underscores", "EXIT_codes", {"exit-codes"}},
        {"an option", "verify", {"--verify"}},
        {"a slip in one", "tiemout", {"--timeout"}},
        {"no --no- form", "nofollow", {"--follow"}},
        {"nothing like it", "nosuch", {}},
        {"one letter that nothing begins with", "x", {}},
        {"nothing", "", {}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(similar_topics(c.typed) == c.similar);
    }
}

TEST_CASE("suggestion: several are listed", "[cli]") {
    CHECK(did_you_mean({"--a"}) == "did you mean --a");
    CHECK(did_you_mean({"--a", "--b"}) == "did you mean --a or --b");
    CHECK(did_you_mean({"--a", "--b", "--c"}) == "did you mean --a, --b or --c");
    CHECK(did_you_mean({}).empty());
}

namespace {

/// The hint of the error for a word that is no option.
std::string hint_for(const std::string& word) {
    const auto invocation = parsed({word, "x.test"});
    INFO(word);
    REQUIRE_FALSE(invocation);
    CHECK(invocation.error().kind() == latch::base::ErrorKind::usage);
    CHECK(invocation.error().what() == "there is no option " + word);
    return invocation.error().hint();
}

bool begins_another(const std::string& word) {
    return std::ranges::any_of(all_options(), [&](const Option& option) {
        return spelled(option).starts_with(word) || spelled_no(option).starts_with(word);
    });
}

/// Words one slip away from a name that neither are nor begin an option.
std::vector<std::string> slips_of(const std::string& name) {
    std::vector<std::string> slips;
    const std::size_t first = name.starts_with("--no-") ? 5 : 2;
    for (std::size_t i = first; i < name.size(); ++i) {
        std::string dropped = name;
        std::string doubled = name;
        std::string wrong = name;
        dropped.erase(i, 1);
        doubled.insert(i, 1, name[i]);
        wrong[i] = 'q';
        slips.insert(slips.end(), {dropped, doubled, wrong});
        if (i + 1 < name.size()) {
            std::string swapped = name;
            std::swap(swapped[i], swapped[i + 1]);
            slips.push_back(swapped);
        }
    }
    std::erase_if(slips, [&](const std::string& slip) {
        return slip.size() < 5 || begins_another(slip);
    });
    return slips;
}

} // namespace

TEST_CASE("suggestion: no beginning of an option is one, and each finds it", "[cli]") {
    for (const Option& option : all_options()) {
        for (const std::string& name : {spelled(option), spelled_no(option)}) {
            const std::size_t first = name.starts_with("--no-") ? 6 : 3;
            for (std::size_t length = first; length < name.size(); ++length) {
                const std::string typed = name.substr(0, length);
                if (find_option(typed) != nullptr) {
                    continue; // --cert of --cert-key
                }
                const std::string hint = hint_for(typed);
                INFO(name << ": " << hint);
                const bool finds = hint.find(name) != std::string::npos;
                CHECK((finds || hint == "latch help shows all options"));
                CHECK((finds || length < first + 2));
            }
        }
    }
}

TEST_CASE("suggestion: every option is found after a slip of the fingers", "[cli]") {
    for (const Option& option : all_options()) {
        for (const std::string& name : {spelled(option), spelled_no(option)}) {
            for (const std::string& typed : slips_of(name)) {
                const auto similar = similar_options(typed);
                INFO(name << " typed as " << typed << ": " << did_you_mean(similar));
                CHECK(std::ranges::find(similar, name) != similar.end());
            }
        }
    }
}

TEST_CASE("suggestion: a long option with one dash", "[cli]") {
    struct Case {
        std::string_view typed, what, hint;
    };

    const Case cases[] = {
        {"-verify=no", "there is no option -e", "did you mean --verify"},
        {"-no-follow", "there is no option -n", "did you mean --no-follow"},
        {"-help", "there is no option -e", "did you mean --help"},
        {"-Xs3cret", "there is no option -X", "-- ends the options"},
    };
    for (const Case& c : cases) {
        INFO(c.typed);
        const auto invocation = parsed({"x.test", std::string(c.typed)});
        REQUIRE_FALSE(invocation);
        INFO(invocation.error().what() << " | " << invocation.error().hint());
        CHECK(invocation.error().what() == c.what);
        CHECK(invocation.error().hint().find(c.hint) != std::string::npos);
        CHECK(invocation.error().hint().find("s3cret") == std::string::npos);
    }
}
