// SPDX-License-Identifier: MIT
#include "parsed.hpp"

#include "latch/base/text.hpp"

using namespace latch::cli;

TEST_CASE("parse: a wrong command line is a usage error that says what is wrong", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        std::string_view what; ///< part of the message
        std::string_view hint; ///< part of the hint
    };

    const Case cases[] = {
        {"nothing at all", {}, "there is no URL", "usage: latch"},
        {"options only", {"-v"}, "there is no URL", "usage: latch"},
        {"-h is not help", {"-h"}, "there is no URL", "--help"},
        {"two dashes only", {"--"}, "there is no URL", ""},

        {"a slip", {"--folow", "x.test"}, "no option --folow", "did you mean --follow"},
        {"a swap", {"--timeuot=2", "x.test"}, "no option --timeuot", "did you mean --timeout"},
        {"a slip in a --no- form", {"--no-folow", "x.test"}, "--no-folow", "--no-follow"},
        {"a beginning is no abbreviation", {"--hea", "x.test"}, "no option --hea", "--headers"},
        {"nothing near", {"--frobnicate", "x.test"}, "no option --frobnicate", ""},
        {"unknown letter", {"-X", "x.test"}, "no option -X", "--"},
        {"unknown letter in a cluster", {"-vX", "x.test"}, "no option -X", ""},
        {"a digit is a letter too", {"-1", "x.test"}, "no option -1", ""},
        {"a letter of two bytes", {"-\xc3\xa9t\xc3\xa9", "x.test"}, "no option -\xc3\xa9", ""},
        {"three dashes", {"---follow", "x.test"}, "no option ---follow", ""},
        {"odd letter", {"-!", "x.test"}, "no option -!", ""},
        {"case matters", {"--Follow", "x.test"}, "no option --Follow", "did you mean --follow"},
        {"behind the URL as well", {"x.test", "--folow"}, "no option --folow", ""},
        {"only the name is repeated", {"--pasword=s3cret", "x.test"}, "no option --pasword", ""},

        {"HTTPie's", {"--debug", "x.test"}, "no option --debug", "use -vv: it shows the whole"},
        {"HTTPie's",
         {"--traceback", "x.test"},
         "no option --traceback",
         "an error tells its cause"},
        {"xh's", {"--generate=man"}, "no option --generate", "use the command: latch generate man"},
        {"xh's signatures",
         {"--unstable-m-sig-key=k", "x.test"},
         "--unstable-m-sig-key",
         "RFC 9421"},

        {"a missing value", {"x.test", "--output"}, "--output needs a value", "--output FILE"},
        {"a missing value of a letter", {"x.test", "-vo"}, "--output needs a value", ""},
        {"two dashes are the value", {"--timeout", "--", "x.test"}, "--timeout: '--'", ""},
        {"a flag with a value", {"--json=yes", "x.test"}, "--json takes no value", ""},
        {"even true", {"--json=true", "x.test"}, "--json takes no value", ""},
        {"even an empty one", {"--json=", "x.test"}, "--json takes no value", ""},
        {"a --no- form with a value", {"--no-raw=x", "x.test"}, "--no-raw takes no value", ""},
        {"a letter with a value", {"-v=2", "x.test"}, "takes no value", ""},

        {"unknown part", {"--print=hx", "x.test"}, "--print", ""},
        {"unknown way", {"--pretty=loud", "x.test"}, "'loud' is none of all, colors", ""},
        {"an empty word", {"--pretty=", "x.test"}, "'' is none of all", ""},
        {"an empty file name", {"--output=", "x.test"}, "--output: the value is empty", ""},
        {"unknown type",
         {"--auth-type=ntlm", "x.test"},
         "'ntlm' is none of basic, digest, bearer",
         ""},
        {"no source", {"--auth-from=pw", "x.test"}, "--auth-from: that is no place", "env:NAME"},
        {"an empty source", {"--auth-from=env:", "x.test"}, "--auth-from: that is no place", ""},
        {"no descriptor", {"--auth-from=fd:x", "x.test"}, "fd: wants the number", ""},
        {"two passwords",
         {"-ab:pw", "--auth-from=env:X", "x.test"},
         "--auth holds a password",
         "leave one away"},
        {"two tokens", {"--bearer=t", "--auth-from=env:X", "x.test"}, "are two tokens", ""},
        {"two tokens by type",
         {"-Abearer", "-at", "--auth-from=env:X", "x.test"},
         "are two tokens",
         ""},
        {"unknown scheme", {"--default-scheme=ftp", "x.test"}, "'ftp' is none of http", ""},
        {"no number", {"--timeout=soon", "x.test"}, "--timeout: 'soon'", "fractions"},
        {"below zero", {"--timeout=-1", "x.test"}, "--timeout: '-1'", ""},
        {"not a number", {"--connect-timeout=nan", "x.test"}, "--connect-timeout: 'nan'", ""},
        {"endless", {"--timeout=inf", "x.test"}, "--timeout: 'inf'", ""},
        {"too long", {"--timeout=1000000001", "x.test"}, "--timeout", ""},
        {"an empty number", {"--timeout=", "x.test"}, "--timeout: ''", ""},
        {"no rate", {"--limit-rate=fast", "x.test"}, "--limit-rate: 'fast'", "500K"},
        {"an empty rate", {"--limit-rate=", "x.test"}, "--limit-rate: ''", ""},
        {"a multiple of nothing", {"--limit-rate=k", "x.test"}, "--limit-rate: 'k'", ""},
        {"a rate with a fraction", {"--limit-rate=1.5M", "x.test"}, "--limit-rate: '1.5M'", ""},
        {"too fast", {"--limit-rate=1025G", "x.test"}, "--limit-rate: '1025G'", "at most"},
        {"half a redirect", {"--max-redirects=1.5", "x.test"}, "--max-redirects: '1.5'", ""},
        {"fewer than none", {"--max-redirects=-1", "x.test"}, "--max-redirects: '-1'", ""},
        {"an empty path", {"--verify=", "x.test"}, "--verify", "yes, no"},
        {"no address", {"--resolve=x.test", "x.test"}, "--resolve: 'x.test'", ""},
        {"an empty name", {"--session=", "x.test"}, "--session: the value is empty", ""},
        {"an empty name", {"--session-read-only=", "x.test"}, "--session-read-only", ""},

        {"nobody", {"-a", "", "x.test"}, "--auth: the value is empty", "USER:PASSWORD"},
        {"no token", {"--bearer=", "x.test"}, "token is empty", ""},
        {"a type without a token", {"-Abearer", "x.test"}, "needs a token", "--bearer"},
        {"two types", {"--bearer=t", "-Abasic", "x.test"}, "contradict", ""},
        {"two sessions", {"@a", "--session=b", "x.test"}, "more than one session", ""},
        {"two sessions",
         {"--session=a", "--session-read-only=a", "x.test"},
         "more than one session",
         ""},
        {"two sessions", {"@a", "x.test", "--session-read-only=b"}, "more than one session", ""},

        {"a session alone", {"@app"}, "no URL after the session @app", ""},
        {"a session without a name", {"@", "x.test"}, "no session name", ""},
        {"a session behind the method", {"GET", "@app", "x.test"}, "before the method", "@app GET"},
        {"a method alone", {"GET"}, "no URL after the method GET", "http://GET"},
        {"a method and an item", {"post", "a=b"}, "no URL after the method POST", ""},
        {"a word that is no item", {"x.test", "foo"}, "foo", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        const auto invocation = parsed(c.words);
        REQUIRE_FALSE(invocation);
        const latch::base::Error error = invocation.error();
        INFO(error.what() << " | " << error.cause() << " | " << error.hint());
        CHECK(error.kind() == latch::base::ErrorKind::usage);
        CHECK(error.what().find(c.what) != std::string::npos);
        CHECK(error.hint().find(c.hint) != std::string::npos);
        CHECK(error.what().find("s3cret") == std::string::npos);
        CHECK_FALSE(error.what().ends_with('.'));
        CHECK_FALSE(latch::base::is_ascii_upper(error.what().front()));
    }
}

TEST_CASE("parse: an argument cannot hold a NUL byte", "[cli]") {
    const auto invocation = parsed({"x.test", std::string("a=\0b", 4)});
    REQUIRE_FALSE(invocation);
    CHECK(invocation.error().kind() == latch::base::ErrorKind::usage);
}

TEST_CASE("parse: secrets stay out of errors", "[cli]") {
    for (const Words& words : {
             Words{"-a", "b", "--auth-from=s3cret", "x.test"},
             Words{"--auth=b:s3cret", "--auth-from=env:X", "x.test"},
             Words{"-Abasic", "--bearer=s3cret", "x.test"},
             Words{"--atuh=bob:s3cret", "x.test"},
             Words{"-Xs3cret", "x.test"},
             Words{"POST", "password=s3cret"},
         }) {
        INFO(joined(words));
        const auto invocation = parsed(words);
        REQUIRE_FALSE(invocation);
        const latch::base::Error error = invocation.error();
        const std::string all = error.what() + error.cause() + error.hint();
        CHECK(all.find("s3cret") == std::string::npos);
    }
}
