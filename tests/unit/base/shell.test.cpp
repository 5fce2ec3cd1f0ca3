// SPDX-License-Identifier: MIT
#include "latch/base/shell.hpp"

#include "support/catch.hpp"

#include <chrono>
#include <string>

using namespace latch::base;

namespace {

Result<std::string> said_by(const std::string& command, std::chrono::milliseconds time) {
    Environment environment;
    environment.variables = {{"WORD", "a b"}, {"PATH", "/usr/bin:/bin"}};
    environment.working_directory = "/";
    return output_of(command, {.output = Bytes{100}, .time = time}, environment);
}

std::string cause_of(const std::string& command, std::chrono::milliseconds time) {
    const auto output = said_by(command, time);
    REQUIRE_FALSE(output);
    CHECK(output.error().kind() == ErrorKind::usage);
    return output.error().cause();
}

constexpr std::chrono::seconds enough{20};
constexpr std::chrono::milliseconds little{50};

} // namespace

TEST_CASE("shell: a command says what it says, in our environment and folder", "[base]") {
    CHECK(said_by("echo \"$WORD\"; pwd", enough).value() == "a b\n/\n");
    CHECK(said_by("printf 'a\\0b'", enough).value() == std::string("a\0b", 3));
    CHECK(said_by("cat", enough).value().empty()); // our standard input is not its own
    CHECK(said_by("true", enough).value().empty());
}

TEST_CASE("shell: a command that goes wrong gives nothing", "[base]") {
    CHECK(cause_of("echo x; exit 3", enough) == "it ended with exit code 3");
    CHECK(cause_of("kill -9 $$", enough) == "signal 9 ended it");
    CHECK(cause_of("no-such-command 2>/dev/null", enough) == "it ended with exit code 127");
    CHECK(cause_of("yes", enough) == "it printed more than 100 bytes");
}

TEST_CASE("shell: a command that takes too long is not waited for", "[base]") {
    const auto begun = std::chrono::steady_clock::now();
    CHECK(cause_of("exec sleep 1000", little).starts_with("it was not done within"));
    CHECK(
        cause_of("echo x; exec >&-; exec sleep 1000", little).starts_with("it was not done within")
    );
    CHECK(std::chrono::steady_clock::now() - begun < enough);
}
