// SPDX-License-Identifier: MIT
#include "latch/access/csrf_talk.hpp"

#include "access/csrf_convention.hpp"
#include "access/csrf_cookies.hpp"
#include "access/csrf_refusal.hpp"

#include "latch/access/csrf.hpp"
#include "latch/access/csrf_token.hpp"
#include "latch/access/lost.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::access {

namespace {

constexpr unsigned unprocessable = 422; // Rails refuses with it, and what makes no sense as well

using http::Hop;
using http::PreparedRequest;

/// A body that had better not be refused after it was sent: it cannot be sent again, or is large.
bool is_unwieldy(const http::Body& body) noexcept {
    constexpr base::Bytes large = base::mebibytes(1);
    const auto length = http::length_of(body);
    return http::has_body(body) &&
           (!http::is_replayable(body) || !length || length->count > large.count);
}

std::string path_of(std::string_view target) {
    return std::string(target.substr(0, target.find('?')));
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) {
        all += all.empty() ? word : ", " + word;
    }
    return all;
}

} // namespace

CsrfTalk::CsrfTalk(CsrfSituation situation)
    : situation_(std::move(situation)), fetches_left_(situation_.fetches),
      tries_left_(situation_.learned && !learned_off() ? 1 : 2) {}

bool CsrfTalk::applies(const PreparedRequest& request) const {
    return (situation_.wish.is_automatic || !situation_.wish.token.empty()) &&
           !is_exempt_from_csrf(request) && !carries_csrf_header(request.headers) &&
           !carries_csrf_field(request.url.query, request.body);
}

/// Whether what was learned is that tokens are in answers: then no cookie is one.
bool CsrfTalk::learned_from_answers() const noexcept {
    return situation_.learned && is_offered(situation_.learned->mode);
}

bool CsrfTalk::learned_off() const noexcept {
    return situation_.learned && situation_.learned->mode == CsrfMode::off;
}

CsrfStep CsrfTalk::begin(const PreparedRequest& request) {
    if (!applies(request)) {
        return CsrfSend{};
    }
    candidate_ = known(request);
    is_active_ = situation_.wish.token.empty();
    const bool is_due = learned_from_answers() || !situation_.wish.source.empty() ||
                        (is_unwieldy(request.body) && !learned_off());
    if (candidate_ || !is_due || !has_authority(request)) {
        return CsrfSend{};
    }
    return fetch_next(request, nullptr);
}

std::optional<CsrfTalk::Candidate> CsrfTalk::known(const PreparedRequest& request) const {
    if (auto given = as_given()) {
        return given;
    }
    if (!situation_.wish.source.empty()) {
        return std::nullopt;
    }
    auto candidate = remembered(request);
    return candidate || learned_from_answers() ? candidate : in_cookie(request);
}

std::optional<CsrfTalk::Candidate> CsrfTalk::as_given() const {
    if (situation_.wish.token.empty()) {
        return std::nullopt;
    }
    LearnedCsrf way = situation_.learned.value_or(LearnedCsrf{});
    way.header = way.header.empty() ? "X-CSRF-TOKEN" : way.header;
    way.token = situation_.wish.token;
    return Candidate{.way = std::move(way), .is_new = false};
}

/// By what was learned before, as long as it still holds.
std::optional<CsrfTalk::Candidate> CsrfTalk::remembered(const PreparedRequest& request) const {
    if (!situation_.learned || learned_off()) {
        return std::nullopt;
    }
    const LearnedCsrf& way = *situation_.learned;
    auto candidate = std::optional(Candidate{.way = way, .is_new = false});
    if (is_cookie(way.mode)) {
        candidate = of_cookie(way, request);
    } else if (way.token.empty() || way.obtained_under != session_fingerprint(request.headers)) {
        return std::nullopt;
    }
    if (candidate) {
        candidate->is_new = false;
    }
    return candidate;
}

/// By a cookie whose name is in use.
std::optional<CsrfTalk::Candidate> CsrfTalk::in_cookie(const PreparedRequest& request) const {
    for (const CsrfConvention& convention : csrf_conventions) {
        LearnedCsrf way;
        way.header = convention.header;
        way.cookie = convention.cookie;
        if (auto candidate = of_cookie(std::move(way), request)) {
            return candidate;
        }
    }
    return std::nullopt;
}

