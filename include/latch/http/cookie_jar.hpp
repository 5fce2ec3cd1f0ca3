// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/cookie.hpp"
#include "latch/http/url.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace latch::http {

/// Whether cookies of loopback hosts are kept apart by port, as two applications on localhost
/// need it, or shared by all ports, as RFC 6265 has it.
enum class LoopbackPorts { separate, shared };

/// What became of a Set-Cookie line.
enum class Stored {
    added,
    replaced,
    removed,
    rejected,
    outdated,          ///< older than what the jar holds or than its removal; nothing changed
    nothing_to_remove, ///< expired on arrival, and there is no such cookie; nothing changed
};

/// Orders domains by their labels from the last to the first: the domains below one follow it.
struct ByLabels {
    using is_transparent = void;

    bool operator()(std::string_view a, std::string_view b) const noexcept;
};

/// The cookies of one session, by the rules of 6265bis-22.
///
/// The clock is an argument. Lookup goes by domain, so that the size of the jar does not matter
/// to a request. Deviations: loopback ports are kept apart, and a loopback host is a secure context
/// over plain http: Secure cookies are taken from it and sent to it.
class CookieJar {
public:
    CookieJar() = default;

    explicit CookieJar(LoopbackPorts ports) : ports_(ports) {}

    /// Applies one Set-Cookie line of a response from `source`, received at `received`.
    ///
    /// The order of checks is that of 5.7. A line older than what replaced its cookie already
    /// ("newest response wins") is `outdated` and changes nothing.
    Stored store(std::string_view set_cookie, const Url& source, base::Clock::time_point received);

    /// Takes cookies as they are: from a session file, in the order of the file. Of those with one
    /// identity the one that was updated last counts. Their ports are forgotten by a jar that
    /// shares ports. However many there are, all are kept: what is stored later makes room for
    /// itself alone.
    void restore(std::vector<Cookie> cookies);

    /// Takes the removal of a cookie as it is: a cookie without a value, `updated` at its removal.
    void restore_removal(Cookie cookie);

    /// Remembers that a cookie was removed, which the jar does not hold.
    void remember_removal(const Cookie& cookie, base::Clock::time_point when);

    /// Brings down to size what `restore` has brought in, as if it had been stored one by one: 180
    /// cookies of a domain, 3300 in all. How many had to go, besides those that have expired.
    std::size_t enforce_limits(base::Clock::time_point now);

    /// The cookies that go with a request, longest path first, then oldest first (5.8.3).
    ///
    /// At most 150 cookies and 8190 bytes of header, of which so many are `spoken_for`; host-only
    /// ones preferred, so that a flood from a sibling host cannot brick a site (CVE-2022-32205).
    /// Pointers are valid until the jar changes.
    std::vector<const Cookie*>
    matching(const Url& url, base::Clock::time_point now, std::size_t spoken_for = 0) const;

    /// The value of the Cookie header; empty if nothing matches.
    std::string header_for(const Url& url, base::Clock::time_point now) const;

    /// Forgets what has expired; whether there was any.
    bool remove_expired(base::Clock::time_point now);

    /// The cookies of a host, wherever on it they go, oldest first; of the machine itself those of
    /// the port.
    std::vector<const Cookie*> of_host(const Url& url) const;

    /// All cookies, oldest first.
    std::vector<const Cookie*> all() const;

    /// Cookies that a response has removed, without their values, oldest removal first. They let a
    /// line that is older than the removal be known as `outdated`, whoever comes with it, so that a
    /// logout is not undone. The last 100 of the last day are remembered.
    const std::vector<Cookie>& removals() const noexcept { return removals_; }

    std::size_t size() const noexcept { return size_; }

    bool empty() const noexcept { return size_ == 0; }

    LoopbackPorts loopback_ports() const noexcept { return ports_; }

private:
    Cookie* find(const Cookie& identity);
    Cookie* find_to_replace(const Cookie& incoming);
    bool secure_overlay_forbids(const Cookie& incoming) const;
    Stored keep(Cookie incoming);
    bool is_outdated(const Cookie& incoming, const Cookie* old) const;
    void remove(const Cookie& cookie, base::Clock::time_point when);
    void evict(const std::string& domain, base::Clock::time_point now);
    std::vector<Cookie*> crowded();

    LoopbackPorts ports_ = LoopbackPorts::separate;
    std::map<std::string, std::vector<Cookie>, ByLabels> by_domain_;
    std::size_t size_ = 0;
    std::vector<Cookie> removals_;
};

/// The serialisation of 5.8.3: "name=value; name=value", a nameless cookie as its value alone.
std::string cookie_header(const std::vector<const Cookie*>& cookies);

} // namespace latch::http
