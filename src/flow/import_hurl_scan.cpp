// SPDX-License-Identifier: MIT
#include "flow/import_hurl_scan.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::flow::foreign {

namespace {

std::string template_of(std::string_view inside, const Origin& at, Translation& out) {
    if (inside == "newUuid") {
        return placeholder("uuid");
    }
    if (inside == "newDate") {
        return placeholder("now %FT%TZ");
    }
    const std::size_t end = std::min(inside.find_first_of(" \t"), inside.size());
    if (end != inside.size()) {
        out.drop(at, "the filters of a template");
    }
    return placeholder(variable_name(inside.substr(0, end)));
}

/// What `\u{…}` stands for; takes it from the text.
std::optional<char32_t> code_point(std::string_view& text) {
    const std::size_t end = text.find('}');
    if (!text.starts_with("u{") || end == std::string_view::npos || end > 8) {
        return std::nullopt;
    }
    char32_t number = 0;
    for (const char digit : text.substr(2, end - 2)) {
        number = number * 16 + base::hex_value(digit).value_or(0);
    }
    text.remove_prefix(end + 1);
    constexpr char32_t replacement = 0xfffd;
    const bool is_mark = number >= 0xfdd0 && number <= 0xfdef;
    return is_mark ? replacement : number;
}

/// Appends what the text, which stood behind a backslash, begins with.
void append_escape(std::string_view& text, std::string& out) {
    constexpr std::string_view letters = "bfnrt";
    constexpr std::string_view controls = "\b\f\n\r\t";
    if (const auto number = code_point(text)) {
        base::append_utf8(*number, out);
        return;
    }
    const std::size_t at = letters.find(text.front());
    out += at == std::string_view::npos ? text.front() : controls[at];
    text.remove_prefix(1);
}

std::string unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '\\' && !text.empty()) {
            append_escape(text, out);
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace

std::string hurl_body_text(std::string_view characters, const Origin& at, Translation& out) {
    return with_placeholders(characters, [&](std::string_view inside) {
        return template_of(inside, at, out);
    });
}

std::string hurl_text(std::string_view characters, const Origin& at, Translation& out) {
    return unescaped(hurl_body_text(characters, at, out));
}

std::string_view without_comment(std::string_view line) {
    char before = ' ';
    for (std::size_t at = 0; at < line.size(); ++at) {
        const bool is_comment = line[at] == '#' && (before == ' ' || before == '\t');
        if (is_comment) {
            return base::trim(line.substr(0, at));
        }
        before = line[at];
    }
    return base::trim(line);
}

void HurlScan::skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
}

bool HurlScan::is_at_end() {
    skip_blanks();
    return rest_.empty() || rest_.front() == '#';
}

std::string_view HurlScan::next_word() {
    skip_blanks();
    return rest_.substr(0, rest_.find_first_of(" \t"));
}

std::string_view HurlScan::word() {
    const std::string_view word = next_word();
    rest_.remove_prefix(word.size());
    return word;
}

std::optional<std::string_view> HurlScan::enclosed(char quote) {
    skip_blanks();
    if (!rest_.starts_with(quote)) {
        return std::nullopt;
    }
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != quote) {
        end += rest_[end] == '\\' ? 2U : 1U;
    }
    if (end >= rest_.size()) {
        return std::nullopt;
    }
    const std::string_view text = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return text;
}

std::optional<std::string> HurlScan::quoted() {
    const auto text = enclosed('"');
    return text ? std::optional(hurl_text(*text, at_, *out_)) : std::nullopt;
}

std::optional<std::string> HurlScan::backquoted() {
    const auto text = enclosed('`');
    return text ? std::optional(hurl_text(*text, at_, *out_)) : std::nullopt;
}

std::optional<std::string> HurlScan::pattern() {
    const auto text = enclosed('/');
    if (!text) {
        return std::nullopt;
    }
    std::string expression = plain(*text);
    for (std::size_t at = expression.find("\\/"); at != std::string::npos;
         at = expression.find("\\/", at)) {
        expression.erase(at, 1);
    }
    return expression;
}

std::optional<std::string> HurlScan::variable() {
    const std::size_t end = next_word().empty() ? std::string_view::npos : rest_.find("}}");
    if (!rest_.starts_with("{{") || end == std::string_view::npos) {
        return std::nullopt;
    }
    std::string text = hurl_body_text(rest_.substr(0, end + 2), at_, *out_);
    rest_.remove_prefix(end + 2);
    return text;
}

std::optional<std::string> HurlScan::wrapped(std::string_view name) {
    skip_blanks();
    const std::size_t end = rest_.find(';');
    if (!rest_.starts_with(std::string(name) + ',') || end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view inside = rest_.substr(name.size() + 1, end - name.size() - 1);
    rest_.remove_prefix(end + 1);
    return hurl_text(base::trim(inside), at_, *out_);
}

} // namespace latch::flow::foreign
