// SPDX-License-Identifier: MIT
#include "net/tickets.hpp"

#include "latch/base/hash.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

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
    constexpr std::chrono::hours longest{24};
    const auto end = std::min({now + lifetime, verified + longest, certificate_end});
    return end > now ? std::optional(end) : std::nullopt;
}

void Tickets::put(Ticket ticket) {
    const auto is_alike = [&](const Ticket& other) { return other.key == ticket.key; };
    if (std::ranges::count_if(tickets_, is_alike) >= static_cast<std::ptrdiff_t>(per_key)) {
        tickets_.erase(std::ranges::find_if(tickets_, is_alike));
    } else if (tickets_.size() >= total) {
        tickets_.erase(tickets_.begin());
    }
    tickets_.push_back(std::move(ticket));
}

std::optional<Ticket> Tickets::take(std::string_view key, Clock::time_point now) {
    std::erase_if(tickets_, [&](const Ticket& ticket) { return ticket.until <= now; });
    const auto found = std::find_if(tickets_.rbegin(), tickets_.rend(), [&](const Ticket& ticket) {
        return ticket.key == key;
    });
    if (found == tickets_.rend()) {
        return std::nullopt;
    }
    Ticket ticket = std::move(*found);
    tickets_.erase(std::next(found).base());
    return ticket;
}

} // namespace latch::net
