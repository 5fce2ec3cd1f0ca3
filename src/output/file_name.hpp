// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"
#include "latch/http/url.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// What a download is called: decisions only, no file is looked at.
namespace latch::output {

/// What most file systems take, in bytes.
inline constexpr std::size_t usual_name_limit = 255;

/// A name for a file in this folder and no other, made of what a server suggests.
///
/// Only what follows the last slash or backslash counts. Controls, DEL and the marks that turn
/// text around (which make "exe.txt" of "txt.exe" in a listing) go, bytes that are not UTF-8 become
/// '_'. Blanks at both ends and dots at the beginning go, so that it is never hidden nor "..", and
/// a dash at the beginning becomes '_', so that no program takes it for an option. May be empty.
std::string safe_file_name(std::string_view suggested);

/// What a download is called: as Content-Disposition suggests, else by the last part of the path
/// that was asked for first (a redirect has no say), else "index". A name of the latter two without
/// an extension gets the one of the Content-Type.
std::string download_name(const http::Headers& response, const http::Url& asked);

/// `name` where number 0 is wanted, else with "-1", "-2" at its end as HTTPie has it; no longer
/// than `limit` bytes. What is too long is cut before its extension, between two characters.
std::string numbered_name(std::string_view name, unsigned number, std::size_t limit);

} // namespace latch::output
