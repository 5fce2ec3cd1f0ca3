// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::access {

/// What the body of an answer with a status of success says against the login that it answers:
/// home-made ones report failure like that. Nothing if it speaks for it, or says nothing.
///
/// JSON speaks against it by a member that tells of errors ("error", "errors"), that denies success
/// ("success": false, "authenticated": false), that has a status of failure ("status": "error",
/// "code": 401), that asks for a second factor, or by a message that speaks of failure. A text does
/// so by its words. All else than JSON and text, a page for one, is no answer to a login.
std::optional<std::string> denial_in(std::string_view body);

} // namespace latch::access
