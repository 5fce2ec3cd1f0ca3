// SPDX-License-Identifier: MIT
#include "flow/import_http.hpp"

#include "flow/import_dynamic.hpp"
#include "flow/import_kinds.hpp"
#include "flow/import_path.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

namespace latch::flow::foreign {

namespace {

constexpr std::string_view separator = "###";

/// The query for what stands behind `response.` in a reference.
std::optional<std::string> query_of(std::string_view part) {
    constexpr std::string_view headers = "headers.";
    constexpr std::string_view body = "body";
    if (part.starts_with(headers)) {
        return "header." + std::string(part.substr(headers.size()));
    }
    if (!part.starts_with(body)) {
        return std::nullopt;
    }
    std::string_view path = part.substr(body.size());
    if (path.empty() || path == ".*") {
        return "body";
    }
    if (path.starts_with("./")) {
        return "xpath string(" + std::string(path.substr(1)) + ')';
    }
    path.remove_prefix(path.starts_with(".$") ? 2 : 0);
    return jq_path(path);
}

/// The name of the request and the last of the path, without what is no part of a name.
std::string variable_for(std::string_view request, std::string_view part) {
    std::string name = variable_name(request);
    const std::string last = variable_name(part.substr(part.find_last_of("./$") + 1));
    for (const char c : '_' + last) {
        name += c == '_' && name.ends_with('_') ? "" : std::string(1, c);
    }
    name.erase(name.find_last_not_of('_') + 1);
    return name;
}

/// The name of its variable, with a number if that already stands for something else.
std::string unique_name(const Reference& reference, const std::vector<Reference>& others) {
    std::string name = reference.variable;
    const auto is_taken = [&](const Reference& other) {
        const bool is_same = other.request == reference.request && other.query == reference.query;
        return other.variable == name && !is_same;
    };
    for (unsigned number = 2; std::ranges::any_of(others, is_taken); ++number) {
        name = reference.variable + '_' + std::to_string(number);
    }
    return name;
}

/// The template for a reference to another request's answer; nothing for anything else.
std::optional<std::string> reference(std::string_view inside, const Line& line, HttpFile& file) {
    constexpr std::string_view middle = ".response.";
    const std::size_t at = inside.find(middle);
    if (at == std::string_view::npos || inside.starts_with('$')) {
        return std::nullopt;
    }
    const std::string_view request = inside.substr(0, at);
    const std::string_view part = inside.substr(at + middle.size());
    const auto query = query_of(part);
    std::string variable = variable_for(request, part);
    if (query) {
        Reference found{std::string(request), std::move(variable), *query, line.number};
        variable = unique_name(found, file.references);
        found.variable = variable;
        file.references.push_back(std::move(found));
    } else {
        file.out.drop(
            {.line = line.number}, "what {{" + std::string(inside) + "}} takes from an answer"
        );
    }
    return placeholder(variable);
}

/// Adds captures to the requests that others refer to.
void resolve(HttpFile& file) {
    for (const Reference& each : file.references) {
        const auto found = std::ranges::find(file.requests, each.request, &HttpRequest::name);
        if (found == file.requests.end()) {
            file.out.drop(
                {.line = each.line}, "the answer of " + each.request + ", which is no request"
            );
            continue;
        }
        const std::vector<std::string> option{"--capture", each.variable + '=' + each.query};
        auto& options = found->wish.options;
        if (std::ranges::find(options, option) == options.end()) {
            options.push_back(option);
        }
    }
}

void add(HttpRequest request, Translation& out) {
    if (request.wish.url.empty()) {
        return;
    }
    if (request.follows) {
        request.wish.options.insert(request.wish.options.begin(), {"--follow"});
    }
    out.add(std::move(request.wish), {.line = request.line});
}

} // namespace

std::string text_of(std::string_view characters, const Line& line, HttpFile& file) {
    return with_placeholders(characters, [&](std::string_view inside) {
        auto referred = reference(inside, line, file);
        return referred ? *std::move(referred)
                        : template_of(inside, {.line = line.number}, file.out);
    });
}

base::Result<Imported> import_http(std::string_view content) {
    const std::vector<Line> lines = lines_in(content);
    HttpFile file;
    std::string_view title;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= lines.size(); ++at) {
        const bool is_end = at == lines.size();
        if (!is_end && !lines[at].text.starts_with(separator)) {
            continue;
        }
        read_block(title, Lines(std::span(lines).subspan(begin, at - begin)), file);
        if (!is_end) {
            title = lines[at].text;
            title = base::trim(title.substr(std::min(title.find_first_not_of('#'), title.size())));
            begin = at + 1;
        }
    }
    resolve(file);
    for (HttpRequest& request : file.requests) {
        add(std::move(request), file.out);
    }
    return std::move(file.out).done("requests between ### lines");
}

} // namespace latch::flow::foreign
