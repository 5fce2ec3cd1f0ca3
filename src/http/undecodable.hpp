// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <string>
#include <utility>

namespace latch::http {

/// A response body that its codings do not fit; kind `protocol`.
inline base::Error undecodable(std::string cause) {
    return base::Error(base::ErrorKind::protocol, "cannot decode the response body")
        .because(std::move(cause));
}

} // namespace latch::http
