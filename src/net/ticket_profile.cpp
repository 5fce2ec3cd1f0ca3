// SPDX-License-Identifier: MIT
#include "net/ticket_profile.hpp"

#include "latch/base/hash.hpp"
#include "latch/http/tls_ticket.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace latch::net {

namespace {

using base::Clock;

/// A text that can be taken apart in one way only.
class Record {
public:
    Record& add(std::string_view value) {
        text_ += std::to_string(value.size());
        text_ += ':';
        text_ += value;
        return *this;
    }

    Record& add(const std::vector<std::string>& values) {
        add(std::to_string(values.size()));
        for (const std::string& value : values) {
            add(value);
        }
        return *this;
    }

    const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

} // namespace

std::string ticket_key(const TicketProfile& profile) {
    const http::TlsPolicy& tls = profile.tls;
    Record record;
    record.add(OpenSSL_version(OPENSSL_VERSION))
        .add(profile.peer.host)
        .add(std::to_string(static_cast<int>(profile.peer.host_kind)))
        .add(std::to_string(profile.peer.port))
        .add(profile.way)
        .add(profile.protocol)
        .add(tls.verify ? "verified" : "anybody")
        .add(tls.ca)
        .add(profile.trust)
        .add(std::to_string(static_cast<int>(tls.version)))
        .add(tls.ciphers)
        .add(tls.certificate)
        .add(tls.key)
        .add(tls.pins);
    return base::hash_hex(base::HashFunction::sha256, record.text());
}

std::optional<Clock::time_point> ticket_end(
    Clock::time_point now,
    std::chrono::seconds lifetime,
    Clock::time_point verified,
    Clock::time_point certificate_end
) {
    const auto end = std::min({now + lifetime, verified + http::longest_trust, certificate_end});
    return end > now ? std::optional(end) : std::nullopt;
}

} // namespace latch::net
