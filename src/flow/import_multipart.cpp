// SPDX-License-Identifier: MIT
#include "flow/import_multipart.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace latch::flow::foreign {

namespace {

constexpr std::string_view content_type = "Content-Type";

struct Field {
    std::string_view name{};
    std::string_view type{};
    std::vector<Line> content{};
};

/// What a parameter of a header says, its quotes taken away.
std::string_view parameter(std::string_view header, std::string_view name) {
    for (const std::string_view part : base::split(header, ';')) {
        const auto pair = base::split_once(base::trim(part), '=');
        if (pair && base::iequals(pair->first, name)) {
            const std::string_view value = pair->second;
            const bool is_quoted = value.size() > 1 && value.front() == '"' && value.back() == '"';
            return is_quoted ? value.substr(1, value.size() - 2) : value;
        }
    }
    return {};
}

/// The part up to the next boundary.
Field read_field(Lines& lines, std::string_view boundary) {
    Field field;
    while (!lines.empty() && !base::trim(lines.next().text).empty()) {
        const std::string_view text = lines.take().text;
        const auto header = base::split_once(text, ':');
        if (header && base::iequals(header->first, "Content-Disposition")) {
            field.name = parameter(header->second, "name");
        } else if (header && base::iequals(header->first, content_type)) {
            field.type = base::trim(header->second);
        }
    }
    while (!lines.empty() && !lines.next().text.starts_with(boundary)) {
        field.content.push_back(lines.take());
    }
    while (!field.content.empty() && base::trim(field.content.front().text).empty()) {
        field.content.erase(field.content.begin());
    }
    while (!field.content.empty() && base::trim(field.content.back().text).empty()) {
        field.content.pop_back();
    }
    return field;
}

void add_field(const Field& field, const Line& at, HttpRequest& request, HttpFile& file) {
    const bool is_file = field.content.size() == 1 && field.content.front().text.starts_with("< ");
    if (field.name.empty()) {
        file.out.drop({.line = at.number}, "a part of a form without a name");
        return;
    }
    const std::string name = text_of(field.name, at, file);
    if (is_file) {
        const std::string path =
            text_of(base::trim(field.content.front().text.substr(2)), at, file);
        request.wish.items.push_back(upload_item(name, path, plain(field.type)));
        return;
    }
    if (!field.type.empty()) {
        file.out.drop({.line = at.number}, "the type of a field that is no file");
    }
    std::string value;
    for (const Line& line : field.content) {
        value += (value.empty() ? "" : "\n") + text_of(line.text, line, file);
    }
    request.wish.items.push_back(field_item(name, value));
}

} // namespace

bool is_multipart(const Wish& wish) {
    return std::ranges::any_of(wish.headers, [](const auto& header) {
        return base::iequals(header.first, content_type) &&
               base::istarts_with(header.second, "multipart/form-data");
    });
}

void read_multipart(const std::vector<Line>& lines, HttpRequest& request, HttpFile& file) {
    auto& headers = request.wish.headers;
    const auto type = std::ranges::find_if(headers, [](const auto& header) {
        return base::iequals(header.first, content_type);
    });
    const std::string boundary = "--" + std::string(parameter(type->second, "boundary"));
    Lines rest{std::span(lines)};
    if (boundary.size() == 2 || !lines.front().text.starts_with(boundary)) {
        file.out.drop(
            {.line = lines.front().number}, "a multipart body whose boundary cannot be told"
        );
        return;
    }
    headers.erase(type);
    request.wish.option("--multipart");
    while (!rest.empty()) {
        const Line at = rest.take();
        if (!at.text.starts_with(boundary)) {
            file.out.drop({.line = at.number}, "a line between the parts of a form");
        } else if (!base::trim(at.text).ends_with("--") || base::trim(at.text) == boundary) {
            add_field(read_field(rest, boundary), at, request, file);
        }
    }
}

} // namespace latch::flow::foreign
