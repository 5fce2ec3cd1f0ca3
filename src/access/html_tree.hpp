// SPDX-License-Identifier: MIT
#pragma once

#include <gumbo.h>

#include <cstddef>
#include <memory_resource>
#include <string_view>

namespace latch::access {

/// A page as a tree of nodes, read by gumbo as the HTML standard has it, and within bounds.
///
/// gumbo has none: nested formatting makes nodes by the square of a page's length, deep nesting
/// takes time by its square (a mebibyte of "<b>" 80 s), and its destructor recurses. So it is given
/// `tag_limit` tags at most, and memory of ours that ends; where that happens there is no tree.
class HtmlTree {
public:
    /// What stands behind this many "<" is not read.
    static constexpr std::size_t tag_limit = 16384;

    /// `html` must outlive the object.
    explicit HtmlTree(std::string_view html);

    /// The document; null if the page went over the bounds.
    const GumboNode* document() const noexcept { return document_; }

private:
    std::pmr::monotonic_buffer_resource memory_; ///< of all nodes and their text
    const GumboNode* document_ = nullptr;
};

/// The node that follows in the order of the document, beneath `top`; null behind the last one.
/// What is in a template is passed over.
const GumboNode* next_node(const GumboNode& node, const GumboNode& top) noexcept;

/// The element, or null if the node is none, or one of SVG or MathML.
const GumboElement* element_of(const GumboNode& node) noexcept;

/// The value of the attribute, its references resolved; null data if there is no such attribute.
std::string_view attribute(const GumboElement& element, const char* name) noexcept;

/// Whether there is such an attribute, with a value or without.
bool has_attribute(const GumboElement& element, const char* name) noexcept;

} // namespace latch::access
