// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/secrets.hpp"

#include "latch/access/jwt.hpp"
#include "latch/base/text.hpp"
#include "latch/output/json_page.hpp"
#include "latch/request/compose.hpp"
#include "latch/session/held_token.hpp"
#include "latch/session/interchange.hpp"
#include "latch/session/store.hpp"
#include "latch/session/timestamp.hpp"

#include <optional>
#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using session::HeldToken;
using session::Session;
using What = cli::ShowToken::What;

Result<Session> loaded(const std::string& name, const base::Environment& environment) {
    const auto store = session::Store::locate(name, environment);
    if (!store) {
        return store.error();
    }
    auto session = store->load();
    if (session) {
        session::interchange::settle(*session, std::nullopt, environment.now());
    }
    return session;
}

Error no_token(const std::string& whose) {
    return Error(ErrorKind::not_signed_in, "there is no token" + whose)
        .hinting("latch login @SESSION --json URL USER gets one, and so does --oauth2");
}

/// The one token that the session holds, or that of its base.
Result<HeldToken> only_token(const Session& session) {
    auto tokens = session::held_tokens(session);
    const auto base =
        session.base ? http::parse_url(*session.base) : Result<http::ParsedUrl>(Error());
    for (HeldToken& token : tokens) {
        if (tokens.size() == 1 || (base && token.origin == http::origin(base->url))) {
            return std::move(token);
        }
    }
    if (tokens.empty()) {
        return no_token(" in the session");
    }
    return Error(ErrorKind::usage, "the session holds more than one token")
        .hinting("name the server: latch token @SESSION " + http::to_string(tokens.front().origin));
}

Result<HeldToken> chosen_token(const cli::ShowToken& command, const Session& session) {
    if (command.place.url.empty()) {
        return only_token(session);
    }
    const auto address = request::address_of(command.place, session);
    if (!address) {
        return address.error();
    }
    const http::Origin origin = http::origin(address->url);
    auto token = session::held_token(session, origin);
    if (!token) {
        return no_token(" for " + http::to_string(origin));
    }
    return *std::move(token);
}

/// Nothing if it is good by our clock.
std::optional<Error>
expiry(const HeldToken& token, const base::Secret& secret, base::Clock::time_point now) {
    std::optional<base::Clock::time_point> end = token.expires;
    if (const auto jwt = access::read_jwt(secret.reveal()); jwt && !end) {
        end = jwt->expires;
    }
    if (!end || *end > now) {
        return std::nullopt;
    }
    return Error(
               ErrorKind::not_signed_in,
               "the token for " + http::to_string(token.origin) + " has expired"
    )
        .because("it was good until " + session::timestamp(*end))
        .hinting("latch login @SESSION gets another one");
}

int show(const base::Secret& secret, const base::Environment& environment, const Report& report) {
    const std::string text(secret.reveal());
    return report.print((environment.out.is_terminal ? base::printable(text) : text) + '\n');
}

int show_claims(
    const base::Secret& secret, const base::Environment& environment, const Report& report
) {
    const auto jwt = access::read_jwt(secret.reveal());
    if (!jwt) {
        return report.fail(jwt.error());
    }
    const auto shown = output::show_json(jwt->claims, environment.out);
    return shown ? int{done} : report.fail(shown.error());
}

} // namespace

int show_token(
    const cli::ShowToken& command, const base::Environment& environment, Report& report
) {
    const auto session = loaded(command.session.value, environment);
    if (!session) {
        return report.fail(session.error());
    }
    learn_stored(*session, report.secrets());
    const auto token = chosen_token(command, *session);
    if (!token) {
        return report.fail(token.error());
    }
    Secrets secrets(environment, report.secrets());
    const auto secret = secrets.resolve(token->secret);
    if (!secret) {
        return report.fail(secret.error());
    }
    const auto expired = expiry(*token, *secret, environment.now());
    if (command.what == What::claims) {
        const int code = show_claims(*secret, environment, report);
        return expired && code == done ? report.fail(*expired) : code;
    }
    return expired ? report.fail(*expired) : show(*secret, environment, report);
}

} // namespace latch::app
