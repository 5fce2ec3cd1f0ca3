// SPDX-License-Identifier: MIT
#include "app/flows/variable_words.hpp"

#include "app/configure.hpp"
#include "app/flows/given.hpp"
#include "app/flows/wording.hpp"

#include "latch/cli/parse.hpp"
#include "latch/flow/script.hpp"

#include <utility>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<flow::Wording> wording_of_line(std::span<const std::string> arguments) {
    flow::Wording wording;
    for (const std::string& argument : arguments) {
        if (argument.find("{{") == std::string::npos) {
            wording.words.push_back(argument);
            continue;
        }
        flow::ReadWord word = flow::parse_word(argument);
        if (!word.mistakes.empty()) {
            return Error(ErrorKind::usage, word.mistakes.front().what)
                .because("in one of the words")
                .hinting(word.mistakes.front().hint);
        }
        wording.append({.words = {std::move(word.text.text)}, .templates = word.text.templates});
    }
    return wording;
}

} // namespace

Result<cli::Invocation> understand_variables(
    std::span<const std::string> arguments, const base::Environment& environment, Report& report
) {
    const cli::VariableWish wish = cli::typed_variables(arguments);
    if (!wish.any()) {
        return understand(arguments, environment, report);
    }
    const auto given = given_variables(wish, environment, report.secrets());
    if (!given) {
        return given.error();
    }
    const auto wording = wording_of_line(arguments);
    if (!wording) {
        return wording.error();
    }
    const auto fillings = fillings_for(wording->templates, *given, context_of(environment));
    if (!fillings) {
        return fillings.error();
    }
    learn_typed(*wording, *fillings, report.secrets());
    auto invocation = understand(wording->words, environment, report, *fillings);
    return invocation ? std::move(invocation)
                      : Result<cli::Invocation>(with_names(invocation.error(), *fillings));
}

} // namespace latch::app
