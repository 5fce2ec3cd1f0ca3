// SPDX-License-Identifier: MIT
#include "latch/app/run.hpp"

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/flows/variable_words.hpp"
#include "app/report.hpp"

#include "latch/cli/reference.hpp"
#include "latch/cli/typed_secrets.hpp"

#include <csignal>
#include <exception>
#include <variant>

namespace latch::app {

namespace {

/// Does what an invocation says: one overload for each.
struct Dispatch {
    const base::Environment& environment;
    Report& report;

    int operator()(cli::Send& command) const { return send(command, environment, report); }

    int operator()(const cli::Login& command) const { return login(command, environment, report); }

    int operator()(const cli::Logout& command) const {
        return logout(command, environment, report);
    }

    int operator()(const cli::ShowToken& command) const {
        return show_token(command, environment, report);
    }

    int operator()(const cli::Wait& command) const { return wait(command, environment, report); }

    int operator()(const cli::RunFlows& command) const {
        return run_flows(command, environment, report);
    }

    int operator()(const cli::ImportFlow& command) const {
        return import_flow(command, environment, report);
    }

    int operator()(const cli::SessionCommand& command) const {
        return session_command(command, environment, report);
    }

    int operator()(const cli::Generate& command) const {
        return report.print(cli::generate(command.document));
    }

    int operator()(const cli::Help& command) const {
        return report.print(command.topic.empty() ? cli::help_text() : cli::help_on(command.topic));
    }

    int operator()(const cli::Manual& /*command*/) const {
        return report.print(cli::manual_text());
    }

    int operator()(const cli::Version& /*command*/) const {
        return report.print(cli::version_text());
    }
};

int exit_code_of(
    std::span<const std::string> arguments, const base::Environment& environment, Report& report
) {
    auto invocation = understand_variables(arguments, environment, report);
    if (!invocation) {
        return report.fail(invocation.error());
    }
    return std::visit(Dispatch{environment, report}, *invocation);
}

/// A bug, or no memory: what the library says of it may quote what it was given.
int failed_inside(const std::exception& bug, const Report& report) {
    report.error(base::Error(base::ErrorKind::usage, "internal error").because(bug.what()));
    return internal_error;
}

} // namespace

int run(std::span<const std::string> arguments, const base::Environment& environment) {
    // A reader that goes away, or a file that may grow no more (ulimit -f), is an error of one
    // write, not the end of the program: the session has to be saved.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));
    base::Redactor secrets;
    Report report(environment, secrets);
    for (const base::Secret& secret : cli::typed_secrets(arguments)) {
        report.secrets().learn(secret);
    }
    try {
        return exit_code_as(environment.program_name, exit_code_of(arguments, environment, report));
    } catch (const std::exception& bug) {
        return failed_inside(bug, report);
    }
}

} // namespace latch::app
