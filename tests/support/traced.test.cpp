// SPDX-License-Identifier: MIT
#include "support/traced.hpp"

#include "support/catch.hpp"

#include <csignal>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace latch::test;

TEST_CASE("traced: a process stops in front of a system call and behind it", "[support]") {
    Traced child([] { return ::getppid() > 0; });
    const auto before = child.next();
    REQUIRE(before);
    CHECK(before->is_entry);
    CHECK(before->number == SYS_getppid);
    const auto behind = child.next();
    REQUIRE(behind);
    CHECK_FALSE(behind->is_entry);
    CHECK(child.go_to(SYS_exit_group));
    CHECK_FALSE(child.pass(1));
    CHECK(WIFEXITED(child.status()));
    CHECK(WEXITSTATUS(child.status()) == 0);
    CHECK_FALSE(child.next());
}

TEST_CASE("traced: a process that is killed in front of a call does not make it", "[support]") {
    const Pipe pipe = make_pipe();
    const auto speaks = [&] { return ::write(pipe.writing.get(), "x", 1) == 1; };
    Traced child(speaks);
    REQUIRE(child.go_to(SYS_write));
    child.kill();
    CHECK(WIFSIGNALED(child.status()));
    CHECK(WTERMSIG(child.status()) == SIGKILL);
    Traced other([&] { return ::write(pipe.writing.get(), "y", 1) == 1; });
    REQUIRE(other.go_to(SYS_write));
    REQUIRE(other.pass(1));
    other.kill();
    char first = 0;
    CHECK(::read(pipe.reading.get(), &first, 1) == 1);
    CHECK(first == 'y');
}

TEST_CASE("traced: a program is followed from its first call on", "[support]") {
    Command command;
    command.program = "/bin/sh";
    command.arguments = {"-c", "exit 3"};
    command.working_directory = "/";
    Traced child(command);
    CHECK_FALSE(child.go_to(SYS_reboot));
    CHECK(WIFEXITED(child.status()));
    CHECK(WEXITSTATUS(child.status()) == 3);
}
