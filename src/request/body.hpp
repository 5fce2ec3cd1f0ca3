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

/// Whether the fields go into a multipart form: by HTTPie's rule, a form becomes one as soon as
/// there is a file in it.
bool is_multipart(const RequestSpec& spec);

/// Whether the item is NAME=@FILE of such a form: a part that is read while it is sent, without the
/// name of its file. One whose value has been read is a text like any other.
bool is_streamed_text(const Item& item, const RequestSpec& spec);

/// Makes the one body that a wish has, by its format. Errors: `usage`, for two of them and for
/// items that do not go together.
base::Result<ComposedBody> compose_body(const RequestSpec& spec, Material material);

} // namespace latch::request
