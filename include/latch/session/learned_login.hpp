// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/recipe.hpp"
#include "latch/access/token_answer.hpp"
#include "latch/http/headers.hpp"
#include "latch/session/session.hpp"

#include <optional>

namespace latch::session {

/// How a login or a logout ended: what is remembered of it.
struct LearnedLogin {
    http::Origin origin;
    std::optional<access::LoginRecipe> recipe{};   ///< it worked; nothing: by the one that is known
    std::optional<access::RefusedLogin> refused{}; ///< the server did not take the credentials
    bool signed_out = false;                       ///< it was a logout
    std::optional<StoredAuth> auth{}; ///< what later requests are signed with; nothing: cookies do
    http::Headers headers{};          ///< a token that goes in a header of its own
};

/// A login that an answer with a token has ended, or the refresh of one. A recipe learns what the
/// refresh token is called.
LearnedLogin
signed_in_by(http::Origin origin, access::LoginRecipe recipe, const access::ReceivedToken& token);

/// Takes note of a login or a logout; whether anything changed.
bool learn(const LearnedLogin& learned, Session& session);

} // namespace latch::session
