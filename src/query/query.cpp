// SPDX-License-Identifier: MIT
#include "latch/query/query.hpp"

#include "query/named.hpp"

#include "latch/base/text.hpp"
#include "latch/http/media_type.hpp"
#include "latch/query/literal.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::Result;

Found failed(const Error& error) {
    const std::string& cause = error.cause();
    return {.problem = error.what() + (cause.empty() ? "" : " (" + cause + ')')};
}

Found outputs(Outputs outputs) {
    return {.values = std::move(outputs.values), .problem = std::move(outputs.error)};
}

Found ask(const Query::Named& named, Answer& answer) {
    return ask_named(named, answer);
}

Found ask(const Filter& filter, Answer& answer) {
    const Result<Json>& document = answer.json();
    return document ? outputs(filter.evaluate(*document)) : failed(document.error());
}

Found ask(const std::shared_ptr<const JqProgram>& program, Answer& answer) {
    if (const Result<Json>& document = answer.json(); !document) {
        return failed(document.error());
    }
    auto run = program->run(answer.body().text, {.time = answer.patience()});
    if (!run) {
        return failed(run.error());
    }
    Found found{.problem = run->error.value_or("")};
    for (const std::string& output : run->outputs) {
        auto value = parse_json(output);
        if (!value) {
            return failed(value.error());
        }
        found.values.push_back(*std::move(value));
    }
    return found;
}

Found ask(const Pattern& pattern, Answer& answer) {
    auto match = pattern.first_in(answer.body().text);
    if (!match) {
        return failed(match.error());
    }
    Found found{.is_text = true};
    if (*match) {
        found.values.push_back(Json::string(**std::move(match)));
    }
    return found;
}

Markup markup_of(const http::Headers& headers) {
    const auto type = http::parse_media_type(headers.find("Content-Type").value_or(""));
    return type && http::is_html(*type) ? Markup::html : Markup::xml;
}

/// As short as it can be read back; XPath has no whole numbers.
Json json_of(double number) {
    if (!std::isfinite(number)) {
        return {};
    }
    std::array<char, 32> text{};
    auto* const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return Json::number(std::string(text.data(), end));
}

Found ask(const XPath& path, Answer& answer) {
    auto value = path.evaluate(answer.body().text, markup_of(answer.last().response.headers));
    if (!value) {
        return failed(value.error());
    }
    if (!*value) {
        return {};
    }
    Found found{.problem = {}};
    if (const auto* const nodes = std::get_if<XPathNodes>(&**value)) {
        found.is_text = true;
        for (const std::string& node : *nodes) {
            found.values.push_back(Json::string(node));
        }
    } else if (const auto* const text = std::get_if<std::string>(&**value)) {
        found.is_text = true;
        found.values.push_back(Json::string(*text));
    } else if (const auto* const number = std::get_if<double>(&**value)) {
        found.values.push_back(json_of(*number));
    } else {
        found.values.emplace_back(Json::Data(std::get<bool>(**value)));
    }
    return found;
}

/// What follows a word and blanks; nothing if it does not follow.
std::optional<std::string_view> behind(std::string_view word, std::string_view text) {
    if (!text.starts_with(word)) {
        return std::nullopt;
    }
    text.remove_prefix(word.size());
    if (!text.starts_with(' ') && !text.starts_with('\t')) {
        return std::nullopt;
    }
    return base::trim(text);
}

} // namespace

bool is_jq(std::string_view text) noexcept {
    constexpr std::string_view beginnings = ".[{$(";
    return !text.empty() && beginnings.find(text.front()) != std::string_view::npos;
}

Result<Query> Query::parse(std::string_view typed) {
    const std::string_view text = base::trim(typed);
    const auto query = [&](auto means) -> Result<Query> {
        if (!means) {
            return means.error();
        }
        return Query(std::string(text), Means(*std::move(means)));
    };
    if (is_jq(text)) {
        if (auto filter = Filter::parse(text)) {
            return Query(std::string(text), Means(*std::move(filter)));
        }
        auto program = JqProgram::compile(text);
        return program
                   ? Query(
                         std::string(text), std::make_shared<const JqProgram>(*std::move(program))
                     )
                   : Result<Query>(program.error());
    }
    if (const auto expression = behind("regex", text)) {
        return query(
            Pattern::parse(slashed_expression(*expression).value_or(std::string(*expression)))
        );
    }
    if (const auto expression = behind("xpath", text)) {
        return query(XPath::parse(*expression));
    }
    return query(parse_named(text));
}

Found Query::ask(Answer& answer) const {
    if (needs_body() && !answer.body().problem.empty()) {
        return {.problem = answer.body().problem};
    }
    return std::visit([&](const auto& means) { return query::ask(means, answer); }, means_);
}

Unit Query::unit() const noexcept {
    const auto* const named = std::get_if<Named>(&means_);
    return named == nullptr ? Unit::none : unit_of(*named);
}

bool Query::is_number() const noexcept {
    const auto* const named = std::get_if<Named>(&means_);
    return named != nullptr && query::is_number(*named);
}

bool Query::needs_body() const noexcept {
    const auto* const named = std::get_if<Named>(&means_);
    return named == nullptr || query::needs_body(*named);
}

} // namespace latch::query
