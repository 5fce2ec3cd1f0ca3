// SPDX-License-Identifier: MIT
#include "spring/application.hpp"

#include "support/spawn.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <poll.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace latch::test {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Four seconds on an idle machine; a CI machine that compiles meanwhile is another matter.
constexpr std::chrono::seconds patience_with_start(120);
/// It leaves in 0.3 s whatever is in flight.
constexpr std::chrono::seconds patience_with_end(20);

bool becomes_readable(int descriptor, steady_clock::time_point deadline) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, static_cast<int>(std::max(left, milliseconds(0)).count())) > 0;
}

std::map<std::string, std::string> environment() {
    std::map<std::string, std::string> variables{{"LATCH_TARGET_JARS", LATCH_SPRING_JARS}};
    for (const char* name : {"PATH", "JAVA_HOME", "TMPDIR", "LATCH_TARGET_LOG"}) {
        if (const char* value = std::getenv(name)) { // NOLINT(concurrency-mt-unsafe)
            variables[name] = value;
        }
    }
    return variables;
}

std::string wanted_line() {
    const char* line = std::getenv("LATCH_SPRING_LINE"); // NOLINT(concurrency-mt-unsafe)
    return line != nullptr ? line : "boot3";
}

} // namespace

Application::Application(std::string_view line) {
    const std::filesystem::path folder = LATCH_SPRING_SOURCES;
    SpawnPlan plan(folder);
    Pipe in = make_pipe();
    Pipe out = make_pipe();
    plan.give(std::move(in.reading), STDIN_FILENO);
    plan.lend(out.writing, STDOUT_FILENO);
    pid_ = plan.spawn(
        {.program = folder / "run",
         .arguments = {std::string(line)},
         .environment = environment(),
         .working_directory = folder}
    );
    input_ = std::move(in.writing);
    out.writing.close();
    ready_ = nlohmann::json::parse(await_ready_line(out.reading));
}

Application::~Application() {
    input_.close();
    const base::Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (!becomes_readable(handle.get(), steady_clock::now() + patience_with_end)) {
        ::kill(pid_, SIGKILL);
    }
    ::waitpid(pid_, nullptr, 0);
}

std::string Application::await_ready_line(const base::Descriptor& out) const {
    const auto deadline = steady_clock::now() + patience_with_start;
    std::string line;
    while (!line.ends_with('\n')) {
        std::array<char, 4096> piece{};
        const bool spoke = becomes_readable(out.get(), deadline);
        const ssize_t got = spoke ? ::read(out.get(), piece.data(), piece.size()) : 0;
        if (got <= 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
            throw std::runtime_error("the Spring application did not start");
        }
        line.append(piece.data(), static_cast<std::size_t>(got));
    }
    return line;
}

std::uint16_t Application::port(std::string_view context) const {
    return ready_.at("ports").at(std::string(context)).get<std::uint16_t>();
}

std::string Application::address(std::string_view context) const {
    const std::string scheme = context.starts_with("tls") ? "https" : "http";
    return scheme + "://localhost:" + std::to_string(port(context));
}

std::filesystem::path Application::ca() const {
    return ready_.at("ca").get<std::string>();
}

std::string Application::boot_version() const {
    return ready_.at("boot_version").get<std::string>();
}

const Application& application() {
    static const Application shared(wanted_line());
    return shared;
}

} // namespace latch::test
