// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option.hpp"

#include "latch/base/error.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::cli {

struct SessionVerb;

/// An option of commands of `latch session`.
struct SessionFlag {
    std::string_view name;       ///< "--origin"
    std::string_view value = {}; ///< "URL"; empty: it takes none
    char letter = '\0';          ///< 'q'; NUL: it has none
    Completes completes = Completes::nothing;
};

/// The words of a session command, taken apart.
struct SessionWords {
    std::vector<std::string> words;
    std::vector<std::pair<std::string_view, std::string>> flags; ///< those taken back left out

    bool has(std::string_view flag) const;
    /// The last value of a flag.
    std::optional<std::string> value(std::string_view flag) const;
};

/// The name of a session, which may be typed as requests have it: "@NAME".
std::string session_name(const std::string& word);

std::vector<std::string> session_names(std::vector<std::string> words);

/// The flag of that name or letter, dashes included; null if there is none.
const SessionFlag* find_session_flag(std::string_view name) noexcept;

/// What shells can offer for the value of a flag.
struct OfferedValue {
    std::string_view flag;
    std::string words; ///< separated by blanks
    Completes completes = Completes::nothing;
};

/// Of each flag of the command that takes a value. Those that are options of requests, too, have
/// the same values.
std::vector<OfferedValue> offered_values(const SessionVerb& verb);

/// "session show [--json] [--show-secrets] NAME".
std::string usage_of(const SessionVerb& verb);

/// Tells flags, their values and the other words of a command apart. Errors: `usage`, which hold no
/// values: a flag that the command has not, and words that are too few, too many or empty.
base::Result<SessionWords> take_apart(const SessionVerb& verb, std::span<const std::string> words);

} // namespace latch::cli
