// SPDX-License-Identifier: MIT
#include "latch/app/run.hpp"

#include "app/commands.hpp"
#include "app/configure.hpp"
#include "app/exit_code.hpp"
#include "app/report.hpp"

#include "latch/cli/reference.hpp"

#include <csignal>
#include <variant>

namespace latch::app {

namespace {

/// Does what an invocation says: one overload for each.
struct Dispatch {
    const base::Environment& environment;

    int operator()(const cli::Send& command) const { return send(command, environment); }

    int operator()(const cli::SessionCommand& command) const {
        return session_command(command, environment);
    }

    int operator()(const cli::Generate& command) const {
        return print(cli::generate(command.document), environment);
    }

    int operator()(const cli::Help& command) const {
        return print(
            command.topic.empty() ? cli::help_text() : cli::help_on(command.topic), environment
        );
    }

    int operator()(const cli::Manual& /*command*/) const {
        return print(cli::manual_text(), environment);
    }

    int operator()(const cli::Version& /*command*/) const {
        return print(cli::version_text(), environment);
    }
};

int exit_code_of(std::span<const std::string> arguments, const base::Environment& environment) {
    const auto invocation = understand(arguments, environment);
    if (!invocation) {
        return fail(invocation.error(), environment);
    }
    return std::visit(Dispatch{environment}, *invocation);
}

} // namespace

int run(std::span<const std::string> arguments, const base::Environment& environment) {
    // A reader that goes away, or a file that may grow no more (ulimit -f), is an error of one
    // write, not the end of the program: the session has to be saved.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));
    return exit_code_as(environment.program_name, exit_code_of(arguments, environment));
}

} // namespace latch::app
