// SPDX-License-Identifier: MIT
#pragma once

#include "cli/draft.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/request/spec.hpp"

#include <string_view>

namespace latch::cli {

/// What users call the options that hold credentials where they type them.
struct AuthNames {
    std::string_view auth = "--auth";
    std::string_view bearer = "--bearer";
};

/// What --auth, --auth-type, --auth-from and --bearer mean together. The path of a file is made
/// absolute, because a session may keep it. Errors: `usage` where they contradict each other.
base::Result<request::AuthWish>
auth_wish(const Draft& draft, const base::Environment& environment, const AuthNames& names = {});

/// The source with the path of a file made absolute.
access::SecretSource anchored(access::SecretSource source, const base::Environment& environment);

/// Whether the secret comes from standard input, which then is no body.
bool reads_standard_input(const request::AuthWish& wish) noexcept;

} // namespace latch::cli
