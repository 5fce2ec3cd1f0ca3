// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/exchange.hpp"
#include "latch/http/request.hpp"
#include "latch/http/response.hpp"
#include "latch/output/plan.hpp"
#include "latch/output/rendering.hpp"

#include <string_view>

/// Heads and facts as renderings: pure, without colours and without knowing where they go.
namespace latch::output {

/// Request line, fields and the empty line that ends them.
///
/// On a terminal lines end in LF and everything is made safe; otherwise they end in CRLF and hold
/// the bytes as sent, but for the secrets.
Rendering request_head(const http::PreparedRequest& request, const OutputPlan& plan);

/// The same for a response: status line, fields, empty line.
Rendering response_head(const http::ResponseHead& response, const OutputPlan& plan);

/// Fields behind the body, a line each, as in a head.
Rendering trailers(const http::Headers& fields, const OutputPlan& plan);

/// The meta part: times, who answered over what, sizes; one fact a line. A phase that did not
/// happen has no line. `decoded` is the size of the body, its codings undone.
Rendering meta(const http::Hop& hop, base::Bytes decoded);

/// Words of latch's own in a box, in the place of a body that is not shown.
Rendering boxed_notice(std::string_view words);

} // namespace latch::output
