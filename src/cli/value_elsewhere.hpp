// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/session_command.hpp"

#include <string_view>

/// Values of `latch session set` that are not typed, but say where they are.
namespace latch::cli {

/// "@FILE", "@-": as the items of requests have it, the value is what is there.
bool is_elsewhere(std::string_view value) noexcept;

/// Where the value is; a descriptor, or a file whose path may be empty.
access::SecretSource place_of(std::string_view value);

/// What stands in the place of a secret may say where the secret is, which then is what the session
/// keeps; with "@FILE" or "@-" the session gets what is there. `name` is the setting's. Errors:
/// `usage`.
base::Result<void>
settle_secret(SetSession& set, std::string_view name, const base::Environment& environment);

/// Each value has to be somewhere, and what comes from standard input comes once. Errors: `usage`.
base::Result<void> check_elsewhere(const SetSession& set);

} // namespace latch::cli
