// SPDX-License-Identifier: MIT
#pragma once

#include "http/host.hpp"

#include "latch/base/error.hpp"
#include "latch/http/url.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace latch::http {

/// What stands between "//" and the path, taken apart.
struct Authority {
    std::optional<UserInfo> user_info;
    Host host;
    std::optional<std::uint16_t> port;
};

/// Takes "user:password@host:port" apart. Strict: no character is left over, and nothing has two
/// meanings. The error says what is wrong, not of what: the text may hold a password.
base::Result<Authority> parse_authority(std::string_view text);

} // namespace latch::http
