// SPDX-License-Identifier: MIT
#include "latch/client/next_step.hpp"

#include "latch/base/text.hpp"
#include "latch/http/redirect.hpp"

#include <utility>

namespace latch::client {

namespace {

base::Error limit_reached(unsigned limit) {
    return base::Error(
               base::ErrorKind::too_many_redirects,
               "stopped after " + base::counted(limit, "redirect")
    )
        .hinting("see the way with --all --headers, or allow more with --max-redirects");
}

} // namespace

Step next_step(
    const http::Request& request,
    const http::ResponseHead& response,
    const http::RedirectPolicy& policy,
    unsigned redirects
) {
    if (!policy.follow || !http::is_redirect(response)) {
        return Finish{};
    }
    if (redirects >= policy.limit) {
        return GiveUp{limit_reached(policy.limit)};
    }
    auto next = http::redirected(request, response);
    if (!next) {
        return GiveUp{next.error()};
    }
    return Follow{*std::move(next)};
}

bool retry_on_fresh_connection(const http::Request& request, const Attempt& attempt) noexcept {
    return attempt.on_reused_connection && !attempt.answer_begun && !attempt.timed_out &&
           attempt.stale_retries == 0 && http::is_idempotent(request.method) &&
           (!http::has_body(request.body) || http::is_replayable(request.body));
}

} // namespace latch::client
