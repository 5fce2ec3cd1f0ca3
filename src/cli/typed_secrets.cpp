// SPDX-License-Identifier: MIT
#include "latch/cli/typed_secrets.hpp"

#include "cli/command_line.hpp"
#include "cli/option.hpp"
#include "cli/session_setting.hpp"

#include "latch/base/text.hpp"
#include "latch/http/url.hpp"
#include "latch/output/redact.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

namespace latch::cli {

namespace {

using base::Secret;

/// An option's value that is to be hidden.
struct HiddenValue {
    Hides hides = Hides::nothing;
    std::optional<std::string_view> text; ///< nothing: it is the next word
};

template <class Is>
const Option* find(const Is& is) {
    const auto options = all_options();
    const auto found = std::ranges::find_if(options, is);
    return found == options.end() ? nullptr : &*found;
}

Hides hidden_by(const Option* option) noexcept {
    return option == nullptr ? Hides::nothing : option->hides;
}

/// "--auth=bob:pw", "--auth".
HiddenValue hidden_long(std::string_view word) {
    const std::string_view name = word.substr(2, word.find('=') - 2);
    const auto halves = base::split_once(word, '=');
    return {
        .hides = hidden_by(find([name](const Option& each) { return long_name(each) == name; })),
        .text = halves ? std::optional(halves->second) : std::nullopt,
    };
}

/// "-abob:pw", and "-vabob:pw", where flags come before.
HiddenValue hidden_short(std::string_view word) {
    for (std::size_t at = 1; at < word.size(); ++at) {
        const Option* const option =
            find([c = word[at]](const Option& each) { return letter(each) == c; });
        if (option == nullptr || !is_flag(*option)) {
            const std::string_view rest = word.substr(at + 1);
            return {
                .hides = hidden_by(option),
                .text = rest.empty() ? std::nullopt : std::optional(rest),
            };
        }
    }
    return {};
}

HiddenValue hidden_value(std::string_view word) {
    if (word.starts_with("--")) {
        return hidden_long(word);
    }
    return word.size() > 1 && word.starts_with('-') ? hidden_short(word) : HiddenValue{};
}

/// A URL's password, also as it is meant: "p%40w" is "p@w".
void add_url_password(std::string_view word, std::vector<Secret>& secrets) {
    if (word.find('@') == std::string_view::npos) {
        return;
    }
    const std::size_t mark = word.rfind("://");
    const std::string_view rest = mark == std::string_view::npos ? word : word.substr(mark + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const std::size_t sign = authority.rfind('@');
    const auto halves = base::split_once(authority.substr(0, sign), ':');
    if (sign == std::string_view::npos || !halves) {
        return;
    }
    secrets.emplace_back(std::string(halves->second));
    const auto parsed = http::parse_url("http://" + std::string(authority.substr(0, sign)) + "@a");
    if (parsed && parsed->user_info && parsed->user_info->password) {
        secrets.push_back(*parsed->user_info->password);
    }
}

/// "Authorization:Bearer t", "header:X-Api-Key=k", "cookie:SESSION=…"; and with that "NAME=VALUE"
/// of a session's, in which a name that tells is hidden as a header's.
void add_named(std::string_view word, std::vector<Secret>& secrets) {
    const auto halves = base::split_once(word, ':');
    if (!halves || word.starts_with('-')) { // "--csrf-token=env:NAME" is no header
        return;
    }
    http::Header header{std::string(halves->first), std::string(base::trim(halves->second))};
    const auto setting = base::split_once(halves->second, '=');
    if (setting && halves->first == "header") {
        header = {std::string(setting->first), std::string(base::trim(setting->second))};
    }
    std::ranges::move(output::secrets_in(header), std::back_inserter(secrets));
}

/// A value whose name tells, unless it says yes or no.
void add_telling(std::string_view name, std::string_view value, std::vector<Secret>& secrets) {
    if (value != "true" && value != "false" && value != "null") {
        std::ranges::move(
            output::secrets_in({std::string(name), std::string(value)}), std::back_inserter(secrets)
        );
    }
}

/// "https://a.test/?access_token=t&x=1": "?" and "&" are no parts of values here.
void add_query(std::string_view query, std::vector<Secret>& secrets) {
    for (const std::string_view pair : base::split(query.substr(0, query.find('#')), '&')) {
        if (const auto halves = base::split_once(pair, '=')) {
            add_telling(halves->first, halves->second, secrets);
        }
    }
}

/// Items: "password=pw", "access_token==t", "secret:=\"s\"". What is behind an @ is no value.
void add_item(std::string_view word, std::vector<Secret>& secrets) {
    const auto halves = base::split_once(word, '=');
    if (word.starts_with('-') || !halves) {
        return;
    }
    if (const auto query = base::split_once(word, '?')) {
        add_query(query->second, secrets);
    }
    auto [name, value] = *halves;
    if (name.find('?') != std::string_view::npos) {
        return;
    }
    const bool is_json = name.ends_with(':');
    name.remove_suffix(is_json ? 1 : 0);
    value.remove_prefix(value.starts_with('=') ? 1 : 0);
    if (value.starts_with('@')) {
        return;
    }
    if (is_json && value.size() > 1 && value.starts_with('"') && value.ends_with('"')) {
        value = value.substr(1, value.size() - 2);
    }
    add_telling(name, value, secrets);
}

void add(std::string_view value, Hides hides, bool has_tokens, std::vector<Secret>& secrets) {
    const auto halves = base::split_once(value, ':');
    if (hides == Hides::password && halves) {
        secrets.emplace_back(std::string(halves->second));
    }
    if (hides == Hides::value || (hides == Hides::password && has_tokens)) {
        secrets.emplace_back(std::string(value));
    }
}

/// "bob:pw" behind the URL of a login.
void add_login(std::span<const std::string> words, std::vector<Secret>& secrets) {
    const auto line = take_apart(words);
    if (!line) {
        return;
    }
    auto word = line->positionals.begin();
    if (word != line->positionals.end() && word->starts_with('@')) {
        ++word;
    }
    if (line->positionals.end() - word > 1) {
        add(*std::next(word), Hides::password, false, secrets);
    }
}

/// Whether tokens are spoken of, so that what has no other name may be one.
bool has_tokens(std::span<const std::string> arguments) {
    return std::ranges::any_of(arguments, [](std::string_view word) {
        return word.starts_with('-') ? word.ends_with("bearer") : word == "bearer";
    });
}

bool is_command(std::span<const std::string> arguments, std::string_view command) {
    return !arguments.empty() && arguments.front() == command;
}

} // namespace

std::vector<Secret> typed_secrets(std::span<const std::string> arguments) {
    std::vector<Secret> secrets;
    const bool is_of_session = is_command(arguments, "session");
    const bool with_tokens = has_tokens(arguments);
    if (is_command(arguments, "login")) {
        add_login(arguments.subspan(1), secrets);
    }
    HiddenValue hidden;
    for (const std::string& word : arguments) {
        const bool is_value = hidden.hides != Hides::nothing && !hidden.text;
        hidden = is_value ? HiddenValue{.hides = hidden.hides, .text = word} : hidden_value(word);
        if (hidden.text) {
            add(*hidden.text, hidden.hides, with_tokens, secrets);
        }
        if (is_of_session) {
            const auto setting = base::split_once(word, '=');
            add(setting ? setting->second : "", hidden_of_setting(word), with_tokens, secrets);
        }
        if (!is_value || hidden.hides != Hides::no_item) {
            add_named(word, secrets);
            add_item(word, secrets);
            add_url_password(word, secrets);
        }
    }
    return secrets;
}

} // namespace latch::cli
