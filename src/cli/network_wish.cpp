// SPDX-License-Identifier: MIT
#include "cli/network_wish.hpp"

namespace latch::cli {

base::Result<void> settle_network(Draft& draft) {
    http::Policy& policy = draft.send.policy;
    if (!policy.tls.key.empty() && policy.tls.certificate.empty()) {
        return base::Error(base::ErrorKind::usage, "--cert-key needs --cert")
            .hinting("one file with both is --cert alone");
    }
    policy.family = draft.family.value_or(http::AddressFamily::any);
    return {};
}

} // namespace latch::cli
