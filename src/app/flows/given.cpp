// SPDX-License-Identifier: MIT
#include "app/flows/given.hpp"

#include "latch/base/file.hpp"
#include "latch/base/secret.hpp"
#include "latch/base/terminal.hpp"
#include "latch/base/text.hpp"
#include "latch/query/json.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using query::Json;

constexpr std::string_view prefix = "LATCH_VAR_";

flow::Value text(std::string value) {
    return {.json = Json::string(std::move(value)), .is_untyped = true};
}

/// Lines of NAME=VALUE; empty ones and those that begin with # count for nothing.
Result<void> read_lines(std::string_view content, const std::string& name, flow::Variables& into) {
    std::size_t number = 0;
    for (std::string_view line : base::split(content, '\n')) {
        ++number;
        line = base::trim(line);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        const auto parts = base::split_once(line, '=');
        if (!parts) {
            return Error(ErrorKind::usage, name + ':' + std::to_string(number) + ": there is no =")
                .hinting("lines are NAME=VALUE, or the file is one JSON object");
        }
        into.set(
            std::string(base::trim(parts->first)), text(std::string(base::trim(parts->second)))
        );
    }
    return {};
}

Result<void>
read_file(const std::string& name, const base::Environment& environment, flow::Variables& into) {
    constexpr std::uintmax_t largest = std::uintmax_t{64} << 20U;
    const auto content = base::read_whole(environment.resolve(name), largest);
    if (!content) {
        return content.error();
    }
    if (!base::trim(*content).starts_with('{')) {
        return read_lines(*content, name, into);
    }
    const auto document = query::parse_json(*content);
    if (!document) {
        return Error(ErrorKind::usage, name + " is not JSON").because(document.error().what());
    }
    for (const Json::Member& member : *document->as<Json::Object>()) {
        into.set(member.first, {.json = member.second});
    }
    return {};
}

Result<std::string> ask_for(const std::string& name, const base::Environment& environment) {
    const std::string otherwise = "set " + std::string(prefix) + name + " in the environment";
    const auto typed = base::ask_secret(environment.terminal, name + ": ", otherwise);
    if (!typed) {
        return typed.error();
    }
    return std::string(typed->reveal());
}

Result<std::string> value_of(const cli::TypedSecret& secret, const base::Environment& environment) {
    if (secret.value) {
        return *secret.value;
    }
    for (const std::string& name : {std::string(prefix) + secret.name, secret.name}) {
        if (auto value = environment.variable(name)) {
            return *std::move(value);
        }
    }
    return ask_for(secret.name, environment);
}

} // namespace

Result<flow::Variables> given_variables(
    const cli::VariableWish& wish, const base::Environment& environment, base::Redactor& secrets
) {
    flow::Variables variables;
    for (const std::string& file : wish.files) {
        if (auto read = read_file(file, environment, variables); !read) {
            return read.error();
        }
    }
    for (const auto& [name, value] : environment.variables) {
        if (name.starts_with(prefix) && name.size() > prefix.size()) {
            variables.set(name.substr(prefix.size()), text(value));
        }
    }
    for (const cli::TypedVariable& typed : wish.typed) {
        variables.set(typed.name, text(typed.value));
    }
    for (const cli::TypedSecret& secret : wish.secrets) {
        auto value = value_of(secret, environment);
        if (!value) {
            return value.error();
        }
        secrets.learn(base::Secret(*value));
        variables.set(secret.name, text(*std::move(value)));
    }
    return variables;
}

} // namespace latch::app
