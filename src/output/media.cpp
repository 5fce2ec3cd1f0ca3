// SPDX-License-Identifier: MIT
#include "output/media.hpp"

#include "latch/http/media_type.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace latch::output {

namespace {

constexpr std::array<std::string_view, 6> json_lines{
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonl",
    "application/jsonlines",
    "application/stream+json",
};

bool mentions(std::string_view essence, std::string_view word) {
    return essence.find(word) != std::string_view::npos;
}

/// HTTPie's rules: "json" anywhere is JSON, and text or a script is if it reads as JSON.
Content content_of(const http::MediaType& type, bool expects_json) {
    if (type.essence == "text/event-stream") {
        return Content::events;
    }
    if (std::ranges::find(json_lines, type.essence) != json_lines.end()) {
        return Content::json_lines;
    }
    if (mentions(type.essence, "json")) {
        return Content::json;
    }
    if (http::is_html(type)) {
        return Content::html;
    }
    if (mentions(type.essence, "xml")) {
        return Content::xml;
    }
    const bool is_text = type.essence.starts_with("text/");
    const bool may_be = expects_json || mentions(type.essence, "javascript") || is_text;
    return may_be ? Content::perhaps_json : Content::text;
}

http::MediaType type_of(const http::Headers& headers) {
    const auto text = headers.find("Content-Type");
    return text ? http::parse_media_type(*text).value_or(http::MediaType{}) : http::MediaType{};
}

Media media(http::MediaType type, const OutputPlan& plan) {
    return {
        .content = content_of(type, plan.expects_json),
        .charset = std::move(type.charset),
    };
}

} // namespace

Media media_of(const http::Headers& headers, const OutputPlan& plan) {
    return media(type_of(headers), plan);
}

Media media_of_response(const http::Headers& headers, const OutputPlan& plan) {
    http::MediaType type = type_of(headers);
    if (!plan.response_mime.empty()) {
        type.essence = plan.response_mime;
    }
    if (!plan.response_charset.empty()) {
        type.charset = plan.response_charset;
    }
    return media(std::move(type), plan);
}

} // namespace latch::output
