// SPDX-License-Identifier: MIT
#include "unit/client/acquaintance.hpp"

#include "support/builders.hpp"

#include "latch/access/digest.hpp"
#include "latch/client/next_step.hpp"
#include "latch/client/prepare.hpp"
#include "latch/request/item.hpp"
#include "latch/session/delta.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>
#include <variant>

namespace latch::test {

namespace {

using access::Scheme;

const base::Clock::time_point now{std::chrono::hours(438'000)};

const client::SecretResolver literal = [](const access::SecretSource& source) {
    return base::Result<base::Secret>(source.text);
};

request::RequestSpec spec_for(std::string_view url) {
    request::RequestSpec spec;
    spec.url = url;
    return spec;
}

request::RequestSpec known_at(std::string_view url, Scheme scheme) {
    request::RequestSpec spec = spec_for(url);
    spec.items = {request::parse_item("X-Tenant:acme").value()};
    spec.auth.scheme = scheme;
    spec.auth.secret = access::SecretSource{.text = base::Secret("pw")};
    if (scheme != Scheme::bearer) {
        spec.auth.user = "bob";
    }
    return spec;
}

access::DigestNonce nonce() {
    return {
        .challenge = {.realm = "r", .nonce = "learnt", .protection = access::Protection::auth},
        .cnonce = "c"};
}

/// "example.com" of "a.example.com"; of a name of two labels the whole.
std::string domain_above(const std::string& host) {
    const auto dot = host.find('.');
    const bool has_more = dot != std::string::npos && host.find('.', dot + 1) != std::string::npos;
    return has_more ? host.substr(dot + 1) : host;
}

} // namespace

Acquaintance::Acquaintance(std::string_view url, Scheme scheme)
    : scheme_(scheme), first_(request::compose(known_at(url, scheme), {}, {}).value()) {
    origin_ = http::origin(first_.request.url);
    http::Hop hop;
    hop.request.url = first_.request.url;
    hop.response = answer();
    hop.received = now;
    session::Delta delta = session::delta_after(first_.typed, {.hops = {hop}});
    if (scheme == Scheme::digest) {
        delta.nonces.push_back({.origin = origin_, .nonce = nonce()});
    }
    session::apply(delta, session_, now);
    if (const auto news = http::hsts_news(hop, {})) {
        hsts_.learn(*news);
    }
}

http::ResponseHead Acquaintance::answer() const {
    return a_response(302)
        .cookie("host=1; Path=/")
        .cookie("domain=1; Path=/; Domain=" + domain_above(first_.request.url.host))
        .cookie("secure=1; Path=/; Secure")
        .header("Strict-Transport-Security", "max-age=60")
        .head();
}

client::Identity Acquaintance::identity(const session::Typed& typed) const {
    client::Identity identity;
    identity.asked = http::origin(typed.url);
    if (typed.auth) {
        identity.typed = {.origin = identity.asked, .account = typed.auth->account};
    }
    if (scheme_ == Scheme::digest) {
        identity.nonces = {{.origin = origin_, .nonce = nonce()}};
    }
    return identity;
}

std::string Acquaintance::sent_to(std::string_view url) const {
    const auto composed = request::compose(spec_for(url), session_, {});
    return composed ? sent(composed->request, session_, identity(composed->typed)) : "refused";
}

std::string Acquaintance::sent_to_known(std::string_view url) const {
    const auto composed =
        request::compose(spec_for(url), session_, {.hsts = {.hosts = &hsts_, .now = now}});
    return http::to_string(composed.value().request.url) + ' ' +
           sent(composed->request, session_, identity(composed->typed));
}

std::string Acquaintance::led_to(const std::vector<std::string>& locations) const {
    session::Session session;
    http::Request request = first_.request;
    request.typed.add("Cookie", "typed=1");
    for (const std::string& location : locations) {
        http::ResponseHead head = answer();
        if (http::origin(request.url) != origin_) {
            head.headers = {};
        }
        for (const std::string_view line : head.headers.all("Set-Cookie")) {
            session.cookies.store(line, request.url, now);
        }
        head.headers.add("Location", location);
        client::Step step = client::next_step(request, head, {.follow = true}, {});
        auto* const follow = std::get_if<client::Follow>(&step);
        if (follow == nullptr) {
            return "refused";
        }
        request = std::move(follow->next);
    }
    return sent(request, session, identity(first_.typed));
}

std::string Acquaintance::sent(
    const http::Request& request, const session::Session& session, const client::Identity& as
) const {
    client::SignOn sign_on(as, literal);
    const auto authorization = sign_on.sign(request, session);
    if (!authorization) {
        throw std::runtime_error(authorization.error().what());
    }
    return words(client::prepare(request, session, *authorization, now).value().headers);
}

bool Acquaintance::is_ours(std::string_view authorization) const {
    switch (scheme_) {
    case Scheme::basic:
        return authorization == "Basic Ym9iOnB3";
    case Scheme::bearer:
        return authorization == "Bearer pw";
    case Scheme::digest:
        break;
    }
    return authorization.starts_with("Digest username=\"bob\"") &&
           authorization.find("nonce=\"learnt\"") != std::string_view::npos;
}

std::string Acquaintance::words(const http::Headers& headers) const {
    std::string found;
    const auto add = [&](std::string_view word) {
        found += found.empty() ? "" : " ";
        found += word;
    };
    if (headers.contains("X-Tenant")) {
        add("header");
    }
    if (const auto authorization = headers.find("Authorization")) {
        add(is_ours(*authorization) ? "auth" : "stranger");
    }
    const std::string cookies = "; " + std::string(headers.find("Cookie").value_or("")) + ';';
    for (const std::string_view name : {"host", "domain", "secure", "typed"}) {
        if (cookies.find("; " + std::string(name) + "=1;") != std::string::npos) {
            add(name);
        }
    }
    return found;
}

} // namespace latch::test
