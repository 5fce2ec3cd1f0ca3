// SPDX-License-Identifier: MIT
#include "latch/access/page.hpp"

#include "access/html_tags.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::access {

namespace {

std::string attribute_of(const Tag& tag, std::string_view name) {
    return std::string(tag.find(name).value_or(""));
}

std::string_view without_blanks(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\n\f\r";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// Puts a page together, tag by tag.
class Reader {
public:
    void take(const Tag& tag) {
        if (tag.name == "template") {
            templates_ += tag.closes ? 0 : 1;
            templates_ -= tag.closes && templates_ > 0 ? 1 : 0;
        } else if (templates_ > 0) {
            return;
        } else if (tag.name == "form") {
            take_form(tag);
        } else if (!tag.closes) {
            take_leaf(tag);
        }
    }

    Page page() && { return std::move(page_); }

private:
    void take_form(const Tag& tag) {
        if (tag.closes || in_form_) {
            in_form_ = in_form_ && !tag.closes; // forms do not nest
            return;
        }
        in_form_ = true;
        const std::string method = base::to_ascii_upper(attribute_of(tag, "method"));
        page_.forms.push_back({
            .action = std::string(without_blanks(tag.find("action").value_or(""))),
            .method = method.empty() ? "GET" : method,
            .fields = {},
        });
    }

    void take_leaf(const Tag& tag) {
        if (tag.name == "meta" && tag.find("name")) {
            page_.metas.push_back({attribute_of(tag, "name"), attribute_of(tag, "content")});
        } else if (in_form_ && (tag.name == "input" || tag.name == "button")) {
            take_field(tag);
        }
    }

    void take_field(const Tag& tag) {
        std::string name = attribute_of(tag, "name");
        if (name.empty()) {
            return;
        }
        const std::string type = base::to_ascii_lower(attribute_of(tag, "type"));
        const std::string unsaid = tag.name == "input" ? "text" : "submit";
        page_.forms.back().fields.push_back({
            .name = std::move(name),
            .type = type.empty() ? unsaid : type,
            .value = attribute_of(tag, "value"),
            .is_checked = tag.find("checked").has_value(),
        });
    }

    Page page_;
    bool in_form_ = false;
    std::size_t templates_ = 0; ///< that are open
};

} // namespace

std::optional<std::string_view> Page::meta(std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(metas, [name](const Meta& meta) {
        return base::iequals(meta.name, name);
    });
    return found == metas.end() ? std::nullopt : std::optional(std::string_view(found->content));
}

Page read_page(std::string_view html) {
    Tags tags(html.substr(0, page_limit.count));
    Reader reader;
    while (const auto tag = tags.next()) {
        reader.take(*tag);
    }
    return std::move(reader).page();
}

} // namespace latch::access
