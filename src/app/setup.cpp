// SPDX-License-Identifier: MIT
#include "app/setup.hpp"

#include "app/network.hpp"
#include "app/report.hpp"

#include "latch/request/body_source.hpp"
#include "latch/request/compress.hpp"
#include "latch/request/spool.hpp"

#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Result;

base::Error no_stdin(std::string_view cause) {
    return base::Error(base::ErrorKind::usage, "@- asks for a body on standard input")
        .because(std::string(cause));
}

/// What "@-" asked for: a body even if it is empty, from a terminal as well.
Result<http::Body> named_stdin(const cli::Send& command, const base::Environment& environment) {
    if (command.ignore_stdin) {
        return no_stdin("--ignore-stdin forbids it");
    }
    if (environment.in_kind == base::InputKind::closed) {
        return no_stdin("it is closed");
    }
    auto body = request::stdin_body(environment, {});
    if (body && !http::has_body(*body)) {
        return http::Body(http::BytesBody{});
    }
    return body;
}

Result<http::Body> read_stdin(const cli::Send& command, const base::Environment& environment) {
    using request::StdinUse;
    const StdinUse use =
        request::stdin_use(command.request, environment.in_kind, command.ignore_stdin);
    if (use == StdinUse::leave_alone) {
        return http::Body(http::NoBody{});
    }
    if (use == StdinUse::body) {
        return named_stdin(command, environment);
    }
    auto body = request::stdin_body(environment, [&] {
        if (command.output.quiet > 1) {
            return;
        }
        remark(
            "waiting for a request body on standard input",
            "--ignore-stdin says that there is none",
            environment
        );
    });
    if (use == StdinUse::conflict && body && http::has_body(*body)) {
        return base::Error(base::ErrorKind::usage, "two request bodies")
            .because("standard input is a file, and the command line has a body as well")
            .hinting("leave one away, or say --ignore-stdin");
    }
    return body;
}

/// The certificates that the environment names, in the order that HTTPie and curl ask.
std::string certificates_of(const base::Environment& environment) {
    for (const std::string_view name :
         {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"}) {
        if (auto path = environment.variable(name); path && !path->empty()) {
            return environment.resolve(*path).string();
        }
    }
    return {};
}

Result<http::Policy> policy_of(const cli::Send& command, const base::Environment& environment) {
    http::Policy policy = command.policy;
    policy.tls.ca = policy.tls.ca.empty() ? certificates_of(environment)
                                          : environment.resolve(policy.tls.ca).string();
    if (!policy.unix_socket.empty()) {
        policy.unix_socket = environment.resolve(policy.unix_socket).string();
    }
    if (const auto added = add_proxies(policy.proxies, environment); !added) {
        return added.error();
    }
    if (const auto known = complete_identity(policy.tls, environment); !known) {
        return known.error();
    }
    return policy;
}

Result<void>
load_session(Setup& setup, const cli::SessionChoice& choice, const base::Environment& environment) {
    auto store = session::Store::locate(choice.value, environment);
    if (!store) {
        return store.error();
    }
    auto session = store->load();
    if (!session) {
        return session.error();
    }
    setup.store = *std::move(store);
    setup.session = *std::move(session);
    return {};
}

client::Identity identity_of(const session::Typed& typed, const request::AuthWish& wish) {
    client::Identity identity;
    if (typed.auth) {
        identity.typed = {.origin = http::origin(typed.url), .account = typed.auth->account};
    }
    identity.netrc_scheme = wish.scheme.value_or(access::Scheme::basic);
    return identity;
}

/// Takes the next use of the nonce that the session holds, if digest authentication may want it. A
/// session that must not be written cannot count, and so begins with a challenge of its own.
Result<void> take_nonce(Setup& setup, const cli::Send& command) {
    const http::Origin origin = http::origin(setup.composed.request.url);
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
        setup.identity.nonces.push_back({.origin = origin, .nonce = **std::move(nonce)});
    }
    return {};
}

Result<request::Material>
gather(const request::RequestSpec& wish, const base::Environment& environment) {
    auto files = request::open_files(wish, environment);
    if (!files) {
        return files.error();
    }
    return request::Material{
        .stdin_body = {},
        .files = *std::move(files),
        .boundary = request::random_boundary(),
    };
}

/// Where bodies are kept that do not fit into memory.
std::filesystem::path temporary_folder(const base::Environment& environment) {
    const auto named = environment.variable("TMPDIR");
    return environment.resolve(named && !named->empty() ? *named : "/tmp");
}

/// Whether the body may have to be sent more than once, or read more than once before that.
bool is_needed_again(const cli::Send& command) noexcept {
    return !command.offline && (command.policy.redirects.follow ||
                                command.request.compression != request::Compression::none);
}

Result<void>
keep_body(http::Request& request, const cli::Send& command, const base::Environment& environment) {
    const auto folder = temporary_folder(environment);
    if (is_needed_again(command)) {
        auto body = request::replayable(std::move(request.body), folder);
        if (!body) {
            return body.error();
        }
        request.body = *std::move(body);
    }
    return request::compress(request, command.request.compression, folder);
}

} // namespace

Result<Setup> set_up(const cli::Send& command, const base::Environment& environment) {
    Setup setup;
    auto policy = policy_of(command, environment);
    if (!policy) {
        return policy.error();
    }
    setup.policy = *std::move(policy);
    if (command.session) {
        if (auto loaded = load_session(setup, *command.session, environment); !loaded) {
            return loaded.error();
        }
    }
    auto wish = request::with_values_read(command.request, environment);
    if (!wish) {
        return wish.error();
    }
    auto material = gather(*wish, environment);
    if (!material) {
        return material.error();
    }
    // Nobody should have to type a body for a request that cannot be sent.
    if (auto valid = request::compose(*wish, setup.session, *material); !valid) {
        return valid.error();
    }
    auto body = read_stdin(command, environment);
    if (!body) {
        return body.error();
    }
    material->stdin_body = *std::move(body);
    auto composed = request::compose(*wish, setup.session, *std::move(material));
    if (!composed) {
        return composed.error();
    }
    setup.composed = *std::move(composed);
    if (auto kept = keep_body(setup.composed.request, command, environment); !kept) {
        return kept.error();
    }
    setup.identity = identity_of(setup.composed.typed, command.request.auth);
    if (auto taken = take_nonce(setup, command); !taken) {
        return taken.error();
    }
    return setup;
}

} // namespace latch::app
