// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"
#include "latch/http/url.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::http {

/// One link of a `Link` field (RFC 8288, 3).
struct Link {
    std::string target;                 ///< a reference, as it was sent
    std::vector<std::string> relations; ///< lowercase; several may be in one rel
    std::optional<std::string> anchor;  ///< what the link is of; nothing: of what was asked for

    bool operator==(const Link&) const = default;
};

/// The links of a field value. As RFC 8288, B.2 has it, what is malformed ends the list, and of
/// several rels of one link the first counts.
std::vector<Link> parse_links(std::string_view field);

/// Where the page after this one is to be found, as a reference: the first link of the relation
/// "next" in any of the `Link` fields that is one of `page` itself.
std::optional<std::string> next_link(const Headers& headers, const Url& page);

} // namespace latch::http
