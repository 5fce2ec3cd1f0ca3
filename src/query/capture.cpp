// SPDX-License-Identifier: MIT
#include "latch/query/capture.hpp"

#include "latch/base/text.hpp"
#include "latch/query/literal.hpp"

#include <algorithm>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

bool is_name(std::string_view text) {
    const auto is_part = [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_';
    };
    return !text.empty() && !base::is_ascii_digit(text.front()) &&
           std::ranges::all_of(text, is_part);
}

/// Whether `//` has a meaning of its own in the query, or may be a part of it.
bool may_have_slashes(std::string_view query) {
    return is_jq(query) || query.starts_with("regex ") || query.starts_with("xpath ");
}

/// What stands behind the last `//`, without quotes; nothing if there is none.
std::optional<std::string> cut_fallback(std::string_view& query) {
    constexpr std::string_view mark = " // ";
    const std::size_t at = may_have_slashes(query) ? std::string_view::npos : query.rfind(mark);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view typed = base::trim(query.substr(at + mark.size()));
    query = query.substr(0, at);
    const auto literal = parse_literal(typed);
    const auto* const text = literal ? literal->value.as<std::string>() : nullptr;
    return text != nullptr ? *text : std::string(typed);
}

Error nothing_for(const Capture& capture, std::string why) {
    return Error(ErrorKind::protocol, "nothing to capture as " + capture.name)
        .because(std::move(why));
}

} // namespace

Result<Capture> parse_capture(std::string_view text) {
    const auto parts = base::split_once(text, '=');
    std::string_view name = parts ? parts->first : "";
    const bool is_secret = name.ends_with('!');
    name.remove_suffix(is_secret ? 1 : 0);
    if (!is_name(name)) {
        return Error(ErrorKind::usage, '"' + std::string(text) + "\" is no NAME=QUERY")
            .hinting("as in id=.items[0].id or place=header.Location");
    }
    std::string_view typed = base::trim(parts->second);
    const auto fallback = cut_fallback(typed);
    auto query = Query::parse(typed);
    if (!query) {
        return query.error();
    }
    return Capture{
        .name = std::string(name),
        .query = *std::move(query),
        .fallback = fallback,
        .is_secret = is_secret,
    };
}

Result<Taken> take_value(const Capture& capture, Answer& answer) {
    Found found = capture.query.ask(answer);
    const auto nothing = [&](std::string why) { return nothing_for(capture, std::move(why)); };
    if (!found.problem.empty()) {
        return nothing(found.problem);
    }
    if (found.values.size() > 1) {
        return nothing(
            capture.query.text() + " has " + base::counted(found.values.size(), "value")
        );
    }
    if (found.values.empty() || found.values.front().is_null()) {
        if (!capture.fallback) {
            return nothing("the answer has no " + capture.query.text());
        }
        return Taken{.value = Json::string(*capture.fallback), .is_untyped = true};
    }
    return Taken{.value = std::move(found.values.front()), .is_untyped = found.is_text};
}

Result<std::string> take(const Capture& capture, Answer& answer) {
    const auto taken = take_value(capture, answer);
    if (!taken) {
        return taken.error();
    }
    std::string text = to_plain_text(taken->value);
    if (text.find('\0') != std::string::npos) {
        return nothing_for(
            capture, capture.query.text() + " has a NUL, which no variable can hold"
        );
    }
    return text;
}

} // namespace latch::query
