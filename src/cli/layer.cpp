// SPDX-License-Identifier: MIT
#include "cli/layer.hpp"

#include "cli/value.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

bool is_denied(const Layer& layer, const Option* option) {
    return std::ranges::any_of(layer, [&](const Occurrence& occurrence) {
        return occurrence.option == option && occurrence.form == Occurrence::Form::denied;
    });
}

bool is_denied_above(std::span<const Layer> above, const Option* option) {
    return std::ranges::any_of(above, [&](const Layer& layer) { return is_denied(layer, option); });
}

/// Nothing if the author may set the option.
std::optional<Error> objection(const Option& option, Defaults::Author author) {
    if (option.setter == Setter::nobody) {
        return Error(ErrorKind::usage, spelled(option) + " is for the command line only");
    }
    if (author == Defaults::Author::project && option.setter != Setter::project) {
        return Error(ErrorKind::usage, "a project must not set " + spelled(option))
            .hinting("put it into your own config.json, or go without this file by --no-config");
    }
    return std::nullopt;
}

/// A session of the configuration, which gives way to any that is typed.
void settle_session(Draft& draft) {
    using Access = SessionChoice::Access;
    if (draft.session) {
        draft.default_session = {.value = *draft.session, .access = Access::read_write};
    } else if (draft.session_read_only) {
        draft.default_session = {.value = *draft.session_read_only, .access = Access::read_only};
    }
    draft.session.reset();
    draft.session_read_only.reset();
}

/// What `lower` said is taken where nothing was said above it.
template <class List>
void fill(List& list, List lower) {
    if (list.empty()) {
        list = std::move(lower);
    }
}

void fill_lists(http::Policy& policy, http::Policy lower) {
    fill(policy.proxies.typed, std::move(lower.proxies.typed));
    fill(policy.addresses, std::move(lower.addresses));
    fill(policy.detours, std::move(lower.detours));
    fill(policy.tls.pins, std::move(lower.tls.pins));
}

/// A bearer token has no other type, whatever the lower ones are of.
void fill_credentials(Draft& draft, Draft lower) {
    if (!draft.auth_type && !draft.bearer) {
        draft.auth_type = lower.auth_type;
    }
    if (!draft.auth && !draft.bearer && !draft.auth_from) {
        draft.auth = std::move(lower.auth);
        draft.bearer = std::move(lower.bearer);
        draft.auth_from = std::move(lower.auth_from);
    }
}

void clear_what_is_replaced(Draft& draft) {
    draft.auth.reset();
    draft.bearer.reset();
    draft.auth_from.reset();
    draft.auth_type.reset();
    draft.family.reset();
    http::Policy& policy = draft.send.policy;
    policy.proxies.typed.clear();
    policy.addresses.clear();
    policy.detours.clear();
    policy.tls.pins.clear();
}

} // namespace

Error unusable(const Defaults& defaults, const Error& reason) {
    std::string cause = reason.what();
    cause += reason.cause().empty() ? "" : ": " + reason.cause();
    return Error(ErrorKind::bad_config, "cannot use the configuration " + defaults.place)
        .because(std::move(cause))
        .hinting(reason.hint());
}

Result<Layer> layer_of(const Defaults& defaults) {
    auto line = take_apart(defaults.words);
    if (!line) {
        return unusable(defaults, line.error());
    }
    if (!line->positionals.empty()) {
        const Error stray(ErrorKind::usage, "'" + line->positionals.front() + "' is no option");
        return unusable(defaults, stray);
    }
    for (const Occurrence& occurrence : line->occurrences) {
        if (const auto refused = objection(*occurrence.option, defaults.author)) {
            return unusable(defaults, *refused);
        }
    }
    return std::move(line->occurrences);
}

Result<void> apply(Draft& draft, const Layer& layer, std::span<const Layer> above) {
    std::optional<Error> first_error;
    for (const auto& [option, form, text] : layer) {
        if (is_denied(layer, option)) {
            if (has_denial(*option)) {
                option->denial.apply(draft);
            }
            continue;
        }
        if (is_denied_above(above, option)) {
            continue;
        }
        const Result<void> applied = option->apply(draft, text);
        if (!applied && !first_error) {
            first_error = about(spelled(*option), applied.error());
        }
    }
    if (first_error) {
        return *std::move(first_error);
    }
    return {};
}

Result<void> apply_over(Draft& draft, const Layer& layer, std::span<const Layer> above) {
    Draft lower = draft;
    clear_what_is_replaced(draft);
    settle_session(draft);
    Result<void> applied = apply(draft, layer, above);
    fill_lists(draft.send.policy, std::move(lower.send.policy));
    draft.family = draft.family ? draft.family : lower.family;
    fill_credentials(draft, std::move(lower));
    return applied;
}

} // namespace latch::cli
