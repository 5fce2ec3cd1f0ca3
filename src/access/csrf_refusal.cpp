// SPDX-License-Identifier: MIT
#include "access/csrf_refusal.hpp"

#include "latch/access/csrf.hpp"
#include "latch/access/lost.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::access {

namespace {

using http::Hop;

constexpr unsigned page_expired = 419; // Laravel's own

bool is_page(const http::Headers& headers) {
    return base::istarts_with(headers.find("Content-Type").value_or(""), "text/html");
}

/// Tomcat's and SAP's filters want to be asked by "X-CSRF-Token: Fetch".
bool wants_fetch(const http::ResponseHead& response) {
    return base::iequals(response.headers.find("X-CSRF-Token").value_or(""), "required");
}

/// Adds a place once.
void add(std::vector<CsrfFetch>& places, std::string target, bool asks_for_token = false) {
    CsrfFetch place{.target = std::move(target), .asks_for_token = asks_for_token};
    if (!place.target.empty() && std::ranges::find(places, place) == places.end()) {
        places.push_back(std::move(place));
    }
}

std::string below(const std::string& application, const std::string& path) {
    return application == "/" ? path : application + path;
}

} // namespace

bool has_authority(const http::PreparedRequest& request) {
    return request.headers.contains("Cookie") || request.headers.contains("Authorization");
}

bool may_be_refusal_of_login(const Hop& hop) {
    const unsigned status = hop.response.status;
    if (status == 422) {
        return !carries_csrf_header(hop.request.headers) && is_page(hop.response.headers);
    }
    return status == 403 || is_plain_refusal(hop.response);
}

bool may_be_refusal(const Hop& hop) {
    const unsigned status = hop.response.status;
    if (may_be_refusal_of_login(hop)) {
        return true;
    }
    return has_authority(hop.request) && (status == 401 || is_sent_to_login(hop));
}

bool is_plain_refusal(const http::ResponseHead& response) {
    return response.status == page_expired || wants_fetch(response);
}

std::vector<CsrfFetch> csrf_places(
    const CsrfSituation& situation, const http::PreparedRequest& request, const Hop* refusal
) {
    std::vector<CsrfFetch> places;
    add(places, situation.wish.source);
    if (situation.learned) {
        add(places, situation.learned->source, situation.learned->mode == CsrfMode::fetch);
    }
    if (refusal != nullptr && wants_fetch(refusal->response)) {
        add(places, request.target, true);
    }
    if (refusal != nullptr && refusal->response.headers.contains("X-Jenkins")) {
        add(places, below(situation.application, "/crumbIssuer/api/json"));
    }
    if (refusal != nullptr && refusal->response.status == page_expired) {
        add(places, below(situation.application, "/sanctum/csrf-cookie"));
    }
    const std::string& page = situation.login_page;
    add(places, page.empty() ? below(situation.application, "/login") : page);
    add(places, below(situation.application, "/csrf"));
    add(places, below(situation.application, "/"));
    return places;
}

} // namespace latch::access
