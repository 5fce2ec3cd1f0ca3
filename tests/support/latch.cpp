// SPDX-License-Identifier: MIT
#include "support/latch.hpp"

#include <array>
#include <cstdlib>

namespace latch::test {

namespace fs = std::filesystem;

namespace {

/// What the machine may pass on: where programs are, and how sanitizers are set up.
constexpr std::array passed_on{
    "PATH",
    "ASAN_OPTIONS",
    "UBSAN_OPTIONS",
    "TSAN_OPTIONS",
    "LSAN_OPTIONS",
    "GCOV_PREFIX",
};

} // namespace

Latch::Latch() : program_(LATCH_PROGRAM) {
    fs::create_directory(home());
    fs::create_directory(working_directory());
    for (const char* name : passed_on) {
        if (const char* value = std::getenv(name)) { // NOLINT(concurrency-mt-unsafe)
            environment_[name] = value;
        }
    }
    set("HOME", home().string());
    set("LATCH_HOME", (home() / "latch").string());
    set("LANG", "C.UTF-8");
    set("TERM", "xterm-256color");
}

Ran Latch::run(const std::vector<std::string>& arguments, const Wiring& wiring) const {
    return start(arguments, wiring).wait();
}

Process Latch::start(const std::vector<std::string>& arguments, const Wiring& wiring) const {
    return {command(arguments), wiring};
}

Ran Latch::shell(const std::string& script, const Wiring& wiring) const {
    Command shell = command_of("/bin/sh", {"-c", script});
    shell.environment["latch"] = program_.string();
    return Process(shell, wiring).wait();
}

Command Latch::command(const std::vector<std::string>& arguments) const {
    return command_of(program_, arguments);
}

Command Latch::command_of(fs::path program, std::vector<std::string> arguments) const {
    Command command;
    command.program = std::move(program);
    command.arguments = std::move(arguments);
    command.environment = environment_;
    command.working_directory = working_directory();
    return command;
}

Latch& Latch::set(std::string name, std::string value) {
    environment_[std::move(name)] = std::move(value);
    return *this;
}

Latch& Latch::unset(const std::string& name) {
    environment_.erase(name);
    return *this;
}

Latch& Latch::called(const std::string& name) {
    program_ = folder_ / name;
    fs::create_symlink(LATCH_PROGRAM, program_);
    return *this;
}

fs::path Latch::write(std::string_view name, std::string_view bytes) const {
    return folder_.write("work/" + std::string(name), bytes);
}

fs::path Latch::session_file(std::string_view name) const {
    return home() / "latch" / "sessions" / (std::string(name) + ".json");
}

std::string Latch::session(std::string_view name) const {
    return slurp(session_file(name));
}

} // namespace latch::test
