// SPDX-License-Identifier: MIT
#include "latch/query/xpath.hpp"

#include "query/column.hpp"
#include "query/html_document.hpp"

#include "latch/base/text.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using MaybeValue = std::optional<XPathValue>;

/// All that XPath can name, with text beside the root, which is looked at and refused. A DOCTYPE
/// is passed over, so that no entity is ever declared.
constexpr unsigned parse_options = pugi::parse_default | pugi::parse_ws_pcdata |
                                   pugi::parse_comments | pugi::parse_pi | pugi::parse_fragment;

/// Of elements; the library finds out the order of two nodes by climbing to the root.
constexpr std::size_t deepest_xml = 1000;

/// The library's words as ours are.
std::string in_lowercase(const char* sentence) {
    std::string text = sentence;
    if (!text.empty()) {
        text.front() = base::to_ascii_lower(text.front());
    }
    return text;
}

Error not_readable(Markup markup) {
    return {
        ErrorKind::protocol,
        markup == Markup::xml ? "cannot read the answer as XML" : "cannot read the page"};
}

std::string line_of(std::string_view text, std::ptrdiff_t offset) {
    const auto before =
        text.substr(0, static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    return "line " + std::to_string(std::ranges::count(before, '\n') + 1);
}

bool is_blank(const pugi::xml_node& text) {
    return std::string_view(text.value()).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Removes the blanks around the root element, which belong to no node; false if there is other
/// text, or not one element.
bool tidy_beside_root(pugi::xml_document& document) {
    std::size_t elements = 0;
    for (pugi::xml_node node = document.first_child(); node;) {
        const pugi::xml_node next = node.next_sibling();
        const pugi::xml_node_type type = node.type();
        elements += type == pugi::node_element ? 1U : 0U;
        if (type == pugi::node_cdata || (type == pugi::node_pcdata && !is_blank(node))) {
            return false;
        }
        if (type == pugi::node_pcdata) {
            document.remove_child(node);
        }
        node = next;
    }
    return elements == 1;
}

bool is_deeper_than(const pugi::xml_document& document, std::size_t limit) {
    std::size_t depth = 0;
    for (pugi::xml_node node = document.first_child(); node;) {
        if (const pugi::xml_node child = node.first_child()) {
            node = child;
            if (++depth > limit) {
                return true;
            }
            continue;
        }
        while (node && !node.next_sibling()) {
            node = node.parent();
            --depth;
        }
        node = node.next_sibling();
    }
    return false;
}

Result<void> load_xml(std::string_view text, pugi::xml_document& document) {
    // The library would take it for the end.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return not_readable(Markup::xml)
            .because("NUL in " + line_of(text, static_cast<std::ptrdiff_t>(nul)));
    }
    const auto parsed =
        document.load_buffer(text.data(), text.size(), parse_options, pugi::encoding_utf8);
    if (!parsed) {
        return not_readable(Markup::xml)
            .because(in_lowercase(parsed.description()) + " in " + line_of(text, parsed.offset));
    }
    if (!tidy_beside_root(document)) {
        return not_readable(Markup::xml).because("it is not one element");
    }
    if (is_deeper_than(document, deepest_xml)) {
        return not_readable(Markup::xml)
            .because("nested more than " + std::to_string(deepest_xml) + " deep");
    }
    return {};
}

Result<void> load(std::string_view text, Markup markup, pugi::xml_document& document) {
    if (markup == Markup::xml) {
        return load_xml(text, document);
    }
    if (!load_html(text, document)) {
        return not_readable(markup).because(
            "more than " + std::to_string(most_tags) + " tags, or too large once it is read"
        );
    }
    return {};
}

MaybeValue nodes_of(pugi::xpath_node_set found) {
    // Text of an attribute or node by itself, whatever kind it is.
    static const pugi::xpath_query string_value("string()");
    found.sort();
    XPathNodes nodes;
    for (const pugi::xpath_node& node : found) {
        nodes.push_back(string_value.evaluate_string(node));
    }
    return nodes.empty() ? MaybeValue() : MaybeValue(std::move(nodes));
}

} // namespace

struct XPath::Compiled {
    pugi::xpath_query query;
};

XPath::XPath(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Result<XPath> XPath::parse(std::string_view expression) {
    const std::string text(expression);
    const auto wrong = [&text](const std::string& why, std::size_t offset) {
        return Error(ErrorKind::usage, "'" + text + "' is no XPath expression")
            .because(why + ", at column " + std::to_string(column_at(text, offset)));
    };
    if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {
        return wrong("NUL", nul);
    }
    try {
        return XPath(std::make_shared<const Compiled>(Compiled{pugi::xpath_query(text.c_str())}));
    } catch (const pugi::xpath_exception& thrown) {
        const pugi::xpath_parse_result& result = thrown.result();
        return wrong(in_lowercase(result.description()), static_cast<std::size_t>(result.offset));
    }
}

Result<MaybeValue> XPath::evaluate(std::string_view body, Markup markup) const {
    pugi::xml_document document;
    if (auto loaded = load(body, markup, document); !loaded) {
        return loaded.error();
    }
    const pugi::xpath_query& query = compiled_->query;
    switch (query.return_type()) {
    case pugi::xpath_type_node_set:
        return nodes_of(query.evaluate_node_set(document));
    case pugi::xpath_type_number:
        return MaybeValue(query.evaluate_number(document));
    case pugi::xpath_type_boolean:
        return MaybeValue(query.evaluate_boolean(document));
    case pugi::xpath_type_string:
    case pugi::xpath_type_none:
        break;
    }
    return MaybeValue(query.evaluate_string(document));
}

} // namespace latch::query
