// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::flow {

/// A record of a table that is a text.
struct TableRecord {
    std::size_t line = 1; ///< on which it begins, from 1
    std::vector<std::string> fields;
};

/// The records of CSV (RFC 4180), the header among them; empty lines are none. Lines end in LF or
/// CRLF. Errors: `usage` for quotes that do not close or have something behind them.
base::Result<std::vector<TableRecord>> read_csv(std::string_view text);

/// The records of text/tab-separated-values, a line each.
std::vector<TableRecord> read_tsv(std::string_view text);

} // namespace latch::flow
