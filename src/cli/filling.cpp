// SPDX-License-Identifier: MIT
#include "cli/filling.hpp"

#include "cli/value.hpp"

#include "latch/query/filling.hpp"

#include <string>
#include <string_view>
#include <utility>

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

} // namespace

Result<void> fill(Layer& occurrences, Fillings fillings) {
    for (Occurrence& occurrence : occurrences) {
        if (!base::has_holes(occurrence.text)) {
            continue;
        }
        auto value = filled_value(occurrence.option->fills, occurrence.text, fillings);
        if (!value) {
            return about(name_of(occurrence), value.error());
        }
        occurrence.text = *std::move(value);
    }
    return {};
}

} // namespace latch::cli
