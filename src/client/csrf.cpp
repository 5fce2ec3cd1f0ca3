// SPDX-License-Identifier: MIT
#include "latch/client/csrf.hpp"

#include "latch/access/csrf.hpp"
#include "latch/base/random.hpp"
#include "latch/base/text.hpp"
#include "latch/http/cookie.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace latch::client {

namespace {

/// The way that was learned for the nearest path above.
std::optional<access::LearnedCsrf>
learned_for(const http::Url& url, const session::Session& session) {
    const session::OriginState* const state = session.find(http::origin(url));
    std::optional<access::LearnedCsrf> nearest;
    if (state == nullptr) {
        return nearest;
    }
    for (const session::StoredCsrf& stored : state->csrf) {
        const bool is_nearer = !nearest || stored.way.path.size() > nearest->path.size();
        if (is_nearer && http::path_matches(url.path, stored.way.path)) {
            nearest = stored.way;
        }
    }
    return nearest;
}

/// The page whose form signed in, which has a token for whoever is signed in as well; or nothing.
std::string login_page(const http::Url& url, const session::Session& session) {
    const session::OriginState* const state = session.find(http::origin(url));
    const bool is_known = state != nullptr && state->login && state->login->recipe &&
                          state->login->recipe->kind == access::LoginKind::form;
    return is_known ? state->login->recipe->page : std::string();
}

} // namespace

access::CsrfSituation csrf_situation(
    const http::Request& request,
    const session::Session& session,
    const access::CsrfWish& wish,
    base::Clock::time_point now
) {
    access::CsrfSituation situation;
    if (http::is_safe(request.method)) {
        return situation; // no token goes with it, and the jar need not be asked
    }
    situation.wish = wish;
    situation.wish.is_automatic =
        wish.is_automatic && std::ranges::none_of(request.suppressed, access::is_csrf_header);
    situation.learned = learned_for(request.url, session);
    situation.application = access::application_path(session.cookies.matching(request.url, now));
    situation.login_page = login_page(request.url, session);
    situation.noise = base::random_octets;
    return situation;
}

base::Result<void> add_proof(http::PreparedRequest& request, const access::CsrfTalk& talk) {
    const http::Headers proof = talk.proof(request);
    if (proof.empty()) {
        return {};
    }
    for (const http::Header& field : proof) {
        request.headers.add(field.name, field.value);
    }
    return http::check_head(request);
}

http::Request
token_request(const http::Request& request, const access::CsrfFetch& place, http::Url url) {
    http::Request fetch;
    fetch.method = "GET";
    fetch.url = std::move(url);
    for (const http::Header& line : request.defaults) {
        if (base::iequals(line.name, "User-Agent") || base::iequals(line.name, "Accept-Encoding")) {
            fetch.defaults.add(line.name, line.value);
        }
    }
    for (const std::string_view name : {"Host", "Cookie", "Authorization", "User-Agent"}) {
        for (const std::string_view value : request.typed.all(name)) {
            fetch.typed.add(std::string(name), std::string(value));
        }
    }
    fetch.suppressed = request.suppressed;
    fetch.typed.set("Accept", "text/html, application/json;q=0.9, */*;q=0.8");
    if (place.asks_for_token) {
        fetch.typed.set("X-CSRF-Token", "Fetch");
    }
    return fetch;
}

} // namespace latch::client
