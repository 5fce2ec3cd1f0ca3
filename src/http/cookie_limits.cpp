// SPDX-License-Identifier: MIT
#include "http/cookie_rules.hpp"

#include "latch/http/cookie_jar.hpp"

#include <algorithm>
#include <tuple>

// How much a jar holds, and what it gives up for more.
namespace latch::http {

namespace {

using base::Clock;

// 6265bis-22, 5.7, asks for room for at least 50 cookies a domain and 3000 in all; these are
// Chromium's numbers.
constexpr std::size_t most_per_domain = 180;
constexpr std::size_t most_in_all = 3300;
/// Runs that overlap with a removal are a few, and seldom take longer than a day.
constexpr std::size_t most_removals = 100;
constexpr std::chrono::hours removal_lifetime(24);
/// A domain with more than that gives cookies up before others do.
constexpr std::size_t crowd = 50;

std::vector<Cookie*> pointers_to(std::vector<Cookie>& cookies) {
    std::vector<Cookie*> pointers;
    pointers.reserve(cookies.size());
    for (Cookie& cookie : cookies) {
        pointers.push_back(&cookie);
    }
    return pointers;
}

/// Which of two a full jar gives up: one without Secure, then the one that is unchanged for longer.
bool goes_first(const Cookie* a, const Cookie* b) noexcept {
    return std::tuple(a->secure, a->updated) < std::tuple(b->secure, b->updated);
}

/// Has the first `count` to go expire.
void give_up(std::vector<Cookie*> candidates, std::size_t count) {
    std::ranges::stable_sort(candidates, goes_first);
    candidates.resize(std::min(count, candidates.size()));
    for (Cookie* cookie : candidates) {
        cookie->expires = Clock::time_point::min();
    }
}

} // namespace

void CookieJar::remember_removal(const Cookie& cookie, Clock::time_point when) {
    Cookie gone;
    gone.name = cookie.name;
    gone.domain = cookie.domain;
    gone.host_only = cookie.host_only;
    gone.path = cookie.path;
    gone.port = cookie.port;
    gone.updated = when;
    std::erase_if(removals_, [&](const Cookie& other) {
        return same_identity(other, gone) || other.updated < when - removal_lifetime;
    });
    removals_.push_back(std::move(gone));
    if (removals_.size() > most_removals) { // by more than one if a file held more
        removals_.erase(removals_.begin(), removals_.end() - most_removals);
    }
}

/// Makes room for one cookie that has come into `domain`, if need be.
void CookieJar::evict(const std::string& domain, Clock::time_point now) {
    const auto is_full = [&] { return by_domain_[domain].size() > most_per_domain; };
    if (!is_full() && size_ <= most_in_all) {
        return;
    }
    remove_expired(now);
    if (is_full() || size_ > most_in_all) {
        const auto candidates = is_full() ? pointers_to(by_domain_[domain]) : crowded();
        Cookie* const first = *std::ranges::min_element(candidates, goes_first);
        first->expires = Clock::time_point::min();
        remove_expired(now);
    }
}

std::size_t CookieJar::enforce_limits(Clock::time_point now) {
    remove_expired(now);
    const std::size_t before = size_;
    const auto shrink_domains_to = [&](std::size_t most, std::size_t at_most) {
        std::vector<Cookie*> beyond;
        for (auto& [domain, bucket] : by_domain_) {
            std::vector<Cookie*> cookies = pointers_to(bucket);
            std::ranges::stable_sort(cookies, goes_first);
            cookies.resize(bucket.size() - std::min(bucket.size(), most));
            beyond.insert(beyond.end(), cookies.begin(), cookies.end());
        }
        give_up(std::move(beyond), at_most);
        remove_expired(now);
    };
    const auto excess = [&] { return size_ - std::min(size_, most_in_all); };
    shrink_domains_to(most_per_domain, size_);
    shrink_domains_to(crowd, excess());
    shrink_domains_to(0, excess());
    return before - size_;
}

std::vector<Cookie*> CookieJar::crowded() {
    std::vector<Cookie*> everyone;
    std::vector<Cookie*> of_crowds;
    for (auto& [domain, bucket] : by_domain_) {
        for (Cookie& cookie : bucket) {
            (bucket.size() > crowd ? of_crowds : everyone).push_back(&cookie);
        }
    }
    return of_crowds.empty() ? everyone : of_crowds;
}

} // namespace latch::http
