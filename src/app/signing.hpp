// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"
#include "app/secrets.hpp"
#include "app/setup.hpp"
#include "app/ticket_keeping.hpp"

#include "latch/client/conversation.hpp"

#include <functional>
#include <string>

namespace latch::app {

/// How to sign in at an origin; null: the session does not know.
const access::LoginRecipe* recipe_of(const session::OriginState& state);

/// A command with its URL; where none was typed, `known` finds it in the session. Errors: those of
/// `known`, and of loading the session.
base::Result<cli::Send> with_url(
    cli::Send command,
    const std::function<base::Result<std::string>(const session::Session&)>& known,
    const base::Environment& environment
);

/// What a login and a logout have in common: visits to pages, of which only the cookies and the
/// verdict count.
class Signing {
public:
    /// Everything must outlive the object.
    Signing(
        const cli::Send& command, Setup setup, const base::Environment& environment, Report& report
    );
    Signing(const Signing&) = delete;
    Signing& operator=(const Signing&) = delete;
    Signing(Signing&&) = delete;
    Signing& operator=(Signing&&) = delete;
    ~Signing() = default;

    const http::Request& request() const noexcept { return setup_.errand.composed.request; }

    /// The request without what an earlier login has left to sign it with: a token that has ended
    /// is refused even where none is needed (spring.md 3.2).
    http::Request unsigned_request() const;

    const session::Session& session() const noexcept { return setup_.session; }

    const session::Store& store() const noexcept { return *setup_.store; }

    /// User and password of the URL, which are for the form and sign no request.
    std::optional<access::Account> take_account_of_url();

    base::Result<base::Secret> looked_up(const access::SecretSource& source);

    /// Has the run keep it to itself.
    void hide(const base::Secret& secret) { report_.secrets().learn(secret); }

    /// Signs requests to the origin of the URL with that account, whatever the session holds.
    void sign_with(access::Account account);

    client::Surroundings surroundings();

    session::Session& session() noexcept { return setup_.session; }

    /// Saves what was handed out and what is learned, and tells of each request if that is asked
    /// for. What was typed is saved only if `worked`.
    enum class End { worked, failed };
    base::Result<session::Updated>
    save(const client::Outcome& outcome, End end, const session::Delta& learned);

    /// Saves what is learned without a word to a server.
    base::Result<session::Updated> save_alone(session::Delta learned);

    /// Says what became of it: the exit code. `error` comes first, then what kept it from being
    /// saved.
    int concluded(
        const std::optional<base::Error>& error, const base::Result<session::Updated>& saved
    ) const;

    /// Prints a line that is the result, unless --quiet.
    int say(const std::string& line) const;

    /// Remarks on something, unless that is not wanted.
    void remark(const std::string& what, const std::string& hint) const;

private:
    void tell_of_hops(const http::Exchange& exchange) const;

    const cli::Send& command_;
    Setup setup_;
    const base::Environment& environment_;
    Report& report_;
    TicketKeeping tickets_;
    Secrets known_secrets_;
    client::SecretResolver secrets_;
    net::Transport transport_;
};

} // namespace latch::app
