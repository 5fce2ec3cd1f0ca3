// SPDX-License-Identifier: MIT
#include "latch/http/hsts.hpp"

#include "http/parameters.hpp"

#include "latch/base/text.hpp"
#include "latch/http/headers.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace latch::http {

namespace {

using Moment = base::Clock::time_point;

/// Later than anybody plans, and far from where the clock ends.
constexpr std::chrono::seconds century = std::chrono::days(36'500);

/// The directives of a field while it is read.
struct Directives {
    std::optional<std::chrono::seconds> max_age;
    bool include_subdomains = false;
    bool is_valid = true;

    void take(std::string_view directive) {
        const auto halves = base::split_once(directive, '=');
        const std::string_view name = base::trim(halves ? halves->first : directive);
        if (name.empty() && !halves) {
            return; // the grammar allows empty ones
        }
        if (!is_token(name)) {
            is_valid = false;
        } else if (base::iequals(name, "max-age")) {
            take_max_age(halves ? unquoted(base::trim(halves->second)) : std::string());
        } else if (base::iequals(name, "includeSubDomains")) {
            is_valid = is_valid && !halves && !std::exchange(include_subdomains, true);
        }
    }

    void take_max_age(const std::string& value) {
        const bool is_number = !value.empty() && std::ranges::all_of(value, [](char c) {
            return base::is_ascii_digit(c);
        });
        is_valid = is_valid && is_number && !max_age;
        // A number that is too large for the parser is one that is too large for the clock.
        const auto seconds = base::parse_decimal(value);
        const auto most = static_cast<unsigned long long>(century.count());
        max_age = std::chrono::seconds(std::min(seconds.value_or(most), most));
    }
};

} // namespace

std::optional<HstsWish> parse_strict_transport_security(std::string_view field) {
    Directives directives;
    while (!field.empty()) {
        directives.take(take_parameter(field));
    }
    if (!directives.is_valid || !directives.max_age) {
        return std::nullopt;
    }
    return HstsWish{
        .max_age = *directives.max_age, .include_subdomains = directives.include_subdomains};
}

std::optional<HstsNews> hsts_news(const Hop& hop, const TlsPolicy& policy) {
    const Url& url = hop.request.url;
    const bool may_speak = policy.verify && url.scheme == Scheme::https &&
                           url.host_kind == HostKind::name && !is_loopback(url.host, url.host_kind);
    const auto fields = hop.response.headers.all("Strict-Transport-Security");
    if (!may_speak || fields.empty()) {
        return std::nullopt;
    }
    const auto wish = parse_strict_transport_security(fields.front());
    if (!wish) {
        return std::nullopt;
    }
    return HstsNews{.host = url.host, .wish = *wish, .received = hop.received};
}

bool HstsHosts::covers(std::string_view host, Moment now) const {
    for (std::string_view name = host; !name.empty();) {
        const auto found = entries_.find(name);
        const bool speaks = found != entries_.end() && found->second.expires > now &&
                            (name.size() == host.size() || found->second.include_subdomains);
        if (speaks) {
            return true;
        }
        const std::size_t dot = name.find('.');
        name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
    }
    return false;
}

bool HstsHosts::learn(const HstsNews& news) {
    const auto known = entries_.find(news.host);
    if (news.wish.max_age == std::chrono::seconds(0)) {
        if (known == entries_.end()) {
            return false;
        }
        entries_.erase(known);
        return true;
    }
    const Entry entry{
        .expires = news.received + news.wish.max_age,
        .include_subdomains = news.wish.include_subdomains,
    };
    const auto tolerance =
        std::min<std::chrono::seconds>(std::chrono::days(1), news.wish.max_age / 10);
    const bool is_known =
        known != entries_.end() && known->second.include_subdomains == entry.include_subdomains &&
        known->second.expires <= entry.expires && known->second.expires + tolerance > entry.expires;
    if (is_known) {
        return false;
    }
    entries_.insert_or_assign(news.host, entry);
    make_room(news.received);
    return true;
}

void HstsHosts::make_room(Moment now) {
    std::erase_if(entries_, [now](const auto& entry) { return entry.second.expires <= now; });
    const auto expires = [](const auto& entry) { return entry.second.expires; };
    while (entries_.size() > most) {
        entries_.erase(std::ranges::min_element(entries_, {}, expires));
    }
}

bool secure_url(Url& url, const HstsView& known) {
    const bool may_be_meant = known.hosts != nullptr && url.scheme == Scheme::http &&
                              url.host_kind == HostKind::name &&
                              !is_loopback(url.host, url.host_kind);
    if (!may_be_meant || !known.hosts->covers(url.host, known.now)) {
        return false;
    }
    url.scheme = Scheme::https;
    url.port = url.port == default_port(Scheme::http) ? default_port(Scheme::https) : url.port;
    return true;
}

} // namespace latch::http
