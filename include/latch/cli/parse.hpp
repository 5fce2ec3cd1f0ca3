// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/cli/invocation.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latch::cli {

/// Whether latch is called by the name of one of HTTPie's programs, `http` or `https`. Where a
/// default differs, it behaves as they do: scripts were written for that.
bool is_httpie_name(std::string_view program) noexcept;

/// Options that a configuration file puts before those typed.
struct Defaults {
    /// A project's file may have been written by others, and may not set everything.
    enum class Author : std::uint8_t { user, project };
    std::vector<std::string> words;
    Author author = Author::user;
    std::string place; ///< for errors: "/home/bob/.config/latch/config.json: default_options"

    bool operator==(const Defaults&) const = default;
};

/// Whether the command line is one that configuration files have a say in: a request, without
/// --no-config.
bool is_configurable(std::span<const std::string> arguments, const base::Environment& environment);

/// Whether the words of `defaults` are options, each with a value that it can have. Errors:
/// `bad_config`, with the place.
base::Result<void> check(const Defaults& defaults);

/// Understands a command line, argv[0] not included. Reads nothing but its arguments; the
/// environment tells the program's name (`latchs` means https, `http` no check of the status).
///
/// Of `defaults` the later ones win over the earlier, and what is typed over all of them: an option
/// that is typed, its --no- form that takes it back, and the typed ones of a list (--proxy) instead
/// of the configured. The words may have holes, which are filled as values: none becomes an option,
/// another item or a part of an expression. Errors: `usage`, with the word that is wrong and, for
/// an option, the nearest that exists; `bad_config` for what is wrong with defaults.
base::Result<Invocation> parse(
    std::span<const std::string> arguments,
    const base::Environment& environment,
    std::span<const Defaults> defaults = {},
    base::Fillings fillings = {}
);

/// What a command line for a request says of variables; of another, and of one that cannot be
/// understood, nothing.
VariableWish typed_variables(std::span<const std::string> arguments);

} // namespace latch::cli
