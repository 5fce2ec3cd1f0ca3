// SPDX-License-Identifier: MIT
#include "flow/import_http.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace latch::flow::foreign {

namespace {

/// What stands behind "#" or "//"; nothing if the line is no comment.
std::optional<std::string_view> comment(std::string_view line) {
    const std::string_view text = base::trim(line);
    const bool is_hash = text.starts_with('#');
    if (!is_hash && !text.starts_with("//")) {
        return std::nullopt;
    }
    return base::trim(text.substr(is_hash ? 1 : 2));
}

/// `@name value` and `@name = value` in a comment.
void read_tag(std::string_view tag, const Line& line, HttpRequest& request, HttpFile& file) {
    const std::size_t end = std::min(tag.find_first_of(" \t="), tag.size());
    const std::string_view name = tag.substr(0, end);
    std::string_view value = base::trim(tag.substr(end));
    value = base::trim(value.substr(value.starts_with('=') ? 1 : 0));
    if (name == "@name") {
        request.name = value;
    } else if (name == "@no-redirect") {
        request.follows = false;
    } else if (name == "@timeout" && base::parse_decimal(value)) {
        request.wish.option("--timeout", std::string(value));
    } else if (name == "@connection-timeout" && base::parse_decimal(value)) {
        request.wish.option("--connect-timeout", std::string(value));
    } else if (name != "@no-log" && name != "@note" && name != "@title") {
        file.out.drop({.line = line.number}, "# " + std::string(name));
    }
}

/// A comment may say something about the request.
void read_comment(std::string_view text, const Line& line, HttpRequest& request, HttpFile& file) {
    if (text.size() > 1 && text.front() == '@' && base::is_ascii_alpha(text[1])) {
        read_tag(text, line, request, file);
    }
}

/// `@name = value`
void define(const Line& line, HttpFile& file) {
    const auto parts = base::split_once(base::trim(line.text).substr(1), '=');
    if (!parts) {
        file.out.drop({.line = line.number}, "a variable without a value");
        return;
    }
    file.out.define(
        base::trim(parts->first),
        text_of(base::trim(parts->second), line, file),
        {.line = line.number}
    );
}

/// A script before the request, in place or in a file.
void drop_script(const Line& line, Lines& lines, HttpFile& file) {
    file.out.drop({.line = line.number}, "a script that runs before the request");
    bool is_open = line.text.find("{%") != std::string_view::npos &&
                   line.text.find("%}") == std::string_view::npos;
    while (is_open && !lines.empty()) {
        is_open = lines.take().text.find("%}") == std::string_view::npos;
    }
}

/// What may stand before a request; what it ends with is the line of the request, or nothing.
std::optional<Line> read_preamble(Lines& lines, HttpRequest& request, HttpFile& file) {
    while (!lines.empty()) {
        const Line line = lines.take();
        const std::string_view text = base::trim(line.text);
        if (text.empty()) {
            continue;
        }
        if (const auto said = comment(text)) {
            read_comment(*said, line, request, file);
        } else if (text.starts_with('@')) {
            define(line, file);
        } else if (text.starts_with("< ") || text.starts_with("<{%")) {
            drop_script(line, lines, file);
        } else if (text.starts_with("import ") || text.starts_with("run ")) {
            file.out.drop({.line = line.number}, "another file, or a request of it");
        } else {
            return line;
        }
    }
    return std::nullopt;
}

std::string_view without_version(std::string_view text) {
    const std::size_t blank = text.find_last_of(" \t");
    const bool has_version =
        blank != std::string_view::npos && base::istarts_with(text.substr(blank + 1), "HTTP/");
    return has_version ? base::trim(text.substr(0, blank)) : text;
}

/// `[METHOD] URL [HTTP/1.1]`, and what follows of the URL in lines that are indented.
void read_request_line(const Line& line, Lines& lines, HttpRequest& request, HttpFile& file) {
    std::string_view text = without_version(base::trim(line.text));
    const std::size_t blank = text.find_first_of(" \t");
    const std::string_view first = text.substr(0, blank);
    if (blank != std::string_view::npos && std::ranges::all_of(first, base::is_ascii_alpha)) {
        request.wish.method = base::to_ascii_upper(first);
        text = base::trim(text.substr(blank));
    }
    std::string url(text);
    while (!lines.empty() && lines.next().text.find_first_of(" \t") == 0) {
        const std::string_view more = base::trim(lines.next().text);
        if (more.empty() || std::string_view("?&/#").find(more.front()) == std::string_view::npos) {
            break;
        }
        const Line& taken = lines.take();
        url += comment(taken.text) && !more.starts_with('/') ? "" : without_version(more);
    }
    request.wish.url = text_of(url, line, file);
    request.line = line.number;
}

/// Credentials as both dialects let one write them, with the name and the password as they are;
/// nothing for what is to be sent as it stands.
std::optional<std::pair<std::string, std::string>> credentials(std::string_view value) {
    const auto words = base::split(value, ' ');
    const bool is_basic = base::iequals(words.front(), "Basic");
    if (!is_basic && !base::iequals(words.front(), "Digest")) {
        return std::nullopt;
    }
    std::string both;
    if (words.size() == 3) {
        both = std::string(words[1]) + ':' + std::string(words[2]);
    } else if (words.size() == 2 && words[1].find(':') != std::string_view::npos) {
        both = words[1];
    }
    return both.empty()
               ? std::nullopt
               : std::optional(std::pair(std::string(is_basic ? "basic" : "digest"), both));
}

void add_header(const Line& line, HttpRequest& request, HttpFile& file) {
    const auto parts = base::split_once(line.text, ':');
    const std::string_view name = parts ? base::trim(parts->first) : "";
    if (name.empty() || name.find_first_of(" \t{") != std::string_view::npos) {
        file.out.drop({.line = line.number}, "a line that is no header");
        return;
    }
    const std::string value = text_of(base::trim(parts->second), line, file);
    const auto account = base::iequals(name, "Authorization") ? credentials(value) : std::nullopt;
    if (account) {
        if (account->first == "digest") {
            request.wish.option("--auth-type", account->first);
        }
        request.wish.option("--auth", account->second);
    } else if (base::iequals(name, "Host") && request.wish.url.starts_with('/')) {
        request.wish.url.insert(0, value); // how VS Code's client knows whom a path is for
    } else if (!base::iequals(name, "Content-Length")) {
        request.wish.headers.emplace_back(plain(name), value);
    }
}

/// Whether a line says what is to be done with the answer.
bool is_handler(std::string_view text) {
    return text.starts_with("> ") || text.starts_with(">{%") || text.starts_with(">>") ||
           text.starts_with("<> ");
}

void read_headers(Lines& lines, HttpRequest& request, HttpFile& file) {
    while (!lines.empty() && !is_handler(lines.next().text)) {
        const Line& line = lines.take();
        if (base::trim(line.text).empty()) {
            break;
        }
        if (const auto said = comment(line.text)) {
            read_comment(*said, line, request, file);
        } else {
            add_header(line, request, file);
        }
    }
}

std::string
title_of(std::string_view title, const HttpRequest& request, const Line& line, HttpFile& file) {
    return !title.empty() ? text_of(title, line, file) : plain(request.name);
}

bool is_spoken(std::string_view method) {
    constexpr auto others =
        std::to_array<std::string_view>({"GRAPHQL", "WEBSOCKET", "GRPC", "RSOCKET", "GRAPHQLWS"});
    return std::ranges::find(others, method) == others.end();
}

} // namespace

void read_block(std::string_view title, Lines lines, HttpFile& file) {
    HttpRequest request;
    const auto line = read_preamble(lines, request, file);
    if (!line) {
        return;
    }
    read_request_line(*line, lines, request, file);
    if (!is_spoken(request.wish.method)) {
        file.out.drop(
            {.line = line->number}, "a request that is not plain HTTP: " + request.wish.method
        );
        return;
    }
    request.wish.title = title_of(title, request, *line, file);
    if (request.name.empty()) {
        request.name = title; // by which IntelliJ's scripts know it
    }
    read_headers(lines, request, file);
    read_body(lines, request, file);
    file.requests.push_back(std::move(request));
}

} // namespace latch::flow::foreign
