// SPDX-License-Identifier: MIT
// Not with sanitizers, which end a process themselves for want of memory.
#include "support/catch.hpp"

#include "latch/query/jq.hpp"

#include <cerrno>
#include <sys/wait.h>

using namespace latch::query;

TEST_CASE("jq: what takes too much memory is stopped, and says so", "[query]") {
    const JqLimits narrow{.memory = latch::base::mebibytes(32)};
    for (const char* text :
         {"[range(1e9)]", "def f: 1 + f; f", "reduce range(1e9) as $i ([]; . + [$i])"}) {
        INFO(text);
        const auto run = JqProgram::compile(text).value().run("0", narrow);
        REQUIRE_FALSE(run);
        CHECK(run.error().what() == "jq was stopped");
        CHECK(run.error().cause() == "it needed more than 32 MiB of memory");
        CHECK(run.error().hint() == "ask for less at a time, such as one page");
        CHECK((::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD));
    }
}
