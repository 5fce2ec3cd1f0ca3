// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace latch::cli {

struct Draft;

/// What a shell can offer for a value besides its words.
enum class Completes : std::uint8_t { nothing, files, sessions, origins };

/// What follows an option; without a name the option is a flag.
struct Value {
    std::string_view name = {};  ///< as the help shows it: "SECONDS"
    std::string_view words = {}; ///< the values that are known by name, separated by blanks
    Completes completes = Completes::nothing;
    /// What the option means without a value. One that has this takes no value but by "=".
    std::string_view implied = {};
};

/// What a --no- form does where it does more than take the option back.
struct Denial {
    std::string_view summary = {};
    void (*apply)(Draft& draft) = nullptr;
};

/// The headings of the help, in its order.
enum class Group : std::uint8_t {
    body,
    output,
    checks,
    authentication,
    login,
    session,
    network,
    several,
    waiting,
    flows,
    general,
};

/// What of a value nobody should read.
enum class Hides : std::uint8_t {
    nothing,  ///< but the password of a URL, which is hidden everywhere
    password, ///< what follows the first colon; all of it if it is a token
    value,
    no_item, ///< nothing; and it is an expression, whatever it looks like
};

/// What a value is, where holes in it are filled.
enum class Fills : std::uint8_t {
    text,
    body, ///< JSON if it begins like it
    expectation,
    capture,
    filter, ///< of jq
};

/// Who may set an option in the place of a default, besides who types it.
enum class Setter : std::uint8_t {
    nobody,
    user, ///< the user's own configuration
    /// A project's configuration as well, which may have come from elsewhere: no option that says
    /// whom to believe or to talk to, who one is, or what is read, written and revealed.
    project,
};

/// One option: everything that the parser, the help, the man page and the completions know of it.
struct Option {
    std::string_view names; ///< in CLI11's notation: "--follow,-F", the long one first
    Value value = {};
    Group group = Group::general;
    std::string_view summary;      ///< one line of the help, at most 45 characters
    std::string_view details = {}; ///< more sentences for the man page; may be empty
    /// Takes `text` (empty for a flag) into the draft. The parser puts the name before an error.
    base::Result<void> (*apply)(Draft& draft, std::string_view text) = nullptr;
    Denial denial = {};
    Setter setter = Setter::user;
    Hides hides = Hides::nothing;
    Fills fills = Fills::text;
};

/// The table, in the order of the help within each group.
std::span<const Option> all_options();

/// The parts of the table that have files of their own.
std::span<const Option> login_options() noexcept;
std::span<const Option> output_options() noexcept;
std::span<const Option> check_options() noexcept;
std::span<const Option> network_options() noexcept;
std::span<const Option> several_options() noexcept;
std::span<const Option> wait_options() noexcept;
std::span<const Option> flow_options() noexcept;

constexpr bool is_flag(const Option& option) noexcept {
    return option.value.name.empty();
}

/// Whether the next word is its value, if none is attached.
constexpr bool takes_word(const Option& option) noexcept {
    return !is_flag(option) && option.value.implied.empty();
}

/// Whether the --no- form is an option of its own, worth being shown.
constexpr bool has_denial(const Option& option) noexcept {
    return option.denial.apply != nullptr;
}

/// "follow" of "--follow,-F".
constexpr std::string_view long_name(const Option& option) noexcept {
    return option.names.substr(2, option.names.find(',') - 2);
}

/// 'F' of "--follow,-F"; NUL if there is none.
constexpr char letter(const Option& option) noexcept {
    return option.names.find(',') == std::string_view::npos ? '\0' : option.names.back();
}

/// The option of a name as it is typed: "--follow", "--no-follow" or "-F"; null if there is none.
const Option* find_option(std::string_view typed);

/// "--follow".
std::string spelled(const Option& option);
/// " SECONDS", "[=N]"; empty for a flag.
std::string value_form(const Option& option);
/// "--no-follow".
std::string spelled_no(const Option& option);

} // namespace latch::cli
