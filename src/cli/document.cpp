// SPDX-License-Identifier: MIT
#include "cli/document.hpp"

#include "cli/command.hpp"
#include "cli/session_command.hpp"

#include "latch/base/text.hpp"

namespace latch::cli {

std::string_view title(Group group) noexcept {
    switch (group) {
    case Group::body:
        return "Request body";
    case Group::output:
        return "Output";
    case Group::checks:
        return "Checks and values";
    case Group::authentication:
        return "Authentication";
    case Group::login:
        return "Login";
    case Group::session:
        return "Session";
    case Group::network:
        return "Network";
    case Group::several:
        return "Several requests";
    case Group::waiting:
        return "Waiting";
    case Group::flows:
        return "Flows";
    case Group::general:
        return "General";
    }
    return {};
}

std::string offered_commands() {
    std::string names;
    for (const Command& command : all_commands()) {
        names += names.empty() ? "" : " ";
        names += command.name;
    }
    return names;
}

std::string offered_session_commands() {
    std::string names;
    for (const SessionVerb& verb : session_verbs()) {
        names += names.empty() ? "" : " ";
        names += verb.name;
    }
    return names;
}

std::string sentence(std::string_view summary) {
    return base::to_ascii_upper(summary.substr(0, 1)).append(summary.substr(1)) + '.';
}

std::vector<std::string> broken(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    for (const std::string_view word : base::split(text, ' ')) {
        if (lines.empty() || lines.back().size() + 1 + word.size() > width) {
            lines.emplace_back(word);
        } else {
            lines.back().append(" ").append(word);
        }
    }
    return lines;
}

std::string fill(std::string text, std::string_view place, std::string_view content) {
    return text.replace(text.find(place), place.size(), content);
}

std::string backslashed(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

} // namespace latch::cli
