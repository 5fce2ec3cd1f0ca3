// SPDX-License-Identifier: MIT
#include "latch/base/text.hpp"
#include "latch/session/listing.hpp"
#include "latch/session/redact.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace latch::session {

namespace {

using access::SecretSource;
using base::Clock;

/// Safe for terminals, with a line end.
std::string line(const std::string& text) {
    return base::printable(text) + '\n';
}

std::string words_for(const SecretSource& secret) {
    std::string text(secret.text.reveal());
    switch (secret.kind) {
    case SecretSource::Kind::literal:
        return text;
    case SecretSource::Kind::environment_variable:
        return "in the variable " + text;
    case SecretSource::Kind::file:
        return "in the file " + text;
    case SecretSource::Kind::descriptor:
        return "from the descriptor " + text;
    case SecretSource::Kind::command:
        return "printed by: " + text;
    case SecretSource::Kind::keyring:
        return "in the keyring: " + text;
    case SecretSource::Kind::prompt:
        return "asked for each time";
    }
    return {};
}

std::string words_for(const access::Account& account) {
    std::string words(access::to_string(account.scheme));
    if (account.scheme == access::Scheme::bearer) {
        return words + ", token " + words_for(account.secret);
    }
    return words + ", user " + account.user + ", password " + words_for(account.secret);
}

std::string words_for(const access::DigestNonce& nonce) {
    return "realm " + nonce.challenge.realm + ", nonce " + nonce.challenge.nonce + ", used " +
           base::counted(nonce.uses, "time");
}

std::string words_for(const access::LearnedCsrf& way) {
    if (way.mode == access::CsrfMode::off) {
        return way.path == "/" ? "none is wanted" : "none is wanted below " + way.path;
    }
    const bool is_masked = way.mode == access::CsrfMode::cookie_masked;
    std::string words =
        access::is_cookie(way.mode) ? "cookie " + way.cookie : "token of " + way.source;
    words += (is_masked ? ", masked, in " : ", in ") + way.header;
    words += way.path == "/" ? "" : ", below " + way.path;
    return way.token.empty() ? words : words + ": " + std::string(way.token.reveal());
}

std::string words_for(const access::OAuthClient& client) {
    std::string words(access::to_string(client.grant));
    words += " of " + client.server.token + ", client " + client.id;
    words += client.secret ? ", secret " + words_for(*client.secret) : "";
    words += client.scope.empty() ? "" : ", scope " + client.scope;
    return words;
}

std::string words_for(const access::LoginRecipe& recipe) {
    std::string words(access::to_string(recipe.kind));
    words += recipe.oauth ? " for " + recipe.page + ", " + words_for(*recipe.oauth)
                          : " at " + recipe.page;
    if (!recipe.oauth || !recipe.user.empty()) {
        words += ", user " + recipe.user + ", password " + words_for(recipe.secret);
    }
    for (const auto& [name, value] : recipe.fields) {
        words.append(", ").append(name).append("=").append(value);
    }
    for (const auto& [name, value] : recipe.literals) {
        words.append(", ").append(name).append(":=").append(value);
    }
    if (recipe.names != access::LoginNames{}) {
        words += ", named " + recipe.names.user + " and " + recipe.names.password;
    }
    if (recipe.refresh && !recipe.refresh->empty()) {
        words += ", refreshed at " + *recipe.refresh;
    }
    return words;
}

std::string lines_of(const StoredLogin& login) {
    std::string text = login.recipe ? line("  login   " + words_for(*login.recipe)) : "";
    if (login.refused) {
        text += line(
            "  login   refused for " + login.refused->user + " at " + timestamp(login.refused->at)
        );
    }
    if (login.signed_out) {
        text += line("  login   signed out");
    }
    for (const auto& [name, json] : login.unknown) {
        text += line(std::string("  login   ").append(name).append("  ").append(json));
    }
    return text;
}

std::string lines_of(const http::Headers& headers) {
    std::string text;
    for (const http::Header& header : headers) {
        text += line("  header  " + header.name + ": " + header.value);
    }
    return text;
}

std::string line_of(const StoredAuth& auth) {
    std::string words = words_for(auth.account);
    words += auth.expires ? ", until " + timestamp(whole_seconds(*auth.expires)) : "";
    if (!auth.refresh.empty()) {
        words += ", the next one by " + std::string(auth.refresh.reveal());
    }
    return line("  auth    " + words);
}

std::string lines_of(const OriginState& state) {
    std::string text = '\n' + line(http::to_string(state.origin)) + lines_of(state.headers);
    for (const Param& param : state.params) {
        text += line("  param   " + param.name + "==" + param.value);
    }
    text += state.auth ? line_of(*state.auth) : "";
    if (state.digest) {
        text += line("  digest  " + words_for(state.digest->nonce));
    }
    for (const StoredCsrf& stored : state.csrf) {
        text += line("  csrf    " + words_for(stored.way));
    }
    if (state.login) {
        text += lines_of(*state.login);
    }
    for (const auto& [name, json] : state.unknown) {
        text += line(std::string("  ").append(name).append("  ").append(json));
    }
    return text;
}

std::string pair_of(const http::Cookie& cookie) {
    return cookie.name + (cookie.name.empty() ? "" : "=") + cookie.value;
}

/// What another client's file holds for whoever will be asked first.
std::string lines_of(const Foreign& foreign) {
    std::string text = "\nfor the first origin that is asked\n" + lines_of(foreign.headers);
    text += foreign.auth ? line_of(*foreign.auth) : "";
    for (const http::Cookie& cookie : foreign.cookies) {
        text += line("  cookie  " + pair_of(cookie));
    }
    return text;
}

/// What follows the value, as in a Set-Cookie line but for the times.
std::string attributes_of(const http::Cookie& cookie) {
    std::string text = "; Domain=" + cookie.domain;
    text += cookie.port == 0 ? "" : ':' + std::to_string(cookie.port);
    text += cookie.host_only ? " (host only)" : "";
    text += "; Path=" + cookie.path;
    text += cookie.secure ? "; Secure" : "";
    text += cookie.http_only ? "; HttpOnly" : "";
    const std::string_view same_site = http::to_string(cookie.same_site);
    return same_site.empty() ? text : text.append("; SameSite=").append(same_site);
}

std::string line_of(const http::Cookie& cookie, Clock::time_point now) {
    std::string end = "kept until cleared";
    if (cookie.expires) {
        end = (*cookie.expires <= now ? "ended " : "ends ") +
              timestamp(whole_seconds(*cookie.expires));
    }
    return line("  " + pair_of(cookie) + attributes_of(cookie) + "; " + end);
}

} // namespace

