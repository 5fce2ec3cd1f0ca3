// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"

#include <string>
#include <string_view>

namespace latch::request {

/// One request item, by its separator.
struct Item {
    enum class Kind {
        header,       ///< Name:Value, Name:@file
        unset_header, ///< Name:
        empty_header, ///< Name;
        query,        ///< name==value, name==@file
        text_field,   ///< name=value, name=@file
        json_field,   ///< name:=json, name:=@file; the text exactly as typed
        upload,       ///< name@file, a part of a form
        body_file,    ///< @file, the whole body; @- is standard input
    };
    /// Where the value is.
    enum class From {
        command_line, ///< it is `value`
        file,         ///< in the file that `value` names
    };
    Kind kind;
    std::string name;  ///< without the backslashes that kept separators inert
    std::string value; ///< likewise
    From from = From::command_line;
    std::string media_type{}; ///< of an upload or body file: ";type="; empty if not said
    std::string file_name{};  ///< of an upload: ";filename="; empty if not said

    bool operator==(const Item&) const = default;
};

/// The whole body from standard input: "@-".
bool is_stdin(const Item& item) noexcept;

/// Takes one word of the command line apart by HTTPie's rule: at the earliest position where a
/// separator starts, the longest one that starts there; a backslash makes a separator character
/// (: ; = @) literal and stays before anything else.
///
/// Header names and values are checked here, values trimmed; so is JSON, which keeps its text. No
/// file is opened: `with_value` checks what was in one. Errors: `usage`, with what is wrong and
/// never with the value of a header or a field, but for a flaw in JSON: there the hint is three
/// lines, the literal around the flaw, a caret under it, and advice.
///
/// What fills a hole is part of the name or the value where the hole is, whatever it looks like; in
/// JSON it is JSON. Errors also: a value that is none.
base::Result<Item> parse_item(std::string_view word, base::Fillings fillings = {});

/// The item with what is in its file as its value, checked as if it had been typed. Line ends at
/// the end of a text file are no part of a header or a query parameter.
base::Result<Item> with_value(Item item, std::string content);

} // namespace latch::request
