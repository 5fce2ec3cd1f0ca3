// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace latch::output {

/// What a piece of text is; the theme decides what that looks like.
enum class Role : std::uint8_t {
    plain,
    method, ///< one that is none of the following
    method_read,
    method_create,
    method_change,
    method_delete,
    target,
    version,
    status_informational,
    status_success,
    status_redirect,
    status_client_error,
    status_server_error,
    reason,
    header_name,
    header_value,
    punctuation,
    time_short, ///< of a duration, by how long people find it
    time_fair,
    time_long,
    time_too_long,
    json_key,
    json_string,
    json_number,
    json_literal, ///< true, false, null
    tag,          ///< the name of an element or of a field of an event
    attribute,    ///< its name
    attribute_value,
    comment,
    notice, ///< words of latch's own between the server's
};

/// Text of one role; safe for a terminal, without escape codes.
struct Span {
    Role role = Role::plain;
    std::string text;

    bool operator==(const Span&) const = default;
};

/// Something to show, independent of colours and of where it goes.
using Rendering = std::vector<Span>;

} // namespace latch::output
