// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// multipart/form-data (RFC 7578), with names escaped as browsers do (WHATWG HTML, 4.10.21.8).
namespace latch::http {

/// One field of a form, or one file.
struct FormPart {
    std::string name;
    BodyPiece content;
    std::optional<std::string> file_name{}; ///< nothing: a field, not a file
    std::string media_type{};               ///< empty: none is said
};

/// The body that parts make, in order. Files are read while it is sent.
JoinedBody multipart_body(std::vector<FormPart> parts, std::string_view boundary);

/// The parts that `multipart_body` made this of; names as they were escaped.
std::vector<FormPart> form_parts(const JoinedBody& body);

/// Whether a text can stand between parts: 1 to 70 of certain characters (RFC 2046, 5.1.1).
bool is_boundary(std::string_view text) noexcept;

/// "multipart/form-data; boundary=…".
std::string multipart_type(std::string_view boundary);

/// `type`, which may be any multipart type, with the boundary as its parameter.
std::string with_boundary(std::string_view type, std::string_view boundary);

} // namespace latch::http
