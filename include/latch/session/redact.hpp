// SPDX-License-Identifier: MIT
#pragma once

#include "latch/session/session.hpp"

#include <optional>
#include <string>

namespace latch::session {

/// The session with "****" in the place of all that is or may be secret, to be shown or written as
/// any other: values of cookies and headers, literal secrets, commands that print one, nonces, and
/// members that this version does not know. Names, times and the places of secrets stay.
Session without_secrets(Session session);

/// The base without what it may hold of credentials and a query; nothing if there is no base.
std::optional<std::string> base_without_secrets(const Session& session);

} // namespace latch::session
