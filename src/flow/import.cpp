// SPDX-License-Identifier: MIT
#include "flow/import_kinds.hpp"
#include "flow/import_lines.hpp"
#include "flow/import_text.hpp"

#include "latch/base/text.hpp"
#include "latch/flow/interchange.hpp"
#include "latch/query/json.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace latch::flow {

namespace {

using query::Json;

constexpr auto endings = std::to_array<std::pair<std::string_view, Foreign>>({
    {".http", Foreign::http},
    {".rest", Foreign::http},
    {".hurl", Foreign::hurl},
    {".har", Foreign::har},
    {".curl", Foreign::curl},
    {".postman_collection.json", Foreign::postman},
});

std::optional<Foreign> kind_of_json(std::string_view content) {
    const auto document = query::parse_json(content);
    if (!document) {
        return std::nullopt;
    }
    const Json* const log = document->find("log");
    if (log != nullptr && log->find("entries") != nullptr) {
        return Foreign::har;
    }
    const bool is_collection =
        document->find("info") != nullptr && document->find("item") != nullptr;
    return is_collection ? std::optional(Foreign::postman) : std::nullopt;
}

bool is_method(std::string_view word) {
    constexpr auto methods = std::to_array<std::string_view>(
        {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"}
    );
    return std::ranges::find(methods, word) != methods.end();
}

/// By the lines of a text that say which it is.
std::optional<Foreign> kind_of_lines(std::string_view content) {
    for (const foreign::Line& line : foreign::lines_in(content)) {
        const std::string_view text = base::trim(line.text);
        const std::string_view word = text.substr(0, text.find_first_of(" \t"));
        if (word == "curl" || word.ends_with("/curl") || text.starts_with("$ curl ")) {
            return Foreign::curl;
        }
        if (text.starts_with("HTTP ") || text == "[Asserts]" || text == "[Captures]") {
            return Foreign::hurl;
        }
        if (text.starts_with("###") || (is_method(word) && text.ends_with(" HTTP/1.1"))) {
            return Foreign::http;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<Foreign> foreign_kind(std::string_view file_name, std::string_view content) {
    const std::string name = base::to_ascii_lower(file_name);
    for (const auto& [ending, kind] : endings) {
        if (name.ends_with(ending)) {
            return kind;
        }
    }
    const std::size_t first = content.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool is_json = first != std::string_view::npos && content[first] == '{';
    return is_json ? kind_of_json(content) : kind_of_lines(content);
}

base::Result<Imported> import_flow(std::string_view content, Foreign kind) {
    if (!base::is_utf8(content)) {
        return base::Error(base::ErrorKind::usage, "the text is not UTF-8");
    }
    const std::string text = foreign::plain(content);
    switch (kind) {
    case Foreign::http:
        return foreign::import_http(text);
    case Foreign::hurl:
        return foreign::import_hurl(text);
    case Foreign::har:
        return foreign::import_har(text);
    case Foreign::postman:
        return foreign::import_postman(text);
    case Foreign::curl:
        break;
    }
    return foreign::import_curl(text);
}

} // namespace latch::flow
