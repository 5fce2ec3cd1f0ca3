// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace latch::http {

/// Percent-encodes what may not stand raw in a path or query; escapes that are there stay, and a
/// '%' that begins none becomes "%25".
///
/// Raw stays what RFC 3986 allows, which is also what Tomcat takes: not [ ] { } | ^ \ ` " < >.
/// A '?' stays as well, so a path has to be cut off before it.
std::string encode_illegal(std::string_view text);

/// RFC 3986, 5.2.4. An escaped dot counts as a dot, as browsers have it: servers that unescape
/// before they look at the path would see it so.
std::string remove_dot_segments(std::string_view path);

} // namespace latch::http
