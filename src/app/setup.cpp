// SPDX-License-Identifier: MIT
#include "app/setup.hpp"

#include "app/report.hpp"

#include "latch/request/body_source.hpp"

#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Result;

Result<http::Body> read_stdin(request::StdinUse use, const base::Environment& environment) {
    auto body = request::stdin_body(environment, [&] {
        remark(
            "waiting for a request body on standard input",
            "--ignore-stdin says that there is none",
            environment
        );
    });
    if (use == request::StdinUse::conflict && body && http::has_body(*body)) {
        return base::Error(base::ErrorKind::usage, "two request bodies")
            .because("standard input is a file, and the command line has a body as well")
            .hinting("leave one away, or say --ignore-stdin");
    }
    return body;
}

/// The request. Without a body at first: nobody should have to type one for a request that cannot
/// be sent.
Result<request::Composed> composed_of(
    const cli::Send& command, const session::Session& session, const base::Environment& environment
) {
    auto composed = request::compose(command.request, session, http::NoBody{});
    const request::StdinUse use =
        request::stdin_use(command.request, environment.in_kind, command.ignore_stdin);
    if (!composed || use == request::StdinUse::leave_alone) {
        return composed;
    }
    auto body = read_stdin(use, environment);
    if (!body) {
        return body.error();
    }
    return request::compose(command.request, session, *std::move(body));
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

http::Policy policy_of(const cli::Send& command, const base::Environment& environment) {
    http::Policy policy = command.policy;
    policy.tls.ca = policy.tls.ca.empty() ? certificates_of(environment)
                                          : environment.resolve(policy.tls.ca).string();
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

} // namespace

Result<Setup> set_up(const cli::Send& command, const base::Environment& environment) {
    Setup setup;
    setup.policy = policy_of(command, environment);
    if (command.session) {
        if (auto loaded = load_session(setup, *command.session, environment); !loaded) {
            return loaded.error();
        }
    }
    auto composed = composed_of(command, setup.session, environment);
    if (!composed) {
        return composed.error();
    }
    setup.composed = *std::move(composed);
    return setup;
}

} // namespace latch::app
