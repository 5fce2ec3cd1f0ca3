// SPDX-License-Identifier: MIT
#include "latch/cli/parse.hpp"

#include "cli/answer_wish.hpp"
#include "cli/auth_wish.hpp"
#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/draft.hpp"
#include "cli/filling.hpp"
#include "cli/layer.hpp"
#include "cli/network_wish.hpp"
#include "cli/request_line.hpp"
#include "cli/run_command.hpp"
#include "cli/session_choice.hpp"

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
    draft.send.check_status = !is_httpie_name(environment.program_name);
    return draft;
}

/// The name is chosen for each call, and so more explicit than a file.
void mind_name(Draft& draft, std::string_view program) {
    if (program == "latchs" || program == "https") {
        draft.send.request.url_rules.default_scheme = http::Scheme::https;
    }
}

/// What the command line says over the defaults. A request for help survives the errors of the
/// other options.
Result<Draft> draft_of(
    const Layer& typed, std::span<const Defaults> defaults, const base::Environment& environment
) {
    std::vector<Layer> layers;
    for (const Defaults& entry : defaults) {
        auto layer = layer_of(entry);
        if (!layer) {
            return layer.error();
        }
        layers.push_back(*std::move(layer));
    }
    layers.push_back(typed);
    Draft draft = initial_draft(environment);
    for (std::size_t i = 0; i < defaults.size(); ++i) {
        const auto above = std::span(layers).subspan(i + 1);
        if (const auto applied = apply_over(draft, layers[i], above); !applied) {
            return unusable(defaults[i], applied.error());
        }
    }
    mind_name(draft, environment.program_name);
    const Result<void> applied = apply_over(draft, typed, {});
    if (!applied && draft.instead == Draft::Instead::nothing) {
        return applied.error();
    }
    return draft;
}

/// --download brings --follow and the check of the status with it; --offline has nothing to save.
Result<void> settle_download(Send& send, bool resumes) {
    using output::Download;
    output::OutputWishes& wishes = send.output;
    if (send.offline) {
        wishes.download = Download::none;
        return {};
    }
    if (resumes && wishes.download == Download::none) {
        return usage("--continue needs --download");
    }
    if (resumes && !wishes.file) {
        return usage("--continue needs --output").because("that names the file to continue");
    }
    if (wishes.download == Download::none) {
        return {};
    }
    if (wishes.form == output::Form::document) {
        return usage("--json-output and --download").because("the body can go to one place only");
    }
    wishes.download = resumes ? Download::resumed : Download::anew;
    send.policy.redirects.follow = true;
    send.check_status = true;
    return {};
}

/// Whether URLs come from there, so that no body does.
bool lists_standard_input(const Several& several) {
    const UrlSource input{.kind = UrlSource::Kind::file, .text = "-"};
    return std::ranges::count(several.sources, input) > 0;
}

/// A list has one place and one form.
Result<void> check_list(const Send& send) {
    const output::OutputWishes& wishes = send.output;
    if (wishes.list == output::List::none) {
        return {};
    }
    if (wishes.download != output::Download::none) {
        return usage("--paginate and --download")
            .because("a list is shown, and comes in several bodies")
            .hinting("--output=FILE puts it into a file");
    }
    if (wishes.form == output::Form::document) {
        return usage("--paginate and --json-output")
            .because("one shows items, the other exchanges");
    }
    return {};
}

/// Several answers have no file in common, and standard input can be read once.
Result<void> check_several(const Draft& draft) {
    if (draft.several.sources.empty()) {
        return {};
    }
    if (draft.send.output.file) {
        return usage("--output and a list of URLs")
            .because("the file is for one answer")
            .hinting("--download saves each under a name of its own");
    }
    const UrlSource input{.kind = UrlSource::Kind::file, .text = "-"};
    if (std::ranges::count(draft.several.sources, input) > 1) {
        return usage("--url-file=- twice").because("standard input can be read once");
    }
    return {};
}

