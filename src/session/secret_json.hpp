// SPDX-License-Identifier: MIT
#pragma once

#include "session/node.hpp"

#include "latch/access/credentials.hpp"

/// Where a secret is to be had, as the file has it: {"env": NAME} and the like, or the secret.
namespace latch::session {

Json json_of(const access::SecretSource& secret);
access::SecretSource read_secret(const Node& node);

} // namespace latch::session
