// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::query {

/// What the JSON of an answer says of the list that it is a page of.
struct Page {
    /// Which of all pages it is, where they are numbered.
    struct Number {
        std::uint64_t number = 0;
        bool is_last = false;

        bool operator==(const Number&) const = default;
    };

    std::vector<std::string_view> items; ///< as they were sent; they refer to the text
    std::optional<std::string> next;     ///< a reference to the next page
    std::optional<Number> number;

    bool operator==(const Page&) const = default;
};

/// Finds the items of a page, and what it says of the next.
///
/// The items are the document itself if that is an array; HAL's `_embedded`, all lists of it; the
/// `content` of Spring's Page, Slice and PagedModel; else the only array among the members of the
/// document. HAL leaves `_embedded` away where there are none. `next` is HAL's `_links.next`, a
/// template filled with nothing, or the "next" among the `links` that Spring HATEOAS writes without
/// HAL. Numbers are those of `content`'s neighbours or of `page`. Errors: `protocol` for a text
/// that is no JSON in UTF-8, and for JSON without a list.
base::Result<Page> read_page(std::string_view text);

} // namespace latch::query