/// The value without escapes: Laravel's has some, a UUID of Spring's none. What a server hid behind
/// them must not end the field, so such a value is no token.
std::optional<CsrfTalk::Candidate>
CsrfTalk::of_cookie(LearnedCsrf way, const PreparedRequest& request) const {
    const auto value = way.cookie.empty() ? std::nullopt : sent_cookie(request.headers, way.cookie);
    std::string token = http::percent_decode(value.value_or(""));
    if (token.empty() || !http::is_field_value(token)) {
        return std::nullopt;
    }
    if (way.mode == CsrfMode::cookie_masked) {
        token = masked(token, situation_.noise(token.size())).value_or(token);
    }
    way.token = base::Secret(std::move(token));
    return Candidate{.way = std::move(way)};
}

/// The masked form of a cookie that was refused raw, which Spring's default checker wants.
std::optional<CsrfTalk::Candidate> CsrfTalk::other_form(const PreparedRequest& request) const {
    if (!candidate_ || candidate_->way.mode != CsrfMode::cookie_raw || !candidate_->is_new) {
        return std::nullopt;
    }
    LearnedCsrf way = candidate_->way;
    way.mode = CsrfMode::cookie_masked;
    return of_cookie(std::move(way), request);
}

bool CsrfTalk::was_sent(const Candidate& candidate) const {
    return candidate_ &&
           is_same_token(candidate.way.token.reveal(), candidate_->way.token.reveal());
}

CsrfStep CsrfTalk::answered(const Hop& hop, const PreparedRequest& fresh) {
    if (!is_active_) {
        return CsrfDone{};
    }
    const bool is_refusal =
        situation_.is_login ? may_be_refusal_of_login(hop) : may_be_refusal(hop);
    if (is_refusal || (is_guess() && hop.response.status == unprocessable)) {
        return refused(hop, fresh);
    }
    if (candidate_) {
        verdict_ = CsrfVerdict::accepted;
        accepted_ = candidate_->way;
        accepted_->obtained_under = session_fingerprint(hop.request.headers);
    }
    if (candidate_ && candidate_->reach == CsrfReach::request) {
        accepted_->token = {}; // is worth nothing to other requests
        accepted_->obtained_under.clear();
    }
    is_off_ = !candidate_ && looked_in_vain_ && hop.response.status < 300;
    return CsrfDone{};
}

/// Whether the token is most likely none for this request.
bool CsrfTalk::is_guess() const noexcept {
    return candidate_ && candidate_->reach == CsrfReach::other_form;
}

CsrfStep CsrfTalk::refused(const Hop& hop, const PreparedRequest& fresh) {
    refusal_ = {
        .is_plain = is_plain_refusal(hop.response),
        .is_login_page = is_sent_to_login(hop),
        .fingerprint = session_fingerprint(hop.request.headers),
    };
    if (http::has_body(hop.request.body) && !http::is_replayable(hop.request.body)) {
        verdict_ = CsrfVerdict::cannot_repeat;
        return CsrfDone{};
    }
    if (tries_left_ == 0) {
        return give_up();
    }
    // What the refusal itself may have set costs nothing.
    auto renewed = known(fresh);
    if (renewed && !was_sent(*renewed)) {
        return try_again(*std::move(renewed));
    }
    if (auto form = other_form(fresh)) {
        return try_again(*std::move(form));
    }
    const bool is_worth_it = situation_.is_login || has_authority(hop.request);
    return is_settled() || !is_worth_it ? give_up() : fetch_next(fresh, &hop);
}

/// Whether the token that was refused is right for sure: a cookie's, sent in the way that was
/// accepted before, or one that the server has just given.
bool CsrfTalk::is_settled() const {
    return candidate_ && candidate_->is_new != is_cookie(candidate_->way.mode);
}

CsrfStep CsrfTalk::try_again(Candidate candidate) {
    candidate.is_new = true;
    candidate_ = std::move(candidate);
    tries_left_ -= refusal_ ? 1U : 0U;
    return CsrfSend{};
}

CsrfStep CsrfTalk::fetch_next(const PreparedRequest& request, const Hop* refusal) {
    plan_ = csrf_places(situation_, request, refusal);
    std::ranges::reverse(plan_);
    return next_place();
}

CsrfStep CsrfTalk::next_place() {
    while (!plan_.empty() && fetches_left_ > 0) {
        CsrfFetch next = std::move(plan_.back());
        plan_.pop_back();
        if (std::ranges::find(tried_, path_of(next.target)) == tried_.end()) {
            --fetches_left_;
            tried_.push_back(path_of(next.target));
            return next;
        }
    }
    return give_up();
}

