// SPDX-License-Identifier: MIT
#include "cli/filling.hpp"

#include "cli/value.hpp"

#include "latch/query/filling.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::cli {

namespace {

using base::Fillings;
using base::Result;

Result<std::string> fill_body(std::string_view text, Fillings fillings) {
    constexpr std::string_view begins_json = "{[\"";
    const auto first = text.find_first_not_of(" \t\r\n");
    const bool is_json =
        first != std::string_view::npos && begins_json.find(text[first]) != std::string_view::npos;
    return is_json ? base::filled_json(text, fillings)
                   : Result<std::string>(base::filled(text, fillings));
}

Result<std::string> filled_value(Fills kind, std::string_view text, Fillings fillings) {
    switch (kind) {
    case Fills::body:
        return fill_body(text, fillings);
    case Fills::expectation:
        return query::fill_expectation(text, fillings);
    case Fills::capture:
        return query::fill_capture(text, fillings);
    case Fills::filter:
        return query::fill_filter(text, fillings);
    case Fills::text:
        break;
    }
    return base::filled(text, fillings);
}

Result<std::optional<std::string>> optional(Result<std::string> value) {
    if (!value) {
        return value.error();
    }
    return std::optional(*std::move(value));
}

/// What may stand for a value that nobody knows yet: a number, a text, a duration, a size.
std::vector<std::vector<base::Filling>> guesses(Fillings fillings) {
    struct Guess {
        std::string_view text;
        std::string_view json;
    };

    constexpr std::array<Guess, 4> all{
        Guess{"1", "1"}, Guess{"x", R"("x")"}, Guess{"1s", ""}, Guess{"1KB", ""}};
    std::vector<std::vector<base::Filling>> variants;
    for (const auto& [text, json] : all) {
        auto& variant = variants.emplace_back(fillings.begin(), fillings.end());
        for (base::Filling& filling : variant) {
            if (filling.is_unknown) {
                filling.text = text;
                filling.json = json;
            }
        }
    }
    return variants;
}

/// A value that the option takes, where some value for its holes has one; else the first that can
/// be filled in, unless nothing can be said of an option without its value.
Result<std::optional<std::string>> guessed(const Occurrence& occurrence, Fillings fillings) {
    const Fills kind = occurrence.option->fills;
    std::optional<std::string> first;
    std::optional<base::Error> error;
    for (const std::vector<base::Filling>& variant : guesses(fillings)) {
        auto value = filled_value(kind, occurrence.text, variant);
        if (!value) {
            error = error ? error : value.error();
            continue;
        }
        Draft scratch;
        if (occurrence.option->apply(scratch, *value)) {
            return std::optional(*std::move(value));
        }
        first = first ? first : *std::move(value);
    }
    if (!first) {
        return *error;
    }
    return kind == Fills::text || kind == Fills::body ? std::nullopt : first;
}

} // namespace

Result<void> fill(Layer& occurrences, Fillings fillings) {
    Layer filled;
    for (Occurrence& occurrence : occurrences) {
        if (!base::has_holes(occurrence.text)) {
            filled.push_back(std::move(occurrence));
            continue;
        }
        auto value =
            base::has_unknown(occurrence.text, fillings)
                ? guessed(occurrence, fillings)
                : optional(filled_value(occurrence.option->fills, occurrence.text, fillings));
        if (!value) {
            return about(name_of(occurrence), value.error());
        }
        if (*value) {
            occurrence.text = **std::move(value);
            filled.push_back(std::move(occurrence));
        }
    }
    occurrences = std::move(filled);
    return {};
}

} // namespace latch::cli
