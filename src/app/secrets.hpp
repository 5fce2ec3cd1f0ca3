// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

#include <vector>

namespace latch::app {

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
