// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace latch::http {

/// Whether nobody may set a cookie for all of `domain`, because strangers share it: "co.uk",
/// "github.io", every single label. By libpsl's built-in list, which is not loaded before the
/// first call. `domain` is lowercase, punycoded, no IP address, without a trailing dot: libpsl
/// does not normalise, which was CVE-2023-46218 and CVE-2022-27779.
bool is_public_suffix(std::string_view domain);

} // namespace latch::http
