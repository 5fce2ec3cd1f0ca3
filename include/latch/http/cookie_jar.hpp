// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/cookie.hpp"
#include "latch/http/url.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace latch::http {

/// Whether cookies of loopback hosts are kept apart by port, as two applications on localhost
/// need it, or shared by all ports, as RFC 6265 has it.
enum class LoopbackPorts { separate, shared };

/// What became of a Set-Cookie line.
enum class Stored { added, replaced, removed, rejected, outdated };

/// The cookies of one session, by the rules of 6265bis-22.
///
/// The clock is an argument. Lookup goes by domain, so that the size of the jar does not matter
/// to a request. Deviations, both stated in surface.md: loopback ports, and Secure cookies of
/// loopback hosts, which are taken from and sent over plain http.
class CookieJar {
public:
    explicit CookieJar(LoopbackPorts ports = LoopbackPorts::separate) : ports_(ports) {}

    /// Applies one Set-Cookie line of a response from `source`, received at `received`.
    ///
    /// The order of checks is that of 5.7. A line older than what replaced its cookie already
    /// ("newest response wins") is `outdated` and changes nothing.
    Stored store(std::string_view set_cookie, const Url& source, base::Clock::time_point received);

    /// Takes a cookie as it is: from a session file, in the order of the file. An identical
    /// identity is replaced.
    void restore(Cookie cookie);

    /// The cookies that go with a request, longest path first, then oldest first (5.8.3).
    /// Pointers are valid until the jar changes.
    std::vector<const Cookie*> matching(const Url& url, base::Clock::time_point now) const;

    /// The value of the Cookie header; empty if nothing matches. At most 150 cookies and 8190
    /// bytes, so that a flood from a sibling host cannot brick a site (CVE-2022-32205).
    std::string header_for(const Url& url, base::Clock::time_point now) const;

    /// Forgets what has expired; whether there was any.
    bool remove_expired(base::Clock::time_point now);

    /// All cookies, oldest first.
    std::vector<const Cookie*> all() const;
    std::size_t size() const noexcept;

    bool empty() const noexcept { return size() == 0; }

    LoopbackPorts loopback_ports() const noexcept { return ports_; }

private:
    Cookie* find(const Cookie& identity);
    bool secure_overlay_forbids(const Cookie& incoming) const;
    void evict(std::string_view domain, base::Clock::time_point now);

    LoopbackPorts ports_;
    std::unordered_map<std::string, std::vector<Cookie>> by_domain_;
};

/// The serialisation of 5.8.3: "name=value; name=value", a nameless cookie as its value alone.
std::string cookie_header(const std::vector<const Cookie*>& cookies);

} // namespace latch::http