Result<Invocation> request_of(
    Draft draft,
    std::span<const std::string> positionals,
    base::Fillings fillings,
    const base::Environment& environment
) {
    const bool has_several = !draft.several.sources.empty();
    auto line = has_several ? read_line_without_url(positionals, fillings)
                            : read_request_line(positionals, fillings);
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
    if (!draft.for_login_only.empty()) {
        return usage(std::string(draft.for_login_only) + " is for latch login");
    }
    if (draft.decodes) {
        return usage("--decode is for latch token");
    }
    if (auto settled = settle_network(draft); !settled) {
        return settled.error();
    }
    if (auto settled = settle_download(send, draft.resumes); !settled) {
        return settled.error();
    }
    if (auto checked = check_list(send); !checked) {
        return checked.error();
    }
    if (auto checked = check_several(draft); !checked) {
        return checked.error();
    }
    if (auto settled = settle_answer(draft); !settled) {
        return settled.error();
    }
    send.several = std::move(draft.several);
    send.session = *std::move(session);
    send.ignore_stdin =
        send.ignore_stdin || reads_standard_input(*auth) || lists_standard_input(send.several);
    send.request.auth = *std::move(auth);
    send.request.method = std::move(line->method);
    send.request.url = std::move(line->url);
    send.request.items = std::move(line->items);
    return Invocation(std::move(send));
}

Result<Invocation>
command_of(const Command& command, const CommandLine& line, const base::Environment& environment) {
    if (!line.occurrences.empty()) {
        return usage(
            std::string(command.name) + " has no option " +
            spelled(*line.occurrences.front().option)
        );
    }
    return parse_command(command, line.positionals, environment);
}

} // namespace

bool is_httpie_name(std::string_view program) noexcept {
    return program == "http" || program == "https";
}

bool is_configurable(std::span<const std::string> arguments, const base::Environment& environment) {
    const Command* const command = arguments.empty() ? nullptr : find_command(arguments.front());
    if (arguments.empty() || (command != nullptr && command->request == nullptr)) {
        return false;
    }
    const auto line = take_apart(command == nullptr ? arguments : arguments.subspan(1));
    if (!line) {
        return false;
    }
    const auto draft = draft_of(line->occurrences, {}, environment);
    return draft && draft->is_configured && draft->instead == Draft::Instead::nothing;
}

Result<void> check(const Defaults& defaults) {
    const auto layer = layer_of(defaults);
    if (!layer) {
        return layer.error();
    }
    Draft draft;
    const Result<void> applied = apply(draft, *layer, {});
    return applied ? applied : unusable(defaults, applied.error());
}

VariableWish typed_variables(std::span<const std::string> arguments) {
    const auto may_be_of_flows = [](const std::string& argument) {
        return std::ranges::any_of(flow_options(), [&](const Option& option) {
            return argument.starts_with(spelled(option));
        });
    };
    if (!std::ranges::any_of(arguments, may_be_of_flows) ||
        find_command(arguments.front()) != nullptr) {
        return {};
    }
    const auto line = take_apart(arguments);
    Draft draft;
    for (const Occurrence& occurrence : line ? line->occurrences : Layer()) {
        if (occurrence.option->group == Group::flows && !is_flag(*occurrence.option)) {
            static_cast<void>(occurrence.option->apply(draft, occurrence.text)); // told by `parse`
        }
    }
    return std::move(draft.run.variables);
}

Result<Invocation> parse(
    std::span<const std::string> arguments,
    const base::Environment& environment,
    std::span<const Defaults> defaults,
    base::Fillings fillings
) {
    if (arguments.empty()) {
        return nothing_to_do();
    }
    const Command* const command = find_command(arguments.front());
    if (command != nullptr && command->takes == Command::Takes::all_words) {
        return parse_command(*command, arguments.subspan(1), environment);
    }
    auto line = take_apart(command == nullptr ? arguments : arguments.subspan(1));
    if (!line) {
        return line.error();
    }
    if (auto filled = fill(line->occurrences, fillings); !filled) {
        return filled.error();
    }
    auto draft = draft_of(line->occurrences, defaults, environment);
    if (!draft) {
        return draft.error();
    }
    const bool is_request = command != nullptr && command->request != nullptr;
    switch (draft->instead) {
    case Draft::Instead::help:
        return Invocation(Help{is_request ? std::string(command->topic) : ""});
    case Draft::Instead::manual:
        return Invocation(Manual{});
    case Draft::Instead::version:
        return Invocation(Version{});
    case Draft::Instead::nothing:
        break;
    }
    if (is_request) {
        return command->request(*std::move(draft), *line, environment);
    }
    if (command != nullptr) {
        return command_of(*command, *line, environment);
    }
    if (auto checked = refuse_options_of_run(*line); !checked) {
        return checked.error();
    }
    return request_of(*std::move(draft), line->positionals, fillings, environment);
}

} // namespace latch::cli
