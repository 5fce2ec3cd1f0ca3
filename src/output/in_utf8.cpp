// SPDX-License-Identifier: MIT
#include "latch/output/in_utf8.hpp"

#include "output/media.hpp"
#include "output/to_utf8.hpp"

namespace latch::output {

namespace {

std::string in_utf8(const std::string& charset, ToUtf8::Kind kind, std::string_view body) {
    ToUtf8 to_utf8(charset, kind);
    std::string text(to_utf8.convert(body));
    text += to_utf8.finish();
    return text;
}

} // namespace

std::string
json_in_utf8(const http::Headers& headers, std::string_view body, const OutputPlan& plan) {
    return in_utf8(media_of_response(headers, plan).charset, ToUtf8::Kind::json, body);
}

std::string
text_in_utf8(const http::Headers& headers, std::string_view body, const OutputPlan& plan) {
    const Media media = media_of_response(headers, plan);
    const bool is_json = media.content == Content::json || media.content == Content::json_lines;
    return in_utf8(media.charset, is_json ? ToUtf8::Kind::json : ToUtf8::Kind::text, body);
}

} // namespace latch::output
