// SPDX-License-Identifier: MIT
#pragma once

#include "input.hpp"

#include "latch/http/headers.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/interchange.hpp"

#include <cstdlib>

namespace latch::test {

/// Whatever gets in from a foreign file can be saved, loaded and sent, and written for others.
inline void check_import(std::string_view text, session::interchange::Format format) {
    using session::interchange::Format;
    const base::Clock::time_point now{std::chrono::hours(438'000)};
    static_cast<void>(session::interchange::recognise(text));
    const auto imported =
        session::interchange::import_session(text, format, {.name = "fuzz", .now = now});
    if (!imported) {
        return;
    }
    const std::string saved = session::encode(imported->session);
    const auto loaded = session::decode(saved, "fuzz");
    if (!loaded || session::encode(*loaded) != saved) {
        std::abort();
    }
    for (const http::Cookie* cookie : loaded->cookies.all()) {
        if (!http::is_field_value(http::cookie_header({cookie}))) {
            std::abort();
        }
    }
    for (const Format other :
         {Format::netscape, Format::httpie, Format::playwright, Format::har, Format::curl}) {
        static_cast<void>(session::interchange::export_session(*loaded, other, now));
    }
}

} // namespace latch::test
