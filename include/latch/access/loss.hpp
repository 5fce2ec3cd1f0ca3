// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/lost_body.hpp"
#include "latch/access/recipe.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/url.hpp"

namespace latch::access {

/// What the head of an answer says of the session that its request went with.
enum class Loss {
    none,
    suspected, ///< the body tells: `clue_of_loss` says what it has to be looked at for
    certain,
};

/// Whether a session that can be got back by `recipe` is lost (spring.md 3.6): 401 to a request
/// without credentials of its own, a redirect to a login page, to the one of the recipe, or to a
/// page that tells of the end of a session. `asked` is the URL that the exchange began with.
///
/// A login page with 200 counts for safe methods alone: another may have done its work. Unless its
/// form is that of the container, which lets nothing through to the application: there it counts
/// for all of them, and for the page of the recipe as well, in whose place it comes.
///
/// Else an answer to the login itself or to a logout says nothing of the kind, nor does a login
/// that was refused.
Loss loss_in(const http::Hop& hop, const http::Url& asked, const LoginRecipe& recipe);

/// What the body of such an answer has to be looked at for.
BodyClue clue_of_loss(const http::Hop& hop, const http::Url& asked, const LoginRecipe& recipe);

/// Whether two requests go with the same session: with the same cookies of those that sessions of
/// servers have by their names, or with all the same where there are none.
bool is_same_session(const http::PreparedRequest& a, const http::PreparedRequest& b);

} // namespace latch::access
