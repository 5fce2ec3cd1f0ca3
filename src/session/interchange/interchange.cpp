// SPDX-License-Identifier: MIT
#include "latch/session/interchange.hpp"

#include "session/interchange/browser.hpp"
#include "session/interchange/curl.hpp"
#include "session/interchange/har.hpp"
#include "session/interchange/httpie.hpp"
#include "session/interchange/intake.hpp"
#include "session/interchange/leftovers.hpp"
#include "session/interchange/netscape.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::session::interchange {

namespace {

using base::Clock;
using Import = base::Result<Imported> (*)(std::string_view text, const Source& source);
using Export = Exported (*)(const Session& session, Clock::time_point now);

/// The tree of a file of JSON, named in errors as what it is.
base::Result<Json> document_of(std::string_view text, const Source& source) {
    auto document = parse_document(text, source.name);
    if (!document) {
        return unreadable(source.name, document.error().cause());
    }
    return document;
}

template <base::Result<Imported> (*import)(const Json&, const Source&)>
base::Result<Imported> import_json(std::string_view text, const Source& source) {
    const auto document = document_of(text, source);
    if (!document) {
        return document.error();
    }
    return import(*document, source);
}

base::Error without_origin(std::string_view name) {
    return base::Error(base::ErrorKind::usage, "cannot import " + std::string(name))
        .because("it does not say whom its headers, credentials and cookies are for")
        .hinting("say it with --origin URL");
}

base::Result<Imported> import_httpie(const Json& document, const Source& source) {
    if (!document.is_object()) {
        return unreadable(source.name, "it is no session of HTTPie or xh");
    }
    Session session;
    session.foreign = read_httpie(document);
    settle(session, source.home, source.now);
    if (!session.foreign->is_settled()) {
        return without_origin(source.name);
    }
    if (source.home) {
        session.base = http::to_string(http::origin(*source.home));
    }
    std::vector<std::string> left_behind = std::move(session.foreign->left_behind);
    session.foreign.reset();
    return Imported{.session = std::move(session), .left_behind = std::move(left_behind)};
}

struct Known {
    Format format;
    Import read;
    Export write; ///< null: import only
};

constexpr std::array<Known, 6> known_formats{{
    {Format::netscape, import_netscape, export_netscape},
    {Format::httpie, import_json<import_httpie>, export_httpie},
    {Format::playwright, import_json<import_browser>, export_playwright},
    {Format::browser, import_json<import_browser>, nullptr},
    {Format::har, import_json<import_har>, export_har},
    {Format::curl, import_curl, export_curl},
}};

const Known& known(Format format) noexcept {
    return *std::ranges::find(known_formats, format, &Known::format);
}

std::optional<Format> recognise_json(std::string_view text) {
    const auto document = parse_document(text, "");
    if (!document || (document->is_object() && document->contains("latch"))) {
        return std::nullopt;
    }

    struct Look {
        Format format;
        bool (*is_so)(const Json&);
    };

    // A file of HTTPie and an export with a URL have a member "cookies" as well.
    for (const Look& look :
         {Look{Format::har, looks_like_har},
          Look{Format::httpie, looks_like_httpie},
          Look{Format::browser, looks_like_browser},
          Look{Format::playwright, looks_like_playwright}}) {
        if (look.is_so(*document)) {
            return look.format;
        }
    }
    return std::nullopt;
}

bool is_empty(const Session& session) {
    return session.cookies.empty() && std::ranges::all_of(session.origins, [](const auto& state) {
               return state.headers.empty() && !state.auth;
           });
}

} // namespace

std::optional<Format> recognise(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    text.remove_prefix(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.starts_with('{') || text.starts_with('[')) {
        return recognise_json(text);
    }
    if (looks_like_curl(text)) {
        return Format::curl;
    }
    return looks_like_netscape(text) ? std::optional(Format::netscape) : std::nullopt;
}

base::Result<Imported> import_session(std::string_view text, Format format, const Source& source) {
    auto imported = known(format).read(text, source);
    if (imported && is_empty(imported->session) && !imported->left_behind.empty()) {
        return unreadable(source.name, "there is nothing in it that a session could take")
            .hinting(imported->left_behind.front());
    }
    return imported;
}

Exported export_session(const Session& session, Format format, Clock::time_point now) {
    return known(format).write(session, now);
}

} // namespace latch::session::interchange
