// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

namespace latch::app {

/// Looks a secret up where the session says it is. Errors name the variable or file, never what
/// is in it.
base::Result<base::Secret>
resolve_secret(const access::SecretSource& source, const base::Environment& environment);

} // namespace latch::app
