// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/query/markup.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latch::query {

/// The string-value of each node of a node-set, in the order of the document; never empty.
using XPathNodes = std::vector<std::string>;

/// What an expression comes to (XPath 1.0, 1): string, number, boolean or node-set.
using XPathValue = std::variant<std::string, double, bool, XPathNodes>;

/// An XPath 1.0 expression over the text of an answer.
///
/// It begins at the root of the document, and knows no variables. Prefixes are compared as they
/// stand in the document, so that names in a default namespace need none; `local-name()` looks
/// past them.
class XPath {
public:
    /// An error of kind `usage` if it is none, with the column where that shows.
    static base::Result<XPath> parse(std::string_view expression);

    /// What it comes to in `body`; nothing for a node-set without nodes. `string(...)` of one is
    /// an empty string, as XPath has it.
    ///
    /// The text is UTF-8 whatever an XML declaration claims. A DOCTYPE is passed over: no entity
    /// is declared, and no file or address is opened. Names of elements in HTML are lowercase,
    /// comments are left out, and what lies deeper than browsers go is lifted to that depth. An
    /// error of kind `protocol` if the body is no XML, or beyond the bounds.
    base::Result<std::optional<XPathValue>> evaluate(std::string_view body, Markup markup) const;

private:
    struct Compiled;

    explicit XPath(std::shared_ptr<const Compiled> compiled);

    /// Shared between copies, as it never changes and the library cannot copy it.
    std::shared_ptr<const Compiled> compiled_;
};

} // namespace latch::query
