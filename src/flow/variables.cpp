// SPDX-License-Identifier: MIT
#include "latch/flow/variables.hpp"

#include "flow/template_functions.hpp"
#include "flow/value_path.hpp"

#include "latch/base/likeness.hpp"

#include <span>
#include <utility>

namespace latch::flow {

namespace {

using base::Error;
using base::ErrorKind;
using base::Filling;
using base::Result;
using query::Json;

constexpr std::string_view raw = "raw";

using Words = std::span<const std::string>;

std::string joined(Words words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

/// A text that nobody said to be JSON is that if it looks like it, a string excepted.
std::string json_in(const std::string& text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    const auto value = query::parse_json(text);
    const bool is_json =
        value && value->as<std::string>() == nullptr && !text.starts_with(byte_order_mark);
    return is_json ? text : "";
}

Filling filling_of(const Value& value) {
    const auto* const text = value.json.as<std::string>();
    const bool is_untyped_text = value.is_untyped && text != nullptr;
    return {
        .name = {},
        .text = query::to_plain_text(value.json),
        .json = is_untyped_text ? json_in(*text) : query::to_text(value.json),
    };
}

Error unknown_function(Words words, const Variables& variables) {
    const std::string& name = words.front();
    std::vector<std::string> names = function_names();
    names.emplace_back(raw);
    std::string hint =
        base::did_you_mean(base::nearest_words(name, names, base::allowed_slips(name.size())));
    if (variables.find(variable_of(name)) != nullptr) {
        hint = "the name of a variable stands alone between braces";
    }
    return Error(ErrorKind::usage, "there is no function " + name).hinting(std::move(hint));
}

/// A word alone is a name, but for a function that needs no more.
const TemplateFunction* function_called(Words words) noexcept {
    const TemplateFunction* const function = find_function(words.front());
    const bool is_called = function != nullptr && (words.size() > 1 || function->fewest == 0);
    return is_called ? function : nullptr;
}

Result<Filling> call(Words words, const Variables& variables, const Context& context) {
    const TemplateFunction* const function = function_called(words);
    if (function == nullptr) {
        return unknown_function(words, variables);
    }
    const Words arguments = words.subspan(1);
    if (arguments.size() < function->fewest || arguments.size() > function->most) {
        return Error(
                   ErrorKind::usage,
                   "{{" + joined(words) + "}} has too " +
                       (arguments.size() < function->fewest ? "few" : "many") + " arguments"
        )
            .hinting("it is {{" + std::string(function->usage) + "}}");
    }
    auto text = function->call(arguments, variables, context);
    if (!text) {
        return text.error();
    }
    return filling_of({.json = Json::string(*std::move(text)), .is_untyped = true});
}

Result<Filling> look_up(const std::string& path, const Variables& variables) {
    const auto value = value_at(path, variables);
    if (value) {
        return filling_of(*value);
    }
    Error error = value.error();
    const TemplateFunction* const function = find_function(path);
    if (function != nullptr && error.hint().empty()) {
        return std::move(error).hinting("the function is {{" + std::string(function->usage) + "}}");
    }
    return error;
}

Result<Filling> fill(Words words, const Variables& variables, const Context& context) {
    const bool is_raw = words.size() > 1 && words.front() == raw;
    const Words rest = words.subspan(is_raw ? 1 : 0);
    const bool is_name = rest.size() == 1 && (function_called(rest) == nullptr ||
                                              variables.find(rest.front()) != nullptr);
    auto filling = is_name ? look_up(rest.front(), variables) : call(rest, variables, context);
    if (filling) {
        filling->name = joined(words);
        filling->is_raw = is_raw;
    }
    return filling;
}

} // namespace

void Variables::set(std::string name, Value value) {
    values_.insert_or_assign(std::move(name), std::move(value));
}

void Variables::unset(std::string_view name) {
    if (const auto found = values_.find(name); found != values_.end()) {
        values_.erase(found);
    }
}

const Value* Variables::find(std::string_view name) const noexcept {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

std::vector<std::string> Variables::names() const {
    std::vector<std::string> names;
    for (const auto& each : values_) {
        names.push_back(each.first);
    }
    return names;
}

Json Variables::object() const {
    Json::Object members;
    for (const auto& each : values_) {
        members.emplace_back(each.first, each.second.json);
    }
    return Json(std::move(members));
}

Result<Filling>
evaluate(const Template& wanted, const Variables& variables, const Context& context) {
    return fill(wanted.words, variables, context);
}

std::vector<std::string> names_used(const Template& wanted) {
    Words words = wanted.words;
    words = words.subspan(words.size() > 1 && words.front() == raw ? 1 : 0);
    const TemplateFunction* const function = function_called(words);
    const bool is_argument = function != nullptr && function->takes_name;
    const std::string& word = words[is_argument ? 1 : 0];
    const bool is_name =
        is_argument ? looks_like_path(word) : words.size() == 1 && function == nullptr;
    return is_name ? std::vector{std::string(variable_of(word))} : std::vector<std::string>{};
}

} // namespace latch::flow
