// SPDX-License-Identifier: MIT
#include "latch/access/refresh.hpp"

#include "access/error_body.hpp"
#include "access/login_place.hpp"

#include "latch/access/challenge.hpp"
#include "latch/access/lost.hpp"
#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace latch::access {

namespace {

using base::Clock;

Clock::duration margin_of(const TokenLife& life) {
    constexpr Clock::duration usual = std::chrono::seconds(30);
    constexpr int share = 10;
    return life.lifetime ? std::clamp(*life.lifetime / share, Clock::duration::zero(), usual)
                         : usual;
}

bool lacks_a_right(const http::Hop& hop) {
    const auto challenges = parse_challenges(hop.response.headers.all("WWW-Authenticate"));
    return std::ranges::any_of(challenges, [](const Challenge& challenge) {
        return challenge.find("error") == "insufficient_scope";
    });
}

/// "/api/auth" of "/api/auth/login", empty at the top.
std::string_view folder_of(std::string_view path) {
    path = path.substr(0, path.find('?'));
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? "" : path.substr(0, slash);
}

void add_once(std::vector<std::string>& places, std::string place) {
    if (std::ranges::find(places, place) == places.end()) {
        places.push_back(std::move(place));
    }
}

bool refuses(unsigned status) {
    return status == 400 || status == 401 || status == 403;
}

} // namespace

bool is_due(const TokenLife& life, Clock::time_point now) {
    return life.ends && now >= *life.ends - margin_of(life);
}

bool has_ended(const TokenLife& life, Clock::time_point now) {
    return life.ends && now >= *life.ends;
}

Loss loss_of_token(const http::Hop& hop, const TokenLife& life) {
    const bool may_have_ended = !life.ends || has_ended(life, hop.received);
    switch (hop.response.status) {
    case 401:
        return lacks_a_right(hop) ? Loss::none : Loss::certain;
    case 403:
        return may_have_ended && !hop.response.headers.contains("WWW-Authenticate") ? Loss::certain
                                                                                    : Loss::none;
    default:
        return Loss::none;
    }
}

Loss loss_without_token(const http::Hop& hop) {
    return hop.response.status == 401 || is_sent_to_login(hop) ? Loss::certain : Loss::none;
}

bool is_for_refresh(const http::Cookie& cookie) {
    return base::to_ascii_lower(cookie.name).find("refresh") != std::string::npos;
}

std::vector<std::string>
refresh_places(std::string_view login, const std::vector<const http::Cookie*>& cookies) {
    constexpr std::array<std::string_view, 3> names{"/refresh", "/refresh-token", "/token/refresh"};
    std::vector<std::string> places;
    for (const http::Cookie* const cookie : cookies) {
        if (is_for_refresh(*cookie) && cookie->path != "/" && !cookie->path.starts_with("//")) {
            add_once(places, cookie->path);
        }
    }
    const std::string_view beside = folder_of(login);
    for (const std::string_view folder : {beside, folder_of(beside)}) {
        for (const std::string_view name : names) {
            add_once(places, std::string(folder) + std::string(name));
        }
    }
    return places;
}

std::string refresh_json(const LoginNames& names, const base::Secret& refresh) {
    return nlohmann::json{{names.refresh, std::string(refresh.reveal())}}.dump();
}

Visit RefreshTalk::visit() {
    return {
        .url = situation_.places.at(next_++),
        .form = situation_.body,
        .referer = {},
        .kind = VisitKind::data};
}

Visit RefreshTalk::begin(std::string_view /*cookies*/) {
    return visit();
}

std::optional<Visit> RefreshTalk::answered(
    const http::Hop& hop, std::string_view body, std::string_view /*cookies*/
) {
    const unsigned status = hop.response.status;
    if (http::is_success(status)) {
        if (auto token = token_in(hop, body)) {
            token_ = *std::move(token);
            verdict_ = LoginVerdict::signed_in;
            return std::nullopt;
        }
    }
    if (!situation_.is_known && next_ < situation_.places.size()) {
        return visit();
    }
    const std::string words =
        read_error(hop.response.headers, {.bytes = body, .is_whole = true}).words;
    verdict_ =
        situation_.is_known && refuses(status) ? LoginVerdict::refused : LoginVerdict::failed;
    error_ = base::Error(base::ErrorKind::not_signed_in, "the token cannot be refreshed")
                 .because(
                     "the server answers " + std::to_string(status) + " at " +
                     std::string(bare_path(hop.request.url)) + (words.empty() ? "" : ": " + words)
                 )
                 .hinting("latch login @SESSION gets another one");
    return std::nullopt;
}

} // namespace latch::access
