// SPDX-License-Identifier: MIT
#include "latch/client/next_step.hpp"

#include "latch/base/text.hpp"
#include "latch/http/redirect.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace latch::client {

namespace {

using base::Error;
using base::ErrorKind;

/// "http://a/x leads back to itself"; empty if `url` was not asked for before.
std::string loop_through(const http::Url& url, std::span<const http::Hop> hops) {
    const bool was_there =
        std::ranges::any_of(hops, [&](const http::Hop& hop) { return hop.request.url == url; });
    return was_there ? http::to_string(url) + " leads back to itself" : "";
}

Error limit_reached(unsigned limit, std::string loop) {
    return Error(ErrorKind::too_many_redirects, "stopped after " + base::counted(limit, "redirect"))
        .because(std::move(loop))
        .hinting("see the way with --all --headers, or allow more with --max-redirects");
}

Error cannot_sign_again(const http::Body& body) {
    const auto* const stream = std::get_if<http::StreamBody>(&body);
    const std::string name = stream == nullptr ? "a pipe" : stream->name;
    return Error(ErrorKind::protocol, "cannot answer the challenge for digest authentication")
        .because("the body came from " + name + " and cannot be sent a second time")
        .hinting("give the body as a file");
}

/// https is left only with nothing in hand: what was meant for a protected connection is not sent
/// over an open one because the server says so. Loopback needs no protection.
std::optional<Error> exposure(const http::Request& request, const http::Request& next) {
    const bool is_downgrade =
        request.url.scheme == http::Scheme::https && next.url.scheme == http::Scheme::http;
    if (!is_downgrade || !http::has_body(next.body) ||
        http::is_loopback(next.url.host, next.url.host_kind)) {
        return std::nullopt;
    }
    return Error(ErrorKind::protocol, "cannot follow the redirect to " + http::to_string(next.url))
        .because("it leads from https to http, and the body would be sent in the clear")
        .hinting("send it to that URL yourself if that is what you want");
}

/// The challenge that this answer makes, if an answer to it would be a new one.
std::optional<access::DigestChallenge>
due_challenge(const http::ResponseHead& response, const Progress& progress) {
    if (response.status != 401 || progress.proof == DigestProof::not_in_play) {
        return std::nullopt;
    }
    auto challenge =
        access::choose_digest(access::parse_challenges(response.headers.all("WWW-Authenticate")));
    const bool was_refused = challenge && progress.proof == DigestProof::fresh_nonce &&
                             (!challenge->stale || progress.stale_nonces > 0);
    return was_refused ? std::nullopt : challenge;
}

Step followed(
    const http::Request& request,
    const http::ResponseHead& response,
    const http::RedirectPolicy& policy,
    const Progress& progress
) {
    auto next = http::redirected(request, response, progress.hsts);
    if (progress.redirects >= policy.limit) {
        return GiveUp{
            limit_reached(policy.limit, next ? loop_through(next->url, progress.hops) : "")};
    }
    if (!next) {
        return GiveUp{next.error()};
    }
    if (auto exposed = exposure(request, *next)) {
        return GiveUp{*std::move(exposed)};
    }
    return Follow{*std::move(next)};
}

} // namespace

http::Place place_before(const Step& step) noexcept {
    const bool goes_on = std::holds_alternative<Follow>(step) ||
                         std::holds_alternative<Repeat>(step) ||
                         std::holds_alternative<Authenticate>(step);
    return goes_on ? http::Place::intermediate : http::Place::final;
}

Step next_step(
    const http::Request& request,
    const http::ResponseHead& response,
    const http::RedirectPolicy& policy,
    const Progress& progress
) {
    if (policy.follow && http::is_redirect(response)) {
        return followed(request, response, policy, progress);
    }
    auto challenge = due_challenge(response, progress);
    if (!challenge) {
        return Finish{};
    }
    if (http::has_body(request.body) && !http::is_replayable(request.body)) {
        return GiveUp{cannot_sign_again(request.body)};
    }
    return Authenticate{*std::move(challenge)};
}

std::optional<Repeat> without_expectation(const http::Request& request, const http::Hop& hop) {
    constexpr unsigned expectation_failed = 417;
    const bool can_be_sent = http::is_replayable(request.body) || hop.body_sent.count == 0;
    if (hop.response.status != expectation_failed || !hop.request.headers.contains("Expect") ||
        !can_be_sent) {
        return std::nullopt;
    }
    Repeat repeat{request};
    repeat.next.typed.remove("Expect");
    repeat.next.suppressed.emplace_back("Expect");
    return repeat;
}

bool retry_on_fresh_connection(const http::Request& request, const Attempt& attempt) noexcept {
    return attempt.on_reused_connection && !attempt.answer_begun && !attempt.timed_out &&
           attempt.stale_retries == 0 && http::is_idempotent(request.method) &&
           (!http::has_body(request.body) || http::is_replayable(request.body));
}

} // namespace latch::client
