// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::access {

/// A control of a form that has a name of its own to send, and is not disabled.
struct Field {
    std::string name;
    /// Lowercase; "text" for an <input> and "submit" for a <button> that do not say, "select" and
    /// "textarea" for these.
    std::string type;
    std::string value; ///< before anyone touches it
    bool is_checked = false;

    bool operator==(const Field&) const = default;
};

/// A form as a browser would submit it.
struct Form {
    std::string action; ///< as written, blanks around it apart; empty: the page's own URL
    std::string method; ///< uppercase; "GET" if the form does not say
    std::vector<Field> fields;

    bool operator==(const Form&) const = default;
};

/// <meta name= content=>
struct Meta {
    std::string name;
    std::string content;

    bool operator==(const Meta&) const = default;
};

/// What a page holds for a program that wants to answer it: meta data and forms, in order.
struct Page {
    std::vector<Meta> metas;
    std::vector<Form> forms;

    /// The content of the first <meta> of that name; names compare without case.
    std::optional<std::string_view> meta(std::string_view name) const noexcept;

    bool operator==(const Page&) const = default;
};

/// What of a page is read. Tokens stand in its head and its forms, and a page that is longer is
/// longer because of what it shows.
constexpr base::Bytes page_limit = base::mebibytes(1);

/// Reads a page of UTF-8, up to `page_limit` and 16,384 tags; never an error, because no HTML is
/// one. A page that is nested so that it would take more than 64 MiB is read as an empty one.
///
/// A control belongs to the form that its attribute "form" names, or to the one around it; where a
/// form is written between the rows of a table, as old pages do, to that one. One without a form is
/// left out, and so are comments, templates and what scripts hold.
Page read_page(std::string_view html);

} // namespace latch::access
