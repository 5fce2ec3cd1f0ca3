// SPDX-License-Identifier: MIT
#include "output/xml_layout.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <cstddef>

namespace latch::output {

namespace {

constexpr unsigned deepest = 500;

/// Everything is kept, and nothing is unescaped: what was sent is what is written.
constexpr unsigned parse_options = pugi::parse_cdata | pugi::parse_comments | pugi::parse_pi |
                                   pugi::parse_declaration | pugi::parse_doctype |
                                   pugi::parse_ws_pcdata;

bool is_blank_text(const pugi::xml_node& node) {
    return node.type() == pugi::node_pcdata &&
           std::string_view(node.value()).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool holds_text(const pugi::xml_node& node) {
    return std::ranges::any_of(node.children(), [](const pugi::xml_node& child) {
        return child.type() == pugi::node_cdata ||
               (child.type() == pugi::node_pcdata && !is_blank_text(child));
    });
}

/// What the blanks between the children of an element are.
enum class Blanks { layout, content };

Blanks blanks_in(const pugi::xml_node& element, Blanks around) {
    const bool preserved = std::string_view(element.attribute("xml:space").value()) == "preserve";
    // Blanks and nothing else may be what the element is there for.
    const bool is_blank = std::ranges::all_of(element.children(), is_blank_text);
    return preserved || is_blank || holds_text(element) ? Blanks::content : around;
}

class Layout {
public:
    explicit Layout(unsigned indent) : indent_(indent) {}

    /// Whether it is not nested too deeply.
    bool put_lines(const pugi::xml_node& parent, unsigned depth) { // NOLINT(misc-no-recursion)
        return std::ranges::all_of(parent.children(), [&](const pugi::xml_node& child) {
            if (is_blank_text(child)) {
                return true;
            }
            text_.append(std::size_t{indent_} * depth, ' ');
            const bool fits = put(child, depth, Blanks::layout);
            text_ += '\n';
            return fits;
        });
    }

    std::string take() { return std::move(text_); }

private:
    // NOLINTNEXTLINE(misc-no-recursion): bounded
    bool put(const pugi::xml_node& node, unsigned depth, Blanks around) {
        switch (node.type()) {
        case pugi::node_element:
            return put_element(node, depth, around);
        case pugi::node_pcdata:
            text_ += node.value();
            return true;
        case pugi::node_cdata:
            put_between("<![CDATA[", node.value(), "]]>");
            return true;
        case pugi::node_comment:
            put_between("<!--", node.value(), "-->");
            return true;
        case pugi::node_doctype:
            put_between("<!DOCTYPE ", node.value(), ">");
            return true;
        case pugi::node_pi:
        case pugi::node_declaration:
            put_instruction(node);
            return true;
        case pugi::node_null:
        case pugi::node_document:
            break;
        }
        return true;
    }

    // NOLINTNEXTLINE(misc-no-recursion): bounded
    bool put_element(const pugi::xml_node& node, unsigned depth, Blanks around) {
        if (depth > deepest) {
            return false;
        }
        text_ += '<';
        text_ += node.name();
        put_attributes(node);
        if (!node.first_child()) {
            text_ += "/>";
            return true;
        }
        text_ += '>';
        const bool fits = blanks_in(node, around) == Blanks::content ? put_inline(node, depth)
                                                                     : put_block(node, depth);
        put_between("</", node.name(), ">");
        return fits;
    }

    bool put_inline(const pugi::xml_node& node, unsigned depth) { // NOLINT(misc-no-recursion)
        return std::ranges::all_of(node.children(), [&](const pugi::xml_node& child) {
            return put(child, depth + 1, Blanks::content);
        });
    }

    bool put_block(const pugi::xml_node& node, unsigned depth) { // NOLINT(misc-no-recursion)
        text_ += '\n';
        const bool fits = put_lines(node, depth + 1);
        text_.append(std::size_t{indent_} * depth, ' ');
        return fits;
    }

    void put_instruction(const pugi::xml_node& node) {
        text_ += "<?";
        text_ += node.name();
        if (node.type() == pugi::node_declaration) {
            put_attributes(node);
        } else if (*node.value() != '\0') {
            text_ += ' ';
            text_ += node.value();
        }
        text_ += "?>";
    }

    void put_attributes(const pugi::xml_node& node) {
        for (const pugi::xml_attribute& attribute : node.attributes()) {
            const std::string_view value = attribute.value();
            // Nothing was unescaped, so that one of the two quotes is not in it.
            const char quote = value.find('"') == std::string_view::npos ? '"' : '\'';
            text_ += ' ';
            text_ += attribute.name();
            text_ += '=';
            text_ += quote;
            text_ += value;
            text_ += quote;
        }
    }

    void put_between(std::string_view before, std::string_view text, std::string_view after) {
        text_ += before;
        text_ += text;
        text_ += after;
    }

    unsigned indent_;
    std::string text_;
};

} // namespace

std::optional<std::string> laid_out_xml(std::string_view text, unsigned indent) {
    pugi::xml_document document;
    if (!document.load_buffer(text.data(), text.size(), parse_options, pugi::encoding_utf8)) {
        return std::nullopt;
    }
    Layout layout(indent);
    return layout.put_lines(document, 0) ? std::optional(layout.take()) : std::nullopt;
}

} // namespace latch::output
