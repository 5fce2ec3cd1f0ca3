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

/// What stands behind `mark` and before the next quote; nothing without the mark.
std::optional<std::string> quoted_behind(std::string_view head, std::string_view mark) {
    const auto at = head.find(mark);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view rest = head.substr(at + mark.size());
    return std::string(rest.substr(0, rest.find('"')));
}

/// A part by its head, as `head_of` makes it; without content.
FormPart part_of(std::string_view head) {
    constexpr std::string_view type_mark = "\r\nContent-Type: ";
    const auto type = head.find(type_mark);
    return {
        .name = quoted_behind(head, "form-data; name=\"").value_or(""),
        .content = BytesBody{},
        .file_name = quoted_behind(head, "; filename=\""),
        .media_type =
            std::string(type == std::string_view::npos ? "" : head.substr(type + type_mark.size())),
    };
}

bool is_boundary_character(char c) noexcept {
    constexpr std::string_view marks = "'()+_,-./:=? ";
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
           marks.find(c) != std::string_view::npos;
}

} // namespace

JoinedBody multipart_body(std::vector<FormPart> parts, std::string_view boundary) {
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
    return body;
}

std::vector<FormPart> form_parts(const JoinedBody& body) {
    std::vector<FormPart> parts;
    const auto* const first = std::get_if<BytesBody>(&body.pieces.front());
    if (first == nullptr) {
        return parts;
    }
    const std::string line_end = "\r\n";
    const std::string delimiter =
        line_end + first->bytes.substr(0, first->bytes.find(line_end)) + line_end;
    for (const BodyPiece& piece : body.pieces) {
        if (std::holds_alternative<StreamBody>(piece)) {
            parts.back().content = piece;
            continue;
        }
        const std::string text = &piece == &body.pieces.front()
                                     ? line_end + std::get<BytesBody>(piece).bytes
                                     : std::get<BytesBody>(piece).bytes;
        for (auto at = text.find(delimiter); at != std::string::npos;) {
            const auto head = at + delimiter.size();
            const auto content = text.find("\r\n\r\n", head) + 4;
            const auto end = text.find(delimiter.substr(0, delimiter.size() - 2), content);
            parts.push_back(part_of(std::string_view(text).substr(head, content - 4 - head)));
            parts.back().content = BytesBody{text.substr(content, end - content)};
            at = text.find(delimiter, content);
        }
    }
    return parts;
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
