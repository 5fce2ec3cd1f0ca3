// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "latch/cli/parse.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;

namespace {

base::Result<cli::Invocation> parsed(const std::vector<std::string>& words) {
    base::Environment environment;
    environment.program_name = "latch";
    return cli::parse(words, environment);
}

cli::RunFlows run(const std::vector<std::string>& words) {
    const auto invocation = parsed(words);
    REQUIRE(invocation);
    return std::get<cli::RunFlows>(*invocation);
}

} // namespace

TEST_CASE("run: its options are those of the run, and others those of its requests", "[cli]") {
    const cli::RunFlows command = run(
        {"run",
         "a.flow",
         "--var=x=1=2",
         "--secret=pw",
         "--secret=pin=12",
         "--verify=no",
         "-F",
         "--timeout",
         "3",
         "b.flow",
         "--tag=#smoke",
         "--only=12",
         "--max=p95=300ms",
         "--max=max=1s",
         "--jobs=4",
         "--report=junit=out.xml",
         "--no-timings",
         "-q"}
    );
    CHECK(command.files == std::vector<std::string>{"a.flow", "b.flow"});
    CHECK(command.options == std::vector<std::string>{"--verify=no", "--follow", "--timeout=3"});
    CHECK(command.variables.typed.front().name == "x");
    CHECK(command.variables.typed.front().value == "1=2");
    CHECK_FALSE(command.variables.secrets.front().value);
    CHECK(command.variables.secrets.back().value == "12");
    CHECK(command.selection.tags == std::vector<std::string>{"smoke"});
    CHECK(command.selection.only == std::vector<std::string>{"12"});
    CHECK(command.ceilings.front().percent == 95);
    CHECK(command.ceilings.back().percent == 100);
    CHECK(command.ceilings.back().limit == std::chrono::seconds(1));
    CHECK(command.jobs == 4);
    CHECK(command.reports.size() == 1);
    CHECK_FALSE(command.tells_times);
    CHECK(command.quiet == 1);
}

TEST_CASE("run: what it cannot mean is told", "[cli]") {
    struct Case {
        std::string_view why;
        std::vector<std::string> words;
        std::string_view what;
    };

    const Case cases[] = {
        {"no file", {"run"}, "there is no file"},
        {"a check", {"run", "a.flow", "--expect=status==200"}, "run has no option --expect"},
        {"an option of a login", {"run", "a.flow", "--user=bob"}, "no option --user"},
        {"a list of URLs", {"run", "a.flow", "--url=:8080"}, "run has no option --url"},
        {"two reports", {"run", "a.flow", "--report=tap", "--github"}, "two reports"},
        {"no name", {"run", "a.flow", "--var==x"}, "--var: '' is no name"},
        {"no value", {"run", "a.flow", "--var=x"}, "--var: there is no ="},
        {"no percent", {"run", "a.flow", "--max=p0=1s"}, "--max: 'p0=1s' is no limit"},
        {"no jobs", {"run", "a.flow", "--jobs=0"}, "--jobs"},
        {"of a run", {":8080", "--only=1"}, "--only is for latch run"},
        {"of a run, for a login", {"login", "@a", "--check"}, "login has no option --check"},
        {"of a run, for wait", {"wait", ":8080", "--check"}, "wait has no option --check"},
        {"nothing to import", {"import"}, "import is used wrongly"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto invocation = parsed(c.words);
        REQUIRE_FALSE(invocation);
        INFO(invocation.error().what());
        CHECK(invocation.error().kind() == base::ErrorKind::usage);
        CHECK(invocation.error().what().find(c.what) != std::string::npos);
    }
}

TEST_CASE("run: --secret keeps its value out of errors", "[cli]") {
    const auto invocation = parsed({"run", "a.flow", "--secret=p-w=s3cret"});
    REQUIRE_FALSE(invocation);
    CHECK(invocation.error().what().find("s3cret") == std::string::npos);
}
