// SPDX-License-Identifier: MIT
#include "session/ticket_list.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>

namespace latch::session {

namespace {

using base::Clock;
using base::Secret;
using http::TlsTicket;

constexpr std::string_view head = "latch tickets 1";

/// A part of a second is left out, so that a ticket is rather a little too old.
std::int64_t seconds_of(Clock::time_point time) {
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::optional<Clock::time_point> moment(std::string_view digits) {
    constexpr std::int64_t latest = std::int64_t{1} << 33U; // in the year 2242
    std::int64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc() || stop != end || number < 0 || number > latest) {
        return std::nullopt;
    }
    return Clock::time_point(std::chrono::seconds(number));
}

/// The ticket of a line, its session still in base64.
std::optional<TlsTicket> read_line(std::string_view line) {
    const auto fields = base::split(line, ' ');
    if (fields.size() != 4 || fields[0].empty()) {
        return std::nullopt;
    }
    const auto verified = moment(fields[1]);
    const auto until = moment(fields[2]);
    if (!verified || !until) {
        return std::nullopt;
    }
    return TlsTicket{
        .key = std::string(fields[0]),
        .session = Secret(std::string(fields[3])),
        .verified = *verified,
        .until = *until};
}

} // namespace

TicketList::TicketList(std::string_view text) {
    const auto lines = base::split(text, '\n');
    if (lines.empty() || lines.front() != head) {
        return;
    }
    for (const std::string_view line : lines) {
        if (auto ticket = read_line(line)) {
            tickets_.push_back(*std::move(ticket));
        }
    }
}

std::optional<TlsTicket> TicketList::take(std::string_view key, Clock::time_point now) {
    for (auto at = tickets_.rbegin(); at != tickets_.rend(); ++at) {
        if (at->key != key || !is_good(*at, now)) {
            continue;
        }
        TlsTicket ticket = std::move(*at);
        tickets_.erase(std::next(at).base());
        auto session = base::base64_decode(ticket.session.reveal());
        if (!session || session->empty()) {
            return std::nullopt;
        }
        ticket.session = Secret(*std::move(session));
        return ticket;
    }
    return std::nullopt;
}

void TicketList::add(const std::vector<TlsTicket>& tickets, Clock::time_point now) {
    std::erase_if(tickets_, [&](const TlsTicket& ticket) { return !is_good(ticket, now); });
    for (const TlsTicket& ticket : tickets) {
        if (is_good(ticket, now) && ticket.session.reveal().size() <= largest) {
            add(ticket);
        }
    }
}

void TicketList::add(const TlsTicket& ticket) {
    const auto is_alike = [&](const TlsTicket& other) { return other.key == ticket.key; };
    if (std::ranges::count_if(tickets_, is_alike) >= static_cast<std::ptrdiff_t>(per_key)) {
        tickets_.erase(std::ranges::find_if(tickets_, is_alike));
    } else if (tickets_.size() >= total) {
        tickets_.erase(tickets_.begin());
    }
    tickets_.push_back(ticket);
    tickets_.back().session = Secret(base::base64_encode(ticket.session.reveal()));
}

std::string TicketList::text() const {
    std::string text(head);
    text += '\n';
    for (const TlsTicket& ticket : tickets_) {
        text += ticket.key;
        text += ' ';
        text += std::to_string(seconds_of(ticket.verified));
        text += ' ';
        text += std::to_string(seconds_of(ticket.until));
        text += ' ';
        text += ticket.session.reveal();
        text += '\n';
    }
    return text;
}

} // namespace latch::session
