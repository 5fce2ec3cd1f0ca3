// SPDX-License-Identifier: MIT
#include "app/flows/values.hpp"

#include "app/flows/wording.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"
#include "latch/query/answer.hpp"
#include "latch/query/expectation.hpp"
#include "latch/query/filling.hpp"
#include "latch/query/filter.hpp"
#include "latch/query/jq.hpp"

#include <charconv>
#include <optional>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using flow::Row;
using query::Json;

/// `var.x` is `.x` of the variables.
std::string of_variables(std::string_view text) {
    constexpr std::string_view negation = "not ";
    constexpr std::string_view subject = "var.";
    text = base::trim(text);
    std::string before;
    if (text.starts_with(negation)) {
        before = negation;
        text = base::trim(text.substr(negation.size()));
    }
    return text.starts_with(subject) ? before + std::string(text.substr(subject.size() - 1))
                                     : before + std::string(text);
}

/// A text as the JSON that it looks like; others stay texts.
Json typed(const Json& value) {
    if (const auto* const object = value.as<Json::Object>()) {
        Json::Object members;
        for (const Json::Member& member : *object) {
            members.emplace_back(member.first, typed(member.second));
        }
        return Json(std::move(members));
    }
    const auto* const text = value.as<std::string>();
    const auto parsed = text == nullptr ? Result<Json>(value) : query::parse_json(*text);
    return parsed && parsed->as<std::string>() == nullptr ? *parsed : value;
}

/// The variables as jq sees them.
Json::Object members_of(const flow::Variables& variables) {
    Json::Object members;
    for (const std::string& name : variables.names()) {
        const flow::Value& value = *variables.find(name);
        members.emplace_back(name, value.is_untyped ? typed(value.json) : value.json);
    }
    return members;
}

Result<std::vector<Json>>
run_program(const std::string& program, const flow::Variables& variables) {
    Json::Object members = members_of(variables);
    query::JqVariables named;
    for (const Json::Member& member : members) {
        named[member.first] = query::to_text(member.second);
    }
    const Json object(std::move(members));
    if (const auto filter = query::Filter::parse(program)) {
        query::Outputs outputs = filter->evaluate(object);
        if (!outputs.error.empty()) {
            return Error(ErrorKind::protocol, program).because(outputs.error);
        }
        return std::move(outputs.values);
    }
    const auto compiled = query::JqProgram::compile(program, named);
    if (!compiled) {
        return compiled.error();
    }
    auto run = compiled->run(query::to_text(object));
    if (!run) {
        return run.error();
    }
    if (run->error) {
        return Error(ErrorKind::protocol, program).because(*run->error);
    }
    std::vector<Json> values;
    for (const std::string& output : run->outputs) {
        auto value = query::parse_json(output);
        if (!value) {
            return value.error();
        }
        values.push_back(*std::move(value));
    }
    return values;
}

Result<std::string> filled_program(
    const flow::Text& program, const flow::Variables& variables, const SourceFile& file
) {
    const auto fillings = fillings_for(program.templates, variables, context_of(file.environment));
    if (!fillings) {
        return fillings.error();
    }
    return query::fill_filter(program.text, *fillings);
}

Result<std::vector<Row>> rows_in_file(
    const flow::RowsOfFile& source, const flow::Variables& variables, const SourceFile& file
) {
    const auto name = text_of(source.file, variables, file);
    if (!name) {
        return name.error();
    }
    constexpr std::uintmax_t largest = std::uintmax_t{256} << 20U;
    const auto text = base::read_whole(file.environment.resolve(*name), largest);
    if (!text) {
        return text.error();
    }
    const auto format = flow::rows_format_of(*name);
    if (!format) {
        return Error(ErrorKind::usage, *name + " is none of .csv .tsv .json .jsonl .txt");
    }
    auto rows = flow::read_rows(*text, *format);
    return rows ? std::move(rows)
                : Result<std::vector<Row>>(
                      Error(ErrorKind::usage, *name + ": " + rows.error().what())
                          .because(rows.error().cause())
                          .hinting(rows.error().hint())
                  );
}

Result<long long> whole_number(const std::string& text) {
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        return Error(ErrorKind::usage, '\'' + text + "' is no whole number");
    }
    return number;
}

Result<std::vector<Row>> rows_in_range(
    const flow::RowsOfRange& source, const flow::Variables& variables, const SourceFile& file
) {
    constexpr long long most = 1'000'000;
    const auto from_text = text_of(source.from, variables, file);
    const auto to_text = text_of(source.to, variables, file);
    if (!from_text || !to_text) {
        return from_text ? to_text.error() : from_text.error();
    }
    const auto from = whole_number(*from_text);
    const auto to = whole_number(*to_text);
    if (!from || !to) {
        return from ? to.error() : from.error();
    }
    if (*to > *from &&
        static_cast<unsigned long long>(*to) - static_cast<unsigned long long>(*from) >= most) {
        return Error(ErrorKind::usage, "a range of more than a million numbers");
    }
    std::vector<Row> rows;
    for (long long number = *from; number <= *to; ++number) {
        rows.push_back({.value = Json::number(std::to_string(number))});
    }
    return rows;
}

Result<std::vector<Row>> rows_of_words(
    const flow::RowsOfWords& source, const flow::Variables& variables, const SourceFile& file
) {
    const auto fillings =
        fillings_for(source.phrase.templates, variables, context_of(file.environment));
    if (!fillings) {
        return fillings.error();
    }
    std::vector<Row> rows;
    for (const std::string& word : source.phrase.words) {
        rows.push_back({.value = Json::string(base::filled(word, *fillings)), .is_untyped = true});
    }
    return rows;
}

