// SPDX-License-Identifier: MIT
#pragma once

#include "app/keeping.hpp"
#include "app/netrc_file.hpp"
#include "app/renewing.hpp"
#include "app/report.hpp"
#include "app/secrets.hpp"
#include "app/setup.hpp"
#include "app/ticket_keeping.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/client/conversation.hpp"
#include "latch/http/request.hpp"
#include "latch/http/url.hpp"

#include <optional>

namespace latch::app {

/// What the requests of a run go with: the session, its passwords, .netrc; and what they leave
/// behind.
class Means {
public:
    /// All but the setup must outlive the object.
    Means(
        const cli::Send& command, Setup setup, const base::Environment& environment, Report& report
    );
    Means(const Means&) = delete;
    Means& operator=(const Means&) = delete;
    Means(Means&&) = delete;
    Means& operator=(Means&&) = delete;
    ~Means() = default;

    const cli::Send& command() const noexcept { return command_; }

    const base::Environment& environment() const noexcept { return environment_; }

    Report& report() noexcept { return report_; }

    Setup& setup() noexcept { return setup_; }

    Keeping& keeping() noexcept { return keeping_; }

    TicketKeeping& tickets() noexcept { return tickets_; }

    /// Saves what the requests leave behind. Errors: those of the store.
    base::Result<session::Updated> save();

    /// Lets an errand have what is looked up: the CSRF token that was typed, and .netrc when it is
    /// asked for. Errors: those of the token's source.
    base::Result<void> complete(Errand& errand);

    /// What a conversation goes with; `renewing` is filled if a lost session may be got back. All
    /// of it must outlive the conversation.
    client::Surroundings surroundings(
        const Errand& errand, net::Transport& transport, std::optional<Renewing>& renewing
    );

    /// The request as it would be sent first. Errors: those of secrets; `usage`.
    base::Result<http::PreparedRequest> prepared(const Errand& errand);

    /// Who answers a digest challenge, if anybody does. Errors: those of secrets.
    base::Result<std::optional<http::UserInfo>> digest_account(const Errand& errand);

private:
    const cli::Send& command_;
    Setup setup_;
    const base::Environment& environment_;
    Report& report_;
    Keeping keeping_;
    TicketKeeping tickets_;
    NetrcFile netrc_;
    Secrets known_secrets_;
    client::SecretResolver secrets_;
};

} // namespace latch::app
