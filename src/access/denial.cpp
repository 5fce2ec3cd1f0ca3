// SPDX-License-Identifier: MIT
#include "access/denial.hpp"

#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace latch::access {

namespace {

using nlohmann::json;
using Denial = std::optional<std::string>;

constexpr std::array<std::string_view, 4> errors{"error", "errors", "exception", "fielderrors"};
constexpr std::array<std::string_view, 7> claims{
    "success", "succeeded", "ok", "authenticated", "isauthenticated", "loggedin", "valid"};
constexpr std::array<std::string_view, 4> statuses{"status", "result", "code", "statuscode"};
constexpr std::array<std::string_view, 6> factors{
    "twofactor", "twofactorrequired", "requirestwofactor", "requires2fa", "mfa", "mfarequired"};
constexpr std::array<std::string_view, 3> messages{"message", "msg", "detail"};
constexpr std::array<std::string_view, 16> bad_words{
    "bad credentials",
    "invalid",
    "incorrect",
    "wrong",
    "fail",
    "denied",
    "unauthorized",
    "not ",
    "cannot",
    "unknown",
    "error",
    "locked",
    "disabled",
    "expired",
    "too many",
    "no such"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// "mfa_required" and "mfaRequired" are one name.
std::string bare(std::string_view name) {
    std::string lower = base::to_ascii_lower(name);
    std::erase_if(lower, [](char c) { return c == '_' || c == '-'; });
    return lower;
}

bool speaks_of_failure(std::string_view text) {
    const std::string lower = base::to_ascii_lower(text);
    return std::ranges::any_of(bad_words, [&lower](std::string_view word) {
        return lower.find(word) != std::string::npos;
    });
}

bool says_something(const json& value) {
    const bool is_zero = value.is_number() && value == 0;
    return value != json(false) && !is_zero && !value.empty() && value != json("");
}

bool is_bad_status(const json& value) {
    constexpr int least_error = 400;
    return value.is_number() ? value >= least_error
                             : value.is_string() && speaks_of_failure(value.get<std::string>());
}

bool denies(std::string_view name, const json& value) {
    if (is_one_of(errors, name)) {
        return says_something(value);
    }
    if (is_one_of(claims, name)) {
        return value == json(false) || value == json("false") || value.is_null();
    }
    if (is_one_of(factors, name)) {
        return says_something(value);
    }
    if (is_one_of(statuses, name)) {
        return value == json(false) || is_bad_status(value);
    }
    return is_one_of(messages, name) && value.is_string() &&
           speaks_of_failure(value.get<std::string>());
}

Denial denial_in(const json& object) {
    for (const auto& [name, value] : object.items()) {
        if (denies(bare(name), value)) {
            return "its JSON says " + name + ": " +
                   value.dump(-1, ' ', false, json::error_handler_t::replace);
        }
    }
    return std::nullopt;
}

} // namespace

Denial denial_in(std::string_view body) {
    const json document = json::parse(body, nullptr, false);
    if (document.is_object()) {
        return denial_in(document);
    }
    if (document == json(false) || document.is_null()) {
        return "it says " + std::string(base::trim(body));
    }
    constexpr std::size_t longest_text = 256;
    const bool is_text =
        body.size() <= longest_text && body.find_first_of("<{[") == std::string_view::npos;
    if (document.is_discarded() && !body.empty() && (!is_text || speaks_of_failure(body))) {
        return is_text ? "it says: " + std::string(base::trim(body))
                       : "it is neither JSON nor a token";
    }
    return document.is_string() && speaks_of_failure(document.get<std::string>())
               ? Denial("it says: " + document.get<std::string>())
               : std::nullopt;
}

} // namespace latch::access
