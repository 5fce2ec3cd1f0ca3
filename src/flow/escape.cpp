// SPDX-License-Identifier: MIT
#include "flow/escape.hpp"

#include <cstddef>
#include <utility>

namespace latch::flow {

namespace {

std::string as_reference(char character) {
    return "&#" + std::to_string(static_cast<unsigned char>(character)) + ';';
}

/// What is one of `special` becomes a reference to its number.
std::string escaped(std::string_view text, std::string_view special) {
    std::string out;
    out.reserve(text.size());
    for (const char character : text) {
        if (special.find(character) == std::string_view::npos) {
            out += character;
        } else {
            out += as_reference(character);
        }
    }
    return out;
}

std::string without_commands(std::string text) {
    text = with_replaced(std::move(text), "::", "&#58;&#58;");
    return with_replaced(std::move(text), "##[", "&#35;&#35;[");
}

} // namespace

std::string with_replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string for_element(std::string_view text) {
    return without_commands(escaped(text, "&<>\r"));
}

std::string for_attribute(std::string_view text) {
    return without_commands(escaped(text, "&<>\"'\t\n\r"));
}

std::string for_markdown(std::string_view text) {
    // CommonMark takes a reference for the character and never for markup; ":" and "@" would begin
    // a link or a mention in GitHub's.
    return escaped(text, "!\"#$%&'()*+:;<>?@[\\]^_`{|}~\t\n\r");
}

} // namespace latch::flow
