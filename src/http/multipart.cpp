// SPDX-License-Identifier: MIT
#include "latch/http/multipart.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace latch::http {

namespace {

/// What would end the quoted string or the line.
std::string escaped(std::string_view name) {
    std::string text;
    for (const char c : name) {
        switch (c) {
        case '"':
            text += "%22";
            break;
        case '\r':
            text += "%0D";
            break;
        case '\n':
            text += "%0A";
            break;
        default:
            text += c;
        }
    }
    return text;
}

std::string head_of(const FormPart& part, std::string_view boundary) {
    std::string head = "--" + std::string(boundary) + "\r\n";
    head += "Content-Disposition: form-data; name=\"" + escaped(part.name) + '"';
    if (part.file_name) {
        head += "; filename=\"" + escaped(*part.file_name) + '"';
    }
    head += "\r\n";
    if (!part.media_type.empty()) {
        head += "Content-Type: " + part.media_type + "\r\n";
    }
    return head + "\r\n";
}

/// Adds text to the last piece if that is text as well.
void append(std::vector<BodyPiece>& pieces, std::string_view text) {
    if (pieces.empty() || !std::holds_alternative<BytesBody>(pieces.back())) {
        pieces.emplace_back(BytesBody{});
    }
    std::get<BytesBody>(pieces.back()).bytes += text;
}

bool is_boundary_character(char c) noexcept {
    constexpr std::string_view marks = "'()+_,-./:=? ";
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
           marks.find(c) != std::string_view::npos;
}

} // namespace

Body multipart_body(std::vector<FormPart> parts, std::string_view boundary) {
    JoinedBody body;
    for (FormPart& part : parts) {
        append(body.pieces, head_of(part, boundary));
        if (const auto* const bytes = std::get_if<BytesBody>(&part.content)) {
            append(body.pieces, bytes->bytes);
        } else {
            body.pieces.push_back(std::move(part.content));
        }
        append(body.pieces, "\r\n");
    }
    append(body.pieces, "--" + std::string(boundary) + "--\r\n");
    if (body.pieces.size() == 1) {
        return std::get<BytesBody>(std::move(body.pieces.front()));
    }
    return body;
}

bool is_boundary(std::string_view text) noexcept {
    constexpr std::size_t longest = 70;
    return !text.empty() && text.size() <= longest && !text.ends_with(' ') &&
           std::ranges::all_of(text, is_boundary_character);
}

std::string multipart_type(std::string_view boundary) {
    return with_boundary("multipart/form-data", boundary);
}

std::string with_boundary(std::string_view type, std::string_view boundary) {
    std::string whole(type);
    whole += "; boundary=";
    return is_token(boundary) ? whole.append(boundary)
                              : whole.append("\"").append(boundary).append("\"");
}

} // namespace latch::http
