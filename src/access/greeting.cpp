// SPDX-License-Identifier: MIT
#include "access/greeting.hpp"

#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace latch::access {

namespace {

using nlohmann::json;
using Sense = Greeting::Sense;

// Names without case, '_', '-' and "is" in front.
constexpr std::array<std::string_view, 9> claims{
    "success",
    "successful",
    "succeeded",
    "ok",
    "authenticated",
    "loggedin",
    "signedin",
    "login",
    "valid"};
constexpr std::array<std::string_view, 7> statuses{
    "status", "state", "result", "code", "statuscode", "resultcode", "outcome"};
constexpr std::array<std::string_view, 9> demands{
    "twofactor",
    "twofactorrequired",
    "requirestwofactor",
    "requires2fa",
    "mfa",
    "mfarequired",
    "captcha",
    "captcharequired",
    "anonymous"};
constexpr std::array<std::string_view, 6> messages{
    "message", "msg", "detail", "reason", "title", "description"};
constexpr std::array<std::string_view, 4> persons{"user", "account", "principal", "me"};
constexpr std::array<std::string_view, 9> marks_of_persons{
    "username", "userid", "uid", "id", "profile", "email", "roles", "authorities", "permissions"};
constexpr std::array<std::string_view, 22> bad_words{
    "bad",     "unsuccess", "invalid",  "incorrect",    "wrong",     "mismatch",
    "fail",    "denied",    "rejected", "unauthorized", "forbidden", "not ",
    "no such", "cannot",    "unknown",  "error",        "locked",    "disabled",
    "expired", "too many",  "captcha",  "try again"};
constexpr std::array<std::string_view, 5> good_words{
    "success", "welcome", "logged in", "signed in", "authenticated"};
constexpr std::array<std::string_view, 7> words_about_credentials{
    "credential", "password", "username", "user name", "locked", "disabled", "captcha"};
constexpr std::array<std::string_view, 7> no_words{"false", "no", "ko", "nok", "0", "null", "none"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

template <std::size_t N>
bool has_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
    const std::string lower = base::to_ascii_lower(text);
    return std::ranges::any_of(words, [&lower](std::string_view word) {
        return lower.find(word) != std::string::npos;
    });
}

/// "mfa_required" and "mfaRequired" are one name, and so are "isLoggedIn" and "logged_in".
std::string bare(std::string_view name) {
    std::string lower = base::to_ascii_lower(name);
    std::erase_if(lower, [](char c) { return c == '_' || c == '-'; });
    return lower.starts_with("is") ? lower.substr(2) : lower;
}

/// The text of a value; that of a number is its digits.
std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>()
                             : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool is_empty(const json& value) {
    return value.is_null() || value.empty() || value == json(false) || value == json("") ||
           value == json(0);
}

bool says_no(const json& value) {
    return is_empty(value) || is_one_of(no_words, base::to_ascii_lower(text_of(value)));
}

Sense of_number(std::uint64_t number) {
    if (number >= 400 && number < 600) {
        return Sense::denial;
    }
    return number == 0 || (number >= 200 && number < 300) ? Sense::welcome : Sense::unclear;
}

Sense of_words(std::string_view text) {
    if (has_one_of(text, bad_words)) {
        return Sense::denial;
    }
    const bool is_good = has_one_of(text, good_words) || base::iequals(text, "ok");
    return is_good ? Sense::welcome : Sense::unclear;
}

Sense of_status(const json& value) {
    if (value.is_boolean()) {
        return value == json(true) ? Sense::welcome : Sense::denial;
    }
    const std::string text = text_of(value);
    if (const auto number = base::parse_decimal(text)) {
        return of_number(*number);
    }
    const bool is_no = value.is_string() && is_one_of(no_words, base::to_ascii_lower(text));
    return is_no ? Sense::denial : of_words(text);
}

bool tells_of_error(std::string_view name) {
    return name.starts_with("error") || name.ends_with("error") || name.ends_with("errors") ||
           name == "exception";
}

/// Of what is said about somebody.
Sense of_person(std::string_view name, const json& value, std::string_view user) {
    if (is_one_of(persons, name)) {
        return is_empty(value) ? Sense::denial : Sense::welcome;
    }
    const bool is_user =
        value.is_string() && !user.empty() && base::iequals(value.get<std::string>(), user);
    const bool is_mark = is_one_of(marks_of_persons, name) && !is_empty(value);
    return is_user || is_mark ? Sense::welcome : Sense::unclear;
}

Sense of_member(std::string_view name, const json& value, std::string_view user) {
    if (tells_of_error(name) || is_one_of(demands, name)) {
        return says_no(value) ? Sense::unclear : Sense::denial;
    }
    if (is_one_of(claims, name)) {
        return says_no(value) ? Sense::denial : Sense::welcome;
    }
    if (is_one_of(statuses, name)) {
        return of_status(value);
    }
    if (is_one_of(messages, name)) {
        return value.is_string() ? of_words(text_of(value)) : Sense::unclear;
    }
    return of_person(name, value, user);
}

/// Without the ends that lines have.
std::string_view stripped(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// The beginning of what a server said.
std::string beginning_of(std::string text) {
    constexpr std::size_t longest = 200;
    if (text.size() > longest) {
        text.resize(longest);
        while (!text.empty() && !base::is_utf8(text)) {
            text.pop_back();
        }
        text += "...";
    }
    return text;
}

/// What an object says, and those right below it; a denial counts for more than a welcome.
Greeting of_object(const json& object, std::string_view user, bool has_inner) {
    Greeting greeting;
    for (const auto& [name, value] : object.items()) {
        const Sense sense = of_member(bare(name), value, user);
        if (sense == Sense::denial) {
            return {sense, beginning_of("its JSON says " + name + ": " + text_of(value))};
        }
        greeting.sense = sense == Sense::welcome ? sense : greeting.sense;
        if (has_inner && value.is_object()) {
            Greeting inner = of_object(value, user, false);
            if (inner.sense == Sense::denial) {
                return inner;
            }
            greeting.sense = inner.sense == Sense::welcome ? inner.sense : greeting.sense;
        }
    }
    return greeting;
}

Greeting of_text(std::string_view text) {
    constexpr std::size_t longest = 256;
    const std::string_view trimmed = stripped(text);
    if (trimmed.size() > longest || trimmed.find_first_of("<{[") != std::string_view::npos) {
        return {Sense::unclear, "it is neither JSON nor a token"};
    }
    const Sense sense = of_words(trimmed);
    return {sense, sense == Sense::denial ? beginning_of("it says: " + std::string(trimmed)) : ""};
}

Greeting of_list(const json& list) {
    for (const json& element : list) {
        if (element.is_string() && of_words(text_of(element)) == Sense::denial) {
            return {Sense::denial, beginning_of("it says: " + text_of(element))};
        }
    }
    return {};
}

} // namespace

Greeting read_greeting(std::string_view body, std::string_view user) {
    if (stripped(body).empty()) {
        return {Sense::welcome};
    }
    const json document = json::parse(body, nullptr, false);
    if (document.is_discarded()) {
        return of_text(body);
    }
    if (document.is_object()) {
        return document.empty() ? Greeting{Sense::welcome} : of_object(document, user, true);
    }
    if (document.is_array()) {
        return of_list(document);
    }
    if (document.is_string()) {
        return of_text(document.get<std::string>());
    }
    return document == json(true) ? Greeting{Sense::welcome}
                                  : Greeting{Sense::denial, "it says " + text_of(document)};
}

bool speaks_of_credentials(std::string_view body) {
    constexpr std::size_t longest = 1024;
    return body.size() <= longest && has_one_of(body, words_about_credentials);
}

} // namespace latch::access
