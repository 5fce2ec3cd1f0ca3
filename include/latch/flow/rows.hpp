// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/query/json.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// What a file holds that a loop goes through, row by row.
namespace latch::flow {

/// How such a file is written.
enum class RowsFormat {
    csv,        ///< RFC 4180, the first record being the header
    tsv,        ///< text/tab-separated-values of IANA, with no escapes
    json,       ///< one array
    json_lines, ///< a value a line
    txt,        ///< a text a line
};

struct Row {
    query::Json value;
    bool is_untyped = false; ///< of texts, each of which is JSON if it looks like it

    bool operator==(const Row&) const = default;
};

/// By the ending of the name, in either case; nothing for a file of another kind.
std::optional<RowsFormat> rows_format_of(std::string_view file_name);

/// The rows of a file in UTF-8, with or without a byte order mark. A record of CSV or TSV is an
/// object of untyped texts. Empty lines are no rows, and in txt lines that begin with `#` are none.
/// Errors: `usage`, with the line.
base::Result<std::vector<Row>> read_rows(std::string_view text, RowsFormat format);

} // namespace latch::flow
