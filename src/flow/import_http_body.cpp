// SPDX-License-Identifier: MIT
#include "flow/import_http.hpp"
#include "flow/import_multipart.hpp"
#include "flow/import_script.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace latch::flow::foreign {

namespace {

/// `> {% … %}`, which may end in another line.
void take_handler(const Line& first, Lines& lines, HttpRequest& request, HttpFile& file) {
    constexpr std::string_view open = "{%";
    constexpr std::string_view close = "%}";
    std::string script(first.text.substr(first.text.find(open) + open.size()));
    while (script.find(close) == std::string::npos && !lines.empty()) {
        script.append("\n").append(lines.take().text);
    }
    script.erase(std::min(script.find(close), script.size()));
    take_script(script, request.wish, {.line = first.number}, file.out);
}

/// What follows the body: whether the line was such a one.
bool read_handler(const Line& line, Lines& lines, HttpRequest& request, HttpFile& file) {
    const std::string_view text = line.text;
    if (text.starts_with("> {%") || text.starts_with(">{%")) {
        take_handler(line, lines, request, file);
    } else if (text.starts_with(">> ") || text.starts_with(">>! ")) {
        const std::string_view name = base::trim(text.substr(text.find(' ')));
        request.wish.option("--output", text_of(name, line, file));
    } else if (text.starts_with("> ")) {
        file.out.drop({.line = line.number}, "a script in a file");
    } else if (!text.starts_with("<> ")) { // an answer of the past
        return false;
    }
    return true;
}

/// `< FILE`, `<@ FILE` and `<@latin1 FILE`: the name of the file.
std::optional<std::string_view> file_line(std::string_view text) {
    const bool is_one = text.starts_with("< ") || text.starts_with("<@");
    const std::size_t blank = is_one ? text.find(' ') : std::string_view::npos;
    const std::string_view name =
        blank == std::string_view::npos ? "" : base::trim(text.substr(blank));
    return name.empty() || name.ends_with('>') ? std::nullopt : std::optional(name);
}

bool is_form(const Wish& wish) {
    return std::ranges::any_of(wish.headers, [](const auto& header) {
        return base::iequals(header.first, "Content-Type") &&
               base::istarts_with(header.second, "application/x-www-form-urlencoded");
    });
}

void drop_blank_end(std::vector<Line>& lines) {
    while (!lines.empty() && base::trim(lines.back().text).empty()) {
        lines.pop_back();
    }
}

void set_file(const Line& line, std::string_view name, HttpRequest& request, HttpFile& file) {
    if (line.text.starts_with("<@")) {
        file.out.drop({.line = line.number}, "that variables in the file are replaced");
    }
    request.wish.body_file = text_of(name, line, file);
}

void set_body(const std::vector<Line>& lines, HttpRequest& request, HttpFile& file) {
    const bool is_joined = is_form(request.wish);
    std::string body;
    for (const Line& line : lines) {
        if (file_line(line.text)) {
            file.out.drop({.line = line.number}, "a file within a body");
            continue;
        }
        const std::string text = text_of(is_joined ? base::trim(line.text) : line.text, line, file);
        body += is_joined || body.empty() ? text : '\n' + text;
    }
    request.wish.body = std::move(body);
}

} // namespace

void read_body(Lines& lines, HttpRequest& request, HttpFile& file) {
    std::vector<Line> body;
    while (!lines.empty()) {
        const Line line = lines.take();
        const bool is_blank_start = body.empty() && base::trim(line.text).empty();
        if (!is_blank_start && !read_handler(line, lines, request, file)) {
            body.push_back(line);
        }
    }
    drop_blank_end(body);
    if (body.empty()) {
        return;
    }
    const auto name = file_line(body.front().text);
    if (body.size() == 1 && name) {
        set_file(body.front(), *name, request, file);
    } else if (is_multipart(request.wish)) {
        read_multipart(body, request, file);
    } else {
        set_body(body, request, file);
    }
}

} // namespace latch::flow::foreign
