// SPDX-License-Identifier: MIT
#include "query/jq_imports.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>

namespace latch::query {

namespace {

constexpr std::array<std::string_view, 3> words{"import", "include", "module"};

/// A longer word and a key of an object are something else.
bool is_word_alone(std::string_view rest) noexcept {
    if (!rest.empty() && (base::is_ascii_alpha(rest.front()) ||
                          base::is_ascii_digit(rest.front()) || rest.front() == '_')) {
        return false;
    }
    return !base::trim(rest).starts_with(':');
}

bool is_import(std::string_view line) noexcept {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return line.starts_with(word) && is_word_alone(line.substr(word.size()));
    });
}

} // namespace

bool imports_modules(std::string_view program) {
    while (!program.empty()) {
        const std::size_t end = std::min(program.find_first_of("\r\n"), program.size());
        if (is_import(base::trim(program.substr(0, end)))) {
            return true;
        }
        program.remove_prefix(std::min(end + 1, program.size()));
    }
    return false;
}

} // namespace latch::query
