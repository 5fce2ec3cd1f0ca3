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
/// literal. Errors: `usage`, with the word and what is wrong with it; JSON literals are checked
/// here, with a caret under the place. The file forms (":@", "==@", "=@", ":=@", "@") are refused
/// by name until they are built.
base::Result<Item> parse_item(std::string_view word);

} // namespace latch::request
