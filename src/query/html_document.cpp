// SPDX-License-Identifier: MIT
#include "query/html_document.hpp"

#include "latch/base/text.hpp"

#include <gumbo.h>

#include <algorithm>
#include <csetjmp>
#include <memory_resource>
#include <string>
#include <vector>

namespace latch::query {

namespace {

/// gumbo has no bounds: nested formatting makes nodes by the square of a page's length.
constexpr std::size_t memory_limit = std::size_t{128} << 20;

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
    // Attributes and nodes are known by their size; a text that has it by chance counts as one.
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

/// All at once, with the memory: gumbo's destructor recurses.
void keep(void*, void*) noexcept {}

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

std::string name_of(const GumboElement& element) {
    if (element.tag != GUMBO_TAG_UNKNOWN) {
        return gumbo_normalized_tagname(element.tag);
    }
    GumboStringPiece name = element.original_tag;
    gumbo_tag_from_original_text(&name);
    return base::to_ascii_lower(std::string_view(name.data, name.length));
}

/// With the prefix that the parser has taken off in SVG and MathML.
std::string name_of(const GumboAttribute& attribute) {
    switch (attribute.attr_namespace) {
    case GUMBO_ATTR_NAMESPACE_XLINK:
        return std::string("xlink:") + attribute.name;
    case GUMBO_ATTR_NAMESPACE_XML:
        return std::string("xml:") + attribute.name;
    case GUMBO_ATTR_NAMESPACE_XMLNS:
    case GUMBO_ATTR_NAMESPACE_NONE:
        break;
    }
    return attribute.name;
}

pugi::xml_node append_element(pugi::xml_node parent, const GumboElement& element) {
    pugi::xml_node node = parent.append_child(name_of(element).c_str());
    const GumboVector& attributes = element.attributes;
    for (unsigned at = 0; at < attributes.length; ++at) {
        const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[at]);
        node.append_attribute(name_of(attribute).c_str()).set_value(attribute.value);
    }
    return node;
}

/// The rest of an element's children, and where their copies go.
struct Rest {
    const GumboVector* children = nullptr;
    unsigned next = 0;
    pugi::xml_node parent;
};

void copy(const GumboNode& document, pugi::xml_node into) {
    std::vector<Rest> open{{.children = &document.v.document.children, .next = 0, .parent = into}};
    while (!open.empty()) {
        Rest& rest = open.back();
        if (rest.next == rest.children->length) {
            open.pop_back();
            continue;
        }
        const auto& node = *static_cast<const GumboNode*>(rest.children->data[rest.next++]);
        if (node.type == GUMBO_NODE_ELEMENT) {
            const GumboElement& element = node.v.element;
            const pugi::xml_node parent = rest.parent;
            const pugi::xml_node own = append_element(parent, element);
            open.push_back(
                {.children = &element.children,
                 .next = 0,
                 .parent = open.size() < deepest_html ? own : parent}
            );
        } else if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA) {
            rest.parent.append_child(pugi::node_pcdata).set_value(node.v.text.text);
        }
    }
}

} // namespace

bool load_html(std::string_view html, pugi::xml_document& document) {
    if (std::ranges::count(html, '<') > static_cast<std::ptrdiff_t>(most_tags)) {
        return false;
    }
    std::pmr::monotonic_buffer_resource memory;
    Allowance allowance{.memory = &memory};
    const GumboNode* page = parse(html, allowance);
    if (page == nullptr) {
        return false;
    }
    copy(*page, document.root());
    return true;
}

} // namespace latch::query
