// SPDX-License-Identifier: MIT
#include "latch/http/public_suffix.hpp"

#include <libpsl.h>

#include <string>

namespace latch::http {

bool is_public_suffix(std::string_view domain) {
    // Without a built-in list libpsl answers 1 to everything: no domain cookies, the safe side.
    return psl_is_public_suffix(psl_builtin(), std::string(domain).c_str()) == 1;
}

} // namespace latch::http
