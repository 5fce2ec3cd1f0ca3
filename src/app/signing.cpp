// SPDX-License-Identifier: MIT
#include "app/signing.hpp"

#include "app/exit_code.hpp"

#include "latch/base/text.hpp"

#include <iterator>
#include <utility>

namespace latch::app {

using base::Result;

const access::LoginRecipe* recipe_of(const session::OriginState& state) {
    return state.login && state.login->recipe ? &*state.login->recipe : nullptr;
}

Result<cli::Send> with_url(
    cli::Send command,
    const std::function<Result<std::string>(const session::Session&)>& known,
    const base::Environment& environment
) {
    if (!command.request.url.empty()) {
        return command;
    }
    const auto store = session::Store::locate(command.session->value, environment);
    if (!store) {
        return store.error();
    }
    const auto session = store->load();
    if (!session) {
        return session.error();
    }
    auto url = known(*session);
    if (!url) {
        return url.error();
    }
    command.request.url = *std::move(url);
    return command;
}

Signing::Signing(
    const cli::Send& command, Setup setup, const base::Environment& environment, Report& report
)
    : command_(command), setup_(std::move(setup)), environment_(environment), report_(report),
      tickets_(command_, setup_, environment_), known_secrets_(environment, report.secrets()),
      secrets_([this](const access::SecretSource& source) { return looked_up(source); }),
      transport_(setup_.policy, &tickets_.tickets()) {}

http::Request Signing::unsigned_request() const {
    http::Request unsigned_one = request();
    for (const std::string_view name : {"Authorization", "X-Auth-Token"}) {
        if (!unsigned_one.typed.contains(name)) {
            unsigned_one.suppressed.emplace_back(name);
        }
    }
    return unsigned_one;
}

std::optional<access::Account> Signing::take_account_of_url() {
    auto stored = std::exchange(setup_.errand.composed.typed.auth, std::nullopt);
    setup_.errand.identity.typed.reset();
    return stored ? std::optional(std::move(stored->account)) : std::nullopt;
}

Result<base::Secret> Signing::looked_up(const access::SecretSource& source) {
    return known_secrets_.resolve(source);
}

void Signing::sign_with(access::Account account) {
    setup_.errand.identity.typed = {
        .origin = http::origin(request().url), .account = std::move(account)};
}

client::Surroundings Signing::surroundings() {
    return {
        .transport = transport_,
        .policy = setup_.policy,
        .secrets = secrets_,
        .identity = setup_.errand.identity,
        .csrf = setup_.errand.csrf,
        .now = environment_.now,
        .hsts = setup_.hsts,
    };
}

Result<session::Updated>
Signing::save(const client::Outcome& outcome, End end, const session::Delta& learned) {
    if (setup_.hsts_file) {
        static_cast<void>(setup_.hsts_file->learn(outcome.hsts_news));
    }
    tell_of_hops(outcome.exchange);
    if (outcome.exchange.hops.empty()) {
        return session::Updated::yes;
    }
    session::Typed typed = setup_.errand.composed.typed;
    if (end == End::failed) {
        typed.headers = {};
    }
    session::Delta delta = session::delta_after(typed, outcome.exchange);
    delta.cookies.insert(delta.cookies.end(), learned.cookies.begin(), learned.cookies.end());
    delta.login = learned.login;
    delta.nonces = outcome.nonces;
    delta.csrf = outcome.csrf.learned;
    delta.epoch = setup_.session.epoch;
    auto saved = setup_.store->update(delta, environment_.now(), std::move(setup_.seen));
    if (saved && *saved == session::Updated::yes) {
        tickets_.keep();
    }
    return saved;
}

Result<session::Updated> Signing::save_alone(session::Delta learned) {
    learned.epoch = setup_.session.epoch;
    return setup_.store->update(learned, environment_.now(), std::move(setup_.seen));
}

int Signing::concluded(
    const std::optional<base::Error>& error, const Result<session::Updated>& saved
) const {
    const int code = error ? report_.fail(*error) : int{done};
    if (!saved) {
        report_.error(saved.error());
        return code == done ? exit_code_for(saved.error().kind()) : code;
    }
    if (*saved == session::Updated::too_late) {
        remark(
            "what the server handed out was not saved",
            "the session was removed, renamed or cleared meanwhile"
        );
    }
    return code;
}

int Signing::say(const std::string& line) const {
    if (command_.output.quiet > 0) {
        return done;
    }
    return report_.print(base::printable(report_.secrets().redact(line)) + '\n');
}

void Signing::remark(const std::string& what, const std::string& hint) const {
    if (command_.output.quiet < 2) {
        report_.remark(what, hint);
    }
}

void Signing::tell_of_hops(const http::Exchange& exchange) const {
    if (command_.output.verbosity == 0) {
        return;
    }
    for (const http::Hop& hop : exchange.hops) {
        const std::string place =
            http::to_string(http::origin(hop.request.url)) +
            // Behind a semicolon stands the session's id, where old applications put it.
            hop.request.url.path.substr(0, hop.request.url.path.find(';'));
        remark(hop.request.method + ' ' + place + ": " + std::to_string(hop.response.status), "");
    }
}

} // namespace latch::app
