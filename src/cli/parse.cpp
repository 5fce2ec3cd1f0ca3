// SPDX-License-Identifier: MIT
#include "latch/cli/parse.hpp"

#include "cli/auth_wish.hpp"
#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/draft.hpp"
#include "cli/request_line.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Error usage(std::string what) {
    return {ErrorKind::usage, std::move(what)};
}

Draft initial_draft(const base::Environment& environment) {
    Draft draft;
    const std::string& program = environment.program_name;
    if (program == "latchs" || program == "https") {
        draft.send.request.url_rules.default_scheme = http::Scheme::https;
    }
    draft.send.check_status = !is_httpie_name(program);
    return draft;
}

Error about(const Option& option, const Error& reason) {
    return usage(spelled(option) + ": " + reason.what())
        .because(reason.cause())
        .hinting(reason.hint());
}

bool is_denied(const std::vector<Occurrence>& occurrences, const Option* option) {
    return std::ranges::any_of(occurrences, [&](const Occurrence& occurrence) {
        return occurrence.option == option && occurrence.form == Occurrence::Form::denied;
    });
}

/// Applies the options in the order typed; a --no- form wins wherever it stands (HTTPie's rule).
///
/// A request for help survives the errors of the other options.
Result<Draft> collect(const std::vector<Occurrence>& occurrences, Draft draft) {
    std::optional<Error> first_error;
    for (const auto& [option, form, text] : occurrences) {
        if (is_denied(occurrences, option)) {
            if (has_denial(*option)) {
                option->denial.apply(draft);
            }
            continue;
        }
        const Result<void> applied = option->apply(draft, text);
        if (!applied && !first_error) {
            first_error = about(*option, applied.error());
        }
    }
    if (first_error && draft.instead == Draft::Instead::nothing) {
        return *std::move(first_error);
    }
    return draft;
}

/// The session of --session, --session-read-only or @NAME, of which only one may be there.
Result<std::optional<SessionChoice>>
session_choice(const Draft& draft, const std::optional<std::string>& positional) {
    using Access = SessionChoice::Access;
    std::vector<SessionChoice> choices;
    if (positional) {
        choices.push_back({.value = *positional, .access = Access::read_write});
    }
    if (draft.session) {
        choices.push_back({.value = *draft.session, .access = Access::read_write});
    }
    if (draft.session_read_only) {
        choices.push_back({.value = *draft.session_read_only, .access = Access::read_only});
    }
    if (choices.size() > 1) {
        return usage("more than one session")
            .because("only one of @NAME, --session and --session-read-only can be had");
    }
    return choices.empty() ? std::nullopt : std::optional(std::move(choices.front()));
}

Result<Invocation> request_of(
    Draft draft, std::span<const std::string> positionals, const base::Environment& environment
) {
    auto line = read_request_line(positionals);
    if (!line) {
        return line.error();
    }
    auto session = session_choice(draft, line->session);
    if (!session) {
        return session.error();
    }
    auto auth = auth_wish(draft, environment);
    if (!auth) {
        return auth.error();
    }
    Send& send = draft.send;
    if (!send.policy.tls.key.empty() && send.policy.tls.certificate.empty()) {
        return usage("--cert-key needs --cert").hinting("one file with both is --cert alone");
    }
    send.session = *std::move(session);
    send.ignore_stdin = send.ignore_stdin || reads_standard_input(*auth);
    send.request.auth = *std::move(auth);
    send.request.method = std::move(line->method);
    send.request.url = std::move(line->url);
    send.request.items = std::move(line->items);
    return Invocation(std::move(send));
}

Result<Invocation> command_of(const Command& command, const CommandLine& line) {
    if (!line.occurrences.empty()) {
        return usage(
            std::string(command.name) + " has no option " +
            spelled(*line.occurrences.front().option)
        );
    }
    return parse_command(command, line.positionals);
}

} // namespace

bool is_httpie_name(std::string_view program) noexcept {
    return program == "http" || program == "https";
}

Result<Invocation>
parse(std::span<const std::string> arguments, const base::Environment& environment) {
    if (arguments.empty()) {
        return nothing_to_do();
    }
    const Command* const command = find_command(arguments.front());
    if (command != nullptr && command->parse == nullptr) {
        return parse_command(*command, {});
    }
    auto line = take_apart(command == nullptr ? arguments : arguments.subspan(1));
    if (!line) {
        return line.error();
    }
    auto draft = collect(line->occurrences, initial_draft(environment));
    if (!draft) {
        return draft.error();
    }
    switch (draft->instead) {
    case Draft::Instead::help:
        return Invocation(Help{});
    case Draft::Instead::version:
        return Invocation(Version{});
    case Draft::Instead::nothing:
        break;
    }
    return command == nullptr ? request_of(*std::move(draft), line->positionals, environment)
                              : command_of(*command, *line);
}

} // namespace latch::cli
