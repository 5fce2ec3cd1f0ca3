// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <string>
#include <string_view>

namespace latch::request {

/// One request item, by its separator.
struct Item {
    enum class Kind {
        header,       ///< Name:Value
        unset_header, ///< Name:
        empty_header, ///< Name;
        query,        ///< name==value
        text_field,   ///< name=value
        json_field,   ///< name:=json, the text exactly as typed
    };
    Kind kind;
    std::string name;  ///< without the backslashes that kept separators inert
    std::string value; ///< likewise

    bool operator==(const Item&) const = default;
};

/// Takes one word of the command line apart by HTTPie's rule: at the earliest position where a
/// separator starts, the longest one that starts there; a backslash makes a separator character
/// (: ; = @) literal and stays before anything else.
///
/// Header names and values are checked here, values trimmed; so is JSON, which keeps its text. The
/// file forms (":@", "==@", "=@", ":=@", "@") are refused by name until they are built. Errors:
/// `usage`, with what is wrong and never with the value of a header or a field, but for a flaw in
/// JSON: there the hint is three lines, the literal around the flaw, a caret under it, and advice.
base::Result<Item> parse_item(std::string_view word);

} // namespace latch::request
