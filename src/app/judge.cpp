// SPDX-License-Identifier: MIT
#include "app/judge.hpp"

#include "app/exit_code.hpp"

#include "latch/access/lost.hpp"

namespace latch::app {

namespace {

std::optional<base::Error> sign_in_demanded(const http::Exchange& exchange) {
    for (const http::Hop& hop : exchange.hops) {
        if (auto demand = access::sign_in_demanded(hop)) {
            return demand;
        }
    }
    return std::nullopt;
}

std::string status_line(const http::ResponseHead& response) {
    const std::string status = "HTTP " + std::to_string(response.status);
    return response.reason.empty() ? status : status + ' ' + response.reason;
}

} // namespace

Judgement judge(const http::Exchange& exchange, const http::RedirectPolicy& redirects) {
    if (exchange.hops.empty()) {
        return {};
    }
    if (const auto demand = sign_in_demanded(exchange)) {
        return {
            .exit_code = exit_code_for(demand->kind()),
            .what = demand->what(),
            .hint = demand->hint(),
        };
    }
    const http::Hop& last = exchange.hops.back();
    const int code = exit_code_for_status(last.response.status);
    if (code == done || (code == 3 && redirects.follow)) {
        return {};
    }
    return {
        .exit_code = code,
        .what = status_line(last.response),
        .hint = access::refusal_hint(last),
    };
}

} // namespace latch::app
