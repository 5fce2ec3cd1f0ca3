// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/client/csrf.hpp"
#include "latch/client/renewer.hpp"
#include "latch/client/sign_on.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/request.hpp"
#include "latch/net/transport.hpp"
#include "latch/session/session.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace latch::client {

/// That a request failed for a moment, and is tried again.
struct Retry {
    std::string why; ///< "503 Service Unavailable", "cannot connect to a.test:80: ..."
    std::chrono::milliseconds delay{};
    unsigned number = 1; ///< of the retries, from 1
    unsigned limit = 1;
};

/// What is kept of a body that has broken off.
struct Kept {
    base::Bytes size{};      ///< from its first byte on
    std::string validator{}; ///< for If-Range: what it is a part of; empty: the rest is no use

    bool operator==(const Kept&) const = default;
};

/// Hears an exchange while it happens, so that output can begin before the body has ended.
class Audience {
public:
    Audience() = default;
    Audience(const Audience&) = delete;
    Audience& operator=(const Audience&) = delete;
    Audience(Audience&&) = delete;
    Audience& operator=(Audience&&) = delete;
    virtual ~Audience() = default;

    /// A request is about to be sent; once for each hop, whatever is tried again.
    virtual base::Result<void> sending(const http::PreparedRequest& request) = 0;

    /// So much of the request's body has gone out; often, from the first piece on.
    virtual void uploading(base::Bytes /*sent*/) {}

    /// The head of a response is here. Gives the sink for its body, or null if nobody wants it.
    /// The sink must live until the next call.
    virtual base::Result<http::BodySink*> answered(const http::Hop& hop, http::Place place) = 0;

    /// The same of an answer that decides nothing: to a page that was fetched for its token, or to
    /// a try that is made again with one.
    virtual base::Result<http::BodySink*> answered_aside(const http::Hop& hop) {
        return answered(hop, http::Place::intermediate);
    }

    /// So much of the response's body has come over the wire; often, before the sink gets it.
    virtual void downloading(base::Bytes /*received*/) {}

    /// Whether all that was shown of the answer to the last request can be taken back.
    virtual bool can_take_back() const { return false; }

    /// Does so, because its body broke off and the request is sent again: what of it need not come
    /// a second time. Errors: `file`.
    virtual base::Result<Kept> take_back() { return Kept{}; }

    /// The request is sent again after a while, because of the answer or the error that came last.
    virtual void retrying(const Retry& /*retry*/) {}

    /// The hop that was answered last is over: its body is through, its timings are final.
    virtual base::Result<void> ended(const http::Hop& hop) = 0;

    /// After the end of a final answer: the page behind it, which is to be asked for as this one
    /// was; nothing: that was all.
    virtual std::optional<http::Url> next_page() { return std::nullopt; }
};

/// How a conversation ended: the hops that were answered, and what went wrong after them, if
/// anything did. Of pages before the last the first hop is left and those that set cookies, without
/// anything else.
struct Outcome {
    http::Exchange exchange;
    CsrfOutcome csrf;
    RenewalOutcome renewal;
    std::optional<base::Error> error;
    std::vector<session::LearnedNonce> nonces; ///< for the next run
    std::vector<http::HstsNews> hsts_news;     ///< what hosts said of themselves
};

/// What a conversation needs of the world.
struct Surroundings {
    net::Transport& transport; ///< which has the same policy
    const http::Policy& policy;
    const SecretResolver& secrets;
    const Identity& identity;
    const access::CsrfWish& csrf; ///< its token and its source are for `identity.asked` alone
    const std::function<base::Clock::time_point()>& now;
    /// Kept up to date hop by hop like the jar; nothing: nobody is known.
    std::optional<http::HstsHosts>& hsts;
    Renewer* renewer = nullptr; ///< null: a lost session is not got back
};

/// Sends a request and obeys what follows from each answer: redirects, a challenge, a CSRF token
/// that is to be fetched, a lost session, a stale connection, a failure of the moment, a page
/// behind it.
///
/// `session` is read and its jar is kept up to date hop by hop; nothing is written to disk.
/// Everything referred to must outlive the call, which returns when the exchange is over.
Outcome converse(
    http::Request request,
    session::Session& session,
    Audience& audience,
    const Surroundings& surroundings
);

/// The same within a run of its transport, whose time limit is not looked at: the policy's is for
/// this conversation. Everything referred to must outlive the task.
net::Task<Outcome> hold(
    http::Request request,
    session::Session& session,
    Audience& audience,
    const Surroundings& surroundings
);

} // namespace latch::client
