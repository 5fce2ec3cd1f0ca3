// SPDX-License-Identifier: MIT
#include "latch/access/netrc.hpp"

#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

#include <algorithm>
#include <utility>

namespace latch::access {

namespace {

bool is_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/// The words of a file, one after the other.
class Words {
public:
    explicit Words(std::string_view text) : rest_(text) {}

    /// The next word; nothing at the end.
    std::optional<std::string> next() {
        const auto* const start = std::ranges::find_if_not(rest_, is_space);
        rest_.remove_prefix(static_cast<std::size_t>(start - rest_.begin()));
        if (rest_.empty()) {
            return std::nullopt;
        }
        if (rest_.front() == '"') {
            return quoted();
        }
        const auto* const end = std::ranges::find_if(rest_, is_space);
        std::string word(rest_.begin(), end);
        rest_.remove_prefix(word.size());
        return word;
    }

    void skip_line() {
        const auto end = rest_.find('\n');
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
    }

    /// A macro's body ends with an empty line.
    void skip_macro() {
        skip_line();
        while (!rest_.empty()) {
            rest_.remove_prefix(1); // the line end
            if (rest_.starts_with('\n') || rest_.starts_with("\r\n")) {
                return;
            }
            skip_line();
        }
    }

private:
    std::string quoted() {
        std::string word;
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() != '"') {
            const bool escaped = rest_.front() == '\\' && rest_.size() > 1;
            rest_.remove_prefix(escaped ? 1 : 0);
            word += escaped ? unescaped(rest_.front()) : rest_.front();
            rest_.remove_prefix(1);
        }
        rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        return word;
    }

    static char unescaped(char c) noexcept {
        switch (c) {
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return c;
        }
    }

    std::string_view rest_;
};

/// A machine's name as URLs spell it: lowercase, punycoded, without a trailing dot.
std::string host_of(const std::string& machine) {
    if (machine.find_first_of("/?#@\\:[") == std::string::npos) {
        if (const auto parsed = http::parse_url("http://" + machine)) {
            return parsed->url.host;
        }
    }
    return base::to_ascii_lower(machine);
}

bool takes_value(std::string_view keyword) noexcept {
    return keyword == "machine" || keyword == "login" || keyword == "password" ||
           keyword == "account";
}

void take(std::string_view keyword, std::string value, std::vector<NetrcEntry>& entries) {
    if (keyword == "machine") {
        // A name that is missing must not make a default entry: "?" is no host.
        entries.push_back(
            {.machine = value.empty() ? "?" : std::move(value), .login = {}, .password = {}}
        );
    } else if (!entries.empty() && keyword == "login") {
        entries.back().login = std::move(value);
    } else if (!entries.empty() && keyword == "password") {
        entries.back().password = base::Secret(std::move(value));
    }
}

} // namespace

std::vector<NetrcEntry> parse_netrc(std::string_view text) {
    std::vector<NetrcEntry> entries;
    Words words(text);
    while (const auto word = words.next()) {
        if (*word == "macdef") {
            words.skip_macro();
        } else if (word->starts_with('#')) {
            words.skip_line();
        } else if (*word == "default") {
            entries.emplace_back();
        } else if (takes_value(*word)) {
            take(*word, words.next().value_or(""), entries);
        }
    }
    return entries;
}

std::optional<Basic>
find_in_netrc(const std::vector<NetrcEntry>& entries, std::string_view host, NetrcReach reach) {
    auto found = std::ranges::find_if(entries, [host](const NetrcEntry& entry) {
        return !entry.machine.empty() && host_of(entry.machine) == host;
    });
    if (found == entries.end() && reach == NetrcReach::everybody) {
        found = std::ranges::find(entries, std::string(), &NetrcEntry::machine);
    }
    if (found == entries.end() || found->login.empty() || found->password.empty()) {
        return std::nullopt;
    }
    return Basic{.user = found->login, .password = found->password};
}

} // namespace latch::access
