// SPDX-License-Identifier: MIT
#include "cli/document.hpp"

#include "cli/command.hpp"

namespace latch::cli {

std::string_view title(Group group) noexcept {
    switch (group) {
    case Group::body:
        return "Request body";
    case Group::output:
        return "Output";
    case Group::authentication:
        return "Authentication";
    case Group::session:
        return "Session";
    case Group::network:
        return "Network";
    case Group::general:
        return "General";
    }
    return {};
}

std::string offered_commands() {
    std::string names;
    for (const Command& command : all_commands()) {
        if (command.parse != nullptr) {
            names += names.empty() ? "" : " ";
            names += command.name;
        }
    }
    return names;
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
