// SPDX-License-Identifier: MIT
#include "cli/command.hpp"

#include "parsed.hpp"

using namespace latch::cli;

TEST_CASE("command: generate names a document", "[cli]") {
    using Document = Generate::Document;
    const std::pair<std::string, Document> cases[] = {
        {"man", Document::man},
        {"bash", Document::bash},
        {"zsh", Document::zsh},
        {"fish", Document::fish},
    };
    for (const auto& [word, document] : cases) {
        INFO(word);
        const auto invocation = parsed({"generate", word});
        REQUIRE(invocation);
        REQUIRE(std::holds_alternative<Generate>(*invocation));
        CHECK(std::get<Generate>(*invocation).document == document);
    }
}

TEST_CASE("command: help takes a topic or an option, however it is spelled", "[cli]") {
    for (const std::string topic :
         {"items", "exit-codes", "--follow", "--no-follow", "--help", "-F", "-4"}) {
        INFO(topic);
        const auto invocation = parsed({"help", topic});
        REQUIRE(invocation);
        REQUIRE(std::holds_alternative<Help>(*invocation));
        CHECK(std::get<Help>(*invocation).topic == topic);
    }
    const auto invocation = parsed({"help"});
    REQUIRE(invocation);
    CHECK(std::get<Help>(*invocation).topic.empty());
}

TEST_CASE("command: a word counts only as the first argument, and exactly", "[cli]") {
    for (const Words& words : {
             Words{"-v", "session"},
             Words{"Session"},
             Words{"sessions"},
             Words{"http://session"},
             Words{"--", "help"},
             Words{"@app", "login"},
             Words{"-v", "run", "a=b"},
         }) {
        INFO(joined(words));
        const auto invocation = parsed(words);
        REQUIRE(invocation);
        CHECK(std::holds_alternative<Send>(*invocation));
    }
}

TEST_CASE("command: what is wrong is a usage error", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        std::string_view what; ///< part of the message
        std::string_view hint; ///< part of the hint
    };

    const Case cases[] = {
        {"no document", {"generate"}, "generate is used wrongly", "generate man|bash|zsh|fish"},
        {"two documents", {"generate", "man", "bash"}, "generate is used wrongly", "usage"},
        {"unknown document", {"generate", "perl"}, "'perl' is none of man, bash", ""},
        {"an option of requests", {"generate", "man", "-v"}, "no option --verbose", ""},
        {"an unknown option", {"generate", "man", "--all-of-it"}, "no option --all-of-it", ""},
        {"no topic",
         {"help", "nosuch"},
         "no help on 'nosuch'",
         "topics are items, sessions, login, output, checks, paging, auth, network, several, wait, "
         "flows, config, exit-codes, environment and httpie, and all options"},
        {"a slip in a topic", {"help", "sesions"}, "no help on 'sesions'", "did you mean sessions"},
        {"an option without its dashes",
         {"help", "tmeout"},
         "no help on",
         "did you mean --timeout"},
        {"no option", {"help", "--folow"}, "there is no option --folow", "did you mean --follow"},
        {"no letter", {"help", "-X"}, "no help on '-X'", "topics are"},
        {"two topics", {"help", "items", "auth"}, "help is used wrongly", "help [TOPIC|--OPTION]"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        const auto invocation = parsed(c.words);
        REQUIRE_FALSE(invocation);
        const latch::base::Error error = invocation.error();
        INFO(error.what() << " | " << error.hint());
        CHECK(error.kind() == latch::base::ErrorKind::usage);
        CHECK(error.what().find(c.what) != std::string::npos);
        CHECK(error.hint().find(c.hint) != std::string::npos);
    }
}
