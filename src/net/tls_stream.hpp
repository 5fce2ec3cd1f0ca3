// SPDX-License-Identifier: MIT
#pragma once

#include "net/stream.hpp"
#include "net/tls.hpp"

#include "latch/base/error.hpp"
#include "latch/http/url.hpp"

#include <memory>

namespace latch::net {

/// Shakes hands with the server of `url` and checks its certificate. `context` and `url` must
/// outlive the task. Errors: `tls`, `timed_out`.
Task<base::Result<std::unique_ptr<Stream>>>
secure(Socket socket, const TlsContext& context, const http::Url& url, Deadline deadline);

} // namespace latch::net
