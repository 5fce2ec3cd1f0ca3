// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/body_sink.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/request.hpp"
#include "latch/net/transport.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// Keeps a body.
class Collected final : public http::BodySink {
public:
    base::Result<void> write(std::string_view piece) override {
        bytes += piece;
        return {};
    }

    base::Result<void> finish() override {
        finished = true;
        return {};
    }

    std::string bytes;
    bool finished = false;
};

/// How one request ended: a hop with its body, or a failure, before the head or after it.
struct Said {
    std::optional<http::Hop> hop; ///< there is a head
    std::string body;
    bool finished = false; ///< the body, too, is complete
    std::optional<net::Failure> failure;

    /// For INFO: everything in words.
    std::string in_words() const;
};

enum class Hearing { read, discard, drop };

/// A request that is complete on its own: Host, and the framing of its body.
http::PreparedRequest
wire_request(std::string method, std::string_view url, http::Body body = http::NoBody{});

/// Talks to servers through one Transport, one request after the other.
class Caller {
public:
    /// `tickets`, if there are any, must outlive the object.
    explicit Caller(http::Policy policy = {}, net::Tickets* tickets = nullptr);

    Said ask(http::PreparedRequest request, Hearing hearing = Hearing::read);

    Said get(std::string_view url) { return ask(wire_request("GET", url)); }

    /// On a new connection, whatever is idle.
    Said get_afresh(std::string_view url);

    /// With a sink of the test's own.
    base::Result<void> get_into(std::string_view url, http::BodySink& sink);

    net::Transport& transport() noexcept { return transport_; }

    /// What counts for the requests to come: time runs short where a test wants it to.
    http::Timeouts& timeouts() noexcept { return policy_.timeouts; }

private:
    net::Task<base::Result<void>> pour(http::PreparedRequest request, http::BodySink& sink);
    net::Task<base::Result<void>> converse(
        http::PreparedRequest request, Hearing hearing, net::Transport::Connection wish, Said& said
    );

    http::Policy policy_;
    net::Transport transport_;
};

} // namespace latch::test
