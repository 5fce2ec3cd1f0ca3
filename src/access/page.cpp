// SPDX-License-Identifier: MIT
#include "latch/access/page.hpp"

#include "access/html_tree.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::access {

namespace {

std::string_view without_blanks(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\n\f\r"; // as HTML has them
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_table_part(GumboTag tag) noexcept {
    return tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD ||
           tag == GUMBO_TAG_TFOOT || tag == GUMBO_TAG_TR;
}

/// The nearest element around the node that has this tag; null if there is none.
const GumboNode* around(const GumboNode& node, GumboTag tag) noexcept {
    for (const GumboNode* at = node.parent; at != nullptr; at = at->parent) {
        const GumboElement* element = element_of(*at);
        if (element != nullptr && element->tag == tag) {
            return at;
        }
    }
    return nullptr;
}

/// The table that a form is written into between its rows, where the tree has an empty form.
const GumboNode* table_split_by(const GumboNode& form) noexcept {
    const GumboElement* parent = element_of(*form.parent);
    const bool is_between_rows = parent != nullptr && is_table_part(parent->tag);
    return is_between_rows ? around(form, GUMBO_TAG_TABLE) : nullptr;
}

bool is_within(const GumboNode& node, const GumboNode& outer) noexcept {
    const GumboNode* at = &node;
    while (at != nullptr && at != &outer) {
        at = at->parent;
    }
    return at != nullptr;
}

std::string text_in(const GumboNode& node) {
    std::string text;
    for (const auto* at = next_node(node, node); at != nullptr; at = next_node(*at, node)) {
        if (at->type == GUMBO_NODE_TEXT || at->type == GUMBO_NODE_WHITESPACE ||
            at->type == GUMBO_NODE_CDATA) {
            text += at->v.text.text;
        }
    }
    return text;
}

std::string value_of_option(const GumboNode& option) {
    const GumboElement& element = option.v.element;
    return has_attribute(element, "value") ? std::string(attribute(element, "value"))
                                           : std::string(without_blanks(text_in(option)));
}

/// What a <select> shows before anyone touches it: the option marked, or the first one.
std::string value_of_select(const GumboNode& select) {
    const GumboNode* shown = nullptr;
    for (const auto* at = next_node(select, select); at != nullptr; at = next_node(*at, select)) {
        const GumboElement* element = element_of(*at);
        if (element == nullptr || element->tag != GUMBO_TAG_OPTION) {
            continue;
        }
        if (has_attribute(*element, "selected")) {
            return value_of_option(*at);
        }
        shown = shown == nullptr ? at : shown;
    }
    return shown == nullptr ? "" : value_of_option(*shown);
}

std::string type_said(const GumboElement& element, std::string_view unsaid) {
    const std::string type = base::to_ascii_lower(attribute(element, "type"));
    return type.empty() ? std::string(unsaid) : type;
}

/// The value of an <input>; of a box or a radio button that names none it is "on".
std::string value_of_input(const GumboElement& element, std::string_view type) {
    const bool is_box = type == "checkbox" || type == "radio";
    return is_box && !has_attribute(element, "value") ? "on"
                                                      : std::string(attribute(element, "value"));
}

/// The control's type and value; nothing if the node is no control.
std::optional<Field> control_of(const GumboNode& node) {
    const GumboElement& element = node.v.element;
    switch (static_cast<int>(element.tag)) {
    case GUMBO_TAG_INPUT: {
        std::string type = type_said(element, "text");
        std::string value = value_of_input(element, type);
        return Field{
            .name = {},
            .type = std::move(type),
            .value = std::move(value),
            .is_checked = has_attribute(element, "checked")};
    }
    case GUMBO_TAG_BUTTON:
        return Field{
            .name = {},
            .type = type_said(element, "submit"),
            .value = std::string(attribute(element, "value"))};
    case GUMBO_TAG_SELECT:
        return Field{.name = {}, .type = "select", .value = value_of_select(node)};
    case GUMBO_TAG_TEXTAREA:
        return Field{.name = {}, .type = "textarea", .value = text_in(node)};
    default:
        return std::nullopt;
    }
}

/// Puts a page together, node by node.
class Reader {
public:
    explicit Reader(const GumboNode& document) : document_(document) {}

    Page read() && {
        visit(&Reader::take_form_or_meta); // a control may name a form behind it
        visit(&Reader::take_control);
        return std::move(page_);
    }

private:
    void visit(void (Reader::*take)(const GumboNode&, const GumboElement&)) {
        const GumboNode* at = &document_;
        while ((at = next_node(*at, document_)) != nullptr) {
            if (const GumboElement* element = element_of(*at)) {
                (this->*take)(*at, *element);
            }
        }
    }

    void take_form_or_meta(const GumboNode& node, const GumboElement& element) {
        if (element.tag == GUMBO_TAG_META && has_attribute(element, "name")) {
            page_.metas.push_back(
                {std::string(attribute(element, "name")),
                 std::string(attribute(element, "content"))}
            );
        } else if (element.tag == GUMBO_TAG_FORM) {
            const std::string method = base::to_ascii_upper(attribute(element, "method"));
            page_.forms.push_back({
                .action = std::string(without_blanks(attribute(element, "action"))),
                .method = method.empty() ? "GET" : method,
                .fields = {},
            });
            forms_.push_back(&node);
        }
    }

    void take_control(const GumboNode& node, const GumboElement& element) {
        if (element.tag == GUMBO_TAG_FORM) {
            ++begun_;
            return;
        }
        const std::string_view name = attribute(element, "name");
        if (name.empty() || has_attribute(element, "disabled")) {
            return;
        }
        auto field = control_of(node);
        const auto owner = field ? owner_of(node, element) : std::nullopt;
        if (owner) {
            field->name = name;
            page_.forms[*owner].fields.push_back(std::move(*field));
        }
    }

    std::optional<std::size_t> owner_of(const GumboNode& node, const GumboElement& element) const {
        if (has_attribute(element, "form")) {
            return form_called(attribute(element, "form"));
        }
        if (const GumboNode* form = around(node, GUMBO_TAG_FORM)) {
            return static_cast<std::size_t>(std::ranges::find(forms_, form) - forms_.begin());
        }
        if (begun_ == 0) {
            return std::nullopt;
        }
        const GumboNode* table = table_split_by(*forms_[begun_ - 1]);
        return table != nullptr && is_within(node, *table) ? std::optional(begun_ - 1)
                                                           : std::nullopt;
    }

    std::optional<std::size_t> form_called(std::string_view id) const {
        const auto found = std::ranges::find_if(forms_, [id](const GumboNode* form) {
            return !id.empty() && attribute(form->v.element, "id") == id;
        });
        return found == forms_.end()
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(found - forms_.begin()));
    }

    const GumboNode& document_;
    Page page_;
    std::vector<const GumboNode*> forms_; ///< of page_.forms, in the same order
    std::size_t begun_ = 0;               ///< forms before the control at hand
};

} // namespace

std::optional<std::string_view> Page::meta(std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(metas, [name](const Meta& meta) {
        return base::iequals(meta.name, name);
    });
    return found == metas.end() ? std::nullopt : std::optional(std::string_view(found->content));
}

Page read_page(std::string_view html) {
    const HtmlTree tree(html.substr(0, page_limit.count));
    return tree.document() == nullptr ? Page{} : Reader(*tree.document()).read();
}

} // namespace latch::access
