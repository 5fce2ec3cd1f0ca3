// SPDX-License-Identifier: MIT
#include "latch/base/environment.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/base/in_child.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace latch::base;
using latch::test::in_child;
using latch::test::TempDir;

namespace {

Environment an_environment() {
    Environment environment;
    environment.home = "/home/bob";
    environment.working_directory = "/place/here";
    return environment;
}

/// What standard input is to a process that has `descriptor` there.
bool is_input_kind(int descriptor, InputKind kind) {
    return in_child([=] {
        return dup2(descriptor, STDIN_FILENO) == STDIN_FILENO &&
               real_environment("latch").in_kind == kind;
    });
}

} // namespace

TEST_CASE("environment: an empty variable is a value, a missing one is none", "[base]") {
    Environment environment;
    environment.variables = {{"A", "1"}, {"EMPTY", ""}};
    CHECK(environment.variable("A") == "1");
    CHECK(environment.variable("EMPTY") == "");
    CHECK_FALSE(environment.variable("B"));
    CHECK_FALSE(environment.variable("a"));
}

TEST_CASE("environment: paths are resolved as the shell would", "[base]") {
    struct Case {
        std::string_view why, path, resolved;
    };

    const std::vector<Case> cases = {
        {"relative", "x/y", "/place/here/x/y"},
        {"absolute", "/x/y", "/x/y"},
        {"the home itself", "~", "/home/bob"},
        {"below the home", "~/x/y", "/home/bob/x/y"},
        {"two slashes stay below the home", "~//etc/passwd", "/home/bob/etc/passwd"},
        {"another user's home is not known", "~alice/x", "/place/here/~alice/x"},
        {"a tilde inside", "x/~/y", "/place/here/x/~/y"},
        {"dots are kept for the links behind them", "../x", "/place/here/../x"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(an_environment().resolve(c.path) == c.resolved);
    }
}

TEST_CASE("environment: without a home a tilde is a name", "[base]") {
    auto environment = an_environment();
    environment.home.clear();
    CHECK(environment.resolve("~/x") == "/place/here/~/x");
    CHECK(environment.resolve("~") == "/place/here/~");
}

TEST_CASE("environment: the real one holds the process's variables and place", "[base]") {
    const TempDir dir;
    CHECK(in_child([&] {
        setenv("LATCH_UNIT_TEST", "a=b", 1);
        setenv("LATCH_UNIT_EMPTY", "", 1);
        unsetenv("LATCH_UNIT_UNSET");
        setenv("HOME", "/home/of/a/test", 1);
        if (chdir(dir.path().c_str()) != 0) {
            return false;
        }
        const Environment environment = real_environment("/usr/bin/latchs");
        return environment.variable("LATCH_UNIT_TEST") == "a=b" &&
               environment.variable("LATCH_UNIT_EMPTY") == "" &&
               !environment.variable("LATCH_UNIT_UNSET") && environment.home == "/home/of/a/test" &&
               std::filesystem::equivalent(environment.working_directory, dir.path()) &&
               environment.program_name == "latchs" && environment.columns > 0;
    }));
}

TEST_CASE("environment: without HOME the user database knows the home", "[base]") {
    CHECK(in_child([] {
        unsetenv("HOME");
        return !real_environment("latch").home.empty();
    }));
    CHECK(in_child([] {
        setenv("HOME", "", 1);
        return !real_environment("latch").home.empty();
    }));
}

TEST_CASE("environment: a working directory that is gone is empty", "[base]") {
    CHECK(in_child([] {
        const TempDir dir;
        return chdir(dir.path().c_str()) == 0 && rmdir(dir.path().c_str()) == 0 &&
               real_environment("latch").working_directory.empty();
    }));
}

TEST_CASE("environment: what standard input is", "[base]") {
    const TempDir dir;
    const int file = open(dir.write("body", "x").c_str(), O_RDONLY | O_CLOEXEC);
    CHECK(is_input_kind(file, InputKind::regular_file));
    close(file);

    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    CHECK(is_input_kind(null, InputKind::device));
    close(null);

    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    CHECK(is_input_kind(ends[0], InputKind::stream));
    close(ends[0]);
    close(ends[1]);

    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    CHECK(is_input_kind(ends[0], InputKind::stream));
    close(ends[0]);
    close(ends[1]);

    CHECK(in_child([] {
        close(STDIN_FILENO);
        return real_environment("latch").in_kind == InputKind::closed;
    }));
}

TEST_CASE("environment: a terminal is one, a file is none", "[base]") {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(terminal >= 0);
    REQUIRE(grantpt(terminal) == 0);
    REQUIRE(unlockpt(terminal) == 0);
    const int line = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
    REQUIRE(line >= 0);
    CHECK(is_input_kind(line, InputKind::terminal));
    CHECK(in_child([line] {
        const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(null, STDIN_FILENO);
        dup2(line, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        const Environment environment = real_environment("latch");
        return !environment.in.is_terminal && environment.out.is_terminal &&
               !environment.err.is_terminal && environment.in.descriptor == STDIN_FILENO &&
               environment.out.descriptor == STDOUT_FILENO &&
               environment.err.descriptor == STDERR_FILENO;
    }));
    close(line);
    close(terminal);
}
