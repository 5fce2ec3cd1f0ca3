// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/lost_body.hpp"
#include "latch/base/error.hpp"
#include "latch/client/csrf.hpp"
#include "latch/client/renewer.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/policy.hpp"

#include <optional>
#include <string>

namespace latch::app {

/// What an exchange that took place means for a script.
struct Judgement {
    int exit_code = 0;
    std::string what;  ///< a line for the user; empty if there is nothing to say
    std::string words; ///< the server's own about it, for who does not see its answer
    std::string hint;

    bool operator==(const Judgement&) const = default;
};

/// Judges by the final status, and by what hides behind it: a redirect to a login page is not
/// signed in (7), wherever in the exchange it was unless that came back with what was asked for;
/// and so is a CSRF token that the server wants and does not give, and a success whose body begins
/// like a login page (`body`, empty if nothing of it was looked at). An error is explained as far
/// as its head and body explain it. Hops that are aside count for nothing, nor does 3xx with
/// --follow.
Judgement judge(
    const http::Exchange& exchange,
    const http::RedirectPolicy& redirects,
    const client::CsrfOutcome& csrf = {},
    const access::BodyStart& body = {}
);

/// The same where the session was lost: what kept a new login from getting it back is why nobody
/// is signed in (7); and one that did and was of no use is worth a word.
Judgement with_renewal(Judgement verdict, const client::RenewalOutcome& renewal);

} // namespace latch::app
