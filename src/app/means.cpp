// SPDX-License-Identifier: MIT
#include "app/means.hpp"

#include "latch/access/csrf_talk.hpp"
#include "latch/client/csrf.hpp"
#include "latch/client/prepare.hpp"
#include "latch/client/sign_on.hpp"

#include <string_view>
#include <utility>

namespace latch::app {

using base::Result;

Means::Means(
    const cli::Send& command, Setup setup, const base::Environment& environment, Report& report
)
    : command_(command), setup_(std::move(setup)), environment_(environment), report_(report),
      keeping_(command_, setup_, environment_), tickets_(command_, setup_, environment_),
      netrc_(environment),
      known_secrets_(environment, report.secrets(), patience_within(setup_.policy.timeouts.total)),
      secrets_([this](const access::SecretSource& source) { return known_secrets_.resolve(source); }
      ) {}

Result<session::Updated> Means::save() {
    auto saved = keeping_.save();
    if (saved && *saved == session::Updated::yes) {
        tickets_.keep();
    }
    return saved;
}

Result<void> Means::complete(Errand& errand) {
    if (command_.use_netrc) {
        errand.identity.netrc = [this](std::string_view host, access::NetrcReach reach) {
            return netrc_.find(host, reach);
        };
    }
    if (!command_.csrf.token) {
        return {};
    }
    auto token = known_secrets_.resolve(*command_.csrf.token);
    if (!token) {
        return token.error();
    }
    errand.csrf.token = *std::move(token);
    return {};
}

client::Surroundings Means::surroundings(
    const Errand& errand, net::Transport& transport, std::optional<Renewing>& renewing
) {
    if (keeping_.writes()) {
        renewing.emplace(*setup_.store, secrets_, environment_);
    }
    return {
        .transport = transport,
        .policy = setup_.policy,
        .secrets = secrets_,
        .identity = errand.identity,
        .csrf = errand.csrf,
        .now = environment_.now,
        .hsts = setup_.hsts,
        .renewer = renewing ? &*renewing : nullptr,
    };
}

Result<http::PreparedRequest> Means::prepared(const Errand& errand) {
    client::SignOn sign_on(errand.identity, secrets_);
    const http::Request& request = errand.composed.request;
    const auto authorization = sign_on.sign(request, setup_.session);
    if (!authorization) {
        return authorization.error();
    }
    const auto now = environment_.now();
    auto prepared = client::prepare(request, setup_.session, *authorization, now);
    if (!prepared) {
        return prepared;
    }
    // What would have to be fetched first is not there.
    access::CsrfTalk talk(client::csrf_situation(request, setup_.session, errand.csrf, now));
    talk.begin(*prepared);
    const auto proved = client::add_proof(*prepared, talk);
    return proved ? prepared : Result<http::PreparedRequest>(proved.error());
}

Result<std::optional<http::UserInfo>> Means::digest_account(const Errand& errand) {
    const auto account =
        client::account_for(errand.composed.request, errand.identity, setup_.session);
    if (!account) {
        return account.error();
    }
    if (!*account || (*account)->scheme != access::Scheme::digest) {
        return std::optional<http::UserInfo>();
    }
    auto password = secrets_((*account)->secret);
    if (!password) {
        return password.error();
    }
    return std::optional(http::UserInfo{.user = (*account)->user, .password = *std::move(password)}
    );
}

} // namespace latch::app
