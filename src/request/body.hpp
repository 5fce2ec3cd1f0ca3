// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/request/material.hpp"
#include "latch/request/spec.hpp"

#include <string>

namespace latch::request {

/// A body, and what its Content-Type says unless the user says something else.
struct ComposedBody {
    http::Body body;
    std::string media_type; ///< empty: there is nothing to say
    std::string boundary;   ///< of a multipart body, else empty
};

/// Makes the one body that a wish has, by its format. Errors: `usage`, for two of them and for
/// items that do not go together.
base::Result<ComposedBody> compose_body(const RequestSpec& spec, Material material);

} // namespace latch::request
