// SPDX-License-Identifier: MIT
#include "latch/base/environment.hpp"

#include "latch/base/text.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latch::base {

namespace {

std::map<std::string, std::string, std::less<>> process_variables() {
    std::map<std::string, std::string, std::less<>> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        if (const auto halves = split_once(*entry, '=')) {
            variables.emplace(halves->first, halves->second);
        }
    }
    return variables;
}

std::filesystem::path home_directory(const Environment& environment) {
    if (auto home = environment.variable("HOME"); home && !home->empty()) {
        return *home;
    }
    const passwd* const entry = getpwuid(geteuid());
    return entry == nullptr ? std::filesystem::path{} : std::filesystem::path{entry->pw_dir};
}

InputKind kind_of(int descriptor) {
    struct stat facts {};

    if (fstat(descriptor, &facts) != 0) {
        return InputKind::closed;
    }
    if (S_ISREG(facts.st_mode)) {
        return InputKind::regular_file;
    }
    if (S_ISCHR(facts.st_mode)) {
        return isatty(descriptor) == 1 ? InputKind::terminal : InputKind::device;
    }
    return InputKind::stream;
}

unsigned terminal_columns() {
    for (const int descriptor : {STDERR_FILENO, STDOUT_FILENO}) {
        winsize size{};
        if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
            return size.ws_col;
        }
    }
    return 80;
}

} // namespace

std::optional<std::string> Environment::variable(std::string_view name) const {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
}

std::filesystem::path Environment::resolve(std::string_view path) const {
    if (home.empty()) {
        return working_directory / path; // as the shell does: a tilde without a home is a name
    }
    if (path == "~") {
        return home;
    }
    if (path.starts_with("~/")) {
        // relative_path, because appending the "/x" of "~//x" would replace the home
        return home / std::filesystem::path(path.substr(2)).relative_path();
    }
    return working_directory / path;
}

Environment real_environment(std::string_view program) {
    Environment environment;
    environment.variables = process_variables();
    environment.home = home_directory(environment);
    std::error_code gone;
    environment.working_directory = std::filesystem::current_path(gone);
    environment.program_name = std::filesystem::path(program).filename().string();
    environment.in = {.descriptor = STDIN_FILENO, .is_terminal = isatty(STDIN_FILENO) == 1};
    environment.in_kind = kind_of(STDIN_FILENO);
    environment.out = {.descriptor = STDOUT_FILENO, .is_terminal = isatty(STDOUT_FILENO) == 1};
    environment.err = {.descriptor = STDERR_FILENO, .is_terminal = isatty(STDERR_FILENO) == 1};
    environment.terminal = "/dev/tty"; // cannot be opened where there is none
    environment.columns = terminal_columns();
    return environment;
}

void occupy_standard_descriptors() {
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
        if (fcntl(number, F_GETFD) < 0) {
            // The lowest free number is this one: those below it are taken by now.
            static_cast<void>(open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY));
        }
    }
}

} // namespace latch::base
