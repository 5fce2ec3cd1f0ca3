// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// Hosts that asked to be spoken to over TLS only (HTTP Strict Transport Security, RFC 6797).
namespace latch::http {

/// What a `Strict-Transport-Security` field asks for.
struct HstsWish {
    std::chrono::seconds max_age{}; ///< zero: forget the host; a century at most
    bool include_subdomains = false;

    bool operator==(const HstsWish&) const = default;
};

/// Nothing for a field that has no effect: without max-age, or with one of the directives twice or
/// malformed (RFC 6797, 6.1). Directives that nobody knows are passed over.
std::optional<HstsWish> parse_strict_transport_security(std::string_view field);

/// What a host said of itself in an answer.
struct HstsNews {
    std::string host; ///< as in `Url::host`
    HstsWish wish;
    base::Clock::time_point received;

    bool operator==(const HstsNews&) const = default;
};

/// What an answer says, if it counts: it came over https with a certificate that was verified, from
/// a host with a name, and is the first of its fields (RFC 6797, 8.1). Loopback names say nothing:
/// an application on one port of this machine does not speak for those on the others.
std::optional<HstsNews> hsts_news(const Hop& hop, const TlsPolicy& policy);

/// The hosts that are known, by name.
class HstsHosts {
public:
    struct Entry {
        base::Clock::time_point expires;
        bool include_subdomains = false;

        bool operator==(const Entry&) const = default;
    };

    using Entries = std::map<std::string, Entry, std::less<>>;

    /// More are not kept; those that expire first make room.
    static constexpr std::size_t most = 10'000;

    HstsHosts() = default;

    explicit HstsHosts(Entries entries) : entries_(std::move(entries)) {}

    /// Whether a host or one of its parents, that speaks for it, is known at that time. A parent's
    /// word counts where the host's own has expired.
    bool covers(std::string_view host, base::Clock::time_point now) const;

    /// Records what a host said; whether that changed anything. That it said so again does not, as
    /// long as its time moves by less than a tenth and a day: a file would be written at each
    /// answer.
    bool learn(const HstsNews& news);

    const Entries& entries() const noexcept { return entries_; }

private:
    void make_room(base::Clock::time_point now);

    Entries entries_;
};

/// What is known at a moment.
struct HstsView {
    const HstsHosts* hosts = nullptr; ///< null: of nobody
    base::Clock::time_point now{};
};

/// Makes an http URL whose host is covered one of https. Port 80 becomes 443, others stay (RFC
/// 6797, 8.3). Whether it was changed.
bool secure_url(Url& url, const HstsView& known);

} // namespace latch::http
