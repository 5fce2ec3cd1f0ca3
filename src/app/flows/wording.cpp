// SPDX-License-Identifier: MIT
#include "app/flows/wording.hpp"

#include "latch/base/file.hpp"
#include "latch/base/random.hpp"
#include "latch/base/text.hpp"
#include "latch/cli/typed_secrets.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Error unfit(std::string what, std::string hint) {
    return Error(ErrorKind::usage, std::move(what)).hinting(std::move(hint));
}

/// Errors: what one request of many cannot have.
Result<void> check(const cli::Send& command) {
    if (!command.several.sources.empty()) {
        return unfit("a request of a flow has one URL", "@for sends it to several");
    }
    if (!command.reports.empty()) {
        return unfit("a report is about all requests", "write it behind latch run");
    }
    if (command.offline || command.curl) {
        return unfit(
            command.offline ? "--offline in a flow" : "--curl in a flow",
            "latch run --check sends nothing"
        );
    }
    return {};
}

/// What is asked for by its content is shown, where nothing is said about what to show.
void show_what_is_asked_for(cli::Send& command) {
    output::OutputWishes& wishes = command.output;
    if (!command.questions.extract) {
        wishes.body_place = output::BodyPlace::body; // captures are printed nowhere
    }
    const bool is_wanted =
        command.questions.extract || wishes.file || wishes.download != output::Download::none;
    if (is_wanted && wishes.parts == output::Parts{}) {
        wishes.parts = output::Parts{.response_body = true};
    }
}

/// A run has one standard input, which is no body unless a request says so.
void leave_standard_input(cli::Send& command) {
    const bool is_named = std::ranges::any_of(command.request.items, request::is_stdin);
    command.ignore_stdin = command.ignore_stdin || !is_named;
}

void expect_success(cli::Send& command) {
    const bool has_goal = command.waiting && !command.waiting->until.empty();
    if (command.questions.expectations.empty() && !has_goal) {
        command.questions.expectations.push_back(*query::Expectation::parse("status < 400"));
    }
}

} // namespace

Error with_names(const Error& error, base::Fillings fillings) {
    return Error(error.kind(), base::with_names(error.what(), fillings))
        .because(base::with_names(error.cause(), fillings))
        .hinting(base::with_names(error.hint(), fillings));
}

flow::Wording
wording_of(std::span<const flow::Phrase* const> defaults, const flow::Request& request) {
    flow::Wording wording;
    for (const flow::Phrase* const phrase : defaults) {
        wording.append(*phrase);
    }
    wording.append(request.phrase);
    return wording;
}

flow::Context context_of(const base::Environment& environment) {
    constexpr std::uintmax_t largest = std::uintmax_t{256} << 20U;
    return {
        .now = environment.now,
        .random_bytes = base::random_octets,
        .environment = [&environment](std::string_view name) { return environment.variable(name); },
        .read_file = [&environment](std::string_view path
                     ) { return base::read_whole(environment.resolve(path), largest); },
    };
}

Result<std::vector<base::Filling>> fillings_for(
    std::span<const flow::Template> templates,
    const flow::Variables& variables,
    const flow::Context& context
) {
    std::vector<base::Filling> fillings;
    for (const flow::Template& wanted : templates) {
        auto filling = flow::evaluate(wanted, variables, context);
        if (!filling) {
            return filling.error();
        }
        fillings.push_back(*std::move(filling));
    }
    return fillings;
}

void learn_typed(const flow::Wording& wording, base::Fillings fillings, base::Redactor& secrets) {
    std::vector<std::string> filled;
    for (const std::string& word : wording.words) {
        filled.push_back(base::filled(word, fillings));
    }
    for (const base::Secret& secret : cli::typed_secrets(filled)) {
        secrets.learn(secret);
    }
}

Result<cli::Send> request_of(
    const Words& words,
    const cli::RunFlows& run,
    const Configuration& configuration,
    const base::Environment& environment
) {
    const std::array<cli::Defaults, 2> under{
        cli::Defaults{.words = {"--print="}, .place = "flows"},
        cli::Defaults{.words = run.options, .place = "the command line"}};
    auto invocation = configuration.understand(
        {.arguments = words.arguments, .fillings = words.fillings, .over = under}, environment
    );
    if (!invocation) {
        return with_names(invocation.error(), words.fillings);
    }
    auto* const command = std::get_if<cli::Send>(&*invocation);
    if (command == nullptr) {
        return unfit("a flow holds requests, and no other commands", "");
    }
    if (auto checked = check(*command); !checked) {
        return checked.error();
    }
    show_what_is_asked_for(*command);
    leave_standard_input(*command);
    expect_success(*command);
    return std::move(*command);
}

std::string as_written(const flow::Text& text) {
    std::string written;
    for (const base::Piece& piece : base::pieces_of(text.text)) {
        if (!piece.hole) {
            written += piece.text;
            continue;
        }
        std::string words;
        for (const std::string& word : text.templates[*piece.hole].words) {
            words += (words.empty() ? "" : " ") + word;
        }
        written += "{{" + words + "}}";
    }
    return written;
}

} // namespace latch::app
