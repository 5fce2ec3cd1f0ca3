// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_text.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::flow::foreign {

/// A text of a Hurl file with its templates, and its escapes undone.
std::string hurl_text(std::string_view characters, const Origin& at, Translation& out);

/// The same of a text that has no escapes: a body.
std::string hurl_body_text(std::string_view characters, const Origin& at, Translation& out);

/// Without the comment at its end, and without blanks around.
std::string_view without_comment(std::string_view line);

/// Reads a line of Hurl from left to right.
class HurlScan {
public:
    HurlScan(std::string_view text, const Origin& at, Translation& out)
        : rest_(text), at_(at), out_(&out) {}

    /// Whether nothing but blanks and a comment is left.
    bool is_at_end();

    /// The characters up to the next blank.
    std::string_view next_word();
    std::string_view word();

    /// `"…"` with its templates; nothing if no quote is next, or if it does not close.
    std::optional<std::string> quoted();

    /// `` `…` ``
    std::optional<std::string> backquoted();

    /// `/…/`, as an expression.
    std::optional<std::string> pattern();

    /// `{{…}}`, and nothing around it.
    std::optional<std::string> variable();

    /// `hex,…;` and `file,…;`: what stands between.
    std::optional<std::string> wrapped(std::string_view name);

private:
    void skip_blanks();
    std::optional<std::string_view> enclosed(char quote);

    std::string_view rest_;
    Origin at_;
    Translation* out_;
};

} // namespace latch::flow::foreign
