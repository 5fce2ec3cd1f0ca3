// SPDX-License-Identifier: MIT
#include "cli/session_words.hpp"

#include "cli/session_command.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr auto flags = std::to_array<SessionFlag>({
    {.name = "--json"},
    {.name = "--names"},
    {.name = "--origins"},
    {.name = "--show-secrets"},
    {.name = "--yes"},
    {.name = "--force"},
    {.name = "--origin", .value = "URL", .completes = Completes::origins},
    {.name = "--auth-from", .value = "SOURCE"},
    {.name = "--auth-type", .value = "TYPE"},
    {.name = "--output", .value = "FILE"},
    {.name = "--format", .value = "FORMAT"},
    {.name = "--quiet", .letter = 'q'},
});

Error wrong_words(const SessionVerb& verb) {
    return Error(ErrorKind::usage, "session " + std::string(verb.name) + " is used wrongly")
        .hinting("usage: latch " + usage_of(verb));
}

/// "-q", "-qq".
bool is_repeated(char letter, std::string_view word) noexcept {
    return word.size() >= 2 && word.front() == '-' &&
           word.find_first_not_of(letter, 1) == std::string_view::npos;
}

bool knows(const SessionVerb& verb, std::string_view flag) {
    return std::ranges::count(base::split(verb.flags, ' '), flag) != 0;
}

/// Reads the words of one command from left to right.
class Reader {
public:
    Reader(const SessionVerb& verb, std::span<const std::string> rest) : verb_(verb), rest_(rest) {}

    Result<SessionWords> read() {
        while (!rest_.empty()) {
            const std::string& word = rest_.front();
            rest_ = rest_.subspan(1);
            if (flags_ended_ || word.size() < 2 || !word.starts_with('-')) {
                said_.words.push_back(word);
            } else if (word == "--") {
                flags_ended_ = true;
            } else if (auto taken = take_flag(word); !taken) {
                return taken.error();
            }
        }
        std::erase_if(said_.flags, [&](const auto& flag) {
            return std::ranges::count(denied_, flag.first.substr(2)) != 0;
        });
        return std::move(said_);
    }

private:
    /// "--json", "--origin URL", "--origin=URL", "--no-json".
    Result<void> take_flag(std::string_view word) {
        const std::string_view name = word.substr(0, word.find('='));
        constexpr std::string_view denial = "--no-";
        if (name.starts_with(denial) &&
            knows(verb_, "--" + std::string(name.substr(denial.size())))) {
            denied_.push_back(name.substr(denial.size()));
            return {};
        }
        const SessionFlag* const flag = find_session_flag(name);
        if (flag == nullptr || !knows(verb_, flag->name)) {
            return Error(
                       ErrorKind::usage,
                       "session " + std::string(verb_.name) + " has no option " + std::string(name)
            )
                .hinting("usage: latch " + usage_of(verb_));
        }
        return take_value(*flag, word.substr(name.size()));
    }

    Result<void> take_value(const SessionFlag& flag, std::string_view attached) {
        std::string value;
        if (!attached.empty()) {
            value = attached.substr(1);
        } else if (!flag.value.empty() && !rest_.empty()) {
            value = rest_.front();
            rest_ = rest_.subspan(1);
        }
        if (flag.value.empty() != value.empty() || (flag.value.empty() && !attached.empty())) {
            const std::string_view wants =
                flag.value.empty() ? " takes no value" : " needs a value";
            return Error(ErrorKind::usage, std::string(flag.name).append(wants))
                .hinting("usage: latch " + usage_of(verb_));
        }
        said_.flags.emplace_back(flag.name, std::move(value));
        return {};
    }

    const SessionVerb& verb_;
    std::span<const std::string> rest_;
    bool flags_ended_ = false;
    std::vector<std::string_view> denied_; ///< names without dashes
    SessionWords said_;
};

} // namespace

bool SessionWords::has(std::string_view flag) const {
    return value(flag).has_value();
}

std::optional<std::string> SessionWords::value(std::string_view flag) const {
    std::optional<std::string> found;
    for (const auto& [name, value] : flags) {
        found = name == flag ? value : found;
    }
    return found;
}

std::string session_name(const std::string& word) {
    return word.starts_with('@') ? word.substr(1) : word;
}

std::vector<std::string> session_names(std::vector<std::string> words) {
    std::ranges::transform(words, words.begin(), session_name);
    return words;
}

const SessionFlag* find_session_flag(std::string_view name) noexcept {
    const auto* const found = std::ranges::find_if(flags, [name](const SessionFlag& flag) {
        return flag.name == name || (flag.letter != '\0' && is_repeated(flag.letter, name));
    });
    return found == flags.end() ? nullptr : found;
}

std::vector<OfferedValue> offered_values(const SessionVerb& verb) {
    std::vector<OfferedValue> values;
    for (const SessionFlag& flag : flags) {
        if (flag.value.empty() || !knows(verb, flag.name)) {
            continue;
        }
        OfferedValue offered{.flag = flag.name, .words = {}, .completes = flag.completes};
        if (flag.name == "--format" && verb.formats != nullptr) {
            offered.words = verb.formats();
        } else if (const Option* const option = find_option(flag.name)) {
            offered.words = option->value.words;
            offered.completes = option->value.completes;
        }
        values.push_back(std::move(offered));
    }
    return values;
}

std::string usage_of(const SessionVerb& verb) {
    std::string usage = "session " + std::string(verb.name);
    for (const SessionFlag& flag : flags) {
        if (knows(verb, flag.name)) {
            const std::string_view blank = flag.value.empty() ? "" : " ";
            usage.append(" [").append(flag.name).append(blank).append(flag.value).append("]");
        }
    }
    return verb.words.empty() ? usage : usage.append(" ").append(verb.words);
}

Result<SessionWords> take_apart(const SessionVerb& verb, std::span<const std::string> words) {
    auto said = Reader(verb, words).read();
    if (!said) {
        return said.error();
    }
    const bool has_empty = std::ranges::count(said->words, "") != 0;
    if (said->words.size() < verb.least || said->words.size() > verb.most || has_empty) {
        return wrong_words(verb);
    }
    return said;
}

} // namespace latch::cli
