// SPDX-License-Identifier: MIT
#pragma once

#include "client/heard.hpp"

#include "latch/client/conversation.hpp"

#include <vector>

namespace latch::client {

/// Tells the audience of an answer that is held in memory: gives its body to `sink`, which the
/// audience has for it, and says that it is over. Errors: what the audience says.
base::Result<void>
tell(Audience& audience, const Heard& heard, const base::Result<http::BodySink*>& sink);

/// Tells the audience, in order, of pages that were fetched for what is in them.
base::Result<void> tell_fetched(Audience& audience, const std::vector<Heard>& pages);

/// The same of a refusal and, after it, of what was fetched because of it.
base::Result<void>
tell_aside(Audience& audience, const Heard& refusal, const std::vector<Heard>& pages);

} // namespace latch::client
