// SPDX-License-Identifier: MIT
#include "latch/access/discovery_talk.hpp"

#include "access/login_place.hpp"

#include "latch/access/challenge.hpp"

#include <string>

namespace latch::access {

namespace {

Visit data_visit(http::Url url) {
    return {.url = std::move(url), .form = std::nullopt, .referer = {}, .kind = VisitKind::data};
}

http::Url top_of(http::Url url) {
    url.path = "/";
    return http::without_query(std::move(url));
}

/// Where a resource says that it describes itself (RFC 9728, 5.1), if that is at its own origin.
std::optional<http::Url> description_in(const http::Hop& hop) {
    for (const Challenge& each : parse_challenges(hop.response.headers.all("WWW-Authenticate"))) {
        const auto place = each.find("resource_metadata");
        auto url = place ? http::resolve_reference(hop.request.url, *place)
                         : base::Result<http::Url>(base::Error());
        if (url && http::origin(*url) == http::origin(hop.request.url)) {
            return *std::move(url);
        }
    }
    return std::nullopt;
}

} // namespace

Visit DiscoveryTalk::begin(std::string_view /*cookies*/) {
    if (situation_.issuer) {
        return look_up(*situation_.issuer);
    }
    phase_ = Phase::resource;
    return data_visit(situation_.resource);
}

Visit DiscoveryTalk::look_up(http::Url issuer) {
    situation_.issuer = std::move(issuer);
    phase_ = Phase::metadata;
    places_ = metadata_places(*situation_.issuer);
    next_ = 0;
    return ask_issuer();
}

Visit DiscoveryTalk::ask_issuer() {
    return data_visit(places_.at(next_++));
}

std::optional<Visit> DiscoveryTalk::answered(
    const http::Hop& hop, std::string_view body, std::string_view /*cookies*/
) {
    switch (phase_) {
    case Phase::resource:
        return heard_of_resource(hop);
    case Phase::resource_metadata:
        return heard_of_issuer(hop, body);
    case Phase::metadata:
        break;
    }
    return read(hop, body);
}

std::optional<Visit> DiscoveryTalk::heard_of_resource(const http::Hop& hop) {
    if (auto description = description_in(hop)) {
        phase_ = Phase::resource_metadata;
        return data_visit(*std::move(description));
    }
    return look_up(top_of(situation_.resource));
}

std::optional<Visit> DiscoveryTalk::heard_of_issuer(const http::Hop& hop, std::string_view body) {
    auto issuer = read_resource_metadata(body, situation_.resource);
    const bool is_known = hop.response.status == 200 && issuer;
    return look_up(is_known ? *std::move(issuer) : top_of(situation_.resource));
}

std::optional<Visit> DiscoveryTalk::read(const http::Hop& hop, std::string_view body) {
    const auto found = read_metadata(body, *situation_.issuer);
    if (hop.response.status == 200 && found) {
        server_ = *found;
        return std::nullopt;
    }
    const bool is_first = next_ == 1;
    if (is_first || (hop.response.status == 200 && !found)) {
        error_ = base::Error(
                     base::ErrorKind::not_signed_in,
                     "there is no authorization server at " + place_of(*situation_.issuer)
        )
                     .because(
                         hop.response.status == 200
                             ? found.error().cause()
                             : "the server answers " + std::to_string(hop.response.status) +
                                   " at " + std::string(bare_path(hop.request.url))
                     )
                     .hinting("--issuer says who hands out tokens, --token-url where");
    }
    return next_ < places_.size() ? std::optional(ask_issuer()) : std::nullopt;
}

} // namespace latch::access
