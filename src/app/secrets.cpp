// SPDX-License-Identifier: MIT
#include "app/secrets.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"
#include "latch/base/keyring.hpp"
#include "latch/base/shell.hpp"
#include "latch/base/terminal.hpp"
#include "latch/base/text.hpp"
#include "latch/output/redact.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Result;
using base::Secret;

constexpr base::Bytes largest_secret = base::kibibytes(64);

Result<Secret> from_variable(std::string_view name, const base::Environment& environment) {
    auto value = environment.variable(name);
    if (!value || value->empty()) {
        return base::Error(
                   base::ErrorKind::usage,
                   "the secret should be in the variable " + std::string(name)
        )
            .because(value ? "it is empty" : "it is not set")
            .hinting("export " + std::string(name) + " and try again");
    }
    return Secret(*std::move(value));
}

/// One line end is not part of the secret, whatever wrote it.
Secret without_line_end(std::string text) {
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    if (text.ends_with('\r')) {
        text.pop_back();
    }
    return Secret(std::move(text));
}

Result<Secret> from_file(std::string_view path, const base::Environment& environment) {
    auto text = base::read_whole(environment.resolve(path), largest_secret.count);
    if (!text) {
        return text.error();
    }
    return without_line_end(*std::move(text));
}

Result<Secret> from_descriptor(std::string_view number) {
    const auto descriptor = base::parse_decimal(number);
    auto text = base::read_to_end(
        descriptor ? static_cast<int>(*descriptor) : -1,
        largest_secret.count,
        "the descriptor " + std::string(number)
    );
    if (!text) {
        return text.error();
    }
    return without_line_end(*std::move(text));
}

Result<Secret> from_command(
    std::string_view command,
    const base::Environment& environment,
    std::chrono::milliseconds patience
) {
    auto text = base::output_of(
        std::string(command), {.output = largest_secret, .time = patience}, environment
    );
    if (!text) {
        return text.error();
    }
    if (text->empty()) {
        return base::Error(base::ErrorKind::usage, "the command for the secret gave none")
            .because("it printed nothing");
    }
    return without_line_end(*std::move(text));
}

Result<Secret> from_keyring(
    std::string_view text, const base::Environment& environment, std::chrono::milliseconds patience
) {
    const auto entry = base::parse_keyring_entry(text);
    if (!entry) {
        return base::Error(base::ErrorKind::usage, "the secret's place in the keyring is unclear")
            .hinting("write SERVICE/USER");
    }
    return base::secret_in_keyring(
        *entry, {.prompt = base::keyring_prompt(environment), .limit = patience}
    );
}

Result<Secret> look_up(
    const access::SecretSource& source,
    const base::Environment& environment,
    std::chrono::milliseconds patience
) {
    using Kind = access::SecretSource::Kind;
    const std::string_view text = source.text.reveal();
    switch (source.kind) {
    case Kind::literal:
        return source.text;
    case Kind::environment_variable:
        return from_variable(text, environment);
    case Kind::file:
        return from_file(text, environment);
    case Kind::descriptor:
        return from_descriptor(text);
    case Kind::command:
        return from_command(text, environment, patience);
    case Kind::keyring:
        return from_keyring(text, environment, patience);
    case Kind::prompt:
        return base::ask_secret(
            environment.terminal,
            "latch: " + std::string(text),
            "give it with --auth-from, or in --auth USER:PASS"
        );
    }
    return source.text;
}

void learn_auth(const std::optional<session::StoredAuth>& auth, base::Redactor& secrets) {
    if (auth && auth->account.secret.kind == access::SecretSource::Kind::literal) {
        secrets.learn(auth->account.secret.text);
    }
    if (auth && !auth->refresh.empty()) {
        secrets.learn(auth->refresh);
    }
}

void learn_login(const std::optional<session::StoredLogin>& login, base::Redactor& secrets) {
    if (!login || !login->recipe) {
        return;
    }
    const auto& oauth = login->recipe->oauth;
    if (oauth && oauth->secret && oauth->secret->kind == access::SecretSource::Kind::literal) {
        secrets.learn(oauth->secret->text);
    }
    if (login->recipe->secret.kind == access::SecretSource::Kind::literal) {
        secrets.learn(login->recipe->secret.text);
    }
}

void learn_cookie(const http::Cookie& cookie, base::Redactor& secrets) {
    learn_headers({{"Cookie", cookie.name + '=' + cookie.value}}, secrets);
}

/// Their names tell what is secret, as those of headers do.
http::Headers as_headers(const std::vector<session::Param>& params) {
    http::Headers headers;
    for (const session::Param& param : params) {
        headers.add(param.name, param.value);
    }
    return headers;
}

} // namespace

void learn_headers(const http::Headers& headers, base::Redactor& secrets) {
    for (const http::Header& line : headers) {
        for (const Secret& secret : output::secrets_in(line)) {
            secrets.learn(secret);
        }
    }
}

void learn_credentials(const session::Session& session, base::Redactor& secrets) {
    for (const session::OriginState& state : session.origins) {
        learn_headers(state.headers, secrets);
        learn_headers(as_headers(state.params), secrets);
        learn_auth(state.auth, secrets);
        learn_login(state.login, secrets);
        for (const session::StoredCsrf& stored : state.csrf) {
            secrets.learn(stored.way.token);
        }
    }
    if (session.foreign) {
        learn_headers(session.foreign->headers, secrets);
        learn_auth(session.foreign->auth, secrets);
    }
}

void learn_stored(const session::Session& session, base::Redactor& secrets) {
    learn_credentials(session, secrets);
    for (const http::Cookie* const cookie : session.cookies.all()) {
        learn_cookie(*cookie, secrets);
    }
    if (session.foreign) {
        for (const http::Cookie& cookie : session.foreign->cookies) {
            learn_cookie(cookie, secrets);
        }
    }
}

std::chrono::milliseconds patience_within(std::chrono::milliseconds total) {
    // Whoever unlocks a password store has to find the key first.
    constexpr std::chrono::milliseconds longest = std::chrono::minutes(1);
    return total > std::chrono::milliseconds::zero() ? std::min(total, longest) : longest;
}

Result<Secret> Secrets::resolve(const access::SecretSource& source) {
    const auto known = std::ranges::find(known_, source, &Known::source);
    if (known != known_.end()) {
        return known->secret;
    }
    auto secret = look_up(source, environment_, patience_);
    if (secret) {
        hidden_.learn(*secret);
        known_.push_back({.source = source, .secret = *secret});
    }
    return secret;
}

} // namespace latch::app
