// SPDX-License-Identifier: MIT
#include "spring/application.hpp"

#include <chrono>
#include <cstdlib>
#include <map>

namespace latch::test {

namespace {

/// Four seconds on an idle machine; a CI machine that compiles meanwhile is another matter.
constexpr std::chrono::seconds patience_with_start(120);
constexpr const char* sources = LATCH_SPRING_SOURCES;

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

Application::Application(std::string_view line)
    : server_(
          {.program = std::filesystem::path(sources) / "run",
           .arguments = {std::string(line)},
           .environment = environment(),
           .working_directory = sources},
          patience_with_start
      ),
      ready_(nlohmann::json::parse(server_.ready_line())) {}

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
