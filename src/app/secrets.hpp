// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/redactor.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/request.hpp"
#include "latch/session/session.hpp"

#include <vector>

namespace latch::app {

/// What is known to be secret before anything has been looked up: of the headers that were typed
/// and the headers and parameters of the session what their names tell, and its literal passwords
/// and tokens.
base::Redactor secrets_of(const session::Session& session, const http::Request& request);

/// What of a hop a server could give back: the headers whose names tell that they are secret, and
/// the cookies that are as long as the names of sessions are.
void learn_what_is_sent(const http::PreparedRequest& request, base::Redactor& secrets);

/// The secrets of a run, each looked up once: a command is run, a descriptor read and a question
/// asked no more than that.
class Secrets {
public:
    /// `environment` must outlive the object.
    explicit Secrets(const base::Environment& environment) : environment_(environment) {}

    /// Looks a secret up where it is said to be. Errors name the variable or file, never what is in
    /// it, and neither a command nor what it printed.
    base::Result<base::Secret> resolve(const access::SecretSource& source);

private:
    struct Known {
        access::SecretSource source;
        base::Secret secret;
    };

    const base::Environment& environment_;
    std::vector<Known> known_;
};

} // namespace latch::app
