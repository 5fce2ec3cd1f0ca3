// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"

/// What the world around a run adds to the policy that was typed.
namespace latch::app {

/// The proxies of http_proxy, https_proxy, all_proxy and no_proxy, each in lower case first.
///
/// In a CGI program, which REQUEST_METHOD tells, HTTP_PROXY is the caller's "Proxy" header and is
/// ignored (httpoxy, CVE-2016-5385). An empty variable is one that is not there. One that cannot be
/// used becomes the error of whoever needs it: `usage`, naming the variable.
void add_proxies(http::ProxyPolicy& proxies, const base::Environment& environment);

/// Makes the paths of a policy absolute, and asks for the passphrase of an encrypted key if nobody
/// has given it and there is a terminal to ask at. Errors: `usage` without a terminal, `file`.
base::Result<void> complete_identity(http::TlsPolicy& tls, const base::Environment& environment);

} // namespace latch::app