/// The elements of a variable, or the outputs of a program; an array that is the only one is gone
/// through.
Result<std::vector<Row>> rows_of_program(
    const flow::RowsOfProgram& source, const flow::Variables& variables, const SourceFile& file
) {
    auto program = filled_program(source.program, variables, file);
    if (!program) {
        return program.error();
    }
    Result<std::vector<Json>> values = std::vector<Json>();
    const std::string name(base::trim(*program));
    if (variables.find(name.substr(0, name.find('.'))) != nullptr) {
        values = run_program('.' + name, variables);
    } else {
        values = run_program(*program, variables);
    }
    if (!values) {
        return values.error();
    }
    if (values->size() == 1) {
        if (const auto* const array = values->front().as<Json::Array>()) {
            values = std::vector<Json>(*array);
        }
    }
    std::vector<Row> rows;
    for (Json& value : *values) {
        rows.push_back({.value = std::move(value)});
    }
    return rows;
}

} // namespace

Result<std::string>
text_of(const flow::Text& text, const flow::Variables& variables, const SourceFile& file) {
    const auto fillings = fillings_for(text.templates, variables, context_of(file.environment));
    if (!fillings) {
        return fillings.error();
    }
    return base::filled(text.text, *fillings);
}

Result<flow::Value>
value_of(const flow::Text& program, const flow::Variables& variables, const SourceFile& file) {
    const auto fillings = fillings_for(program.templates, variables, context_of(file.environment));
    if (!fillings) {
        return fillings.error();
    }
    return value_with(program, *fillings, variables);
}

Result<flow::Value>
value_with(const flow::Text& program, base::Fillings fillings, const flow::Variables& variables) {
    const auto filled = query::fill_filter(program.text, fillings);
    if (!filled) {
        return filled.error();
    }
    auto values = run_program(*filled, variables);
    if (!values) {
        return values.error();
    }
    if (values->size() != 1) {
        return Error(
                   ErrorKind::protocol, *filled + " makes " + base::counted(values->size(), "value")
        )
            .hinting("[ ] around it makes one array of several");
    }
    return flow::Value{.json = std::move(values->front())};
}

Result<bool>
holds(const flow::Text& condition, const flow::Variables& variables, const SourceFile& file) {
    const auto fillings =
        fillings_for(condition.templates, variables, context_of(file.environment));
    if (!fillings) {
        return fillings.error();
    }
    return holds_with(condition, *fillings, variables);
}

Result<bool>
holds_with(const flow::Text& condition, base::Fillings fillings, const flow::Variables& variables) {
    const auto filled = query::fill_expectation(of_variables(condition.text), fillings);
    if (!filled) {
        return filled.error();
    }
    const auto expectation = query::Expectation::parse(*filled);
    if (!expectation) {
        return expectation.error();
    }
    if (!expectation->is_of_json()) {
        return Error(ErrorKind::usage, "a condition is about variables")
            .hinting("as in @if var.status == 401; --capture status=status makes it one");
    }
    query::Body body;
    body.text = query::to_text(Json(members_of(variables)));
    query::Answer answer({}, body);
    return expectation->check(answer).holds;
}

Result<std::vector<Row>>
rows_of(const flow::Source& source, const flow::Variables& variables, const SourceFile& file) {
    if (const auto* const in_file = std::get_if<flow::RowsOfFile>(&source)) {
        return rows_in_file(*in_file, variables, file);
    }
    if (const auto* const range = std::get_if<flow::RowsOfRange>(&source)) {
        return rows_in_range(*range, variables, file);
    }
    if (const auto* const words = std::get_if<flow::RowsOfWords>(&source)) {
        return rows_of_words(*words, variables, file);
    }
    return rows_of_program(std::get<flow::RowsOfProgram>(source), variables, file);
}

Result<void>
bind_row(flow::Variables& variables, const std::vector<std::string>& names, const Row& row) {
    if (names.size() == 1) {
        variables.set(names.front(), {.json = row.value, .is_untyped = row.is_untyped});
        return {};
    }
    std::vector<Json> columns;
    if (const auto* const array = row.value.as<Json::Array>()) {
        columns = *array;
    } else if (const auto* const object = row.value.as<Json::Object>()) {
        for (const Json::Member& member : *object) {
            columns.push_back(member.second);
        }
    }
    if (columns.size() < names.size()) {
        return Error(ErrorKind::usage, "a row has " + base::counted(columns.size(), "column"))
            .because("there are " + std::to_string(names.size()) + " names");
    }
    for (std::size_t at = 0; at < names.size(); ++at) {
        variables.set(names[at], {.json = columns[at], .is_untyped = row.is_untyped});
    }
    return {};
}

std::string label_of(std::size_t number, const Row& row) {
    constexpr std::size_t longest = 60;
    std::string value;
    if (const auto* const object = row.value.as<Json::Object>()) {
        if (!object->empty()) {
            value = object->front().first + '=' + query::to_plain_text(object->front().second);
        }
    } else {
        value = query::to_plain_text(row.value);
    }
    if (value.empty() || value.size() > longest) {
        return "row " + std::to_string(number);
    }
    return "row " + std::to_string(number) + ": " + value;
}

} // namespace latch::app
