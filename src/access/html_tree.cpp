// SPDX-License-Identifier: MIT
#include "access/html_tree.hpp"

#include <algorithm>
#include <csetjmp>

namespace latch::access {

namespace {

constexpr std::size_t memory_limit = std::size_t{64} << 20;

/// gumbo compares each attribute of a tag with all before it.
constexpr std::size_t attribute_limit = 1024;

/// What gumbo allocates from, and where it is left when that ends: it takes no null for an answer,
/// and no exception may pass through it.
struct Allowance {
    std::pmr::memory_resource* memory = nullptr;
    std::size_t bytes = memory_limit;
    std::size_t attributes = attribute_limit; ///< that the tag being read may still have
    std::jmp_buf overdrawn{};
};

void* allocate(void* userdata, std::size_t size) noexcept {
    auto& allowance = *static_cast<Allowance*>(userdata);
    // Attributes and nodes are known by their size. A text that has it by chance counts as one: an
    // attribute that long is in few tags often, and text that ends the count takes its own bytes.
    if (size == sizeof(GumboNode)) {
        allowance.attributes = attribute_limit;
    } else if (size == sizeof(GumboAttribute) && allowance.attributes > 0) {
        --allowance.attributes;
    }
    if (size > allowance.bytes || allowance.attributes == 0) {
        std::longjmp(allowance.overdrawn, 1); // NOLINT(cert-err52-cpp): only C is left behind
    }
    allowance.bytes -= size;
    return allowance.memory->allocate(size, alignof(std::max_align_t));
}

/// All at once, with the tree.
void keep(void*, void*) noexcept {}

std::string_view within_tag_limit(std::string_view html) noexcept {
    std::size_t end = 0;
    for (std::size_t tags = 0; tags < HtmlTree::tag_limit && end < html.size(); ++tags) {
        end = std::min(html.find('<', end), html.size() - 1) + 1;
    }
    return html.substr(0, end);
}

const GumboNode* parse(std::string_view html, Allowance& allowance) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = &allowance;
    options.max_errors = 0;
    // NOLINTNEXTLINE(cert-err52-cpp): between here and the jump there are only gumbo's frames
    if (setjmp(allowance.overdrawn) != 0) {
        return nullptr;
    }
    return gumbo_parse_with_options(&options, html.data(), html.size())->document;
}

const GumboVector* children_of(const GumboNode& node) noexcept {
    switch (node.type) {
    case GUMBO_NODE_DOCUMENT:
        return &node.v.document.children;
    case GUMBO_NODE_ELEMENT:
        return &node.v.element.children;
    case GUMBO_NODE_TEMPLATE:
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_WHITESPACE:
        return nullptr;
    }
    return nullptr;
}

const GumboNode* child(const GumboVector& children, std::size_t at) noexcept {
    return at < children.length ? static_cast<const GumboNode*>(children.data[at]) : nullptr;
}

} // namespace

HtmlTree::HtmlTree(std::string_view html) {
    Allowance allowance{.memory = &memory_};
    document_ = parse(within_tag_limit(html), allowance);
}

const GumboNode* next_node(const GumboNode& node, const GumboNode& top) noexcept {
    const GumboVector* children = children_of(node);
    if (children != nullptr && children->length > 0) {
        return child(*children, 0);
    }
    for (const GumboNode* at = &node; at != &top; at = at->parent) {
        if (const auto* next = child(*children_of(*at->parent), at->index_within_parent + 1)) {
            return next;
        }
    }
    return nullptr;
}

const GumboElement* element_of(const GumboNode& node) noexcept {
    const bool is_html =
        node.type == GUMBO_NODE_ELEMENT && node.v.element.tag_namespace == GUMBO_NAMESPACE_HTML;
    return is_html ? &node.v.element : nullptr;
}

std::string_view attribute(const GumboElement& element, const char* name) noexcept {
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool has_attribute(const GumboElement& element, const char* name) noexcept {
    return gumbo_get_attribute(&element.attributes, name) != nullptr;
}

} // namespace latch::access
