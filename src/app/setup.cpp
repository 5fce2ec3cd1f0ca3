// SPDX-License-Identifier: MIT
#include "app/setup.hpp"

#include "app/network.hpp"
#include "app/secrets.hpp"

#include "latch/base/text.hpp"
#include "latch/http/range.hpp"
#include "latch/http/route.hpp"
#include "latch/output/partial.hpp"
#include "latch/session/interchange.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace latch::app {

namespace {

using base::Result;

/// The certificates that the environment names: a bundle for this kind of program, as HTTPie and
/// curl look for it, or what OpenSSL's own variables say, all of it.
std::vector<std::string> certificates_of(const base::Environment& environment) {
    for (const std::string_view name : {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}) {
        if (auto path = environment.variable(name); path && !path->empty()) {
            return {environment.resolve(*path).string()};
        }
    }
    std::vector<std::string> places;
    if (auto file = environment.variable("SSL_CERT_FILE"); file && !file->empty()) {
        places.push_back(environment.resolve(*file).string());
    }
    const bool has_file = !places.empty();
    const std::string folders = environment.variable("SSL_CERT_DIR").value_or("");
    for (const std::string_view folder : base::split(folders, ':')) {
        // A list names all places that a system may have.
        std::error_code ignored;
        if (const auto path = environment.resolve(folder);
            !folder.empty() && std::filesystem::is_directory(path, ignored)) {
            places.push_back(path.string());
        }
    }
    if (!has_file && places.empty() && !folders.empty()) {
        // None of them is there: that is an error, and no reason to trust others.
        places.push_back(environment.resolve(base::split(folders, ':').front()).string());
    }
    return places;
}

http::Policy policy_of(const cli::Send& command, const base::Environment& environment) {
    http::Policy policy = command.policy;
    for (std::string& place : policy.tls.ca) {
        place = environment.resolve(place).string();
    }
    if (policy.tls.ca.empty()) {
        policy.tls.ca = certificates_of(environment);
    }
    if (!policy.unix_socket.empty()) {
        policy.unix_socket = environment.resolve(policy.unix_socket).string();
    }
    add_proxies(policy.proxies, environment);
    return policy;
}

/// Whether a connection of the run may be one over TLS to a server.
bool may_speak_tls(const http::Url& url, const http::Policy& policy) noexcept {
    return url.scheme == http::Scheme::https || policy.redirects.follow;
}

/// Whether something of the run may be asked for in the clear: only then it counts who wants TLS.
bool may_speak_plainly(
    const cli::Send& command, std::span<const std::string> urls, const session::Session& session
) {
    return std::ranges::any_of(urls, [&](const std::string& url) {
        const auto address = request::address_of(url, command.request.url_rules, session);
        return address &&
               (address->url.scheme == http::Scheme::http || command.policy.redirects.follow);
    });
}

/// `is_asked` tells whether it matters who wants TLS.
Result<void> load_hsts(
    Setup& setup, const cli::Send& command, const base::Environment& environment, bool is_asked
) {
    setup.hsts_file = command.use_hsts ? session::HstsFile::locate(environment) : std::nullopt;
    if (!setup.hsts_file || !is_asked) {
        return {};
    }
    auto hosts = setup.hsts_file->load();
    if (!hosts && hosts.error().kind() == base::ErrorKind::file) {
        // A home out of reach, or another user's, is as good as none; nobody asked for this file.
        setup.hsts_file.reset();
        return {};
    }
    if (!hosts) {
        return base::Error(hosts.error())
            .hinting("mend or remove it, or go without it by --no-hsts");
    }
    setup.hsts = *std::move(hosts);
    return {};
}

client::Identity identity_of(const session::Typed& typed, const request::AuthWish& wish) {
    client::Identity identity;
    identity.asked = http::origin(typed.url);
    if (typed.auth) {
        identity.typed = {.origin = http::origin(typed.url), .account = typed.auth->account};
    }
    // A scheme that was said is that of the credentials that were said with it.
    identity.netrc_scheme =
        typed.auth ? access::Scheme::basic : wish.scheme.value_or(access::Scheme::basic);
    return identity;
}

/// Takes the next use of the nonce that the session holds, if digest authentication may want it. A
/// session that must not be written cannot count, and so begins with a challenge of its own.
Result<void> take_nonce(Errand& errand, const Setup& setup, const cli::Send& command) {
    const http::Origin origin = http::origin(errand.composed.request.url);
    const session::OriginState* const state = setup.session.find(origin);
    const bool is_writable =
        command.session && command.session->access == cli::SessionChoice::Access::read_write;
    if (state == nullptr || !state->digest || !is_writable || command.offline) {
        return {};
    }
    auto nonce = setup.store->take_nonce(origin);
    if (!nonce) {
        return nonce.error();
    }
    if (*nonce) {
        errand.identity.nonces.push_back({.origin = origin, .nonce = **std::move(nonce)});
    }
    return {};
}

/// Where tokens are to be had, as the user says it: at the server of the request, so that no page
/// of another one has a say in what is sent.
Result<std::string> csrf_source(const std::string& text, const http::Url& request) {
    if (text.empty()) {
        return std::string();
    }
    http::Url url = request;
    if (text.starts_with('/')) {
        auto resolved = http::resolve_reference(request, text);
        if (!resolved) {
            return resolved.error();
        }
        url = *std::move(resolved);
    } else {
        auto parsed = http::parse_url(text, {.default_scheme = request.scheme});
        if (!parsed) {
            return parsed.error();
        }
        url = std::move(parsed->url);
    }
    if (http::origin(url) != http::origin(request)) {
        return base::Error(
                   base::ErrorKind::usage,
                   "no token is fetched from " + http::to_string(http::origin(url))
        )
            .because("the request goes to " + http::to_string(http::origin(request)))
            .hinting("--csrf-url takes a path, or a URL of the same server");
    }
    return http::target(url);
}

/// A download is asked for as it is, and for what is missing of it only if something is there.
Result<void> ask_for_download(
    http::Request& request, const cli::Send& command, const base::Environment& environment
) {
    if (command.output.download == output::Download::none) {
        return {};
    }
    request.typed.set("Accept-Encoding", "identity");
    if (command.output.download != output::Download::resumed) {
        return {};
    }
    if (request.typed.contains("Range")) {
        return base::Error(base::ErrorKind::usage, "--continue and a Range header")
            .because("--continue asks for what the file lacks")
            .hinting("leave one of them away");
    }
    const auto partial = output::partial_at(environment.resolve(*command.output.file));
    if (!partial) {
        return partial.error();
    }
    if (partial->size.count > 0) {
        request.typed.set("Range", http::range_from(partial->size.count));
    }
    if (partial->size.count > 0 && !partial->validator.empty()) {
        request.typed.set("If-Range", partial->validator);
    }
    return {};
}

/// What a run is about.
struct Errands {
    const cli::Send& command;
    std::span<const std::string> urls;
};

Result<Setup> begin_with(
    LoadedSession loaded,
    const Errands& errands,
    const base::Environment& environment,
    Report& report
) {
    Setup setup;
    setup.policy = policy_of(errands.command, environment);
    setup.store = std::move(loaded.store);
    setup.seen = std::move(loaded.seen);
    setup.session = std::move(loaded.session);
    learn_credentials(setup.session, report.secrets());
    const bool may_be_plain = may_speak_plainly(errands.command, errands.urls, setup.session);
    if (auto hsts = load_hsts(setup, errands.command, environment, may_be_plain); !hsts) {
        return hsts.error();
    }
    return setup;
}

/// Pages are asked for one after the other, so that asking must change nothing.
Result<void> check_paging(const http::Request& request, const cli::Send& command) {
    if (command.output.list == output::List::none || request.method == "GET") {
        return {};
    }
    return base::Error(base::ErrorKind::usage, "--paginate is for GET")
        .because("this request is a " + request.method);
}

} // namespace

