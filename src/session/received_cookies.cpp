// SPDX-License-Identifier: MIT
#include "latch/session/received_cookies.hpp"

#include "latch/http/cookie.hpp"

#include <algorithm>
#include <utility>

namespace latch::session {

std::string identity_of(const ReceivedCookie& cookie) {
    const auto parsed = http::parse_set_cookie(cookie.line, cookie.received);
    if (!parsed) {
        return {};
    }
    const std::string path = parsed->path.value_or(http::default_path(cookie.source.path));
    return http::to_string(http::origin(cookie.source)) + '\n' + parsed->name + '\n' +
           parsed->domain.value_or("\n") + '\n' + path + (parsed->secure ? "\nsecure" : "");
}

void ReceivedCookies::add(ReceivedCookie cookie, Request request) {
    std::string identity = identity_of(cookie);
    if (identity.empty()) {
        return;
    }
    Entry& entry = entries_[std::move(identity)];
    if (entry.place == 0 || entry.cookie.received <= cookie.received) {
        entry = {.cookie = std::move(cookie), .request = request, .place = ++count_};
    }
}

void ReceivedCookies::drop(Request request) {
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.request == request; });
}

std::vector<ReceivedCookie> ReceivedCookies::in_order() const {
    std::vector<const Entry*> entries;
    entries.reserve(entries_.size());
    for (const auto& [identity, entry] : entries_) {
        entries.push_back(&entry);
    }
    std::ranges::sort(entries, {}, [](const Entry* entry) {
        return std::pair(entry->cookie.received, entry->place);
    });
    std::vector<ReceivedCookie> cookies;
    cookies.reserve(entries.size());
    for (const Entry* const entry : entries) {
        cookies.push_back(entry->cookie);
    }
    return cookies;
}

} // namespace latch::session