std::string page_of(const Session& session, Clock::time_point now) {
    std::string page = line("base  " + session.base.value_or("none"));
    for (const OriginState& state : session.origins) {
        page += lines_of(state);
    }
    if (session.foreign && !session.foreign->is_settled()) {
        page += lines_of(*session.foreign);
    }
    const auto cookies = session.cookies.all();
    page += cookies.empty() ? "\nno cookies\n" : "\ncookies\n";
    for (const http::Cookie* const cookie : cookies) {
        page += line_of(*cookie, now);
    }
    if (session.cookies.loopback_ports() == http::LoopbackPorts::shared) {
        page += "cookies of localhost go to all ports\n";
    }
    for (const auto& [name, json] : session.unknown) {
        page += '\n' + line(std::string(name).append("  ").append(json));
    }
    return page;
}

std::string origins_of(const Session& session) {
    std::vector<std::string> names;
    if (const auto base = base_without_secrets(session)) {
        names.push_back(*base);
    }
    for (const OriginState& state : session.origins) {
        names.push_back(http::to_string(state.origin));
    }
    std::string text;
    for (auto name = names.begin(); name != names.end(); ++name) {
        text += std::find(names.begin(), name, *name) == name ? line(*name) : "";
    }
    return text;
}

} // namespace latch::session
