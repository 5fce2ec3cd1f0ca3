// SPDX-License-Identifier: MIT
#include "client/line.hpp"

#include "latch/access/token_answer.hpp"
#include "latch/base/text.hpp"
#include "latch/client/next_step.hpp"
#include "latch/client/prepare.hpp"
#include "latch/http/route.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace latch::client {

using base::Result;
using net::Task;

namespace {

/// Of a hop what still counts once its page is turned; of a session that was given up nothing does.
http::Hop cookies_of(const http::Hop& hop) {
    http::Hop rest;
    rest.request.url = hop.request.url;
    rest.received = hop.received;
    rest.is_aside = true;
    if (hop.is_given_up) {
        return rest;
    }
    for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
        rest.response.headers.add("Set-Cookie", std::string(line));
    }
    return rest;
}

/// Which cookies a hop has set.
std::vector<std::string> cookies_set(const http::Hop& hop) {
    std::vector<std::string> identities;
    for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
        identities.push_back(session::identity_of({hop.request.url, std::string(line), hop.received}
        ));
    }
    return identities;
}

/// Whether a later hop has set all cookies of an earlier one anew.
bool supersedes(const http::Hop& later, const http::Hop& earlier) {
    const auto later_ones = cookies_set(later);
    const auto earlier_ones = cookies_set(earlier);
    return http::origin(later.request.url) == http::origin(earlier.request.url) &&
           std::ranges::all_of(earlier_ones, [&](const std::string& cookie) {
               return std::ranges::find(later_ones, cookie) != later_ones.end();
           });
}

} // namespace

http::HstsView Line::hsts() const {
    return {
        .hosts = surroundings_.hsts ? &*surroundings_.hsts : nullptr,
        .now = surroundings_.now(),
    };
}

http::PreparedRequest Line::unsigned_form(const http::Request& request) const {
    auto prepared = prepare(request, session(), std::nullopt, surroundings_.now());
    return prepared ? *std::move(prepared) : http::PreparedRequest{};
}

Result<http::PreparedRequest> Line::signed_and_prepared(const http::Request& request) {
    const bool goes_without = without_token_ == http::origin(request.url);
    const auto authorization = goes_without ? Result<std::optional<base::Secret>>(std::nullopt)
                                            : sign_on_.sign(request, session());
    if (!authorization) {
        return authorization.error();
    }
    return prepare(request, session(), *authorization, surroundings_.now());
}

bool Line::carries_token(const http::Request& request) const {
    if (without_token_ == http::origin(request.url)) {
        return false;
    }
    const session::OriginState* const state = session().find(http::origin(request.url));
    if (state == nullptr || !state->auth || state->auth->account.scheme != access::Scheme::bearer) {
        return false;
    }
    const auto account = account_for(request, surroundings_.identity, session());
    return account && *account && **account == state->auth->account;
}

access::TokenLife Line::life_of_token(const http::Url& url) const {
    const auto token = session::held_token(session(), http::origin(url));
    return token ? session::life_of(*token) : access::TokenLife{};
}

bool Line::carries_own_token(const http::Request& request) const {
    const auto token = session::held_token(session(), http::origin(request.url));
    const http::PreparedRequest sent = unsigned_form(request);
    const bool is_here = token && token->secret.kind == access::SecretSource::Kind::literal;
    if (!is_here || http::is_settled(request, "Authorization")) {
        return false;
    }
    const std::string_view text = token->secret.text.reveal();
    const auto cookies = base::split(sent.headers.find("Cookie").value_or(""), ';');
    return sent.headers.find("X-Auth-Token") == text ||
           std::ranges::any_of(cookies, [text](std::string_view cookie) {
               const auto pair = base::split_once(cookie, '=');
               return pair && access::is_token_cookie(base::trim(pair->first)) &&
                      pair->second == text;
           });
}

bool Line::is_signed_by_token(const http::PreparedRequest& sent) const {
    const session::OriginState* const state = session().find(http::origin(sent.url));
    const auto value = sent.headers.find("Authorization");
    return state != nullptr && state->auth && value &&
           *value == "Bearer " + std::string(state->auth->account.secret.text.reveal());
}

