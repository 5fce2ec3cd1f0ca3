// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/redactor.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/headers.hpp"
#include "latch/session/session.hpp"

#include <chrono>
#include <vector>

namespace latch::app {

/// What of headers is secret, by `output::secrets_in`.
void learn_headers(const http::Headers& headers, base::Redactor& secrets);

/// The literal passwords and tokens of a session, and what is secret of its headers
/// and parameters. A request
/// learns its cookies when they are sent: there may be hundreds that it has nothing to do with.
void learn_credentials(const session::Session& session, base::Redactor& secrets);

/// The same with what is secret of its cookies, for commands that show a session or tell of it.
void learn_stored(const session::Session& session, base::Redactor& secrets);

/// How long a command or a keyring may take to give a secret: a minute, or the time that a run has
/// altogether, where 0 is no limit.
std::chrono::milliseconds patience_within(std::chrono::milliseconds total);

/// The secrets of a run, each looked up once: a command is run, a descriptor read and a question
/// asked no more than that.
class Secrets {
public:
    /// What is found becomes known to `hidden`. It and `environment` must outlive the object.
    Secrets(
        const base::Environment& environment,
        base::Redactor& hidden,
        std::chrono::milliseconds patience = patience_within(std::chrono::milliseconds::zero())
    )
        : environment_(environment), hidden_(hidden), patience_(patience) {}

    /// Looks a secret up where it is said to be. Errors name the variable or file, never what is in
    /// it, and neither a command nor what it printed.
    base::Result<base::Secret> resolve(const access::SecretSource& source);

private:
    struct Known {
        access::SecretSource source;
        base::Secret secret;
    };

    const base::Environment& environment_;
    base::Redactor& hidden_;
    std::chrono::milliseconds patience_;
    std::vector<Known> known_;
};

} // namespace latch::app
