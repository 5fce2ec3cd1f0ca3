// SPDX-License-Identifier: MIT
#include "flow/import_text.hpp"

#include "flow/import_pieces.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::flow::foreign {

namespace {

std::string place(const Origin& at) {
    return at.line != 0         ? "line " + std::to_string(at.line)
           : at.request.empty() ? std::string("the file")
                                : std::string(at.request);
}

/// The rest of a line: blanks of any kind become single ones.
std::string in_one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool is_blank = static_cast<unsigned char>(c) <= ' ';
        if (!is_blank) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return out;
}

/// Without what a flow would take for tags: "#" at the beginning of words.
std::string without_tags(std::string_view title) {
    std::string out;
    for (const char c : title) {
        const bool begins_tag = c == '#' && (out.empty() || out.back() == ' ');
        out += begins_tag ? "" : std::string(1, c);
    }
    return out;
}

/// Whether braces can be mistaken next to the templates of a text that has no quotes.
bool is_ambiguous(std::string_view text) {
    std::string_view before;
    for (const Part& part : parts_of(text)) {
        if (part.is_template && (before.ends_with('{') || before.ends_with('\\'))) {
            return true;
        }
        before = part.text;
    }
    return false;
}

/// A text without quotes: a value, a title, a body. Of what could be mistaken a blank keeps apart.
std::string unquoted(std::string_view text) {
    std::string out;
    for (const Part& part : parts_of(text)) {
        if (part.is_template) {
            out += out.ends_with('{') || out.ends_with('\\') ? " " : "";
            out.append("{{").append(part.text).append("}}");
            continue;
        }
        for (std::size_t at = 0; at < part.text.size(); ++at) {
            const bool is_pair = part.text.substr(at).starts_with("{{");
            out += is_pair ? "\\{{" : std::string(1, part.text[at]);
            at += is_pair ? 1 : 0;
        }
    }
    return out;
}

/// A word that is no line of the text.
std::string tag_for(std::string_view text) {
    std::string tag = "END";
    for (unsigned number = 2; text.find(tag) != std::string_view::npos; ++number) {
        tag = "END" + std::to_string(number);
    }
    return tag;
}

std::string without_returns(std::string_view text) {
    std::string out(text);
    for (std::size_t at = out.find("\r\n"); at != std::string::npos; at = out.find("\r\n", at)) {
        out.erase(at, 1);
    }
    return out;
}

bool is_one_line(std::string_view text) noexcept {
    return text.find_first_of("\r\n") == std::string_view::npos;
}

/// What is written of a request, line by line.
std::vector<std::vector<std::string>> lines_of(const Wish& wish) {
    std::vector<std::vector<std::string>> lines{{wish.method, wish.url}};
    if (wish.body_file) {
        lines.front().push_back('@' + *wish.body_file); // on its own line it were a directive
    }
    for (const auto& [name, value] : wish.headers) {
        lines.push_back({header_item(name, value)});
    }
    for (const std::string& item : wish.items) {
        lines.push_back({item});
    }
    lines.insert(lines.end(), wish.options.begin(), wish.options.end());
    if (wish.body && is_one_line(*wish.body)) {
        lines.push_back({"--raw", *wish.body});
    }
    return lines;
}

/// latch says of a text that it is JSON where nobody says anything else.
bool looks_like_json(std::string_view body) noexcept {
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (body[first] == '{' || body[first] == '[');
}

} // namespace

bool Wish::has_header(std::string_view name) const noexcept {
    return std::ranges::any_of(headers, [&](const auto& header) {
        return base::iequals(header.first, name);
    });
}

void Wish::capture(std::string_view name, std::string_view query) {
    option("--capture", variable_name(name) + '=' + std::string(query));
}

void Translation::define(std::string_view foreign_name, std::string value, const Origin& at) {
    const std::string name = variable_name(foreign_name);
    if (!is_one_line(value)) {
        drop(at, "the value of " + name + ", which has several lines");
        return;
    }
    const auto known =
        std::ranges::find(variables_, name, &std::pair<std::string, std::string>::first);
    if (known == variables_.end()) {
        variables_.emplace_back(name, std::move(value));
    } else if (known->second != value) {
        drop(at, "another value of " + name);
    }
}

void Translation::drop(const Origin& at, std::string_view what) {
    dropped_.push_back(place(at) + ": " + base::printable(what));
}

void Translation::add(Wish wish, const Origin& at) {
    if (wish.url.empty()) {
        drop(at, "a request without a URL");
        return;
    }
    if (wish.body && !wish.has_header("Content-Type") && !looks_like_json(*wish.body)) {
        wish.items.emplace_back("Content-Type:");
    }
    write(wish, at);
}

void Translation::write(const Wish& wish, const Origin& at) {
    const std::string title = without_tags(in_one_line(unquoted(wish.title)));
    requests_ += requests_.empty() ? "" : "\n";
    requests_ += title.empty() ? "" : "### " + title + '\n';
    std::string_view indent;
    for (const auto& line : lines_of(wish)) {
        requests_ += indent;
        std::string_view blank;
        for (const std::string& word : line) {
            requests_ += blank;
            requests_ += word_of(within_line(word, at));
            blank = " ";
        }
        indent = "\n    ";
    }
    if (wish.body && !is_one_line(*wish.body)) {
        write_body(*wish.body, at);
    }
    requests_ += '\n';
}

std::string Translation::within_line(const std::string& word, const Origin& at) {
    if (is_one_line(word)) {
        return word;
    }
    drop(at, "line ends within a value, which are blanks now");
    return in_one_line(word);
}

void Translation::write_body(std::string_view body, const Origin& at) {
    const std::string text = without_returns(body);
    if (text.size() != body.size()) {
        drop(at, "the returns of the body's line ends");
    }
    if (is_ambiguous(text)) {
        drop(at, "that there was no blank between { and a variable in the body");
    }
    const std::string tag = tag_for(text);
    const bool expands = has_placeholders(text);
    requests_ += expands ? " <<" + tag : " <<'" + tag + '\'';
    requests_ += '\n' + (expands ? unquoted(text) : text) + '\n' + tag;
}

base::Result<Imported> Translation::done(std::string_view kind) && {
    if (requests_.empty()) {
        return base::Error(base::ErrorKind::usage, "there is no request in it")
            .hinting("it was read as " + std::string(kind));
    }
    Imported imported{.flow = {}, .dropped = std::move(dropped_)};
    for (const auto& [name, value] : variables_) {
        imported.flow += '@' + name + " = " + unquoted(value) + '\n';
    }
    imported.flow += (variables_.empty() ? "" : "\n") + requests_;
    return imported;
}

} // namespace latch::flow::foreign
