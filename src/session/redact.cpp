// SPDX-License-Identifier: MIT
#include "latch/session/redact.hpp"

#include "session/document.hpp"

#include <utility>
#include <vector>

namespace latch::session {

namespace {

using access::SecretSource;

/// Whole, not its first characters: what is looked at for long may be looked at by others.
constexpr const char* hidden = "****";
constexpr const char* hidden_json = "\"****\"";

void hide(std::string& text) {
    text = text.empty() ? "" : hidden;
}

void hide(SecretSource& secret) {
    using Kind = SecretSource::Kind;
    // A command may hold the secret that opens a vault.
    if (secret.kind == Kind::literal || secret.kind == Kind::command) {
        secret.text = base::Secret(hidden);
    }
}

void hide(base::Secret& secret) {
    secret = secret.empty() ? base::Secret() : base::Secret(hidden);
}

void hide_query(std::string& target) {
    if (const auto mark = target.find('?'); mark != std::string::npos) {
        target.replace(mark + 1, std::string::npos, hidden);
    }
}

void hide(UnknownMembers& unknown) {
    for (auto& [name, json] : unknown) {
        json = hidden_json;
    }
}

/// What is not known of "latch" has to stay an object.
void hide_in_session(UnknownMembers& unknown) {
    for (auto& [name, text] : unknown) {
        Json json(hidden);
        if (name == "latch") {
            json = Json::parse(text);
            for (auto& each : json) {
                each = hidden;
            }
        }
        text = json.dump();
    }
}

void hide(access::DigestNonce& nonce) {
    hide(nonce.challenge.nonce);
    hide(nonce.cnonce);
    if (nonce.challenge.opaque) {
        hide(*nonce.challenge.opaque);
    }
}

http::Headers hidden_headers(const http::Headers& headers) {
    http::Headers shown;
    for (const http::Header& header : headers) {
        shown.add(header.name, header.value.empty() ? "" : hidden);
    }
    return shown;
}

void hide(StoredLogin& login) {
    if (login.recipe) {
        hide(login.recipe->secret);
        if (login.recipe->oauth && login.recipe->oauth->secret) {
            hide(*login.recipe->oauth->secret);
        }
        hide_query(login.recipe->page);
        for (auto& [name, value] : login.recipe->fields) {
            hide(value);
        }
        for (auto& [name, value] : login.recipe->literals) {
            hide(value);
        }
    }
    if (login.refused) {
        hide(login.refused->salt);
        hide(login.refused->mark);
    }
    hide(login.unknown);
}

void hide(OriginState& state) {
    state.headers = hidden_headers(state.headers);
    for (HeaderNote& note : state.header_notes) {
        hide(note.header.value);
        hide(note.unknown);
    }
    for (Param& param : state.params) {
        hide(param.value);
        hide(param.unknown);
    }
    if (state.auth) {
        hide(state.auth->account.secret);
        hide(state.auth->refresh);
        hide(state.auth->unknown);
    }
    if (state.digest) {
        hide(state.digest->nonce);
        hide(state.digest->unknown);
    }
    for (StoredCsrf& stored : state.csrf) {
        if (!stored.way.token.empty()) {
            stored.way.token = base::Secret(hidden);
            hide(stored.way.obtained_under);
        }
        hide(stored.unknown);
    }
    if (state.login) {
        hide(*state.login);
    }
    hide(state.unknown);
}

void hide(Foreign& foreign) {
    foreign.headers = hidden_headers(foreign.headers);
    if (foreign.auth) {
        hide(foreign.auth->account.secret);
    }
    for (http::Cookie& cookie : foreign.cookies) {
        hide(cookie.value);
    }
}

http::CookieJar hidden_cookies(const http::CookieJar& cookies) {
    std::vector<http::Cookie> copies;
    for (const http::Cookie* const cookie : cookies.all()) {
        copies.push_back(*cookie);
        hide(copies.back().value);
    }
    http::CookieJar shown(cookies.loopback_ports());
    shown.restore(std::move(copies));
    for (const http::Cookie& removal : cookies.removals()) {
        shown.restore_removal(removal);
    }
    return shown;
}

} // namespace

std::optional<std::string> base_without_secrets(const Session& session) {
    if (!session.base) {
        return std::nullopt;
    }
    auto parsed = http::parse_url(*session.base);
    if (!parsed) {
        return hidden;
    }
    if (!parsed->user_info && !parsed->url.has_query) {
        return session.base;
    }
    parsed->url.has_query = false;
    return http::to_string(parsed->url);
}

Session without_secrets(Session session) {
    session.base = base_without_secrets(session);
    session.cookies = hidden_cookies(session.cookies);
    for (CookieNote& note : session.cookie_notes) {
        hide(note.unknown);
    }
    for (OriginState& state : session.origins) {
        hide(state);
    }
    if (session.foreign) {
        hide(*session.foreign);
    }
    hide_in_session(session.unknown);
    return session;
}

} // namespace latch::session
