// SPDX-License-Identifier: MIT
#pragma once

#include <pugixml.hpp>

#include <cstddef>
#include <string_view>

namespace latch::query {

/// What stands deeper is lifted to this depth, as in Blink.
constexpr std::size_t deepest_html = 512;

/// A page with more than this many "<" is not read: gumbo takes time by the square of the depth,
/// 7 s for as many <div>, and 10 ms for as many rows of a table.
constexpr std::size_t most_tags = 65'536;

/// Reads a page, in UTF-8, as the HTML standard has it and adds its nodes to `document`; false if
/// the page goes over the bounds in tags, attributes of one tag, or memory.
///
/// Elements, attributes and text; no comments, and nothing of what is in a template.
bool load_html(std::string_view html, pugi::xml_document& document);

} // namespace latch::query
