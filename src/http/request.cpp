// SPDX-License-Identifier: MIT
#include "latch/http/request.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::http {

namespace {

base::Error refused(std::string what, std::string_view reason) {
    return base::Error(base::ErrorKind::usage, std::move(what)).because(std::string(reason));
}

/// Visible ASCII only: the URL parser encodes the rest, and a blank would end the target.
bool is_target(std::string_view target) noexcept {
    return !target.empty() &&
           std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f; });
}

base::Result<void> check_request_line(const PreparedRequest& request) {
    if (!is_token(request.method)) {
        return refused(
            "cannot send the method " + base::printable(request.method), "it is no token"
        );
    }
    if (!is_target(request.target)) {
        return refused(
            "cannot send the request target " + base::printable(request.target),
            "it is empty or holds blanks, controls or bytes that are not ASCII"
        );
    }
    return {};
}

/// The error names the field and keeps its value, which may be a secret, to itself.
base::Result<void> check_field(const Header& line) {
    if (!is_token(line.name)) {
        return refused("cannot send the header " + base::printable(line.name), "it is no token");
    }
    if (!is_field_value(line.value)) {
        return refused(
            "cannot send the header " + line.name,
            "its value holds a line end or another control character"
        );
    }
    return {};
}

/// At least what the head takes.
std::size_t head_size(const PreparedRequest& request) noexcept {
    constexpr std::size_t around_line = std::string_view("  HTTP/1.1\r\n\r\n").size();
    constexpr std::size_t around_field = std::string_view(": \r\n").size();
    std::size_t size = request.method.size() + request.target.size() + around_line;
    for (const Header& line : request.headers) {
        size += line.name.size() + line.value.size() + around_field;
    }
    return size;
}

base::Bytes length_of(const BytesBody& body) noexcept {
    return {body.bytes.size()};
}

/// Nothing if one of the pieces has no length.
std::optional<base::Bytes> length_of(const JoinedBody& body) noexcept {
    base::Bytes sum;
    for (const BodyPiece& piece : body.pieces) {
        const auto* const stream = std::get_if<StreamBody>(&piece);
        const auto length =
            stream != nullptr ? stream->length : length_of(std::get<BytesBody>(piece));
        if (!length) {
            return std::nullopt;
        }
        sum.count += length->count;
    }
    return sum;
}

} // namespace

bool is_unset(const Request& request, std::string_view name) {
    return std::ranges::any_of(request.suppressed, [&](const std::string& unset) {
        return base::iequals(unset, name);
    });
}

bool is_settled(const Request& request, std::string_view name) {
    return request.typed.contains(name) || is_unset(request, name);
}

std::optional<base::Bytes> length_of(const Body& body) noexcept {
    if (const auto* const bytes = std::get_if<BytesBody>(&body)) {
        return length_of(*bytes);
    }
    if (const auto* const stream = std::get_if<StreamBody>(&body)) {
        return stream->length;
    }
    if (const auto* const joined = std::get_if<JoinedBody>(&body)) {
        return length_of(*joined);
    }
    return std::nullopt;
}

bool has_body(const Body& body) noexcept {
    return !std::holds_alternative<NoBody>(body);
}

const StreamBody* unrepeatable_part(const Body& body) noexcept {
    if (const auto* const stream = std::get_if<StreamBody>(&body)) {
        return stream->replayable ? nullptr : stream;
    }
    if (const auto* const joined = std::get_if<JoinedBody>(&body)) {
        for (const BodyPiece& piece : joined->pieces) {
            const auto* const part = std::get_if<StreamBody>(&piece);
            if (part != nullptr && !part->replayable) {
                return part;
            }
        }
    }
    return nullptr;
}

Body as_body(BodyPiece piece) {
    return std::visit(
        [](auto&& part) { return Body(std::forward<decltype(part)>(part)); }, std::move(piece)
    );
}

bool is_replayable(const Body& body) noexcept {
    return unrepeatable_part(body) == nullptr;
}

base::Result<void> check_head(const PreparedRequest& request) {
    if (auto line = check_request_line(request); !line) {
        return line;
    }
    for (const Header& line : request.headers) {
        if (auto field = check_field(line); !field) {
            return field;
        }
    }
    return {};
}

base::Result<std::string> serialize_head(const PreparedRequest& request) {
    if (auto checked = check_head(request); !checked) {
        return checked.error();
    }
    std::string head;
    head.reserve(head_size(request));
    head.append(request.method).append(1, ' ').append(request.target);
    head.append(request.version == 10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    for (const Header& line : request.headers) {
        head.append(line.name).append(": ").append(line.value).append("\r\n");
    }
    head.append("\r\n");
    return head;
}

bool is_safe(std::string_view method) noexcept {
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

bool is_idempotent(std::string_view method) noexcept {
    return is_safe(method) || method == "PUT" || method == "DELETE";
}

} // namespace latch::http
