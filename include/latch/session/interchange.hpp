// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/url.hpp"
#include "latch/session/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Sessions from and for other programs. What a format has no place for, and what may not get into
/// a session, is listed in words; the words never hold a value that may be secret.
namespace latch::session::interchange {

enum class Format : std::uint8_t {
    netscape,   ///< cookies.txt: curl -b and -c, wget, yt-dlp
    httpie,     ///< session files of HTTPie and xh, old and new
    playwright, ///< storage state
    browser,    ///< the JSON array of EditThisCookie, Cookie-Editor and Puppeteer; import only
    har,        ///< HAR 1.2
    curl,       ///< read: command lines; written: a file for curl --config
};

/// What a text looks like; nothing for what is none of them, latch's own files included.
std::optional<Format> recognise(std::string_view text);

/// What the text of a file does not say.
struct Source {
    std::string_view name;              ///< the file, for errors
    base::Clock::time_point now;        ///< when it is read
    std::optional<http::Url> home = {}; ///< whom headers and credentials without a host are for
};

struct Imported {
    Session session;
    std::vector<std::string> left_behind;
};

/// Reads another program's file into a session.
///
/// Cookies get in by the rules that a response from their domain would have to keep; what fails
/// them is left behind, as is what is broken, with its line. Errors: `bad_session` for a text that
/// holds nothing but broken lines or is no such file; `usage` if it says of headers or credentials
/// not whom they are for, and `home` does not either.
base::Result<Imported> import_session(std::string_view text, Format format, const Source& source);

/// Moves what a session holds for an unknown origin to that of `home`. Cookies that name their
/// domain go there; the others, headers and credentials stay where they are without a `home`.
/// What the rules refuse is added to what was left behind.
void settle(Session& session, const std::optional<http::Url>& home, base::Clock::time_point now);

struct Exported {
    std::string text;
    std::vector<std::string> left_behind;
};

/// Writes a session for another program, secrets and all, but for those that are references: they
/// are not resolved. A cookie that has expired by `now` is no longer there. The format must be one
/// that can be exported. What other programs would send to any host (HTTPie, curl) holds the
/// headers and credentials of the base's origin alone.
Exported export_session(const Session& session, Format format, base::Clock::time_point now);

} // namespace latch::session::interchange
