// SPDX-License-Identifier: MIT
#include "latch/http/cookie_jar.hpp"

#include "http/cookie_rules.hpp"

#include "latch/http/public_suffix.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <unordered_set>

namespace latch::http {

namespace {

using base::Clock;

/// Whether a cookie of the request's host or one of its parent domains goes with the request, if
/// its domain is no public suffix.
bool goes_with(const Cookie& cookie, const Url& url, Clock::time_point now) {
    const bool right_port = cookie.port == 0 || cookie.port == url.port;
    return right_port && path_matches(url.path, cookie.path) && !has_expired(cookie, now) &&
           (!cookie.secure || is_secure_context(url)) &&
           (!cookie.host_only || cookie.domain == url.host);
}

/// The domain after the first dot; empty after the last, and for IP addresses.
std::string_view parent_domain(std::string_view domain, HostKind kind) noexcept {
    const auto dot = domain.find('.');
    return kind != HostKind::name || dot == std::string_view::npos ? std::string_view{}
                                                                   : domain.substr(dot + 1);
}

/// Hashes and compares cookies of a domain by their identity.
struct ByIdentity {
    std::size_t operator()(const Cookie* cookie) const noexcept {
        return std::hash<std::string_view>()(cookie->name);
    }

    bool operator()(const Cookie* a, const Cookie* b) const noexcept {
        return same_identity(*a, *b);
    }
};

/// Takes out all but the newest of each identity, the last of those that are equally new. Not by
/// comparing each with each: a file may hold ten thousand of one site. How many were taken out.
std::size_t keep_newest_of_each(std::vector<Cookie>& bucket) {
    std::unordered_set<const Cookie*, ByIdentity, ByIdentity> newest(bucket.size());
    for (const Cookie& cookie : bucket) {
        const auto [same, is_new] = newest.insert(&cookie);
        if (!is_new && (*same)->updated <= cookie.updated) {
            newest.erase(same);
            newest.insert(&cookie);
        }
    }
    std::vector<bool> is_kept(bucket.size());
    for (const Cookie* cookie : newest) {
        is_kept[static_cast<std::size_t>(cookie - bucket.data())] = true;
    }
    return std::erase_if(bucket, [&](const Cookie& cookie) {
        return !is_kept[static_cast<std::size_t>(&cookie - bucket.data())];
    });
}

/// The letters of a domain as `ByLabels` compares them: a dot comes before all others.
constexpr int rank(char c) noexcept {
    return c == '.' ? -1 : static_cast<unsigned char>(c);
}

} // namespace

bool ByLabels::operator()(std::string_view a, std::string_view b) const noexcept {
    return std::lexicographical_compare(
        a.rbegin(), a.rend(), b.rbegin(), b.rend(), [](char c, char d) { return rank(c) < rank(d); }
    );
}

Stored
CookieJar::store(std::string_view set_cookie, const Url& source, Clock::time_point received) {
    const auto line = parse_set_cookie(set_cookie, received);
    if (!line) {
        return Stored::rejected;
    }
    auto cookie = admitted(*line, source, received);
    if (!cookie || (!is_secure_context(source) && secure_overlay_forbids(*cookie))) {
        return Stored::rejected;
    }
    if (ports_ == LoopbackPorts::separate && is_loopback(source.host, source.host_kind)) {
        cookie->port = source.port;
    }
    return keep(*std::move(cookie));
}

Cookie* CookieJar::find(const Cookie& identity) {
    const auto bucket = by_domain_.find(identity.domain);
    if (bucket == by_domain_.end()) {
        return nullptr;
    }
    const auto found = std::ranges::find_if(bucket->second, [&](const Cookie& cookie) {
        return same_identity(cookie, identity);
    });
    return found == bucket->second.end() ? nullptr : &*found;
}

/// The cookie that `incoming` takes the place of. One for any port, e.g. from another client's
/// file, gives way to that of a port: two of one name would be sent, the stale one first.
Cookie* CookieJar::find_to_replace(const Cookie& incoming) {
    Cookie* const same = find(incoming);
    if (same != nullptr || incoming.port == 0) {
        return same;
    }
    Cookie for_any_port = incoming;
    for_any_port.port = 0;
    return find(for_any_port);
}

/// "Leave secure cookies alone": plain http may not shadow a Secure cookie (5.7, step 16), be it of
/// the same domain, of one above it or of one below.
bool CookieJar::secure_overlay_forbids(const Cookie& incoming) const {
    const auto holds_shadowed = [&](const auto& bucket) {
        return std::ranges::any_of(bucket.second, [&](const Cookie& cookie) {
            return cookie.secure && cookie.name == incoming.name &&
                   path_matches(incoming.path, cookie.path) &&
                   !has_expired(cookie, incoming.updated);
        });
    };
    for (std::string_view domain = incoming.domain; !domain.empty();
         domain = parent_domain(domain, HostKind::name)) {
        const auto above = by_domain_.find(domain);
        if (above != by_domain_.end() && holds_shadowed(*above)) {
            return true;
        }
    }
    for (auto below = by_domain_.upper_bound(incoming.domain);
         below != by_domain_.end() && domain_matches(below->first, HostKind::name, incoming.domain);
         ++below) {
        if (holds_shadowed(*below)) {
            return true;
        }
    }
    return false;
}

Stored CookieJar::keep(Cookie incoming) {
    const Clock::time_point now = incoming.updated;
    Cookie* const old = find_to_replace(incoming);
    if (is_outdated(incoming, old)) {
        return Stored::outdated;
    }
    if (has_expired(incoming, now)) {
        if (old == nullptr) {
            return Stored::nothing_to_remove;
        }
        remove(*old, now);
        return Stored::removed;
    }
    std::erase_if(removals_, [&](const Cookie& gone) { return same_identity(gone, incoming); });
    if (old == nullptr) {
        const std::string domain = incoming.domain;
        by_domain_[domain].push_back(std::move(incoming));
        ++size_;
        evict(domain, now);
        return Stored::added;
    }
    if (!has_expired(*old, now)) {
        incoming.created = old->created;
    }
    *old = std::move(incoming);
    return Stored::replaced;
}

/// Whether a later response than that of `incoming` has had its say already.
bool CookieJar::is_outdated(const Cookie& incoming, const Cookie* old) const {
    const bool removed_later = std::ranges::any_of(removals_, [&](const Cookie& gone) {
        return same_identity(gone, incoming) && incoming.updated < gone.updated;
    });
    return removed_later || (old != nullptr && incoming.updated < old->updated);
}

void CookieJar::remove(const Cookie& cookie, Clock::time_point when) {
    remember_removal(cookie, when);
    const auto bucket = by_domain_.find(cookie.domain);
    std::vector<Cookie>& cookies = bucket->second;
    cookies.erase(cookies.begin() + (&cookie - cookies.data()));
    --size_;
    if (cookies.empty()) {
        by_domain_.erase(bucket);
    }
}

void CookieJar::restore(std::vector<Cookie> cookies) {
    size_ += cookies.size();
    std::unordered_set<std::vector<Cookie>*> crowded;
    for (Cookie& cookie : cookies) {
        if (ports_ == LoopbackPorts::shared) {
            cookie.port = 0;
        }
        // A file has them in the order of the jar: each domain then is the last one so far.
        std::vector<Cookie>& bucket =
            by_domain_.try_emplace(by_domain_.end(), cookie.domain)->second;
        bucket.push_back(std::move(cookie));
        if (bucket.size() > 1) {
            crowded.insert(&bucket);
        }
    }
    for (std::vector<Cookie>* const bucket : crowded) {
        size_ -= keep_newest_of_each(*bucket);
    }
}

void CookieJar::restore_removal(Cookie cookie) {
    if (ports_ == LoopbackPorts::shared) {
        cookie.port = 0;
    }
    removals_.push_back(std::move(cookie));
}

std::vector<const Cookie*>
CookieJar::matching(const Url& url, Clock::time_point now, std::size_t spoken_for) const {
    std::vector<const Cookie*> found;
    for (std::string_view domain = url.host; !domain.empty();
         domain = parent_domain(domain, url.host_kind)) {
        const auto bucket = by_domain_.find(domain);
        if (bucket == by_domain_.end()) {
            continue;
        }
        const std::size_t before = found.size();
        for (const Cookie& cookie : bucket->second) {
            if (goes_with(cookie, url, now)) {
                found.push_back(&cookie);
            }
        }
        // The list changes: what was a domain of one owner yesterday may have become a suffix.
        if (found.size() > before && domain != url.host && is_public_suffix(domain)) {
            found.resize(before);
        }
    }
    std::ranges::stable_sort(found, [](const Cookie* a, const Cookie* b) {
        return a->path.size() != b->path.size() ? a->path.size() > b->path.size()
                                                : a->created < b->created;
    });
    keep_what_fits(found, spoken_for);
    return found;
}

std::string CookieJar::header_for(const Url& url, Clock::time_point now) const {
    return cookie_header(matching(url, now));
}

bool CookieJar::remove_expired(Clock::time_point now) {
    const std::size_t before = size_;
    for (auto& [domain, bucket] : by_domain_) {
        size_ -= std::erase_if(bucket, [&](const Cookie& c) { return has_expired(c, now); });
    }
    std::erase_if(by_domain_, [](const auto& bucket) { return bucket.second.empty(); });
    return size_ != before;
}

std::vector<const Cookie*> CookieJar::of_host(const Url& url) const {
    auto cookies = all();
    std::erase_if(cookies, [&](const Cookie* cookie) {
        return !domain_matches(url.host, url.host_kind, cookie->domain) ||
               (cookie->port != 0 && cookie->port != url.port);
    });
    return cookies;
}

std::vector<const Cookie*> CookieJar::all() const {
    std::vector<const Cookie*> cookies;
    for (const auto& [domain, bucket] : by_domain_) {
        for (const Cookie& cookie : bucket) {
            cookies.push_back(&cookie);
        }
    }
    // Cookies of one response are as old as each other: within a domain, where it can matter, they
    // stay in the order in which they came; between domains any fixed order will do.
    std::ranges::stable_sort(cookies, {}, [](const Cookie* cookie) {
        return std::tie(cookie->created, cookie->domain);
    });
    return cookies;
}

} // namespace latch::http
