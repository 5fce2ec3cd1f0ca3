// SPDX-License-Identifier: MIT
#include "cli/token_command.hpp"

#include "cli/session_choice.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::string_view usage_line = "usage: latch token @SESSION [URL] [--decode]";

bool suits_token(const Option& option) noexcept {
    constexpr std::array<std::string_view, 4> names{
        "config", "decode", "session", "session-read-only"};
    return std::ranges::find(names, long_name(option)) != names.end();
}

Error wrong(std::string what) {
    return Error(ErrorKind::usage, std::move(what)).hinting(std::string(usage_line));
}

} // namespace

Result<Invocation>
token_of(Draft draft, const CommandLine& line, const base::Environment& /*environment*/) {
    for (const Occurrence& occurrence : line.occurrences) {
        if (!suits_token(*occurrence.option)) {
            return wrong("token has no option " + spelled(*occurrence.option));
        }
    }
    std::span<const std::string> words = line.positionals;
    std::optional<std::string> name;
    if (!words.empty() && words.front().starts_with('@')) {
        name = words.front().substr(1);
        words = words.subspan(1);
    }
    auto session = session_choice(draft, name);
    if (!session) {
        return session.error();
    }
    if (!*session || (*session)->value.empty()) {
        return wrong("token needs a session");
    }
    if (words.size() > 1) {
        return wrong("token is used wrongly");
    }
    ShowToken command;
    command.session = **std::move(session);
    command.place.url_rules = std::move(draft.send.request.url_rules);
    command.place.url = words.empty() ? "" : words.front();
    command.what = draft.decodes ? ShowToken::What::claims : ShowToken::What::token;
    return Invocation(std::move(command));
}

} // namespace latch::cli
