// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::access {

/// A tag: its name in lowercase, and the attributes of a start tag in order.
struct Tag {
    std::string name;
    bool closes = false;
    std::vector<std::pair<std::string, std::string>> attributes; ///< names in lowercase

    /// The value of the first attribute of that name: of two the standard drops the second.
    std::optional<std::string_view> find(std::string_view attribute) const noexcept;
};

/// The tags of a text one after the other, as the tokenizer of the HTML standard (13.2.5) finds
/// them: none in comments, nor in elements that hold text only (script, style, title, textarea…).
class Tags {
public:
    /// `html` must outlive the object.
    explicit Tags(std::string_view html) : rest_(html) {}

    /// Nothing at the end of the text; a tag that the end cuts off is none.
    std::optional<Tag> next();

private:
    bool skip_to_tag();
    void skip_declaration();
    std::optional<Tag> read_tag();
    bool read_attribute(Tag& tag);
    std::optional<std::string> read_value();
    void skip_raw_text(std::string_view name);

    std::string_view rest_;
};

/// The text with its character references resolved: all numeric ones, and the named ones that
/// escaping functions write. What is none stays as it is.
std::string without_references(std::string_view text);

} // namespace latch::access
