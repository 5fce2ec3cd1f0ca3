// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"

#include <optional>
#include <string_view>

namespace latch::access {

/// What has come of a body, from its first byte on.
struct BodyStart {
    std::string_view bytes;
    bool is_whole = false;
};

/// What in a body may say more than the status: of a success, that nobody is signed in.
enum class BodyClue {
    none,             ///< nothing: the body is what was asked for
    expired_sentence, ///< the one sentence that Spring has for a session ended by another login
    login_form,       ///< a page with a form for one password
    password_form,    ///< a page with any form for a password: none was asked for at all
    container_form,   ///< a page with the login form of the server that runs the application
    error,            ///< what the server says of an error status, as JSON or a page
};

/// What to look for in the body of this answer, by its head alone; `asked` is the URL that the
/// exchange began with.
///
/// The sentence comes with 200, as short text/plain or without a type (spring.md 1.6). A page is a
/// clue if the request did not ask for pages: its Accept names other types and no HTML. One that
/// takes anything (only */*, or no Accept) says little: there a login form is a clue if the request
/// carried a cookie or credentials, and was not for the login page itself.
BodyClue clue_in(const http::Hop& hop, const http::Url& asked);

/// How much of a body is looked at for a clue; what comes behind it tells nothing.
base::Bytes telling_length(BodyClue clue);

/// Whether Accept names HTML.
bool asks_for_html(const http::PreparedRequest& request);

enum class Suspicion { unfounded, open, expired, login_page };

/// What the beginning of a body comes to; `open` as long as more of it may tell. A text is settled
/// by its first byte that is not of the sentence, a page only by its end or `telling_length`.
Suspicion suspicion(BodyClue clue, const BodyStart& body);

/// The suspicion as an error (`not_signed_in`); nothing for those that are none.
std::optional<base::Error> signed_out(Suspicion suspicion);

} // namespace latch::access
