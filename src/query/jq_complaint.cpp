// SPDX-License-Identifier: MIT
#include "query/jq_complaint.hpp"

#include "latch/base/text.hpp"

namespace latch::query {

namespace {

std::string_view without_start(std::string_view text, std::string_view start) noexcept {
    return text.starts_with(start) ? text.substr(start.size()) : text;
}

std::string_view first_line(std::string_view text) noexcept {
    return text.substr(0, text.find('\n'));
}

} // namespace

std::string jq_complaint(std::string_view said) {
    constexpr std::string_view program = " at <top-level>, ";
    constexpr std::string_view guess = " (Unix shell quoting issues?)";
    const std::string_view line = first_line(without_start(without_start(said, "jq: "), "error: "));
    const std::size_t at = line.find(program);
    std::string reason(base::trim(line.substr(0, at)));
    if (const std::size_t guessed = reason.find(guess); guessed != std::string::npos) {
        reason.erase(guessed, guess.size());
    }
    if (at == std::string_view::npos) {
        return reason;
    }
    const std::string_view place = line.substr(at + program.size());
    return reason.append(" at ").append(place.substr(0, place.rfind(':')));
}

} // namespace latch::query
