// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/latch.hpp"
#include "support/server.hpp"

#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

Response echo(const Request& /*request*/) {
    return reply("ok");
}

} // namespace

TEST_CASE("variables: with --var, braces in the words of a request are values", "[cli]") {
    const Server server(echo);
    const Latch latch;
    const Ran ran = latch.run(
        {"POST",
         server.url("/pets/{{id}}"),
         "name={{name}}",
         "price:={{price}}",
         "--var",
         "id=a/b",
         "--var",
         "name=@/etc/passwd",
         "--var",
         "price=9.50",
         "--expect",
         "body == {{said}}",
         "--var=said=ok"}
    );
    CHECK(ran.exit_code == 0);
    CHECK(server.requests().back().target == "/pets/a%2Fb");
    CHECK(server.requests().back().body == R"({"name":"@/etc/passwd","price":9.50})");
}

TEST_CASE("variables: without one that is given, braces are braces", "[cli]") {
    const Server server(echo);
    const Latch latch;
    CHECK(latch.run({server.url(), "text={{id}}"}).exit_code == 0);
    CHECK(server.requests().back().body == R"({"text":"{{id}}"})");
}

TEST_CASE("variables: files, the environment and secrets give them, too", "[cli]") {
    const Server server(echo);
    Latch latch;
    latch.write("vars.env", "a=1\n# no value\nb = 2\n");
    latch.write("vars.json", R"({"c":{"d":[3]},"a":4})");
    latch.set("LATCH_VAR_b", "5").set("pin", "s3cret-pin");
    const Ran ran = latch.run(
        {server.url(),
         "a={{a}}",
         "b={{b}}",
         "c={{c.d.0}}",
         "X-Pin:{{pin}}",
         "--vars=vars.env",
         "--vars=vars.json",
         "--secret=pin",
         "-v"}
    );
    CHECK(ran.exit_code == 0);
    CHECK(server.requests().back().body == R"({"a":"4","b":"5","c":"3"})");
    CHECK(server.requests().back().header("X-Pin") == "s3cret-pin");
    CHECK_THAT(ran.out, !Contains("s3cret-pin"));
}

TEST_CASE("variables: what is wrong with them is told, and nothing is sent", "[cli]") {
    ServerOptions options;
    options.at_least = 0;
    const Server server(echo, options);
    const Latch latch;
    const Ran unknown = latch.run({server.url("/{{idd}}"), "--var=id=1"});
    CHECK(unknown.exit_code == 64);
    CHECK_THAT(unknown.err, StartsWith("latch: there is no variable idd\n  did you mean id\n"));
    const Ran elsewhere = latch.run({"http://127.0.0.1{{path}}", "--var=path=.evil.test"});
    CHECK(elsewhere.exit_code == 64);
    CHECK_THAT(elsewhere.err, Contains("the value of {{path}} follows a host and is no path"));
    CHECK(latch.run({server.url(), "--vars=none.env"}).exit_code != 0);
    CHECK(server.requests().empty());
}
