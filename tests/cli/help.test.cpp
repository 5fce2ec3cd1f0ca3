// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

using namespace latch::test;

TEST_CASE("help: what is asked for is printed, and nothing else is done", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        std::string begins;
    };

    const std::vector<Case> cases = {
        {"the options", {"--help"}, "Usage: latch "},
        {"beside a URL", {"http://127.0.0.1:1", "--help"}, "Usage: latch "},
        {"the manual", {"--manual"}, "Usage: latch "},
        {"the version", {"--version"}, "latch "},
        {"xh's letter for it", {"-V"}, "latch "},
        {"a topic", {"help", "httpie"}, "COMING FROM HTTPIE OR XH\n"},
        {"an option", {"help", "--follow"}, "  --follow, -F\n"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = Latch().run(c.words);
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        CHECK(ran.out.starts_with(c.begins));
    }
    CHECK(Latch().run({"--manual"}).out.find("\nENVIRONMENT\n") != std::string::npos);
}

TEST_CASE("help: what is not there is answered with what may have been meant", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        std::string err;
    };

    const std::vector<Case> cases = {
        {"a slip", {"help", "sesions"}, "there is no help on 'sesions'\n  did you mean sessions\n"},
        {"nothing like it",
         {"help", "nosuch"},
         "there is no help on 'nosuch'\n  topics are items, "},
        {"HTTPie's", {"--debug", ":"}, "there is no option --debug\n  use -vv: it shows "},
        {"xh's", {"--generate", "man"}, "there is no option --generate\n  use the command: latch "},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = Latch().run(c.words);
        CHECK(ran.exit_code == 64);
        check_error(ran.err, c.err);
    }
}
