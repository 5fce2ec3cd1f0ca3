// SPDX-License-Identifier: MIT
#include "client/csrf_tokens.hpp"

#include "latch/access/page.hpp"
#include "latch/access/token_talk.hpp"

#include <utility>
#include <variant>

namespace latch::client {

using base::Result;
using net::Task;

void CsrfTokens::begin(const http::Request& request) {
    begin_with(situation(request), http::origin(request.url));
}

void CsrfTokens::begin_led_on(const http::Request& request) {
    const unsigned fetches = talk_->fetches_left();
    access::CsrfSituation next = situation(request);
    next.fetches = fetches;
    begin_with(std::move(next), http::origin(request.url));
}

Task<Result<Heard>> CsrfTokens::sign_in(const http::Request& request) {
    access::CsrfSituation login = situation(request);
    login.is_login = true;
    begin_with(std::move(login), http::origin(request.url));
    for (;;) {
        std::vector<Heard> pages;
        Result<http::PreparedRequest> prepared = co_await made_ready(request, pages);
        if (!prepared) {
            co_return prepared.error();
        }
        Result<Heard> heard =
            co_await line_.fetch_as(*std::move(prepared), request, access::page_limit);
        if (!heard || access::refuses_credentials(heard->hop, heard->body)) {
            co_return heard;
        }
        access::CsrfStep next = answered(heard->hop, request);
        next = co_await fetched(std::move(next), request, pages);
        if (std::holds_alternative<access::CsrfDone>(next)) {
            co_return heard;
        }
    }
}

access::CsrfSituation CsrfTokens::situation(const http::Request& request) const {
    const http::Origin origin = http::origin(request.url);
    access::CsrfWish wish = surroundings_.csrf;
    if (origin != surroundings_.identity.asked) {
        wish.token = {};
        wish.source.clear();
    }
    return csrf_situation(request, line_.session(), wish, line_.now());
}

void CsrfTokens::begin_with(access::CsrfSituation situation, http::Origin origin) {
    end();
    origin_ = std::move(origin);
    talk_.emplace(std::move(situation));
    is_new_ = true;
}

void CsrfTokens::end() {
    if (!talk_) {
        return;
    }
    outcome_.verdict = talk_->verdict();
    outcome_.summary = talk_->summary();
    outcome_.places = talk_->places_tried();
    if (auto way = talk_->learned()) {
        outcome_.learned.push_back({origin_, *std::move(way)});
    }
}

CsrfOutcome CsrfTokens::outcome() && {
    end();
    return std::move(outcome_);
}

Task<Result<http::PreparedRequest>>
CsrfTokens::made_ready(const http::Request& request, std::vector<Heard>& pages) {
    Result<http::PreparedRequest> prepared = line_.signed_and_prepared(request);
    if (!prepared) {
        co_return prepared;
    }
    if (std::exchange(is_new_, false)) {
        static_cast<void>(co_await fetched(talk_->begin(*prepared), request, pages));
        if (!pages.empty()) {
            prepared = line_.signed_and_prepared(request);
        }
    }
    if (prepared) {
        const Result<void> proved = add_proof(*prepared, *talk_);
        if (!proved) {
            co_return proved.error();
        }
    }
    co_return prepared;
}

access::CsrfStep CsrfTokens::answered(const http::Hop& hop, const http::Request& request) {
    if (!talk_->is_active()) {
        return access::CsrfDone{};
    }
    return talk_->answered(hop, line_.unsigned_form(request));
}

Task<access::CsrfStep> CsrfTokens::fetched(
    access::CsrfStep next, const http::Request& request, std::vector<Heard>& pages
) {
    while (const auto* const place = std::get_if<access::CsrfFetch>(&next)) {
        const access::CsrfFetch wanted = *place;
        Result<Heard> page = co_await fetch(wanted, request);
        if (!page) {
            next = talk_->fetch_failed();
            continue;
        }
        next = talk_->fetched(page->hop, page->body, line_.unsigned_form(request));
        pages.push_back(*std::move(page));
    }
    co_return next;
}

Task<Result<Heard>> CsrfTokens::fetch(access::CsrfFetch place, const http::Request& request) {
    const auto url = http::resolve_reference(request.url, place.target);
    if (!url || http::origin(*url) != http::origin(request.url)) {
        co_return base::Error(base::ErrorKind::protocol, "no URL of this origin");
    }
    http::Request page = token_request(request, place, *url);
    Result<Heard> heard = co_await line_.fetch(std::move(page), access::page_limit);
    co_return heard;
}

} // namespace latch::client
