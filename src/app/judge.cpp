// SPDX-License-Identifier: MIT
#include "app/judge.hpp"

#include "app/exit_code.hpp"

#include "latch/access/complaint.hpp"
#include "latch/access/lost.hpp"

#include <utility>
#include <vector>

namespace latch::app {

namespace {

/// The hops of an exchange without those that were only means to it.
using Hops = std::vector<const http::Hop*>;

Hops deciding(const http::Exchange& exchange) {
    Hops hops;
    for (const http::Hop& hop : exchange.hops) {
        if (!hop.is_aside) {
            hops.push_back(&hop);
        }
    }
    return hops;
}

std::optional<base::Error> sign_in_demanded(const Hops& hops, const access::BodyStart& body) {
    const bool came_back = access::has_come_back(hops.front()->request, *hops.back());
    for (const http::Hop* const hop : came_back ? Hops() : hops) {
        if (auto demand = access::sign_in_demanded(*hop)) {
            const std::string more = access::downgrade_hint(*hop);
            return more.empty() ? demand : base::Error(*demand).hinting(more);
        }
    }
    if (body.bytes.empty()) {
        return std::nullopt;
    }
    const access::BodyClue clue = access::clue_in(*hops.back(), hops.front()->request.url);
    return access::signed_out(access::suspicion(clue, body));
}

std::string status_line(const http::ResponseHead& response) {
    const std::string status = "HTTP " + std::to_string(response.status);
    return response.reason.empty() ? status : status + ' ' + response.reason;
}

/// What is known about a refusal besides its status.
Judgement with_csrf(Judgement refusal, const client::CsrfOutcome& csrf) {
    switch (csrf.verdict) {
    case access::CsrfVerdict::forbidden:
        refusal.what += ": forbidden (not CSRF)";
        refusal.hint = "the token is the server's own: this user may not do that";
        break;
    case access::CsrfVerdict::no_token:
        refusal.hint = "no CSRF token at " + csrf.places + "; --csrf-url says where there is one";
        break;
    case access::CsrfVerdict::not_satisfied:
        refusal.exit_code = exit_code_for(base::ErrorKind::not_signed_in);
        refusal.what += ": CSRF token refused";
        refusal.hint = "looked at " + (csrf.places.empty() ? "the cookies" : csrf.places) +
                       "; --csrf-url says where there is one, --csrf-token gives one";
        break;
    case access::CsrfVerdict::cannot_repeat:
        refusal.hint = "a CSRF token may be missing, and the body cannot be sent again: give it as "
                       "a file";
        break;
    case access::CsrfVerdict::not_in_play:
    case access::CsrfVerdict::accepted:
        break;
    }
    return refusal;
}

} // namespace

Judgement judge(
    const http::Exchange& exchange,
    const http::RedirectPolicy& redirects,
    const client::CsrfOutcome& csrf,
    const access::BodyStart& body
) {
    const Hops hops = deciding(exchange);
    if (hops.empty()) {
        return {};
    }
    if (const auto demand = sign_in_demanded(hops, body)) {
        return {
            .exit_code = exit_code_for(demand->kind()),
            .what = demand->what(),
            .words = {},
            .hint = demand->hint(),
        };
    }
    const http::Hop& last = *hops.back();
    const int code = exit_code_for_status(last.response.status);
    if (code == done || (code == 3 && redirects.follow)) {
        return {};
    }
    access::Complaint complaint = access::complaint_of(last, body);
    Judgement refusal{
        .exit_code = code,
        .what = status_line(last.response),
        .words = std::move(complaint.words),
        .hint = access::refusal_hint(last),
    };
    if (refusal.hint.empty()) {
        refusal.hint = std::move(complaint.hint);
    }
    return code == 4 ? with_csrf(std::move(refusal), csrf) : refusal;
}

Judgement with_renewal(Judgement verdict, const client::RenewalOutcome& renewal) {
    const int not_signed_in = exit_code_for(base::ErrorKind::not_signed_in);
    const bool is_refused = verdict.exit_code == 4 || verdict.exit_code == not_signed_in;
    const auto& failure = renewal.error || !is_refused ? renewal.error : renewal.without_token;
    if (!failure) {
        if (verdict.exit_code == not_signed_in && !renewal.summary.empty()) {
            verdict.hint = renewal.summary + ", which the server does not accept for this request";
        }
        return verdict;
    }
    const base::Error& error = *failure;
    verdict.exit_code = not_signed_in;
    verdict.what += verdict.what.empty() ? "" : "; ";
    verdict.what += error.what() + (error.cause().empty() ? "" : ": " + error.cause());
    verdict.words.clear();
    if (!error.hint().empty()) {
        verdict.hint = error.hint();
    }
    return verdict;
}

} // namespace latch::app
