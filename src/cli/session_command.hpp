// SPDX-License-Identifier: MIT
#pragma once

#include "cli/session_words.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace latch::cli {

/// One command of `latch session`: all that the parser, the help, the man page and the completions
/// know of it.
struct SessionVerb {
    enum class Offers : std::uint8_t { nothing, sessions, files, settings };
    using Parse = base::Result<SessionCommand> (*)(
        const SessionWords& words, const base::Environment& environment
    );

    std::string_view name;
    std::string_view flags = {}; ///< names of flags, separated by blanks
    std::string_view words = {}; ///< what follows, as the usage shows it
    std::size_t least = 0;       ///< of the words that follow
    std::size_t most = 0;
    Offers offers = Offers::nothing;    ///< what shells can offer for the words
    std::string (*formats)() = nullptr; ///< the values of --format, separated by blanks
    std::string_view text;              ///< whole sentences
    Parse parse = nullptr;
};

std::span<const SessionVerb> session_verbs() noexcept;

/// What `latch session` means with these words. Errors: `usage`, which hold no values.
base::Result<Invocation>
parse_session(std::span<const std::string> words, const base::Environment& environment);

} // namespace latch::cli
