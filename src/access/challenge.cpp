// SPDX-License-Identifier: MIT
#include "latch/access/challenge.hpp"

#include "latch/base/text.hpp"
#include "latch/http/headers.hpp"

#include <algorithm>

namespace latch::access {

namespace {

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

bool is_token_character(char c) noexcept {
    return http::is_token({&c, 1});
}

bool is_token68_character(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
           std::string_view("-._~+/").find(c) != std::string_view::npos;
}

/// Reads one field value from its begin to its end.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    void read_into(std::vector<Challenge>& challenges) {
        for (skip_separators(); !rest_.empty(); skip_separators()) {
            const std::string_view name = take(is_token_character);
            if (name.empty()) {
                skip_element();
                continue;
            }
            if (auto value = parameter_value()) {
                // A parameter before any scheme belongs to nothing.
                if (!challenges.empty()) {
                    challenges.back().parameters.emplace_back(name, *std::move(value));
                }
                continue;
            }
            challenges.push_back({.scheme = std::string(name), .token68 = {}, .parameters = {}});
            challenges.back().token68 = token68();
        }
    }

private:
    template <class Predicate>
    std::string_view take(Predicate belongs) {
        const auto* const end = std::ranges::find_if_not(rest_, belongs);
        const auto taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    void skip_separators() {
        take([](char c) { return is_blank(c) || c == ','; });
    }

    /// To the next comma outside quotes.
    void skip_element() {
        while (!rest_.empty() && rest_.front() != ',') {
            if (rest_.front() == '"') {
                quoted();
            } else {
                rest_.remove_prefix(1);
            }
        }
    }

    /// What follows "="; if there is none, nothing is consumed.
    std::optional<std::string> parameter_value() {
        const std::string_view start = rest_;
        take(is_blank);
        if (rest_.starts_with('=')) {
            rest_.remove_prefix(1);
            take(is_blank);
            // Base64 and lists are often left unquoted, though they are no tokens.
            return rest_.starts_with('"')
                       ? quoted()
                       : std::string(take([](char c) { return !is_blank(c) && c != ','; }));
        }
        rest_ = start;
        return std::nullopt;
    }

    /// A quoted-string without quotes and backslashes; one that is not closed ends with the field.
    std::string quoted() {
        std::string text;
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() != '"') {
            if (rest_.front() == '\\' && rest_.size() > 1) {
                rest_.remove_prefix(1);
            }
            text += rest_.front();
            rest_.remove_prefix(1);
        }
        rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        return text;
    }

    /// The one word that may follow a scheme in the place of parameters: it ends the element.
    std::string token68() {
        const std::string_view start = rest_;
        take(is_blank);
        const std::string_view word = rest_;
        take(is_token68_character);
        take([](char c) { return c == '='; });
        const auto taken = word.substr(0, word.size() - rest_.size());
        take(is_blank);
        if (rest_.empty() || rest_.starts_with(',')) {
            return std::string(taken);
        }
        rest_ = start;
        return {};
    }

    std::string_view rest_;
};

} // namespace

std::optional<std::string_view> Challenge::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(parameters, [name](const auto& parameter) {
        return base::iequals(parameter.first, name);
    });
    return found == parameters.end() ? std::nullopt
                                     : std::optional<std::string_view>(found->second);
}

std::vector<Challenge> parse_challenges(const std::vector<std::string_view>& fields) {
    std::vector<Challenge> challenges;
    for (const std::string_view field : fields) {
        Reader(field).read_into(challenges);
    }
    return challenges;
}

} // namespace latch::access
