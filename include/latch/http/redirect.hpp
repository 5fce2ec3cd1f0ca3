// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/request.hpp"
#include "latch/http/response.hpp"

namespace latch::http {

/// Whether the response asks the client to go elsewhere: 301, 302, 303, 307 or 308 with Location.
bool is_redirect(const ResponseHead& response);

/// The request for another URL, because of this answer. To another origin only fields that carry no
/// secret go along (Accept, Accept-*, User-Agent, and what describes a kept body): header names
/// tell nothing about what is secret. At the same origin a cookie that the response sets takes the
/// place of a typed one. No field is ever added, least of all Referer.
Request led_on(const Request& request, Url url, const ResponseHead& response);

/// The request that a redirect asks for, led on to its Location.
///
/// Method and body follow the fetch standard (HTTP-redirect fetch, step 12): POST becomes GET on
/// 301 and 302, everything but GET and HEAD becomes GET on 303; then the body and the fields that
/// describe it go. 307 and 308 keep both. A ";jsessionid=" that also comes as a cookie is taken out
/// of the path. An http Location whose host is known to want TLS leads to https at once, and so may
/// be no other origin. Errors: `protocol` for a Location that is no URL, or for a body that would
/// have to be sent again and cannot be.
base::Result<Request>
redirected(const Request& request, const ResponseHead& response, const HstsView& hsts = {});

} // namespace latch::http
