// SPDX-License-Identifier: MIT
#pragma once

#include "latch/client/conversation.hpp"
#include "latch/http/pacing.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace latch::client {

/// Who has several requests to send, and hears of each. They have numbers from 0 in the order in
/// which they were asked for.
class Caller {
public:
    /// One of them; what it refers to must live until it has ended.
    struct Call {
        http::Request request;
        Audience& audience;
        const Surroundings& surroundings;
    };

    enum class Then : std::uint8_t { go_on, stop };

    Caller() = default;
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    Caller(Caller&&) = delete;
    Caller& operator=(Caller&&) = delete;
    virtual ~Caller() = default;

    /// The request of that number is to be sent now; if it cannot be, it has ended.
    virtual std::variant<Call, Then> begin(std::size_t number) = 0;

    /// It is over. After `stop` no other begins, and those under way are cut off.
    virtual Then ended(std::size_t number, Outcome outcome) = 0;

    /// It was under way when the run came to its end; the outcome has no error of its own.
    virtual void cut_off(std::size_t number, Outcome outcome) = 0;
};

/// How several requests are sent, with the number of an origin for each.
struct Round {
    http::Pacing pacing;
    std::vector<std::uint32_t> places;
};

/// Holds a conversation for each request of a caller, several at once over one transport and with
/// one session, which all of them know and keep up to date. Errors: of the run as a whole, such as
/// `interrupted`, `timed_out`; that a request has failed is a matter of the caller.
base::Result<void>
converse(Round round, Caller& caller, session::Session& session, net::Transport& transport);

} // namespace latch::client
