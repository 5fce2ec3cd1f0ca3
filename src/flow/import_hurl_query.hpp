// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_hurl_scan.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace latch::flow::foreign {

/// A value of an answer in Hurl, with its filters, as a query.
struct HurlQuery {
    enum class Type : std::uint8_t {
        text,   ///< of no type of its own
        number, ///< a status, a size
        time,
        json, ///< jq over the body
    };

    std::string text{};
    Type type = Type::text;
};

/// Reads a query and the filters behind it; nothing for what latch has no words for.
std::optional<HurlQuery> read_hurl_query(HurlScan& scan);

} // namespace latch::flow::foreign