CsrfStep CsrfTalk::fetched(const Hop& hop, std::string_view body, const PreparedRequest& fresh) {
    // Credentials that are refused here are refused there: once more would lock the account. And a
    // page that begins another session says that the one which was refused is over.
    const bool is_over = refusal_ && refusal_->is_login_page && !refusal_->fingerprint.empty() &&
                         session_fingerprint(fresh.headers) != refusal_->fingerprint;
    const bool is_refused = hop.response.status == 401 || is_sent_to_login(hop);
    if ((is_refused && !situation_.is_login) || is_over) {
        return give_up();
    }
    auto set = learned_from_answers() ? std::nullopt : in_cookie(fresh);
    if (set && !was_sent(*set) && situation_.wish.source.empty()) {
        return try_again(*std::move(set));
    }
    return take_offer(hop, body, fresh);
}

CsrfStep CsrfTalk::take_offer(const Hop& hop, std::string_view body, const PreparedRequest& fresh) {
    const auto offer = hop.response.status < 400 ? csrf_offer(hop, body, fresh) : std::nullopt;
    if (!offer) {
        looked_in_vain_ = true;
        return next_place();
    }
    LearnedCsrf way;
    way.mode = hop.request.headers.contains("X-CSRF-Token") ? CsrfMode::fetch : CsrfMode::header;
    way.header = offer->header;
    way.source = hop.request.target;
    way.token = base::Secret(offer->token);
    Candidate candidate{.way = std::move(way), .reach = offer->reach};
    if (candidate.reach == CsrfReach::other_form) {
        last_resort_ = last_resort_ ? std::move(last_resort_) : std::move(candidate);
        return next_place();
    }
    return was_sent(candidate) ? give_up() : try_again(std::move(candidate));
}

CsrfStep CsrfTalk::give_up() {
    auto guess = std::exchange(last_resort_, std::nullopt);
    const bool may_guess = tries_left_ > 0 && !situation_.is_login;
    if (guess && may_guess && !was_sent(*guess)) {
        return try_again(*std::move(guess));
    }
    if (!refusal_) {
        return CsrfSend{};
    }
    if (refusal_->is_plain) {
        verdict_ = CsrfVerdict::not_satisfied;
    } else if (candidate_ && !is_guess()) {
        verdict_ = CsrfVerdict::forbidden;
    } else if (!tried_.empty()) {
        verdict_ = CsrfVerdict::no_token;
    }
    return CsrfDone{};
}

http::Headers CsrfTalk::proof(const PreparedRequest& request) const {
    http::Headers fields;
    if (!candidate_) {
        return fields;
    }
    fields.add(candidate_->way.header, std::string(candidate_->way.token.reveal()));
    // Django compares it with the host, over https.
    const bool wants_referer = candidate_->way.cookie == "csrftoken" &&
                               request.url.scheme == http::Scheme::https &&
                               !request.headers.contains("Referer");
    if (wants_referer) {
        fields.add("Referer", http::to_string(http::origin(request.url)) + "/");
    }
    return fields;
}

std::optional<LearnedCsrf> CsrfTalk::learned() const {
    if (accepted_) {
        LearnedCsrf way = *accepted_;
        way.path = situation_.application;
        if (is_cookie(way.mode)) {
            way.token = {};
            way.obtained_under.clear();
        }
        return situation_.learned == way ? std::nullopt : std::optional(std::move(way));
    }
    if (is_off_) {
        return LearnedCsrf{.path = situation_.application, .mode = CsrfMode::off};
    }
    if (refusal_ && learned_off()) {
        return LearnedCsrf{.path = situation_.learned->path, .mode = CsrfMode::unknown};
    }
    const bool is_spent = refusal_ && situation_.learned && !situation_.learned->token.empty();
    const bool is_right = verdict_ == CsrfVerdict::forbidden && !candidate_->is_new;
    if (!is_spent || is_right) {
        return std::nullopt;
    }
    LearnedCsrf way = *situation_.learned;
    way.token = {};
    way.obtained_under.clear();
    return way;
}

std::string CsrfTalk::summary() const {
    if (!candidate_) {
        return tried_.empty() ? "" : "no token at " + places_tried();
    }
    const LearnedCsrf& way = candidate_->way;
    std::string from = "as given";
    if (is_cookie(way.mode) && situation_.wish.token.empty()) {
        const bool is_masked = way.mode == CsrfMode::cookie_masked;
        from = (is_masked ? "of the cookie, masked: " : "of the cookie: ") + way.cookie;
    } else if (situation_.wish.token.empty()) {
        from = (candidate_->is_new ? "refreshed from " : "remembered from ") + path_of(way.source);
    }
    return "token " + from + ", header " + way.header;
}

std::string CsrfTalk::places_tried() const {
    return joined(tried_);
}

} // namespace latch::access