Result<LoadedSession> load_session(
    const std::optional<cli::SessionChoice>& choice, const base::Environment& environment
) {
    LoadedSession loaded;
    if (!choice) {
        return loaded;
    }
    auto store = session::Store::locate(choice->value, environment);
    if (!store) {
        return store.error();
    }
    auto seen = store->snapshot();
    if (!seen) {
        return seen.error();
    }
    loaded.store = *std::move(store);
    loaded.seen = *std::move(seen);
    loaded.session = loaded.seen.session;
    return loaded;
}

Result<Setup> begin_run(
    const cli::Send& command,
    std::span<const std::string> urls,
    const base::Environment& environment,
    Report& report
) {
    auto session = load_session(command.session, environment);
    if (!session) {
        return session.error();
    }
    return begin_with(*std::move(session), {command, urls}, environment, report);
}

Result<void> check_place(Setup& setup, const http::Url& url, const base::Environment& environment) {
    if (const auto route = http::route_for(setup.policy, url); !route) {
        return route.error();
    }
    return may_speak_tls(url, setup.policy) ? complete_identity(setup.policy.tls, environment)
                                            : Result<void>();
}

Remembered remembered(const Setup& setup, const base::Environment& environment) {
    return {
        .session = setup.session,
        .hsts = {.hosts = setup.hsts ? &*setup.hsts : nullptr, .now = environment.now()},
    };
}

Result<Errand> errand_of(
    request::Composed composed,
    Setup& setup,
    const cli::Send& command,
    const base::Environment& environment
) {
    Errand errand{.composed = std::move(composed), .identity = {}, .csrf = {}};
    http::Request& request = errand.composed.request;
    session::interchange::settle(setup.session, request.url, environment.now());
    // Before anybody is asked for a password, or a nonce is used up.
    if (auto checked = check_place(setup, request.url, environment); !checked) {
        return checked.error();
    }
    if (auto checked = check_paging(request, command); !checked) {
        return checked.error();
    }
    if (auto asked = ask_for_download(request, command, environment); !asked) {
        return asked.error();
    }
    auto source = csrf_source(command.csrf.url, request.url);
    if (!source) {
        return source.error();
    }
    errand.csrf = {.is_automatic = command.csrf.is_automatic, .source = *std::move(source)};
    errand.identity = identity_of(errand.composed.typed, command.request.auth);
    if (auto taken = take_nonce(errand, setup, command); !taken) {
        return taken.error();
    }
    return errand;
}

Result<Setup>
set_up(const cli::Send& command, const base::Environment& environment, Report& report) {
    auto session = load_session(command.session, environment);
    if (!session) {
        return session.error();
    }
    return set_up(command, *std::move(session), environment, report);
}

Result<Setup> set_up(
    const cli::Send& command,
    LoadedSession session,
    const base::Environment& environment,
    Report& report
) {
    auto setup =
        begin_with(std::move(session), {command, {&command.request.url, 1}}, environment, report);
    if (!setup) {
        return setup;
    }
    const Remembered known = remembered(*setup, environment);
    auto ingredients = gather(command, known, environment, report);
    if (!ingredients) {
        return ingredients.error();
    }
    auto composed = assemble(*std::move(ingredients), command, known, environment);
    if (!composed) {
        return composed.error();
    }
    learn_headers(composed->request.typed, report.secrets());
    auto errand = errand_of(*std::move(composed), *setup, command, environment);
    if (!errand) {
        return errand.error();
    }
    setup->errand = *std::move(errand);
    return setup;
}

} // namespace latch::app