void Line::complete(std::size_t number, http::Hop hop) {
    hop.tries = hops_[number].tries;
    hop.is_aside = hops_[number].is_aside;
    hop.is_given_up = hops_[number].is_given_up;
    hops_[number] = std::move(hop);
}

void Line::give_up_session() {
    for (http::Hop& hop : std::span(hops_).subspan(begun_)) {
        hop.is_given_up = true;
    }
    memory_.give_up(request_);
}

Task<boost::system::result<net::Answer, net::Failure>>
Line::send(http::PreparedRequest prepared, const http::Request& request) {
    Attempt attempt;
    auto connection = net::Transport::Connection::pooled_or_fresh;
    for (;;) {
        auto answer = co_await transport().send(std::move(prepared), connection, &observers_);
        if (answer) {
            co_return std::move(*answer);
        }
        net::Failure failure = answer.error();
        attempt.on_reused_connection = failure.on_reused_connection;
        attempt.answer_begun = failure.answer_begun;
        attempt.timed_out = failure.error.kind() == base::ErrorKind::timed_out;
        if (!retry_on_fresh_connection(request, attempt)) {
            co_return failure;
        }
        ++attempt.stale_retries;
        prepared = std::move(failure.request);
        connection = net::Transport::Connection::fresh;
    }
}

std::size_t Line::remember(const http::Hop& hop, unsigned tries) {
    hops_.push_back(hop);
    hops_.back().tries = tries;
    memory_.receive(hop, request_);
    if (auto news = http::hsts_news(hop, surroundings_.policy.tls)) {
        if (surroundings_.hsts) {
            surroundings_.hsts->learn(*news);
        }
        // The last word of a host is all that counts.
        std::erase_if(hsts_news_, [&](const http::HstsNews& old) {
            return old.host == news->host;
        });
        hsts_news_.push_back(*std::move(news));
    }
    if (hop.response.status != 401) {
        sign_on_.accepted(http::origin(hop.request.url), hop.response.headers);
    }
    return hops_.size() - 1;
}

void Line::settle() {
    for (std::size_t number = settled_; number < hops_.size(); ++number) {
        http::Hop rest = cookies_of(hops_[number]);
        if (number != 0 && rest.response.headers.empty()) {
            continue;
        }
        // A server may set a cookie anew with each page.
        settled_ -= settled_ > 1 && supersedes(rest, hops_[settled_ - 1]) ? 1U : 0U;
        hops_[settled_++] = std::move(rest);
    }
    hops_.resize(settled_);
}

Task<Result<Heard>> Line::fetch(http::Request request, base::Bytes most) {
    Result<http::PreparedRequest> prepared = signed_and_prepared(request);
    if (!prepared) {
        co_return prepared.error();
    }
    Result<Heard> heard = co_await fetch_as(*std::move(prepared), request, most);
    co_return heard;
}

Task<Result<Heard>>
Line::fetch_as(http::PreparedRequest prepared, const http::Request& request, base::Bytes most) {
    const Result<void> suited = http::suit_to_route(prepared, surroundings_.policy);
    if (!suited) {
        co_return suited.error();
    }
    auto answer = co_await send(std::move(prepared), request);
    if (!answer) {
        co_return answer.error().error;
    }
    const std::size_t number = remember(answer->hop());
    set_aside(number);
    Result<Heard> heard = co_await listen(*answer, most);
    if (heard) {
        complete(number, heard->hop);
    }
    co_return heard;
}

void Line::learn(std::vector<session::LearnedWay> ways) {
    ways_.insert(
        ways_.end(), std::make_move_iterator(ways.begin()), std::make_move_iterator(ways.end())
    );
}

void Line::hang_up(Outcome& outcome) {
    outcome.csrf.learned = std::move(ways_);
    outcome.exchange.hops = std::move(hops_);
    outcome.hsts_news = std::move(hsts_news_);
    outcome.nonces = sign_on_.nonces();
}

} // namespace latch::client
