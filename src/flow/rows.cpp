// SPDX-License-Identifier: MIT
#include "latch/flow/rows.hpp"

#include "flow/separated.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace latch::flow {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using query::Json;
using Rows = std::vector<Row>;

struct Ending {
    std::string_view text;
    RowsFormat format;
};

constexpr auto endings = std::to_array<Ending>({
    {".csv", RowsFormat::csv},
    {".tsv", RowsFormat::tsv},
    {".json", RowsFormat::json},
    {".jsonl", RowsFormat::json_lines},
    {".txt", RowsFormat::txt},
});

Error error_at(std::size_t line, std::string what) {
    return {ErrorKind::usage, "line " + std::to_string(line) + ": " + std::move(what)};
}

/// The line on which there are bytes that are no UTF-8; nothing if there are none.
std::optional<std::size_t> line_of_foreign_bytes(std::string_view text) {
    if (base::is_utf8(text)) {
        return std::nullopt;
    }
    const auto lines = base::split(text, '\n');
    const auto found = std::ranges::find_if_not(lines, base::is_utf8);
    return static_cast<std::size_t>(found - lines.begin()) + 1;
}

/// Columns have names, each its own.
Result<void> check_header(const TableRecord& header) {
    const auto& names = header.fields;
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (name->empty()) {
            return error_at(
                header.line, "column " + std::to_string(name - names.begin() + 1) + " has no name"
            );
        }
        if (std::find(names.begin(), name, *name) != name) {
            return error_at(header.line, "there are two columns " + *name);
        }
    }
    return {};
}

Result<Row> row_of(TableRecord record, const std::vector<std::string>& names) {
    if (record.fields.size() != names.size()) {
        return error_at(
            record.line,
            base::counted(record.fields.size(), "field") + " instead of " +
                std::to_string(names.size())
        );
    }
    Json::Object object;
    for (std::size_t column = 0; column < names.size(); ++column) {
        object.emplace_back(names[column], Json::string(std::move(record.fields[column])));
    }
    return Row{.value = Json(std::move(object)), .is_untyped = true};
}

Result<Rows> rows_of_table(std::vector<TableRecord> records) {
    if (records.empty()) {
        return error_at(1, "there is no header with the names of the columns");
    }
    const TableRecord& header = records.front();
    if (const auto checked = check_header(header); !checked) {
        return checked.error();
    }
    Rows rows;
    for (std::size_t at = 1; at < records.size(); ++at) {
        auto row = row_of(std::move(records[at]), header.fields);
        if (!row) {
            return row.error();
        }
        rows.push_back(*std::move(row));
    }
    return rows;
}

/// What the parser of JSON says of a text that is none is about a body.
Error no_json(const Error& error, std::size_t line) {
    return error_at(line, "this is not JSON").because(error.cause());
}

Result<Rows> rows_of_json(std::string_view text) {
    auto value = query::parse_json(text);
    if (!value) {
        return Error(ErrorKind::usage, "the file is not JSON").because(value.error().cause());
    }
    auto* const array = value->as<Json::Array>();
    if (array == nullptr) {
        return error_at(
            1, "an array of rows is needed, not a value of type " + std::string(value->type())
        );
    }
    Rows rows;
    for (Json& element : *array) {
        rows.push_back({.value = std::move(element)});
    }
    return rows;
}

Result<Rows> rows_of_json_lines(std::string_view text) {
    Rows rows;
    std::size_t number = 0;
    for (std::string_view line : base::split(text, '\n')) {
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        ++number;
        if (base::trim(line).empty()) {
            continue;
        }
        auto value = query::parse_json(line);
        if (!value) {
            return no_json(value.error(), number);
        }
        rows.push_back({.value = *std::move(value)});
    }
    return rows;
}

Rows rows_of_text(std::string_view text) {
    Rows rows;
    for (std::string_view line : base::split(text, '\n')) {
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        if (!line.empty() && line.front() != '#') {
            rows.push_back({.value = Json::string(std::string(line)), .is_untyped = true});
        }
    }
    return rows;
}

} // namespace

std::optional<RowsFormat> rows_format_of(std::string_view file_name) {
    const std::string name = base::to_ascii_lower(file_name);
    const auto* const found = std::ranges::find_if(endings, [&](const Ending& ending) {
        return name.ends_with(ending.text) && name.size() > ending.text.size();
    });
    return found == endings.end() ? std::nullopt : std::optional(found->format);
}

Result<Rows> read_rows(std::string_view text, RowsFormat format) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    text.remove_prefix(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    if (const auto line = line_of_foreign_bytes(text)) {
        return error_at(*line, "this is not UTF-8");
    }
    switch (format) {
    case RowsFormat::csv: {
        auto records = read_csv(text);
        return records ? rows_of_table(*std::move(records)) : Result<Rows>(records.error());
    }
    case RowsFormat::tsv:
        return rows_of_table(read_tsv(text));
    case RowsFormat::json:
        return rows_of_json(text);
    case RowsFormat::json_lines:
        return rows_of_json_lines(text);
    case RowsFormat::txt:
        break;
    }
    return rows_of_text(text);
}

} // namespace latch::flow
